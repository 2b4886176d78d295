"""Reference values of Evan Miller's article and Reddit's ranking code, and the failures that both are known for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votes.ranking import Z_90, hot_score, wilson_lower_bound

Z_95 = 1.959963984540
WILSON = [
    ((0, 0), 0, 0),
    ((0, 1), 0, 0),
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
HOT = [
    ((1, 0, 1134028003), 0.0),
    ((10, 0, 1134028003), 1.0),
    ((0, 10, 1134028003), -1.0),
    ((1, 0, 1134028003 + 45000), 1.0),
    ((10, 0, 1700000000), 12578.1554889),
    ((0, 1, 1700000000), 12577.1554889),
    ((0, 2, 1700000000), 12576.8544589),
    ((100, 50, 1767225600), 14072.7566811),
]
counts = st.integers(0, 100_000)
moments = st.datetimes(datetime(2005, 12, 8), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(("votes", "at_90", "at_95"), WILSON)
def test_wilson_reference_values(votes, at_90, at_95):
    assert wilson_lower_bound(*votes) == pytest.approx(at_90, abs=5e-7)
    assert wilson_lower_bound(*votes, z=Z_95) == pytest.approx(at_95, abs=5e-7)


@pytest.mark.parametrize(("inputs", "value"), HOT)
def test_hot_reference_values(inputs, value):
    upvotes, downvotes, seconds = inputs
    assert hot_score(upvotes, downvotes, datetime.fromtimestamp(seconds, UTC)) == pytest.approx(value, abs=5e-8)


def test_reddit_583_a_newer_item_at_minus_one_outranks_an_older_one():
    today, last_year = datetime(2026, 6, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    assert hot_score(0, 1, today) > hot_score(0, 1, last_year)


def test_more_evidence_beats_a_larger_sample_of_a_smaller_share():
    assert wilson_lower_bound(600, 400) > wilson_lower_bound(5500, 4500)


@given(counts, counts)
def test_wilson_stays_within_0_and_1(up, down):
    assert 0 <= wilson_lower_bound(up, down) <= 1


@given(counts, counts)
def test_one_more_upvote_never_lowers_a_rank(up, down):
    assert wilson_lower_bound(up + 1, down) >= wilson_lower_bound(up, down)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert hot_score(up + 1, down, moment) >= hot_score(up, down, moment)
    assert hot_score(up, down + 1, moment) <= hot_score(up, down, moment)


@given(counts, counts, moments, moments)
def test_of_two_equal_scores_the_later_is_hotter(up, down, first, second):
    if first < second:
        assert hot_score(up, down, first) <= hot_score(up, down, second)


@pytest.mark.parametrize("votes", [(-1, 0), (0, -1)])
def test_counts_are_not_negative(votes):
    with pytest.raises(ValueError, match="counted from zero"):
        wilson_lower_bound(*votes)
    with pytest.raises(ValueError, match="counted from zero"):
        hot_score(*votes, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_moment_needs_its_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        hot_score(1, 0, datetime(2026, 1, 1))


def test_default_is_the_one_sided_90_percent_quantile():
    assert Z_90 == 1.281551565545
