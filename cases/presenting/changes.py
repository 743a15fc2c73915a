"""Changes of known facts in words: which fact, what it was, what it becomes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.models import Case
from cases.wording.facts import fact_of, value_words
from cases.wording.values import day_words

Row = dict[str, str]


def change_rows(case: Case, changes: Iterable) -> list[Row]:
    """Rows of label, old and new. `changes` are triples of path, old and new value."""
    names = {str(row.pk): str(row) or "?" for row in case.offenses.all()}
    return [
        {
            "label": _label(path, names),
            "old": _value(path, old),
            "new": _value(path, new),
        }
        for path, old, new in changes
    ]


def _label(path: str, names: dict[str, str]) -> str:
    head, _dot, rest = path.partition(".")
    if head != "offenses":
        return str(fact_of(path).label)
    key, _dot, name = rest.partition(".")
    if not name:
        return _("Offense removed") if key else _("Offense added")
    values = {"offense": names.get(key, "?"), "fact": fact_of(f"offenses.{name}").label}
    return _("Offense %(offense)s: %(fact)s") % values


def _value(path: str, value: object) -> str:
    if path.count(".") < 2 and path.startswith("offenses"):
        return _offense_words(value) if isinstance(value, dict) else "—"
    head, _dot, rest = path.partition(".")
    shape = f"offenses.{rest.partition('.')[2]}" if head == "offenses" else path
    return value_words(shape, value)


def _offense_words(offense: dict) -> str:
    """A whole count: its provision and its day, as far as they are known."""
    article, part = offense.get("article", "?"), offense.get("part")
    told = f"{article}({part})" if part else article
    day = offense.get("committed_from")
    return f"{told}, {day_words(day)}" if day else told
