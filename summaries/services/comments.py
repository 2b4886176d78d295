"""Writing, changing, deleting and hiding comments, and telling whom they concern."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification, User
from accounts.services import notify, withdraw_notices
from changes.models import Change
from changes.services import note_changes
from shortsci.errors import DomainError
from shortsci.numbers import lazily_grouped
from summaries.models import Comment, Summary
from summaries.rendering import RENDERER_VERSION, render
from summaries.rules import can_comment
from summaries.services.counts import repair_counts
from summaries.services.mentions import people_of
from summaries.services.references import context_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


MAXIMUM_COMMENT = 10_000  # characters
REPEAT_WITHIN = timedelta(minutes=1)
TITLE_LENGTH = 120  # of a paper's title in a notice

Kind = Notification.Kind
TELLINGS = {
    Kind.COMMENT: _("{name} commented on your summary of “{title}”"),
    Kind.ANSWER: _("{name} answered your comment on a summary of “{title}”"),
    Kind.MENTION: _("{name} mentioned you in a comment on a summary of “{title}”"),
}
HIDDEN = _("A moderator hid your comment on a summary of “{title}”")
RESTORED = _("Your comment on a summary of “{title}” is shown again")


class CommentEmpty(DomainError):
    code = "comment_empty"
    message = _("A comment needs some text.")


class CommentTooLong(DomainError):
    code = "comment_too_long"
    message = format_lazy(_("A comment may have {number} characters at most."), number=lazily_grouped(MAXIMUM_COMMENT))


class CommentsClosed(DomainError):
    code = "comments_closed"
    status = 409
    message = _("This summary takes no comments: it is private, or hidden by a moderator.")


class CommentGone(DomainError):
    code = "comment_gone"
    status = 409
    message = _("The comment was deleted or hidden meanwhile.")


@transaction.atomic
def add_comment(*, writer: User, summary: Summary, body: str, parent: Comment | None = None) -> Comment:
    """A remark on a summary, or an answer; the same one sent twice within a minute is one.

    On an anonymous summary its writer appears under the summary's pseudonym.
    Raises CommentEmpty, CommentTooLong, CommentsClosed or CommentGone.
    """
    body = checked_comment(body)
    locked = lock_summary(summary.pk)
    if not can_comment(writer, locked):
        raise CommentsClosed
    answered = locked.comments.filter(pk=parent.pk, deleted_at=None, hidden_at=None).first() if parent else None
    if parent and not answered:
        raise CommentGone
    now = timezone.now()
    same = locked.comments.filter(writer=writer, parent=answered, body=body, created_at__gt=now - REPEAT_WITHIN)
    if repeated := same.first():
        return repeated
    comment = Comment(summary=locked, writer=writer, parent=answered, created_at=now)
    comment.is_anonymous = locked.is_anonymous and locked.writer_id == writer.pk
    people = set_comment_text(comment, body)
    comment.save()
    recount_comments(locked)
    note_changes(Change.What.COMMENT, [comment.pk])
    tell_of(comment, people)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, body: str) -> Comment:
    """Changes the text and dates the change; people who are newly mentioned are told.

    Raises CommentEmpty, CommentTooLong, CommentsClosed or CommentGone.
    """
    body = checked_comment(body)
    locked = lock_comment(comment)
    if not can_comment(locked.writer, locked.summary):
        raise CommentsClosed
    if locked.deleted_at or locked.hidden_at:
        raise CommentGone
    if locked.body == body:
        return locked
    people = set_comment_text(locked, body)
    locked.edited_at = timezone.now()
    locked.save()
    note_changes(Change.What.COMMENT, [locked.pk])
    tell_of(locked, people)
    return locked


@transaction.atomic
def delete_comment(*, comment: Comment) -> None:
    """The text goes for good. Where it has answers its place stays, until they are gone too."""
    try:
        locked = lock_comment(comment)
    except CommentGone:
        return
    take_back(locked)
    if locked.answers.exists():
        locked.body, locked.html, locked.deleted_at = "", "", locked.deleted_at or timezone.now()
        locked.save()
        note_changes(Change.What.COMMENT, [locked.pk])
    else:
        remove_with_empty_places(locked)
    recount_comments(locked.summary)


@transaction.atomic
def hide_comment(*, comment: Comment) -> None:
    """By a moderator: its place stays, its text is for its writer and for moderators. Its writer is told."""
    locked = lock_comment(comment)
    if locked.hidden_at or locked.deleted_at:
        return
    locked.hidden_at = timezone.now()
    locked.save(update_fields=["hidden_at"])
    note_changes(Change.What.COMMENT, [locked.pk])
    take_back(locked)
    tell_writer(locked, HIDDEN, f"hidden-{int(locked.hidden_at.timestamp())}")


@transaction.atomic
def restore_comment(*, comment: Comment) -> None:
    """Undoes `hide_comment`."""
    locked = lock_comment(comment)
    if locked.hidden_at is None:
        return
    was_hidden_at, locked.hidden_at = locked.hidden_at, None
    locked.save(update_fields=["hidden_at"])
    note_changes(Change.What.COMMENT, [locked.pk])
    tell_of(locked, people_of(locked.body).values())
    tell_writer(locked, RESTORED, f"restored-{int(was_hidden_at.timestamp())}")


def lock_summary(pk: int) -> Summary:
    """Comments on one summary wait for each other, so that their number is right. Raises CommentsClosed."""
    locked = Summary.objects.without_text().select_for_update().filter(pk=pk).first()
    if locked is None:
        raise CommentsClosed
    return locked


def lock_comment(comment: Comment) -> Comment:
    """As it is now, under its summary's lock. Raises CommentsClosed or CommentGone."""
    summary = lock_summary(comment.summary_id)
    locked = summary.comments.select_related("writer", "parent__writer").filter(pk=comment.pk).first()
    if locked is None:
        raise CommentGone
    locked.summary = summary
    return locked


