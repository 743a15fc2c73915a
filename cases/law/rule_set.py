"""The rule set: every parameter of the act as data, and the Criminal Code table beside it.

A rule set never changes once it is built; what it reads from the table it remembers.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from cases.law.provisions import (
    NOTHING_TOLD,
    ListOfAct,
    Reading,
    in_force,
    membership,
    number_of,
    read,
)
from cases.law.terms import Facility, Gravity, Group, Listed, Offense, Provision, Punishment

GRAVITIES = tuple(Gravity)
# Upper limits of imprisonment in years, included (CC 11); above the last one the heaviest.
INTENTIONAL_UP_TO = ((2, Gravity.SMALL), (5, Gravity.MEDIUM), (12, Gravity.GRAVE))
NEGLIGENT_UP_TO = ((5, Gravity.SMALL),)
# A dossier may name any of 100,000 articles with as many parts; the memory for them is bounded.
MOST_READINGS = 10_000


class RuleSetError(ValueError):
    """A parameter or row that the law cannot be read from; `name` says which one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Parameters of the act and the rows of the Criminal Code table.

    Fractions are the part removed. `window_to`, like every last day here, is included.
    """

    code: str
    law_date: date
    window_from: date
    window_to: date
    fractions: Mapping[Gravity, Fraction]
    fraction_texts: Mapping[Gravity, str]
    one_year_months: int
    one_year_basis: str
    execution_deadline: date
    rounding: str
    adult_age: int
    custody_ratios: Mapping[tuple[Punishment, Facility | None], Fraction]
    house_arrest_ratio: Fraction
    cap_years: int
    long_cap_years: int
    list_of_act: ListOfAct
    provisions: Mapping[str, tuple[Provision, ...]]
    turns: tuple[date, ...] = ()
    _readings: dict[tuple[str, str | None, int], Reading] = field(
        default_factory=dict, compare=False, repr=False
    )

    def reading(self, offense: Offense) -> Reading:
        """What the table says of the count's article and part, edition of the day of the act.

        The day not known: the edition of the first day of the window.
        """
        if offense.article is None:
            return NOTHING_TOLD
        day = offense.committed_from or self.window_from
        key = (offense.article, offense.part, bisect_right(self.turns, day))
        found = self._readings.get(key)
        if found is None:
            rows = in_force(self.provisions.get(offense.article, ()), day)
            found = read(rows, offense.article, offense.part, self.list_of_act)
            if len(self._readings) < MOST_READINGS:
                self._readings[key] = found
        return found


def gravity_of(max_years: int | None, life: bool | None, negligent: bool | None) -> Gravity | None:
    """Gravity from the sanction and the form of guilt (CC 10, 11); None when not known."""
    if life:
        return Gravity.ESPECIALLY_GRAVE
    if max_years == 0:
        return Gravity.INFRACTION
    if max_years is None or negligent is None:
        return None
    limits = NEGLIGENT_UP_TO if negligent else INTENTIONAL_UP_TO
    heaviest = Gravity.MEDIUM if negligent else Gravity.ESPECIALLY_GRAVE
    return next((gravity for limit, gravity in limits if max_years <= limit), heaviest)


def milder_later(rule_set: RuleSet, offense: Offense) -> Provision | None:
    """The later edition of the count's part that is milder (CC 6), to be pointed out.

    Never applied by the program: whether it applies is for a lawyer. None when there is none.
    """
    day = offense.committed_from or rule_set.window_from
    rows = [
        row
        for row in rule_set.provisions.get(offense.article or "", ())
        if row.part == offense.part
    ]
    own = next((row for row in rows if row.valid_from <= day <= row.valid_to), None)
    later = [row for row in rows if own and row.valid_from > day and _milder(row, own)]
    return min(later, key=lambda row: row.valid_from, default=None)


def _milder(later: Provision, own: Provision) -> bool:
    """A lower gravity, or a lower sanction within the same; what is not known is not milder."""
    if later.gravity is None or own.gravity is None:
        return False
    if later.max_years is None or own.max_years is None:
        return GRAVITIES.index(later.gravity) < GRAVITIES.index(own.gravity)
    return _weight(later) < _weight(own)


def _weight(row: Provision) -> tuple[int, bool, int]:
    return GRAVITIES.index(row.gravity), bool(row.life), row.max_years


def unsourced(data: Mapping) -> tuple[str, ...]:
    """Names of the parameters without a source or a citation; such a rule set is not activated."""
    return tuple(
        name
        for name, parameter in data["parameters"].items()
        if not (parameter.get("source") and parameter.get("citation"))
    )


def rule_set_from(data: Mapping, rows: Iterable[Mapping]) -> RuleSet:
    """Build a rule set from its JSON form and the rows of the Criminal Code table.

    `data`: `code` and `parameters`, each with a `value`. `rows`: the columns of the CSV file, or
    the same with real types; `listed` may stand for `covered_by_art1`. Raises RuleSetError.
    """
    provisions: dict[str, list[Provision]] = {}
    for row in rows:
        provision = _named(f"{row.get('article')}({row.get('part')})", _provision, row)
        provisions.setdefault(provision.article, []).append(provision)
    turns = {
        turn
        for group in provisions.values()
        for row in group
        for turn in (row.valid_from, _day_after(row.valid_to))
    }
    return RuleSet(
        code=data["code"],
        provisions={article: tuple(group) for article, group in provisions.items()},
        turns=tuple(sorted(turns)),
        **_parameters(data["parameters"]),
    )


def _parameters(parameters: Mapping[str, Mapping]) -> dict[str, object]:
    read_as = {**_READERS, **_LIST_READERS}
    values = {name: _value(parameters, name, reader) for name, reader in read_as.items()}
    list_of_act = ListOfAct(**{name: values.pop(name) for name in _LIST_READERS})
    heavy = {
        Gravity.GRAVE: values.pop("fraction_grave"),
        Gravity.ESPECIALLY_GRAVE: values.pop("fraction_especially_grave"),
    }
    long_cap_years = values.pop("cap_years_especially_grave")
    return values | {
        "fractions": heavy,
        "fraction_texts": {gravity: str(removed) for gravity, removed in heavy.items()},
        "long_cap_years": long_cap_years,
        "list_of_act": list_of_act,
    }


def _value(parameters: Mapping[str, Mapping], name: str, reader: object) -> object:
    if name not in parameters or "value" not in parameters[name]:
        raise RuleSetError(name)
    return _named(name, reader, parameters[name]["value"])


def _named(name: str, reader: object, value: object) -> object:
    try:
        return reader(value)
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError) as error:
        raise RuleSetError(name) from error


def _fraction(value: str) -> Fraction:
    found = Fraction(str(value))
    if not 0 < found <= 2:
        raise ValueError(value)
    return found


def _removed(value: str) -> Fraction:
    found = _fraction(value)
    if found >= 1:
        raise ValueError(value)
    return found


def _one_of(*choices: str) -> object:
    def reader(value: str) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return reader


def _number(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _ratios(value: Mapping) -> dict[tuple[Punishment, Facility | None], Fraction]:
    """Days credited for a day of custody, by punishment and (for imprisonment) facility."""
    by_facility = {
        (Punishment.IMPRISONMENT, facility): _fraction(value["imprisonment"][facility])
        for facility in Facility
    }
    others = {
        (kind, None): _fraction(value[kind])
        for kind in (Punishment.ARREST, Punishment.RESTRICTION_OF_LIBERTY)
    }
    return by_facility | others


def _article(value: str) -> str:
    number_of(value)
    return value


def _articles(value: list[str]) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError(value)
    return frozenset(map(_article, value))


def _groups(value: Mapping) -> dict[Group, frozenset[str]]:
    return {Group(name): _articles(articles) for name, articles in value.items()}


_READERS = {
    "law_date": date.fromisoformat,
    "window_from": date.fromisoformat,
    "window_to": date.fromisoformat,
    "fraction_grave": _removed,
    "fraction_especially_grave": _removed,
    "one_year_months": _number,
    "one_year_basis": _one_of("before_cut", "after_cut"),
    "execution_deadline": date.fromisoformat,
    "rounding": _one_of("floor", "ceiling"),
    "adult_age": _number,
    "custody_ratios": _ratios,
    "house_arrest_ratio": _fraction,
    "cap_years": _number,
    "cap_years_especially_grave": _number,
}
_LIST_READERS = {
    "likely_as_listed": _articles,
    "disputed_exclusions": _articles,
    "complete_up_to": _article,
    "incomplete_articles": _articles,
    "whole_article_groups": _groups,
    "long_cap_years": _number,
}


def _provision(row: Mapping) -> Provision:
    max_years = _optional_int(row.get("max_years"))
    life = _optional_bool(row.get("life"))
    negligent = _optional_bool(row.get("negligent"))
    gravity = row["gravity"] if "gravity" in row else gravity_of(max_years, life, negligent)
    valid_from = _day(row.get("valid_from"), date.min)
    valid_to = _day(row.get("valid_to"), date.max)
    if valid_to < valid_from:
        raise ValueError(valid_to)
    return Provision(
        article=row["article"],
        part=row["part"] if row["part"] not in ("", "-") else None,
        listed=Listed(row["listed"] if "listed" in row else row["covered_by_art1"]),
        gravity=Gravity(gravity) if gravity else None,
        max_years=max_years,
        life=life,
        negligent=negligent,
        exclusions=tuple(_exclusions(row.get("exclusion_group") or "")),
        edition=row.get("edition") or "",
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _exclusions(text: str) -> Iterable[tuple[Group, str]]:
    for item in filter(None, text.split(";")):
        group, _, condition = item.partition("(")
        condition = condition.removesuffix(")")
        membership(condition)  # unknown words are refused here, not at the first assessment
        yield Group(group.strip()), condition


def _optional_int(value: int | str | None) -> int | None:
    return None if value in ("", None) else int(value)


def _optional_bool(value: bool | str | None) -> bool | None:
    return None if value in ("", None) else value in (True, "1")


def _day(value: date | str | None, default: date) -> date:
    if not value:
        return default
    return value if isinstance(value, date) else date.fromisoformat(value)


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
