"""A writer's reputation as it is stored, ready to be shown."""

from dataclasses import dataclass

from accounts.models import User
from shortsci.prepared import Prepared, below_zero
from votes.models import Reputation, ReputationDay
from votes.reputation import running_points
from votes.reputation_plots import Point

POINTS = Prepared(lambda writers: Reputation.objects.filter(writer__in=writers).values_list("points"), below_zero)
DAYS = Prepared(
    lambda writers: ReputationDay.objects.filter(writer__in=writers).order_by("day").values_list("day", "gained"),
    below_zero,
)


@dataclass(frozen=True)
class Earnings:
    """`curve` is the points at the end of each day that moved them, the earliest first."""

    points: int
    curve: tuple[Point, ...]


def earnings_of(writer: User) -> Earnings:
    """Two queries, whatever was earned."""
    points, *_ = POINTS.first([writer.pk]) or (0,)
    days = DAYS.rows([writer.pk])
    running = running_points(gained for _, gained in days)
    return Earnings(points, tuple(zip((day for day, _ in days), running, strict=True)))
