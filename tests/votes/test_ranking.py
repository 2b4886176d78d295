"""Reference values of Evan Miller's article and Reddit's ranking code, and the failures that both are known for."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortsci.keyset import paginate
from summaries.models import Summary
from summaries.orders import ALL, recency_of
from tests.factories import make_summary
from votes.explanations import Inputs
from votes.ranking import Z_90, controversy, hot_score, log_score, wilson_lower_bound

Z_95 = 1.959963984540
WILSON = [
    ((0, 0), 0, 0),
    ((0, 1), 0, 0),
    ((0, 19), 0, 0),
    ((1, 0), 0.378448, 0.206549),
    ((2, 0), 0.549092, 0.342380),
    ((1, 1), 0.164252, 0.094531),
    ((3, 1), 0.432541, 0.300642),
    ((10, 1), 0.739495, 0.622642),
    ((40, 20), 0.585151, 0.540569),
    ((100, 1), 0.967480, 0.946033),
    ((209, 50), 0.773625, 0.754538),
    ((118, 25), 0.780842, 0.754649),
    ((600, 400), 0.579998, 0.569309),
    ((5500, 4500), 0.543617, 0.540232),
]
HOT_VALUES = [
    ((1, 0, 1134028003), 0.0),
    ((10, 0, 1134028003), 1.0),
    ((0, 10, 1134028003), -1.0),
    ((1, 0, 1134028003 + 45000), 1.0),
    ((10, 0, 1700000000), 12578.1554889),
    ((0, 1, 1700000000), 12577.1554889),
    ((0, 2, 1700000000), 12576.8544589),
    ((100, 50, 1767225600), 14072.7566811),
]
CONTROVERSY = [((5, 5), 10), ((100, 100), 200), ((10, 1), 1.2222), ((0, 0), 0), ((3, 0), 1)]
counts = st.integers(0, 100_000)
moments = st.datetimes(datetime(2005, 12, 8), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(("votes", "at_90", "at_95"), WILSON)
def test_wilson_reference_values(votes, at_90, at_95):
    assert f"{wilson_lower_bound(*votes):.6f}" == f"{at_90:.6f}"
    assert f"{wilson_lower_bound(*votes, z=Z_95):.6f}" == f"{at_95:.6f}"


@pytest.mark.parametrize(("votes", "published"), [((209, 50), "0.7545"), ((118, 25), "0.7546")])
def test_wilson_values_that_the_article_prints(votes, published):
    assert f"{wilson_lower_bound(*votes, z=Z_95):.4f}" == published


@pytest.mark.parametrize(("inputs", "value"), HOT_VALUES)
def test_hot_reference_values(inputs, value):
    upvotes, downvotes, seconds = inputs
    hot = hot_score(upvotes, downvotes, datetime.fromtimestamp(seconds, UTC))
    assert f"{hot:.7f}" == f"{value:.7f}"


@pytest.mark.parametrize(("votes", "value"), CONTROVERSY)
def test_controversy_reference_values(votes, value):
    assert round(controversy(*votes), 4) == value


@given(counts)
def test_only_down_votes_are_as_good_as_no_vote_to_the_last_bit(down):
    """Rounding once gave nineteen down-votes 6e-18, and so a place above the unvoted."""
    assert wilson_lower_bound(0, down) == 0.0


def test_reddit_583_a_newer_item_at_minus_one_outranks_an_older_one():
    today, last_year = datetime(2026, 6, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    for downvotes in (1, 10, 1000):
        assert hot_score(0, downvotes, today) > hot_score(0, downvotes, last_year)


def test_ten_times_the_votes_are_twelve_and_a_half_hours():
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    assert hot_score(10, 0, moment) == pytest.approx(hot_score(1, 0, moment + timedelta(hours=12.5)), abs=1e-9)


def test_more_evidence_beats_a_larger_sample_of_a_smaller_share():
    assert wilson_lower_bound(600, 400) > wilson_lower_bound(5500, 4500)
    assert wilson_lower_bound(600, 400, z=Z_95) > wilson_lower_bound(5500, 4500, z=Z_95)


@pytest.mark.parametrize("downvotes", range(1, 200))
def test_voted_down_ties_with_not_voted_on(downvotes):
    """Rounding once left some of them at 1e-18, above a summary that nobody had voted down."""
    assert wilson_lower_bound(0, downvotes) == wilson_lower_bound(0, 0) == 0


@given(counts, counts)
def test_wilson_stays_within_0_and_1(up, down):
    assert 0 <= wilson_lower_bound(up, down) <= 1


@given(counts, counts)
def test_one_more_upvote_never_lowers_a_rank(up, down):
    assert wilson_lower_bound(up + 1, down) >= wilson_lower_bound(up, down)
    assert wilson_lower_bound(up, down + 1) <= wilson_lower_bound(up, down)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert hot_score(up + 1, down, moment) >= hot_score(up, down, moment)
    assert hot_score(up, down + 1, moment) <= hot_score(up, down, moment)
    assert log_score(up, down) == -log_score(down, up)


@given(counts, counts)
def test_controversy_is_the_same_seen_from_either_side(up, down):
    assert controversy(up, down) == controversy(down, up) <= up + down


@given(counts, counts, moments, moments)
def test_of_two_equal_scores_the_later_is_hotter(up, down, first, second):
    if first < second:
        assert hot_score(up, down, first) <= hot_score(up, down, second)


def in_order(rows: list, order: tuple[str, ...]) -> list:
    """Sorted by the last key first: Python's sort keeps what ties."""
    for name in reversed(order):
        rows = sorted(rows, key=lambda row, name=name: getattr(row, name.lstrip("-")), reverse=name.startswith("-"))
    return rows


