"""The Criminal Code table as the act reads it: what one article and part say on the day of an act.

A part number means something only together with an edition, so a reading is always made from the
rows in force on one day. Part not known, part not in the table and article not in the table are
three different things (docs/law.md, R4).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cases.law.terms import Gravity, Group, Listed, Provision, Strength


class Asks(Enum):
    """What else must be true before an offense of the article belongs to an excluded group."""

    NEVER = "never"
    NOTHING = "nothing"
    POINT = "point"
    VICTIM_MINOR = "victim_minor"
    OFFENDER_ADULT = "offender_adult"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Membership:
    """One way to belong to an excluded group; `point` only with `Asks.POINT`."""

    asks: Asks
    point: str = ""


NO_MEMBER = Membership(Asks.NEVER)
OUTSIDE = (NO_MEMBER,)
NOT_TOLD = (Membership(Asks.ARTICLE),)
CONDITIONS = {
    "": Asks.NOTHING,
    "if victim was a minor": Asks.VICTIM_MINOR,
    "not if offender was a minor": Asks.OFFENDER_ADULT,
}


def membership(condition: str) -> Membership:
    """Membership from the condition in the table; raises ValueError for words it does not know."""
    words = condition.split()
    if len(words) == 3 and (words[0], words[2]) == ("point", "only"):
        return Membership(Asks.POINT, words[1])
    if condition not in CONDITIONS:
        raise ValueError(condition)
    return Membership(CONDITIONS[condition])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the table says of one article and part on one day.

    `listed`, `gravity`: None = the table does not tell. `unverified`: the list of the act is not
    verified here. `parts_differ`: the part is not known and the parts differ in listing or
    gravity. `memberships`: for each excluded group the ways to belong, one for each part the
    count may fall under. `long_cap`: an especially grave part that raises the cap (CC 58(4)).
    """

    listed: bool | None
    strength: Strength
    unverified: bool
    gravity: Gravity | None
    parts_differ: bool
    memberships: Mapping[Group, tuple[Membership, ...]]
    long_cap: bool = False
    disputed: bool = False


NOTHING_TOLD = Reading(
    listed=None,
    strength=Strength.STATED,
    unverified=False,
    gravity=None,
    parts_differ=False,
    memberships=dict.fromkeys(Group, NOT_TOLD),
)


@dataclass(frozen=True, slots=True)
class ListOfAct:
    """The parameters of the rule set by which the table is read."""

    likely_as_listed: frozenset[str]
    disputed_exclusions: frozenset[str]
    complete_up_to: str
    incomplete_articles: frozenset[str]
    whole_article_groups: Mapping[Group, frozenset[str]]
    long_cap_years: int


def number_of(article: str) -> tuple[int, int]:
    """Article numbers compare as (number, suffix): 188-1 comes before 189, 207-1 after 207."""
    number, _, suffix = article.partition("-")
    return int(number), int(suffix or 0)


def in_force(rows: Iterable[Provision], day: date) -> list[Provision]:
    """Rows of one article in the edition of the day.

    A day before the first edition is read in the first one, a day in a gap in the edition before
    it: such an act lies outside the window of the act, and its gravity is told all the same.
    """
    rows = list(rows)
    found = _valid_on(rows, day)
    if found or not rows:
        return found
    ended = [row.valid_to for row in rows if row.valid_to < day]
    return _valid_on(rows, max(ended) if ended else min(row.valid_from for row in rows))


def _valid_on(rows: Iterable[Provision], day: date) -> list[Provision]:
    return [row for row in rows if row.valid_from <= day <= row.valid_to]


def read(rows: Collection[Provision], article: str, part: str | None, law: ListOfAct) -> Reading:
    """What the rows of an article (those of one edition) say of a part."""
    if not rows:
        return _absent_article(article, law)
    if part is None:
        return _open_part(rows, article, law)
    return _known_part(rows, [row for row in rows if row.part == part], article, law)


