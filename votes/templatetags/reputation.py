from django import template
from django.utils import timezone

from accounts.models import User
from votes.earnings import earnings_of
from votes.reputation_plots import draw_sparkline

register = template.Library()


@register.inclusion_tag("votes/_points.html")
def reputation_of(writer: User) -> dict[str, object]:
    """A writer's points, with a small plot of them over time."""
    earnings = earnings_of(writer)
    plot = None
    if earnings.curve:
        plot = draw_sparkline("small", earnings.curve, timezone.now().date(), width=120, height=28)
    return {"writer": writer, "points": earnings.points, "plot": plot}
