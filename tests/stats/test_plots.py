"""Columns and bars in numbers."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stats.plots import CHARACTER, draw_bars, draw_columns, draw_slope

values = st.lists(st.tuples(st.text("abcdef", min_size=1, max_size=9), st.integers(0, 10**7)), min_size=1, max_size=150)


@given(values, st.sampled_from([(856, 270), (320, 220)]))
def test_columns_stand_in_the_picture_side_by_side_and_in_proportion(found, size):
    width, height = size
    plot = draw_columns("x", found, size="wide", width=width, height=height)
    most = max(value for _, value in found)
    for mark, (label, value) in zip(plot.marks, found, strict=True):
        assert (mark.label, mark.value) == (label, value)
        assert plot.left <= mark.x < mark.x + mark.width <= plot.right + 1e-6
        assert 0 <= mark.y <= mark.y + mark.height <= height - 20
        assert mark.height * max(most, 1) == pytest.approx(plot.largest.height * value, abs=1e-3 * max(most, 1))
    for one, next_one in zip(plot.marks, plot.marks[1:], strict=False):
        assert one.x + one.width <= next_one.x + 1e-6


LONG = "aaaaaaaaa"
ALIKE = [("a", 0)] * 6


@given(values)
@example([*ALIKE, *ALIKE, ("a", 801), (LONG, 0), *ALIKE[1:], (LONG, 0)])
def test_labels_do_not_run_into_each_other(found):
    from_last = draw_columns("x", found, size="narrow", width=320, height=220)
    from_first = draw_columns("x", found, size="narrow", width=320, height=220, labels_from=0)
    assert from_last.labels[-1].words == found[-1][0]
    assert from_first.labels[0].words == found[0][0]
    for plot in (from_last, from_first):
        halves = [(text.x, CHARACTER * len(text.words) / 2) for text in plot.labels]
        spans = [(middle - half, middle + half) for middle, half in halves]
        assert all(end <= begin + 1e-6 for (_, end), (begin, _) in pairwise(spans))
        assert spans[-1][1] <= 320


def test_rules_are_round_numbers_from_zero_to_above_the_most():
    plot = draw_columns("x", [("a", 7), ("b", 38)], size="wide", width=856, height=270)
    assert [rule.value for rule in plot.rules] == [0, 10, 20, 30, 40]
    assert plot.rules[0].y > plot.rules[-1].y
    assert plot.marks[1].y > plot.rules[-1].y


def test_numbers_stand_on_the_columns_where_there_is_room():
    few = [("a", 1_000)] * 7
    assert draw_columns("x", few, size="wide", width=856, height=270).shows_values
    assert not draw_columns("x", few * 8, size="narrow", width=320, height=220).shows_values


@given(values)
def test_bars_are_as_long_as_their_number_says(found):
    plot = draw_bars("x", found, size="narrow", width=320)
    assert len(plot.marks) == len(plot.labels) == len(found)
    assert plot.height == len(found) * 26
    for mark in plot.marks:
        assert 0 <= mark.width <= plot.right - plot.left + 1e-6
        assert mark.value_x + CHARACTER * len(f"{mark.value:,}") <= 320


def test_a_slope_goes_straight_from_point_to_point_up_to_today():
    points = [(date(2026, 1, 1), 0), (date(2026, 1, 31), 50), (date(2026, 3, 2), 100)]
    curve = draw_slope("wide", points, date(2026, 3, 2), width=856, height=270)
    (x0, y0), (x1, y1), (x2, y2) = [tuple(map(float, place.split())) for place in curve.line[1:].split("L")]
    assert (x0, x2) == (curve.frame.left, curve.frame.right)
    assert (y0, y2) == (curve.frame.floor, curve.frame.top)
    assert (x1 - x0, y0 - y1) == (pytest.approx((x2 - x0) / 2), pytest.approx((y0 - y2) / 2))
    assert curve.area.startswith(curve.line)


def test_nothing_at_all_is_drawn_flat():
    assert draw_columns("x", [("a", 0)], size="wide", width=856, height=270).marks[0].height == 0
    assert draw_bars("x", [("a", 0)], size="wide", width=856).marks[0].width == 0
