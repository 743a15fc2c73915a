"""The term as a drawing: what was appointed, what is credited, what the law removes, what is left.

Two rows on one scale, in whole units of the drawing; a template turns them into SVG. Everything
drawn stands in the table below it as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from cases import law
from cases.presenting.reading import Told
from cases.wording.values import days_words

WIDTH = 680
MARGIN = 8
LETTER = 7  # units of width for one letter of a label
LANES = 2
MOST_TIMES = 20  # a stretch more than so many times the shortest is drawn shorter, and marked


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of one row: `kind` is credit, appointed, served, removed, left or range."""

    kind: str
    x: int
    width: int

    @property
    def end(self) -> int:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the scale. `lane` None = no room for its label; the table tells it."""

    code: str
    label: str
    day: date
    x: int
    lane: int | None
    text_x: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the table: a day, what it is, days since the event before."""

    day: date
    label: str
    days: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The whole drawing."""

    before: list[Segment]
    after: list[Segment]
    marks: list[Mark]
    events: list[Event]
    breaks: list[int] = field(default_factory=list)  # where a stretch is drawn shorter than it is
    width: int = WIDTH
    rows_y: tuple[int, int] = (27, 68)  # the middle of both rows


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the drawing is made of; `least` = the earliest end where there is a range."""

    start: date
    begins: date
    as_of: date
    new_end: date
    old_end: date
    least: date | None
    today: date


def bar_of(told: Told) -> Bar | None:
    """The drawing of a term whose both ends are known; None for any other answer."""
    days = _days(told)
    if days is None:
        return None
    scale = _Scale(days)
    return Bar(
        before=list(_before(days, scale)),
        after=list(_after(days, scale)),
        marks=_with_lanes(days, scale),
        events=list(_events(days)),
        breaks=scale.breaks,
    )


def _days(told: Told) -> Days | None:
    term, begins = told.answer["term"], told.facts.sentence.starts_on
    if not term or begins is None or not (term["new_end"] and term["original_end"]):
        return None
    start = date.fromisoformat(term["effective_start"])
    least = term.get("kept_min")
    return Days(
        start=start,
        begins=begins,
        as_of=told.as_of,
        new_end=date.fromisoformat(term["new_end"]),
        old_end=date.fromisoformat(term["original_end"]),
        least=law.add_term(start, **least) if least and least != term["kept_max"] else None,
        today=told.today,
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From one day of the drawing to the next; `drawn` of its `length` days are drawn."""

    begun: date
    length: int
    drawn: int
    before: int  # days drawn before it


class _Scale:
    """Days → units, from the first to the last day drawn plus four hundredths.

    Stretches that are more than twenty times the shortest are cut to that, so that the short ones
    can be seen; inside a stretch the days keep their proportion.
    """

    def __init__(self, days: Days) -> None:
        self.first = min(days.start, days.begins)
        self.last = max(days.old_end, days.begins, days.as_of)
        self.stretches = list(_stretches(_knots(days, self.first, self.last)))
        span = sum(stretch.drawn for stretch in self.stretches) or 1
        self.span = span + span // 25 + 1

    def x(self, day: date) -> int:
        passed, of = self._drawn_until(day)
        return MARGIN + passed * (WIDTH - 2 * MARGIN) // (self.span * of)

    def _drawn_until(self, day: date) -> tuple[int, int]:
        """Days drawn before `day`, as a fraction: numerator, denominator."""
        found = None
        for stretch in self.stretches:
            if found is None or stretch.begun <= day:
                found = stretch
        if found is None:
            return 0, 1
        inside = (day - found.begun).days
        if found.drawn == found.length:
            return found.before + inside, 1
        return found.before * found.length + inside * found.drawn, found.length

    @property
    def breaks(self) -> list[int]:
        """The middle of each stretch that is drawn shorter than it is."""
        return [
            self.x(stretch.begun + timedelta(days=stretch.length // 2))
            for stretch in self.stretches
            if stretch.drawn < stretch.length
        ]

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def segment(self, kind: str, begun: date, ended: date) -> Iterator[Segment]:
        if begun < ended:
            x = self.x(begun)
            yield Segment(kind, x, max(1, self.x(ended) - x))


def _knots(days: Days, first: date, last: date) -> list[date]:
    """The days between which something is drawn."""
    named = (days.start, days.begins, days.as_of, days.new_end, days.old_end, days.least or first)
    return sorted({first, last, *(day for day in named if first <= day <= last)})


def _stretches(knots: list[date]) -> Iterator[_Stretch]:
    lengths = [(later - earlier).days for earlier, later in pairwise(knots)]
    most, before = MOST_TIMES * min(lengths, default=1), 0
    for begun, length in zip(knots, lengths, strict=False):
        drawn = min(length, most)
        yield _Stretch(begun, length, drawn, before)
        before += drawn


def _before(days: Days, scale: _Scale) -> Iterator[Segment]:
    yield from scale.segment("credit", days.start, min(days.begins, days.old_end))
    yield from scale.segment("appointed", max(days.begins, days.start), days.old_end)


def _after(days: Days, scale: _Scale) -> Iterator[Segment]:
    yield from scale.segment("credit", days.start, min(days.begins, days.new_end))
    served_until = min(days.as_of, days.new_end)
    yield from scale.segment("served", max(days.begins, days.start), served_until)
    left_from = max(days.as_of, days.begins)
    sure = min(days.least or days.new_end, days.new_end)
    yield from scale.segment("left", left_from, sure)
    yield from scale.segment("range", max(left_from, sure), days.new_end)
    yield from scale.segment("removed", max(days.new_end, days.start), days.old_end)


def _named(days: Days) -> list[tuple[str, str, date]]:
    named = [
        ("start", _("Start with the credit"), days.start),
        ("begins", _("Verdict in force"), days.begins),
        ("law", _("Law in force"), days.as_of),
        ("today", _("Today"), days.today),
        ("new_end", _("New end"), days.new_end),
        ("old_end", _("Old end"), days.old_end),
    ]
    if days.least:
        named.append(("least", _("Earliest new end"), days.least))
    return sorted(named, key=lambda row: row[2])


def _with_lanes(days: Days, scale: _Scale) -> list[Mark]:
    """Labels in two lanes, the ends first, so that no two of them touch."""
    named = [row for row in _named(days) if scale.holds(row[2])]
    weight = ("new_end", "old_end", "begins", "law", "today", "start", "least")
    taken: list[list[tuple[int, int]]] = [[] for _lane in range(LANES)]
    marks = [
        _mark(code, label, day, scale, taken)
        for code, label, day in sorted(named, key=lambda row: weight.index(row[0]))
    ]
    return sorted(marks, key=lambda mark: mark.x)


def _mark(
    code: str, label: str, day: date, scale: _Scale, taken: list[list[tuple[int, int]]]
) -> Mark:
    x = scale.x(day)
    text = f"{label} {day:%d.%m.%Y}"
    half = len(text) * LETTER // 2
    middle = min(max(x, half), WIDTH - half)
    for lane, spans in enumerate(taken):
        if all(middle + half < begun or middle - half > ended for begun, ended in spans):
            spans.append((middle - half, middle + half))
            return Mark(code, text, day, x, lane, middle)
    return Mark(code, text, day, x, None, middle)


def _events(days: Days) -> Iterator[Event]:
    earlier: date | None = None
    for _code, label, day in _named(days):
        passed = (day - earlier) if earlier else timedelta()
        yield Event(day, label, days_words(passed.days) if earlier else "")
        earlier = day
