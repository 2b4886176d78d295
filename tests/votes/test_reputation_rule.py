"""The rule and the plot by themselves: no database."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votes.reputation import EarnedDay, count_points, earn, running_points
from votes.reputation_plots import draw_plot, draw_sparkline, step_for

MONDAY = date(2026, 3, 2)
DAYS = st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-200, 200), max_size=30)
CURVES = st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 10**6), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("received", "gained", "points"),
    [
        ([], [], 0),
        ([5], [5], 5),
        ([20], [20], 20),
        ([21], [20], 20),
        ([500, 500], [20, 20], 40),
        ([-5], [-5], 0),
        ([-50, 30], [-50, 20], 0),
        ([30, -5], [20, -5], 15),
        ([3, 0, 4], [3, 4], 7),
    ],
)
def test_a_day_is_cut_at_the_cap_and_the_sum_at_zero(received, gained, points):
    days = earn({MONDAY + timedelta(days=number): sum_ for number, sum_ in enumerate(received)}, cap=20)
    assert [day.gained for day in days] == gained
    assert count_points(day.gained for day in days) == points


def test_days_come_in_order_and_empty_ones_not_at_all():
    tuesday = MONDAY + timedelta(days=1)
    days = earn({tuesday: 2, MONDAY: -1, MONDAY + timedelta(days=2): 0}, cap=1)
    assert days == [EarnedDay(MONDAY, -1, -1), EarnedDay(tuesday, 2, 1)]
    assert running_points(day.gained for day in days) == [0, 0]


@given(DAYS, st.integers(1, 50))
def test_no_day_gives_more_than_the_cap_and_one_more_vote_never_takes_points(received, cap):
    days = earn(received, cap)
    assert all(day.gained <= cap and day.gained <= day.received for day in days)
    points = count_points(day.gained for day in days)
    assert points >= 0
    for day in received:
        more = earn({**received, day: received[day] + 1}, cap)
        assert count_points(row.gained for row in more) >= points


@given(DAYS)
def test_the_last_of_the_running_points_is_the_sum(received):
    gained = [day.gained for day in earn(received, 20)]
    assert (running_points(gained) or [0])[-1] == count_points(gained)


# ------------------------------------------------------------ the plot


def corners(path: str) -> list[tuple[str, list[float]]]:
    return [
        (command, [float(number) for number in numbers.split()])
        for command, numbers in re.findall(r"([MHVZ])([^MHVZ]*)", path)
    ]


def test_the_staircase_stands_on_the_first_day_and_goes_on_until_today():
    points = [(MONDAY, 10), (MONDAY + timedelta(days=5), 20)]
    plot = draw_plot("wide", points, MONDAY + timedelta(days=10), width=720, height=260)
    frame = plot.frame
    middle = (frame.left + frame.right) / 2
    assert corners(plot.line) == [
        ("M", [frame.left, frame.floor]),
        ("H", [frame.left]),
        ("V", [pytest.approx((frame.floor + frame.top) / 2)]),
        ("H", [pytest.approx(middle)]),
        ("V", [frame.top]),
        ("H", [frame.right]),
    ]
    assert [rule.words for rule in plot.rules] == ["0", "5", "10", "15", "20"]
    assert [label.words for label in plot.dates] == ["2 Mar 2026", "12 Mar 2026"]


def test_one_day_alone_and_no_points_at_all_can_be_drawn():
    for value in (0, 1, 7):
        plot = draw_plot("wide", [(MONDAY, value)], MONDAY, width=720, height=260)
        assert plot.rules[0].y == plot.frame.floor
        assert "nan" not in plot.line
        assert draw_sparkline("small", [(MONDAY, value)], MONDAY, width=120, height=28).rules == ()


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (20, 5), (21, 10), (81, 50), (12345, 5000)]
)
def test_the_lines_across_are_few_and_round(most, step):
    assert step_for(most) == step


@given(CURVES, st.sampled_from([(720, 260), (320, 220)]))
def test_every_corner_lies_in_the_picture(curve, size):
    points = sorted(curve.items())
    for plot in (
        draw_plot("wide", points, date(2030, 1, 1), width=size[0], height=size[1]),
        draw_sparkline("small", points, date(2030, 1, 1), width=size[0], height=size[1]),
    ):
        for command, numbers in corners(plot.line):
            for number, most in zip(
                numbers, [plot.width if command in "MH" else plot.height, plot.height], strict=False
            ):
                assert -0.001 <= number <= most + 0.001
        assert len(plot.rules) <= 5
