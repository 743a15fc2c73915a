"""From what to what: answers against decisions, answers before and after a run."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from amnesty.templatetags.charts import Cell, Chart, Line, Matrix, Part, Table, shade_of
from amnesty.templatetags.words import NOT_ASSESSED, OUTCOMES
from cases.models import Run
from cases.presenting.reports import Scope
from cases.reporting import counting, moving
from cases.reporting.counting import Pair
from cases.wording.reports import MOVES


def in_order(codes: Iterable[str]) -> list[str]:
    """Codes of outcomes that occur, in the order in which people meet them."""
    found = set(codes)
    return [code for code in ("", *OUTCOMES) if code in found]


def matrix_of(pairs: list[Pair], corner: str, url, has_delta: bool = False) -> Matrix:
    """`url(old, new)` is the list behind a cell. Empty rows and columns are dropped."""
    numbers = {(pair.old, pair.new): pair.number for pair in pairs}
    columns = in_order(pair.new for pair in pairs)
    lines = in_order(
        code for pair in pairs for code in ((pair.old, pair.new) if has_delta else (pair.old,))
    )
    top = max(numbers.values(), default=0)

    def cell(old: str, new: str) -> Cell:
        number = numbers.get((old, new), 0)
        return Cell(number, url(old, new) if number else "", shade_of(number, top), old == new)

    return Matrix(
        columns,
        [Line(old, [cell(old, new) for new in columns], delta(pairs, old)) for old in lines],
        corner,
        has_delta,
    )


def delta(pairs: Iterable[Pair], code: str) -> str:
    """How many more cases have this outcome now: +3, −2, 0."""
    grown = sum(
        (pair.new == code) * pair.number - (pair.old == code) * pair.number for pair in pairs
    )
    return f"+{grown}" if grown > 0 else f"−{-grown}" if grown else "0"


def word(code: str) -> str:
    return str(OUTCOMES[code].word if code in OUTCOMES else NOT_ASSESSED.word)


def agreement(scope: Scope) -> tuple[Chart, Matrix]:
    """D5: does the court agree with the assessment it had before it?"""
    pairs = counting.decided_against_answers(scope.cases)

    def url(old: str, new: str) -> str:
        return scope.to(answer_then=old, decided_as=new)

    total = scope.cases.order_by().count()
    same = sum(pair.number for pair in pairs if pair.old == pair.new)
    decided = sum(pair.number for pair in pairs)
    about = [
        Part(_("Cases"), total, url=scope.to()),
        Part(_("decided as assessed"), same, url=scope.to(agrees="yes")),
        Part(_("decided otherwise"), decided - same, url=scope.to(agrees="no")),
        Part(_("no decision in force"), total - decided, url=scope.to(decided="no")),
    ]
    ordered = sorted(pairs, key=lambda pair: (pair.old == pair.new, -pair.number))
    rows = [
        (word(pair.old), word(pair.new), Part("", pair.number, url=url(pair.old, pair.new)))
        for pair in ordered
    ]
    chart = Chart(
        "agreement",
        _("Do the decisions agree with the assessments"),
        [],
        about,
        Table([_("Assessment before the decision"), _("Decision in force"), _("Cases")], rows),
        empty="" if pairs else _("No decision is in force yet."),
    )
    return chart, matrix_of(pairs, _("Assessment ↓ · decision →"), url)


def movement(scope: Scope, run: Run | None) -> tuple[Chart, Matrix]:
    """D6: what the last change of the rules did to these cases."""
    pairs = moving.by_move(scope.cases, run) if run else []

    def url(old: str, new: str) -> str:
        return scope.to(moved=f"{run.pk}:{old}:{new}") if run else ""

    def of_kind(kind: str) -> str:
        return scope.to(moved=f"{run.pk}:{kind}") if run else ""

    failed = moving.not_answered(scope.cases, run) if run else 0
    moved = sum(pair.number for pair in pairs if pair.old and pair.old != pair.new)
    first = sum(pair.number for pair in pairs if not pair.old)
    all_of_it = sum(pair.number for pair in pairs)
    about = [
        Part(_("Cases that the run touched"), all_of_it + failed, url=of_kind("any")),
        Part(MOVES["outcome"], moved, url=of_kind("outcome")),
        Part(MOVES["first"], first, url=of_kind("first")),
        Part(MOVES["same"], all_of_it - moved - first, url=of_kind("same")),
        Part(MOVES["failed"], failed, url=of_kind("failed")),
    ]
    why = run.get_why_display() if run else ""
    rows = [
        (word(pair.old), word(pair.new), Part("", pair.number, url=url(pair.old, pair.new)), why)
        for pair in sorted(pairs, key=lambda pair: -pair.number)
    ]
    chart = Chart(
        "movement",
        _("What the last change of the rules did"),
        [],
        about if run else [],
        Table([_("Before"), _("Now"), _("Cases"), _("Reason")], rows),
        note=_told(run),
        empty="" if pairs else _("No run has changed an answer of these cases."),
    )
    return chart, matrix_of(pairs, _("Before ↓ · now →"), url, has_delta=True)


def _told(run: Run | None) -> str:
    if run is None:
        return ""
    words = _("Run %(number)s of %(day)s, rule set %(rules)s.")
    return words % {
        "number": run.pk,
        "day": f"{run.requested_at:%d.%m.%Y}",
        "rules": run.rule_set.code,
    }
