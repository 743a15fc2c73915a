"""Charts: what a drawing holds, where its shapes stand, and the tags that draw it as SVG.

Nothing here knows the law or a model. Words and numbers stand in HTML beside the shapes, so every
chart reads on a narrow screen, in print and without color; each has its table in the same figure.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.utils.functional import Promise

register = template.Library()

WIDTH = 680  # units of a drawing; the page stretches bars to its own width
MARGIN = 10
LEAST = 4  # the least width of a part that holds anything
Text = str | Promise


# ---- what a drawing holds -------------------------------------------------------------------


class Part(NamedTuple):
    """A number with its word, tone and the list behind it ("" = there is none)."""

    label: Text
    number: int
    tone: str = "blue"
    url: str = ""
    code: str = ""


class Bar(NamedTuple):
    """One bar: its parts side by side. `note` stands below it in words."""

    label: Text
    parts: Sequence[Part]
    url: str = ""
    note: Text = ""
    note_url: str = ""

    @property
    def number(self) -> int:
        return sum(part.number for part in self.parts)


@register.filter
def is_number(cell: object) -> bool:
    """Is this cell of a table read as a number: to the right, in figures of one width?"""
    if isinstance(cell, Part):
        return not cell.label
    return not str(cell)[:1].isalpha()


class Table(NamedTuple):
    """The figures of a chart: headings, and rows of cells. A cell is a text or a Part."""

    head: Sequence[Text]
    rows: Sequence[Sequence[object]]

    @property
    def headings(self) -> list[tuple[Text, bool]]:
        """Each heading, and whether numbers stand below it."""
        first = self.rows[0] if self.rows else ()
        below = [at > 0 and is_number(cell) for at, cell in enumerate(first)]
        return list(zip(self.head, below or [False] * len(self.head), strict=True))


class Chart(NamedTuple):
    """One figure. `about`: the whole and then its parts, which add up to it."""

    code: str
    title: Text
    bars: Sequence[Bar]
    about: Sequence[Part]
    table: Table
    note: Text = ""
    legend: Sequence[Part] = ()
    empty: Text = ""

    @property
    def whole(self) -> Part:
        return self.about[0]

    @property
    def left(self) -> Sequence[Part]:
        return self.about[1:]

    @property
    def closes(self) -> bool:
        return self.whole.number == sum(part.number for part in self.left)


class Cell(NamedTuple):
    """One cell of a matrix. `shade` 0 (empty) to 4 (most); the diagonal is muted."""

    number: int
    url: str
    shade: int
    is_diagonal: bool


class Line(NamedTuple):
    """One row of a matrix; `delta`: by how much this outcome grew, in words with its sign."""

    code: str
    cells: Sequence[Cell]
    delta: str = ""


class Matrix(NamedTuple):
    """From what (lines) to what (columns): codes of outcomes."""

    columns: Sequence[str]
    lines: Sequence[Line]
    corner: Text
    has_delta: bool = False


class Curve(NamedTuple):
    """A cumulative line: at each step of the axis a share in hundredths, 0 to 100."""

    shares: Sequence[int]
    target: int
    target_words: Text
    axis_words: Text


# ---- where shapes stand ---------------------------------------------------------------------


class Box(NamedTuple):
    """One part as a stretch of the bar."""

    part: Part
    x: int
    width: int


def share_out(numbers: Sequence[int], width: int, least: int = LEAST) -> list[int]:
    """Whole widths in proportion to `numbers` that add up to `width` exactly.

    Zero gets nothing; anything else gets at least `least` while there is room for it. What the
    rounding leaves goes to the largest.
    """
    total = sum(numbers)
    if total == 0:
        return [0] * len(numbers)
    held = min(least, width // sum(1 for number in numbers if number))
    widths = [max(held, number * width // total) if number else 0 for number in numbers]
    for at in sorted(range(len(widths)), key=lambda at: -widths[at]):
        change = width - sum(widths)
        widths[at] += max(change, held - widths[at]) if widths[at] else 0
    return widths


def boxes_of(parts: Sequence[Part], width: int = WIDTH) -> list[Box]:
    """Parts side by side from the left, without gaps and without overlap."""
    boxes, x = [], 0
    for part, wide in zip(parts, share_out([p.number for p in parts], width), strict=True):
        if wide:
            boxes.append(Box(part, x, wide))
        x += wide
    return boxes


def length_of(number: int, top: int, width: int = WIDTH) -> int:
    """How long a bar of `number` is where `top` fills the width."""
    if number <= 0 or top <= 0:
        return 0
    return min(width, max(LEAST, number * width // top))


def place_of(number: float, top: float, width: int = WIDTH, margin: int = MARGIN) -> int:
    """Where a dot of `number` stands on a line from 0 to `top`, inside the margins."""
    if top <= 0:
        return margin
    return margin + round((width - 2 * margin) * min(number, top) / top)


def shade_of(number: int, top: int) -> int:
    """0 for nothing, then 1 to 4 by quarters of the largest."""
    return min(4, 1 + 4 * (number - 1) // top) if number and top else 0


def steps_of(last: int, room: int, label: int) -> list[int]:
    """Marks of an axis from 0 to `last`, in steps of 1, 2, 5 …, whose labels do not touch.

    `room` is the length of the axis, `label` the width of one label.
    """
    if last <= 0:
        return [0]
    step = next(
        step
        for power in range(10)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if room * step // last >= label
    )
    return list(range(0, last + 1, step))


# ---- tags -----------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """One bar with its shapes."""

    bar: Bar
    boxes: Sequence[Box]
    length: int
    id: str


def drawn_bars(chart: Chart, is_full: bool) -> list[Drawn]:
    """`is_full`: every bar is a whole of its own; else all stand on one scale."""
    top = max((bar.number for bar in chart.bars), default=0)
    found = []
    for at, bar in enumerate(chart.bars):
        length = (WIDTH if bar.number else 0) if is_full else length_of(bar.number, top)
        found.append(Drawn(bar, boxes_of(bar.parts, length), length, f"{chart.code}-{at}"))
    return found


@register.inclusion_tag("charts/stacked.html")
def stacked_chart(chart: Chart) -> dict[str, object]:
    """`{% stacked_chart chart %}`: wholes and their parts, each bar as wide as the page."""
    return {"chart": chart, "drawn": drawn_bars(chart, is_full=True), "width": WIDTH}


@register.inclusion_tag("charts/bars.html")
def bar_chart(chart: Chart) -> dict[str, object]:
    """`{% bar_chart chart %}`: numbers side by side on one scale; parts in the bars if any."""
    return {"chart": chart, "drawn": drawn_bars(chart, is_full=False), "width": WIDTH}


class Dot(NamedTuple):
    """One part as a dot of a row; `at` says which of the shapes it is."""

    part: Part
    x: int
    at: int


class DotRow(NamedTuple):
    bar: Bar
    dots: Sequence[Dot]
    id: str


DOTS = 300


@register.inclusion_tag("charts/dots.html")
def dot_chart(chart: Chart) -> dict[str, object]:
    """`{% dot_chart chart %}`: a small line for each row, all on one scale."""
    top = max((part.number for bar in chart.bars for part in bar.parts), default=0)
    rows = [
        DotRow(
            bar,
            [Dot(p, place_of(p.number, top, DOTS), at) for at, p in enumerate(bar.parts)],
            f"{chart.code}-{row}",
        )
        for row, bar in enumerate(chart.bars)
    ]
    return {"chart": chart, "rows": rows, "width": DOTS, "end": DOTS - MARGIN, "start": MARGIN}


@register.inclusion_tag("charts/matrix.html")
def matrix_chart(chart: Chart, matrix: Matrix) -> dict[str, object]:
    """`{% matrix_chart chart matrix %}`: from what to what, the diagonal muted."""
    return {"chart": chart, "matrix": matrix}


LEFT, TOP, BOTTOM, RIGHT = 48, 20, 200, WIDTH - 24
A_LABEL = 36


class Tick(NamedTuple):
    """One mark of an axis."""

    at: int
    words: str


@register.inclusion_tag("charts/curve.html")
def curve_chart(chart: Chart, curve: Curve) -> dict[str, object]:
    """`{% curve_chart chart curve %}`: a cumulative line with its axes and a target."""
    last = len(curve.shares) - 1
    room = RIGHT - LEFT

    def x(step: int) -> int:
        return LEFT + (room * step // last if last > 0 else 0)

    def y(share: int) -> int:
        return BOTTOM - (BOTTOM - TOP) * share // 100

    target_x = x(min(curve.target, max(last, 0)))
    return {
        "chart": chart,
        "curve": curve,
        "points": " ".join(f"{x(at)},{y(share)}" for at, share in enumerate(curve.shares)),
        "across": [Tick(x(step), str(step)) for step in steps_of(last, room, A_LABEL)],
        "up": [Tick(y(share), f"{share} %") for share in (0, 25, 50, 75, 100)],
        "target_x": target_x,
        "target_anchor": "start" if target_x < WIDTH // 2 else "end",
        "target_text_x": target_x + (6 if target_x < WIDTH // 2 else -6),
        "box": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM, "width": WIDTH},
    }
