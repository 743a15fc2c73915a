"""Invented figures for the style page: every kind of chart with nothing, one number and many."""

from amnesty.templatetags.charts import Bar, Cell, Chart, Curve, Line, Matrix, Part, Table

TONES = ("green", "blue", "teal", "violet", "amber", "grey", "red")
NUMBERS = {"empty": (), "one": (7,), "many": (25, 42, 8, 7, 12, 1, 6)}
NAMES = (
    "Freed",
    "Term reduced",
    "Record lifted",
    "For the court",
    "Review",
    "Not covered",
    "Excluded",
)


def parts(numbers: tuple[int, ...]) -> list[Part]:
    return [
        Part(name, number, tone, "#charts")
        for name, number, tone in zip(NAMES, numbers, TONES, strict=False)
    ]


def chart(code: str, title: str, bars: list[Bar], numbers: tuple[int, ...]) -> Chart:
    told = parts(numbers)
    about = [Part("Cases", sum(numbers), url="#charts"), Part("counted", sum(numbers))]
    table = Table(["Outcome", "Cases"], [(part.label, part._replace(label="")) for part in told])
    empty = "" if numbers else "Nothing to count yet."
    return Chart(code, title, bars, about, table, legend=told, empty=empty)


def cell(old: int, new: int) -> Cell:
    number = (old * 5 + new * 3) % 9
    return Cell(number, "#charts", min(4, number // 2), old == new)


CODES = ("release", "reduce", "excluded")
MATRIX = Matrix(
    CODES,
    [
        Line(code, [cell(old, new) for new in range(len(CODES))], delta)
        for old, (code, delta) in enumerate(zip(CODES, ("+3", "−2", "0"), strict=True))
    ],
    "Before ↓ · now →",
    has_delta=True,
)
CURVE = Curve([min(100, day * 7) for day in range(31)], 3, "Policy: by day 3", "Days after release")


def samples() -> list[dict[str, object]]:
    """Each state with its charts; bars of one part, of many parts, dots, matrix, curve."""
    return [sample(state, numbers) for state, numbers in NUMBERS.items()]


def sample(state: str, numbers: tuple[int, ...]) -> dict[str, object]:
    told = parts(numbers)
    single = [Bar(part.label, [part], part.url, "A note in words") for part in told]
    many = [Bar(f"Court {at}", told, "#charts") for at in range(1, len(numbers) + 1)]
    dots = [Bar(f"Court {at}", told[:3], "#charts", "Median: 12 days") for at in (1, 2) if numbers]
    return {
        "state": state,
        "stacked": chart(f"stacked-{state}", "Parts of a whole", [Bar("Cases", told)], numbers),
        "bars": chart(f"bars-{state}", "Numbers", single, numbers),
        "rows": chart(f"rows-{state}", "Numbers with parts", many, numbers),
        "dots": chart(f"dots-{state}", "Dots", dots, numbers),
        "moves": chart(f"moves-{state}", "From what to what", [], numbers),
        "line": chart(f"line-{state}", "A cumulative line", [], numbers),
        "matrix": MATRIX,
        "curve": CURVE,
    }
