"""A writer's reputation as it is stored, ready to be shown."""

from dataclasses import dataclass

from accounts.models import User
from votes.models import Reputation, ReputationDay
from votes.reputation import running_points
from votes.reputation_plots import Point


@dataclass(frozen=True)
class Earnings:
    """`curve` is the points at the end of each day that moved them, the earliest first."""

    points: int
    curve: tuple[Point, ...]


def earnings_of(writer: User) -> Earnings:
    """Two queries, whatever was earned."""
    points = next(iter(Reputation.objects.filter(writer=writer).values_list("points", flat=True)), 0)
    days = list(ReputationDay.objects.filter(writer=writer).order_by("day").values_list("day", "gained"))
    running = running_points(gained for _, gained in days)
    return Earnings(points, tuple(zip((day for day, _ in days), running, strict=True)))
