"""Who may do what with a selection."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from selections.editors import is_editor
from selections.models import Selection


def can_edit_selections(user: User | AnonymousUser) -> bool:
    return is_editor(user)


def can_rename_address(selection: Selection) -> bool:
    """Until the first publication; from then on links and feeds hold it."""
    return selection.published_at is None
