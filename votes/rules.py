"""Who may do what with votes that are held."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from votes.models import Burst


def can_see_bursts(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.is_staff


def can_decide(user: User | AnonymousUser, burst: Burst) -> bool:
    """Moderators, never on their own summaries."""
    return can_see_bursts(user) and burst.summary.writer_id != user.pk
