"""The changes that a run found → matrix, links and rows with their words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amnesty.templatetags.words import NOT_ASSESSED, OUTCOMES, STATES
from cases.comparing import Flipped, flipped
from cases.models import RunChange
from cases.tables import Chip, with_query
from cases.watching import Cell
from cases.wording import RULES, state_of

NO_ANSWER = "none"  # in addresses: the case had no answer before
HEAVY = ("old__dossier_json", "new__dossier_json")


class Square(NamedTuple):
    """One cell of the matrix: its number (0 = empty), the list behind it, is it the one shown?"""

    number: int
    url: str
    is_shown: bool


class Line(NamedTuple):
    """One row of the matrix: an old outcome and where its cases went."""

    old: str
    squares: list[Square]


class Matrix:
    """Old × new outcomes that occur, in the order in which people meet them."""

    def __init__(self, cells: Iterable[Cell], query: QueryDict) -> None:
        numbers = {(cell.old, cell.new): cell.number for cell in cells}
        olds = _in_order(old for old, _new in numbers)
        self.columns = _in_order(new for _old, new in numbers)
        self.lines = [
            Line(old, [_square(numbers, old, new, query) for new in self.columns]) for old in olds
        ]


def _in_order(codes: Iterable[str]) -> list[str]:
    found = set(codes)
    return [code for code in ("", *OUTCOMES) if code in found]


def _square(numbers: dict, old: str, new: str, query: QueryDict) -> Square:
    old_name = old or NO_ANSWER
    is_shown = query.get("old") == old_name and query.get("new") == new
    url = with_query(query, old=old_name, new=new, kind="") + "#list"
    return Square(numbers.get((old, new), 0), url, is_shown)


class KindLink(NamedTuple):
    """One kind of change with its number and the list behind it."""

    label: str
    number: int
    url: str
    is_shown: bool


def kind_links(kinds: dict[str, int], query: QueryDict) -> list[KindLink]:
    """Links by the weightiest thing that changed."""
    return [
        KindLink(
            str(RunChange.Kind(kind).label),
            number,
            with_query(query, kind=kind, old="", new="") + "#list",
            query.get("kind") == kind,
        )
        for kind, number in kinds.items()
    ]


def chips_of_changes(query: QueryDict) -> list[Chip]:
    """The filters in use; an unknown value shows itself."""
    labels = {"old": _("Before"), "new": _("Now"), "kind": _("What changed")}
    return [
        Chip(label, str(_word(name, value)), with_query(query, **{name: ""}))
        for name, label in labels.items()
        if (value := query.get(name))
    ]


def _word(name: str, value: str) -> str | Promise:
    if name == "kind":
        return dict(RunChange.Kind.choices).get(value, value)
    if value == NO_ANSWER:
        return NOT_ASSESSED.word
    return OUTCOMES[value].word if value in OUTCOMES else value


class Flip(NamedTuple):
    """A rule that flipped, in words: "Offense 2", the rule's name, its state before and now."""

    offense: int | None
    rule: str
    name: str | Promise
    was: str | Promise
    now: str | Promise


class Row(NamedTuple):
    """One changed case of the list."""

    change: RunChange
    flips: list[Flip]


def changed_rows(changes: QuerySet) -> list[Row]:
    """The rows of one page, each with its two answers. One statement."""
    full = changes.select_related("case__defendant", "case__court", "old", "new").defer(*HEAVY)
    return [Row(change, _flips(change)) for change in full]


def _flips(change: RunChange) -> Sequence[Flip]:
    if change.old is None or change.new is None:
        return []
    return [_flip(one) for one in flipped(change.old.answer, change.new.answer)]


def _flip(one: Flipped) -> Flip:
    name = RULES[one.rule].name if one.rule in RULES else one.rule
    was, now = (_holds(one.rule, holds) for holds in (one.was, one.now))
    return Flip(one.offense, one.rule, name, was, now)


def _holds(rule: str, holds: bool | None) -> str | Promise:
    if holds is None or rule not in RULES:
        return {True: _("yes"), False: _("no"), None: _("not known")}[holds]
    return STATES[state_of(rule, holds, ())].word