def checked_comment(body: str) -> str:
    """The text with plain line ends, so that a browser's and a program's are the same."""
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise CommentEmpty
    if len(body) > MAXIMUM_COMMENT:
        raise CommentTooLong
    return body


def set_comment_text(comment: Comment, body: str) -> list[User]:
    """Returns the people whom the text mentions."""
    people = people_of(body)
    comment.body = body
    comment.html = render_comment(body, people)
    comment.renderer_version = RENDERER_VERSION
    return list(people.values())


def render_comment(body: str, people: Mapping[str, User] | None = None) -> SafeString:
    """As the page shows it, names and works looked up; `people` where they are known already."""
    known = people_of(body) if people is None else people
    addresses = {name: user.get_absolute_url() for name, user in known.items()}
    return render(body, replace(context_of(body), people=addresses))


def remove_with_empty_places(comment: Comment) -> None:
    """The row, and above it the places that were kept for it alone."""
    place: Comment | None = comment
    while place and not place.answers.exists():
        note_changes(Change.What.COMMENT, [place.pk])
        above = place.parent
        place.delete()
        place = above if above and above.deleted_at else None


def audience(comment: Comment, people: Iterable[User]) -> dict[User, Notification.Kind]:
    """Whom a comment concerns, each for one reason, the closest; never its own writer."""
    summary = comment.summary
    concerned = dict.fromkeys(people, Kind.MENTION) if summary.is_public else {}
    concerned[summary.writer] = Kind.COMMENT
    if comment.parent and not comment.parent.deleted_at:
        concerned[comment.parent.writer] = Kind.ANSWER
    concerned.pop(comment.writer, None)
    return concerned


def tell_of(comment: Comment, people: Iterable[User]) -> None:
    """On an unlisted summary only those are told who have its address: its writer and who is answered."""
    for reader, kind in audience(comment, people).items():
        tell(comment, reader, kind, TELLINGS[kind], notice_key(comment))


def take_back(comment: Comment) -> None:
    people = people_of(comment.body).values()
    withdraw_notices(readers=[*people, *audience(comment, people)], key=notice_key(comment))


def tell_writer(comment: Comment, sentence: "StrOrPromise", key: str) -> None:
    tell(comment, comment.writer, Kind.MODERATION, sentence, f"{notice_key(comment)}-{key}")


def tell(comment: Comment, reader: User, kind: Notification.Kind, sentence: "StrOrPromise", key: str) -> None:
    title = Truncator(str(comment.summary.paper)).chars(TITLE_LENGTH)
    text = format_lazy(sentence, name=comment.byline, title=title)
    notify(reader=reader, kind=kind, text=text, url=comment.get_absolute_url(), key=key)


def notice_key(comment: Comment) -> str:
    """The same for every reason, so that one comment tells one person once."""
    return f"comment-{comment.pk}"


def recount_comments(locked: Summary) -> None:
    """The caller holds the summary's lock."""
    locked.comment_count = locked.comments.filter(deleted_at=None).count()
    locked.save(update_fields=["comment_count"])


def repair_comment_counts() -> list[Summary]:
    """Recomputes the number of comments of every summary; returns the summaries where it was wrong."""
    there = Comment.objects.filter(deleted_at=None)
    return repair_counts(Summary.objects.without_text(), "comment_count", there, recount_comments)
