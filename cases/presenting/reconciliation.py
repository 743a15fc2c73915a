"""Both ends side by side: the numbers of each court and day, with the cases behind each."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amnesty.templatetags.charts import Bar, Chart, Part, Table
from cases.presenting.reports import Scope
from cases.reporting import reconciling
from cases.reporting.reconciling import Sides
from cases.wording.reports import SIDES

TONES = {"agreed": "green", "pending": "amber", "refused": "violet"}
MOST_DAYS = 14


class Court(NamedTuple):
    """One line: the court's numbers as parts, in the order of the sides; `gap` 0 = it closes."""

    name: str
    parts: dict[str, Part]
    total: int
    gap: int


class DayLine(NamedTuple):
    """One day of decisions, and how many of the eligible were still pending when it ended."""

    on: object
    granted: Part
    refused: Part
    pending: int


def both_ends(scope: Scope) -> dict[str, object]:
    """Everything the page shows."""
    courts = reconciling.by_court(scope.cases)
    whole = reconciling.in_all(courts)
    lines = [
        _court(scope, scope.court(pk), sides, {"court": pk})
        for pk, sides in sorted(courts.items(), key=lambda row: (-row[1].eligible, row[0]))
    ]
    days, earlier = _days(scope, whole)
    return {
        "whole": _court(scope, _("Together"), whole, {}),
        "courts": lines,
        "days": days,
        "earlier": earlier,
        "verdict": _verdict(whole),
        "chart": _chart(scope, whole),
        "side_words": SIDES,
    }


def _court(scope: Scope, name: str, sides: Sides, here: dict[str, object]) -> Court:
    parts = {
        side: Part(SIDES[side], number, TONES.get(side, "blue"), scope.to(side=side, **here), side)
        for side, number in sides._asdict().items()
    }
    return Court(name, parts, sides.total, sides.gap)


def _verdict(whole: Sides) -> str:
    if not whole.gap:
        return _("The sum closes: eligible = granted + pending + refused.")
    words = ngettext(
        "The sum does not close: it is %(n)s case above the eligible.",
        "The sum does not close: it is %(n)s cases above the eligible.",
        abs(whole.gap),
    )
    return words % {"n": whole.gap}


def _chart(scope: Scope, whole: Sides) -> Chart:
    """The eligible as one bar; what goes beyond them is told apart."""
    numbers = whole._asdict()
    parts = [
        Part(SIDES[side], numbers[side], tone, scope.to(side=side)) for side, tone in TONES.items()
    ]
    about = [Part(SIDES["eligible"], whole.eligible, url=scope.to(side="eligible"))]
    rows = [(part.label, Part("", part.number, url=part.url)) for part in parts]
    rows.append((SIDES["beyond"], Part("", whole.beyond, url=scope.to(side="beyond"))))
    return Chart(
        "both-ends",
        _("The eligible and what was decided about them"),
        [Bar(SIDES["eligible"], parts)],
        [*about, *parts],
        Table([_("Side"), _("Cases")], rows),
        empty="" if whole.eligible else _("Nobody is eligible yet."),
    )


def _days(scope: Scope, whole: Sides) -> tuple[list[DayLine], DayLine | None]:
    """The newest days one by one, everything before as one line. Pending is counted backwards."""
    found = reconciling.by_day(scope.cases)
    lines, pending = [], whole.pending
    for day in found[:MOST_DAYS]:
        on = {"decided_on": f"{day.on:%d.%m.%Y}"}
        granted = Part("", day.granted, url=scope.to(side="granted", **on))
        refused = Part("", day.refused, url=scope.to(side="refused", **on))
        lines.append(DayLine(day.on, granted, refused, pending))
        pending += day.settled
    older = found[MOST_DAYS:]
    if not older:
        return lines, None
    until = {"decided_to": f"{older[0].on:%d.%m.%Y}"}
    granted = Part("", sum(d.granted for d in older), url=scope.to(side="granted", **until))
    refused = Part("", sum(d.refused for d in older), url=scope.to(side="refused", **until))
    return lines, DayLine(older[0].on, granted, refused, pending)
