"""Shapes of charts: bars add up to their width, labels do not touch, and every figure has its table."""

from itertools import pairwise

import pytest
from django.template import Context, Template

from amnesty.templatetags import charts
from amnesty.templatetags.charts import Bar, Chart, Curve, Part, Table


def chart(*numbers: int, **more: object) -> Chart:
    parts = [Part(f"part {at}", number, "blue", f"/list/{at}") for at, number in enumerate(numbers)]
    whole = [Part("All", sum(numbers)), *parts]
    rows = [(part.label, part) for part in parts]
    return Chart("c", "Title", [Bar("bar", parts)], whole, Table(["a", "b"], rows), **more)


def drawn(tag: str, shown: Chart, **context: object) -> str:
    template = Template("{% load charts %}{% " + tag + " %}")
    return template.render(Context({"chart": shown} | context))


@pytest.mark.parametrize(
    "numbers", [[1], [1, 1, 1], [1, 1000], [0, 3, 0], [7, 11, 13, 17], [1] * 40, [10**9, 1, 2]]
)
def test_the_parts_of_a_bar_fill_its_width_exactly(numbers):
    widths = charts.share_out(numbers, 680)
    assert sum(widths) == 680
    assert all(bool(width) == bool(number) for width, number in zip(widths, numbers, strict=True))


def test_a_small_part_can_still_be_seen_and_nothing_is_drawn_for_nothing():
    assert min(charts.share_out([1, 100_000], 680)) == charts.LEAST
    assert charts.share_out([0, 0], 680) == [0, 0]
    assert charts.share_out([], 680) == []


def test_a_larger_number_never_gets_less_room():
    widths = charts.share_out([3, 9, 27, 81], 680)
    assert widths == sorted(widths)


def test_boxes_stand_side_by_side_without_gap_or_overlap():
    boxes = charts.boxes_of(chart(3, 0, 5, 1).bars[0].parts)
    assert boxes[0].x == 0
    assert all(left.x + left.width == right.x for left, right in pairwise(boxes))
    assert boxes[-1].x + boxes[-1].width == charts.WIDTH


@pytest.mark.parametrize("last", [0, 1, 7, 30, 365, 1522])
def test_labels_of_an_axis_never_touch(last):
    room, label = 600, 36
    steps = charts.steps_of(last, room, label)
    assert steps[0] == 0
    places = [room * step // last if last else 0 for step in steps]
    assert all(right - left >= label for left, right in pairwise(places))


def test_dots_stay_inside_their_line():
    for number in (0, 1, 50, 100, 1000):
        assert charts.MARGIN <= charts.place_of(number, 100, 300) <= 300 - charts.MARGIN
    assert charts.place_of(3, 0, 300) == charts.MARGIN


def test_shades_of_a_matrix_go_by_quarters_of_the_largest():
    assert [charts.shade_of(number, 100) for number in (0, 1, 25, 26, 75, 100)] == [
        0,
        1,
        1,
        2,
        3,
        4,
    ]
    assert charts.shade_of(0, 0) == 0


@pytest.mark.parametrize("tag", ["stacked_chart chart", "bar_chart chart", "dot_chart chart"])
@pytest.mark.parametrize("numbers", [(), (0,), (1,), (3, 5, 8)], ids=str)
def test_a_chart_of_any_size_has_title_description_and_table(tag, numbers):
    text = drawn(tag, chart(*numbers))
    assert text.count("<figure") == text.count("<details") == text.count("<table") == 1
    assert text.count('<svg class="chart-bar"') + text.count('<svg class="chart-dots"') == 1
    assert "<title" in text
    assert "<desc" in text
    assert "style=" not in text


def test_a_chart_without_anything_says_so_and_draws_nothing():
    text = drawn("bar_chart chart", chart(empty="Nothing yet."))
    assert "Nothing yet." in text
    assert '<svg class="chart-bar"' not in text


def test_numbers_that_do_not_add_up_are_told():
    shown = chart(1, 2)._replace(about=[Part("All", 9), Part("some", 3)])
    assert not shown.closes
    assert "do not add up" in drawn("bar_chart chart", shown)
    assert "do not add up" not in drawn("bar_chart chart", chart(1, 2))


def test_a_curve_ends_where_its_last_share_is():
    shares = list(range(0, 101, 10))
    text = drawn("curve_chart chart curve", chart(1), curve=Curve(shares, 3, "Policy", "Days"))
    assert f"{charts.RIGHT},{charts.TOP}" in text
    assert f"{charts.LEFT},{charts.BOTTOM}" in text


def test_a_part_leads_to_its_list():
    assert 'href="/list/1"' in drawn("stacked_chart chart", chart(3, 5))