ORDERS = [order.keys for order in ALL.values()]
few = st.integers(0, 3)  # so that ties are many
days = st.integers(0, 2).map(lambda day: datetime(2026, 1, 1 + day, tzinfo=UTC))
row_lists = st.lists(st.tuples(few, few, days, few), min_size=1, max_size=12).map(
    lambda rows: [Inputs(*values, id=number) for number, values in enumerate(rows, start=1)]
)


@pytest.mark.parametrize("order", ORDERS)
@given(rows=row_lists, chance=st.randoms(use_true_random=False))
def test_shuffling_what_comes_in_changes_no_order(order, rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert in_order(shuffled, order) == in_order(rows, order)


@pytest.mark.parametrize("order", ORDERS)
@given(rows=row_lists)
def test_no_two_rows_tie(order, rows):
    keys = [tuple(getattr(row, name.lstrip("-")) for name in order) for row in rows]
    assert len(set(keys)) == len(rows)


@pytest.mark.parametrize("order", ORDERS)
@given(rows=row_lists, which=st.integers(0, 11), more=st.integers(1, 5))
def test_more_upvotes_never_move_a_row_down(order, rows, which, more):
    row = rows[which % len(rows)]
    better = replace(row, upvotes=row.upvotes + more)
    before = in_order(rows, order).index(row)
    after = in_order([better if other is row else other for other in rows], order).index(better)
    assert after <= before


@pytest.mark.django_db
def test_the_database_sorts_as_python_does(paper):
    """Many ties, rows made in an order of chance, and the list walked page by page."""
    chance = random.Random(5)
    for _ in range(24):
        make_summary(paper=paper)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for summary in Summary.objects.order_by("?"):
        up, down = chance.randint(0, 2), chance.randint(0, 2)
        summary.upvotes, summary.downvotes, summary.score = up, down, up - down
        summary.published_at = begin + timedelta(days=chance.randint(0, 2))
        summary.comment_count = chance.randint(0, 2)
        summary.wilson, summary.hot = wilson_lower_bound(up, down), hot_score(up, down, summary.published_at)
        summary.save()
    rows = list(Summary.objects.order_by("?"))
    for order in ORDERS:
        expected = [row.pk for row in in_order(rows, order)]
        assert list(Summary.objects.order_by(*order).values_list("pk", flat=True)) == expected
        walked, cursor = [], None
        while walked == [] or cursor:
            page = paginate(Summary.objects.public(), order, cursor=cursor, size=5)
            walked += [row.pk for row in page.rows]
            cursor = page.next_cursor
        assert walked == expected


@pytest.mark.parametrize(
    ("age", "recency"),
    [
        (timedelta(0), 4),
        (timedelta(days=1), 4),
        (timedelta(days=1, microseconds=1), 3),
        (timedelta(days=7), 3),
        (timedelta(days=7, microseconds=1), 2),
        (timedelta(days=30), 2),
        (timedelta(days=30, microseconds=1), 1),
        (timedelta(days=365), 1),
        (timedelta(days=365, microseconds=1), 0),
    ],
)
def test_the_shortest_period_of_a_summary(age, recency):
    now = datetime(2026, 6, 1, tzinfo=UTC)
    assert recency_of(now - age, now) == recency


def test_what_was_never_public_begins_with_the_shortest_period():
    assert recency_of(None, datetime(2026, 6, 1, tzinfo=UTC)) == 4


@pytest.mark.parametrize("votes", [(-1, 0), (0, -1)])
def test_counts_are_not_negative(votes):
    for formula in (wilson_lower_bound, controversy, log_score):
        with pytest.raises(ValueError, match="counted from zero"):
            formula(*votes)
    with pytest.raises(ValueError, match="counted from zero"):
        hot_score(*votes, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_moment_needs_its_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        hot_score(1, 0, datetime(2026, 1, 1))


def test_default_is_the_one_sided_90_percent_quantile():
    assert Z_90 == 1.281551565545