def _absent_article(article: str, law: ListOfAct) -> Reading:
    """An article without rows: not listed up to 207, not known above; in no excluded group."""
    complete = number_of(article) <= number_of(law.complete_up_to)
    return Reading(
        listed=False if complete else None,
        strength=Strength.STATED if complete else Strength.INFERRED,
        unverified=not complete,
        gravity=None,
        parts_differ=False,
        memberships=dict.fromkeys(Group, OUTSIDE),
    )


def _open_part(rows: Collection[Provision], article: str, law: ListOfAct) -> Reading:
    """No part, or the part is not known: what all rows have in common, else nothing."""
    complete = article not in law.incomplete_articles
    listed = {is_listed(row, law) for row in rows}
    gravities = {row.gravity for row in rows}
    gravity = gravities.pop() if complete and len(gravities) == 1 else None
    answer = listed.pop() if len(listed) == 1 and (complete or listed == {False}) else None
    unverified = _never_verified(rows)
    return Reading(
        listed=answer,
        strength=_strength(unverified),
        unverified=unverified,
        gravity=gravity,
        parts_differ=len({(row.listed, row.gravity) for row in rows}) > 1,
        memberships={group: _ways(rows, group, complete) for group in Group},
        long_cap=_long_cap(gravity, rows, law),
        disputed=article in law.disputed_exclusions,
    )


def _known_part(
    rows: Collection[Provision], own: list[Provision], article: str, law: ListOfAct
) -> Reading:
    """The part is known; `own` is its row, empty when the table lacks the part."""
    row = own[0] if own else None
    unverified = _never_verified(own or rows)
    gravity = row.gravity if row else None
    return Reading(
        listed=is_listed(row, law) if row else _lacking_part_is_listed(rows),
        strength=_strength(unverified),
        unverified=unverified,
        gravity=gravity,
        parts_differ=False,
        memberships={
            group: _ways(own, group) if row else _whole_article(rows, group, article, law)
            for group in Group
        },
        long_cap=_long_cap(gravity, own, law),
        disputed=article in law.disputed_exclusions,
    )


def is_listed(row: Provision, law: ListOfAct) -> bool | None:
    """Does article 1 name this part? `likely` counts only for the articles of the rule set."""
    if row.listed == Listed.LIKELY and row.article in law.likely_as_listed:
        return True
    return {Listed.YES: True, Listed.NO: False}.get(row.listed)


def _lacking_part_is_listed(rows: Iterable[Provision]) -> bool | None:
    return False if all(row.listed == Listed.NO for row in rows) else None


def _never_verified(rows: Iterable[Provision]) -> bool:
    return all(row.listed in (Listed.LIKELY, Listed.UNKNOWN) for row in rows)


def _strength(unverified: bool) -> Strength:
    return Strength.INFERRED if unverified else Strength.STATED


def _long_cap(gravity: Gravity | None, rows: Iterable[Provision], law: ListOfAct) -> bool:
    if gravity != Gravity.ESPECIALLY_GRAVE:
        return False
    return any(row.life or (row.max_years or 0) >= law.long_cap_years for row in rows)


def _way(row: Provision, group: Group) -> Membership:
    for named, condition in row.exclusions:
        if named == group:
            return membership(condition)
    return NO_MEMBER


def _ways(rows: Iterable[Provision], group: Group, complete: bool = True) -> tuple[Membership, ...]:
    """The ways to belong, one for each row; a part the table lacks may be outside."""
    ways = dict.fromkeys(_way(row, group) for row in rows)
    if ways.keys() == {NO_MEMBER}:
        return OUTSIDE
    return tuple(ways if complete else dict.fromkeys((*ways, NO_MEMBER)))


def _whole_article(
    rows: Iterable[Provision], group: Group, article: str, law: ListOfAct
) -> tuple[Membership, ...]:
    """A part the table lacks belongs where the Code names the whole article."""
    if article not in law.whole_article_groups.get(group, ()):
        return OUTSIDE
    return _ways(rows, group)
