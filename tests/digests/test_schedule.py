from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.schedule import first_day, is_day_of, next_sending


@pytest.mark.parametrize(
    ("frequency", "now", "expected"),
    [
        ("daily", datetime(2026, 5, 6, 5, 59), datetime(2026, 5, 6, 6)),
        ("daily", datetime(2026, 5, 6, 6), datetime(2026, 5, 7, 6)),
        ("daily", datetime(2026, 12, 31, 23), datetime(2027, 1, 1, 6)),
        ("weekly", datetime(2026, 5, 6, 5), datetime(2026, 5, 11, 6)),
        ("weekly", datetime(2026, 5, 11, 5), datetime(2026, 5, 11, 6)),
        ("weekly", datetime(2026, 5, 11, 7), datetime(2026, 5, 18, 6)),
        ("monthly", datetime(2026, 5, 1, 5), datetime(2026, 5, 1, 6)),
        ("monthly", datetime(2026, 5, 1, 6), datetime(2026, 6, 1, 6)),
        ("monthly", datetime(2026, 12, 2), datetime(2027, 1, 1, 6)),
    ],
)
def test_the_next_sending(frequency, now, expected):
    assert next_sending(frequency, now.replace(tzinfo=UTC), 6) == expected.replace(tzinfo=UTC)


@given(
    st.sampled_from(["daily", "weekly", "monthly"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.integers(0, 23),
)
def test_it_is_later_at_the_hour_and_the_first_such_day(frequency, now, hour):
    now = now.replace(tzinfo=UTC)
    found = next_sending(frequency, now, hour)
    assert found > now
    assert (found.hour, found.minute, found.second) == (hour, 0, 0)
    assert is_day_of(frequency, found.date())
    assert first_day(frequency, found) < found.date()


def test_never_has_no_next_sending():
    with pytest.raises(ValueError, match="never"):
        next_sending("never", datetime(2026, 5, 6, tzinfo=UTC), 6)


@pytest.mark.parametrize(
    ("frequency", "sent", "first"),
    [
        ("daily", datetime(2026, 3, 1, 6), date(2026, 2, 28)),
        ("weekly", datetime(2026, 5, 11, 6), date(2026, 5, 4)),
        ("monthly", datetime(2026, 3, 1, 6), date(2026, 2, 1)),
        ("monthly", datetime(2027, 1, 1, 6), date(2026, 12, 1)),
    ],
)
def test_the_first_day_of_a_first_digest(frequency, sent, first):
    assert first_day(frequency, sent) == first
