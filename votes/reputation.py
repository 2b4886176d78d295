"""What votes earn a writer, as pure functions: no database, no clock.

A day (UTC) gives its up-votes less its down-votes, but not more than a cap: one text that goes round the world in an
evening is not worth a year of good work. A bad day is not cut: whoever could lose no more would have nothing to lose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class EarnedDay:
    """`received` is up-votes less down-votes, `gained` the same cut at the cap."""

    day: date
    received: int
    gained: int


def earn(received: Mapping[date, int], cap: int) -> list[EarnedDay]:
    """The days that moved anything, the earliest first."""
    return [EarnedDay(day, sum_, min(sum_, cap)) for day, sum_ in sorted(received.items()) if sum_]


def count_points(gained: Iterable[int]) -> int:
    """Never below zero."""
    return max(0, sum(gained))


def running_points(gained: Iterable[int]) -> list[int]:
    """The points at the end of each day: what `count_points` gives for the days until then."""
    return [max(0, total) for total in accumulate(gained)]
