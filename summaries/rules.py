"""Who may do what with a summary and with comments on it."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from summaries.models import Comment, Summary


def can_edit(user: User | AnonymousUser, summary: Summary) -> bool:
    return user.is_authenticated and summary.writer_id == user.pk


def can_vote(user: User | AnonymousUser, summary: Summary) -> bool:
    """Anybody with an account, on public summaries of others."""
    return user.is_authenticated and summary.is_public and summary.writer_id != user.pk


def can_comment(user: User | AnonymousUser, summary: Summary) -> bool:
    """Anybody with an account who can read it, its writer too; a private or hidden one takes no comments."""
    is_shared = summary.visibility != Summary.Visibility.PRIVATE and summary.hidden_at is None
    return user.is_authenticated and is_shared


def can_edit_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """Its writer, while it is there; one that a moderator hid can be deleted and not changed."""
    return can_delete_comment(user, comment) and comment.hidden_at is None


def can_delete_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    return user.is_authenticated and comment.writer_id == user.pk and comment.deleted_at is None


def can_hide_comments(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.is_staff


def can_read_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """The text of a hidden one is for its writer and for moderators."""
    if comment.deleted_at is not None:
        return False
    return comment.hidden_at is None or can_delete_comment(user, comment) or can_hide_comments(user)


def can_moderate(user: User | AnonymousUser, summary: Summary) -> bool:
    """Moderators, on what was given to the public; never on their own."""
    is_moderator = user.is_authenticated and user.is_staff
    return is_moderator and summary.visibility == Summary.Visibility.PUBLIC and summary.writer_id != user.pk
