"""The drawing of a term: one scale for both rows, nothing overlaps, the table tells everything."""

from datetime import date
from itertools import pairwise

import pytest

from cases.presenting import bar as drawing
from cases.presenting import panel_of
from cases.presenting.bar import Bar
from tests.factories import make_case

pytestmark = pytest.mark.django_db
TODAY = date(2022, 11, 15)


def bar(today: date = TODAY, **values: object) -> Bar | None:
    return panel_of(make_case(**values).current_assessment, today).bar


def kinds(segments: list) -> list[str]:
    return [segment.kind for segment in segments]


def test_a_term_that_goes_on_shows_served_left_and_removed():
    drawn = bar(sentence={"years": 5})
    assert kinds(drawn.before) == ["credit", "appointed"]
    assert kinds(drawn.after) == ["credit", "served", "left", "removed"]


def test_both_rows_end_on_the_same_day_and_have_no_gap():
    drawn = bar(sentence={"years": 5})
    assert drawn.before[-1].end == drawn.after[-1].end
    for row in (drawn.before, drawn.after):
        assert all(one.end == other.x for one, other in pairwise(row))


def test_a_term_that_has_ended_has_nothing_left():
    assert kinds(bar().after) == ["credit", "served", "removed"]


def test_a_range_has_a_faded_tail_between_its_two_ends():
    drawn = bar(
        offenses=[
            {"article": "132", "part": "5", "years": 10, "months": 0, "days": 0},
            {"article": "191", "part": "2", "years": 5, "months": 0, "days": 0},
        ],
        sentence={"years": 15},
    )
    assert kinds(drawn.after)[-2:] == ["range", "removed"]
    assert "least" in [mark.code for mark in drawn.marks]


def test_the_table_tells_every_day_in_its_order():
    days = [(event.label, event.day) for event in bar(sentence={"years": 5}).events]
    assert days == [
        ("Start with the credit", date(2021, 10, 16)),
        ("Verdict in force", date(2022, 7, 1)),
        ("Law in force", date(2022, 11, 3)),
        ("Today", TODAY),
        ("New end", date(2023, 1, 16)),
        ("Old end", date(2026, 10, 16)),
    ]


@pytest.mark.parametrize("years", [1, 3, 5, 8, 15, 30])
def test_labels_never_touch_and_stay_on_the_paper(years):
    drawn = bar(sentence={"years": years})
    shown = [mark for mark in drawn.marks if mark.lane is not None]
    spans = [
        (mark.lane, mark.text_x - half, mark.text_x + half)
        for mark in shown
        for half in [len(mark.label) * drawing.LETTER // 2]
    ]
    assert all(begun >= 0 and ended <= drawing.WIDTH for _lane, begun, ended in spans)
    for lane in range(drawing.LANES):
        own = sorted(span[1:] for span in spans if span[0] == lane)
        assert all(one[1] < other[0] for one, other in pairwise(own))
    assert {"new_end", "old_end"} <= {mark.code for mark in shown}


@pytest.mark.parametrize(
    "values",
    [
        {"stage": "trial"},
        {"sentence": {"starts_on": None}},
        {"sentence": {"manner": "deferred"}},
        {"offenses": [{"nexus": "none"}]},
    ],
)
def test_without_both_ends_there_is_no_drawing(values):
    assert bar(**values) is None


# --- stretches of very different length ---------------------------------------------------------

SHORT_AND_LONG = {
    "offenses": [{"article": "132", "part": "5"}],
    "sentence": {"years": 15, "starts_on": date(2022, 10, 27)},
    "custody": [],
}


def test_a_stretch_of_more_than_twenty_times_the_shortest_is_drawn_shorter_and_marked():
    drawn = bar(**SHORT_AND_LONG)
    served, left, removed = drawn.after
    assert [part.kind for part in drawn.after] == ["served", "left", "removed"]
    assert served.width >= 10, "a week beside fifteen years can be seen"
    assert len(drawn.breaks) == 2
    for part, place in zip((left, removed), drawn.breaks, strict=True):
        assert part.x < place < part.end


def test_a_broken_bar_keeps_the_order_of_the_days_and_ends_both_rows_alike():
    drawn = bar(**SHORT_AND_LONG)
    assert drawn.before[-1].end == drawn.after[-1].end <= drawn.width
    places = [mark.x for mark in sorted(drawn.marks, key=lambda mark: mark.day)]
    assert places == sorted(places)
    for row in (drawn.before, drawn.after):
        assert all(one.end == other.x for one, other in pairwise(row))


def test_the_table_of_a_broken_bar_tells_the_true_days():
    days = {event.label: event.day for event in bar(**SHORT_AND_LONG).events}
    assert days["Old end"] == date(2037, 10, 27)


def test_stretches_of_like_length_are_drawn_as_they_are():
    assert bar(sentence={"years": 5}).breaks == []
