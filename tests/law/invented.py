"""Hypothesis strategies for dossiers of the contract's types, crowded where the rules turn."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.law.book import load_table

ROWS = [(row["article"], row["part"].strip("-") or None) for row in load_table()]
TURNING = [
    ("272", "1"),
    ("272", "2"),
    ("272", "3"),
    ("272", None),
    ("269", "1"),
    ("188", "1"),
    ("188", None),
    ("187", None),
    ("106", "3"),
    ("106", None),
    ("192", "2"),
    ("120", "1"),
    ("312", None),
    ("189", None),
    ("189", "3"),
    ("218", None),
    ("404", None),
    ("362", "4"),
    ("132", "5"),
    ("146", "1"),
    ("115", "1"),
    ("449", None),
    ("500", "1"),
    ("205", None),
    ("99", None),
    (None, None),
    (None, "1"),
]
FIRST = date(2022, 1, 1)


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    """A value, or not known."""
    return st.one_of(values, values, values, st.none())


def among(*values: object) -> st.SearchStrategy:
    return maybe(st.sampled_from(values))


def days(first: date, last: date) -> st.SearchStrategy[str]:
    return st.dates(first, last).map(date.isoformat)


terms = st.builds(
    lambda years, months, days: {"years": years, "months": months, "days": days},
    st.integers(0, 12),
    st.integers(0, 11),
    st.integers(0, 29),
).filter(lambda term: any(term.values()))


@st.composite
def acts(draw: st.DrawFn) -> dict:
    """First and last day of an act, mostly in the first days of January 2022."""
    if draw(st.integers(0, 9)) == 0:
        return {"committed_from": None, "committed_to": None}
    first = FIRST + timedelta(days=draw(st.integers(0, 8)))
    if draw(st.integers(0, 9)) == 0:
        first = draw(st.dates(date(2000, 1, 1), date(2024, 12, 31)))
    last = draw(st.one_of(st.none(), st.integers(0, 5)))
    until = None if last is None else (first + timedelta(days=last)).isoformat()
    return {"committed_from": first.isoformat(), "committed_to": until}


@st.composite
def offenses(draw: st.DrawFn, number: int) -> dict:
    article, part = draw(st.sampled_from(TURNING) | st.sampled_from(ROWS))
    return {
        "id": f"count {number}",
        "article": article,
        "part": part,
        "points": draw(among([], ["1"], ["2"], ["3"], ["1", "2"])),
        **draw(acts()),
        "in_kazakhstan": draw(among(True, True, True, True, False)),
        "nexus": draw(among("riot", "riot", "riot", "suppression", "none")),
        "victim_minor": draw(among(True, False)),
        "term": draw(maybe(terms)),
    }


@st.composite
def custodies(draw: st.DrawFn, starts_on: str | None) -> list[dict]:
    """Periods that share no day and end before the term; only the last may be open."""
    found, day = [], date(2022, 1, 1)
    for _ in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(1, 20)))
        last = first + timedelta(days=draw(st.integers(0, 20)))
        kind = draw(st.sampled_from(["custody", "house_arrest"]))
        found.append({"kind": kind, "from": first.isoformat(), "to": last.isoformat()})
        day = last
    if found and draw(st.booleans()):
        found[-1]["to"] = None
    return found


@st.composite
def sentences(draw: st.DrawFn) -> dict:
    starts_on = draw(maybe(days(date(2022, 5, 15), date(2022, 12, 31))))
    kinds = ("imprisonment", "imprisonment", "restriction_of_liberty", "arrest", "fine")
    return {
        "kind": draw(among(*kinds, "life_imprisonment", "community_service", "corrective_works")),
        "manner": draw(among("real", "conditional", "deferred", "paroled")),
        "term": draw(maybe(terms)),
        "starts_on": starts_on,
        "facility": draw(among("minimum", "medium", "maximum", "extraordinary", "full")),
        "custody": draw(maybe(custodies(starts_on))),
        "served_on": draw(among("2022-09-01", "2022-11-02", "2022-11-03", "2023-01-01")),
        "additional": draw(among([], ["confiscation"])),
    }


@st.composite
def dossiers(draw: st.DrawFn, most: int = 4) -> dict:
    """One valid dossier with every key."""
    number = draw(st.integers(1, most))
    born = st.one_of(days(date(2003, 12, 30), date(2004, 1, 10)), days(FIRST, FIRST))
    grown = st.sampled_from(["1990-02-28", "2005-06-01", "2004-02-29"])
    return {
        "as_of": draw(st.one_of(st.none(), days(date(2022, 11, 1), date(2025, 3, 1)))),
        "defendant": draw(maybe(st.fixed_dictionaries({"birth_date": born | grown}))),
        "stage": draw(among("serving", "serving", "pretrial", "trial", "appeal", "served")),
        "objects_to_termination": draw(among(True, False)),
        "recidivism": draw(among(*["none"] * 6, "recidivism", "dangerous")),
        "offenses": [draw(offenses(index)) for index in range(number)],
        "sentence": draw(maybe(sentences())),
    }


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2022-01-05", "serving", "272", "none", "\0", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
