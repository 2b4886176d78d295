"""Who may do what with a paper."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from papers.models import Resource


def can_merge_papers(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.is_staff


def can_remove_resource(user: User | AnonymousUser, resource: Resource) -> bool:
    """Who added it, and moderators."""
    return user.is_authenticated and (user.is_staff or resource.added_by_id == user.pk)
