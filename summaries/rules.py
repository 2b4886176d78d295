"""Who may do what with a summary."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from summaries.models import Summary


def can_edit(user: User | AnonymousUser, summary: Summary) -> bool:
    return user.is_authenticated and summary.writer_id == user.pk


def can_vote(user: User | AnonymousUser, summary: Summary) -> bool:
    """Anybody with an account, on public summaries of others."""
    return user.is_authenticated and summary.is_public and summary.writer_id != user.pk
