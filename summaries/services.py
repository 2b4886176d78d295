"""What changes summaries."""

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.services import note_changes
from papers.models import Paper
from shortsci.celery import enqueue_soon
from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.rendering import RENDERER_VERSION, render, render_excerpt

MAXIMUM_BODY = 50_000  # characters, some thirty printed pages
RANK_TASK = "votes.tasks.rank_changed_summaries"
RANK_DELAY = 0.3  # seconds; votes that arrive within this time are ranked together


class BodyEmpty(DomainError):
    code = "body_empty"
    message = "A summary needs some text."


class BodyTooLong(DomainError):
    code = "body_too_long"
    message = f"A summary may have {MAXIMUM_BODY:,} characters at most."


class AlreadySummarised(DomainError):
    """Carries the summary that is there, so that the writer can be led to it."""

    code = "already_summarised"
    status = 409
    message = "You have written a summary of this paper already; you can edit that one."

    def __init__(self, existing: Summary) -> None:
        super().__init__()
        self.existing = existing


class PaperNotReady(DomainError):
    code = "paper_failed"
    status = 409
    message = "This paper could not be found at its source, so there is nothing to summarise yet."


def publish_summary(*, writer: User, paper: Paper, body: str, tldr: str = "", visibility: str = "public") -> Summary:
    """A new summary, public or private.

    The same text sent twice is one summary. Raises BodyEmpty, BodyTooLong, AlreadySummarised or PaperNotReady.
    """
    body = checked_body(body)
    if paper.state == Paper.State.FAILED:
        raise PaperNotReady
    is_public = visibility == Summary.Visibility.PUBLIC
    now = timezone.now()
    summary = Summary(
        paper=paper,
        writer=writer,
        paper_version=paper.version,
        tldr=tldr,
        visibility=visibility,
        published_at=now if is_public else None,
        needs_ranking=is_public,
    )
    set_body(summary, body)
    try:
        with transaction.atomic():
            lock_living(paper)
            summary.save()
            note_changes(Change.What.SUMMARY, [summary.pk])
            recount_summaries(paper)
            transaction.on_commit(ask_for_ranking)
    except IntegrityError:
        return same_or_refused(writer, paper, body)
    return summary


def lock_living(paper: Paper) -> None:
    """The paper first, then its summaries: who joins papers locks in this order too. Raises PaperNotReady."""
    if Paper.objects.select_for_update().get(pk=paper.pk).state == Paper.State.MERGED:
        raise PaperNotReady


def ask_for_ranking() -> None:
    enqueue_soon(RANK_TASK, delay=RANK_DELAY)


def same_or_refused(writer: User, paper: Paper, body: str) -> Summary:
    existing = Summary.objects.get(writer=writer, paper=paper, merged_from=None)
    if existing.body != body:
        raise AlreadySummarised(existing)
    return existing


@transaction.atomic
def edit_summary(*, summary: Summary, body: str, tldr: str, visibility: str) -> Summary:
    """Changes text and visibility; the first publication keeps its date. Raises BodyEmpty or BodyTooLong."""
    body = checked_body(body)
    Paper.objects.select_for_update().filter(pk=summary.paper_id).first()  # first, as in lock_living
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    now = timezone.now()
    is_text_changed = (locked.body, locked.tldr) != (body, tldr)
    if is_text_changed and locked.published_at:
        locked.edited_at = now
    set_body(locked, body)
    locked.tldr = tldr
    locked.visibility = visibility
    if locked.is_public and locked.published_at is None:
        locked.published_at = now
        locked.needs_ranking = True
    locked.save()
    note_changes(Change.What.SUMMARY, [locked.pk])
    recount_summaries(locked.paper)
    transaction.on_commit(ask_for_ranking)
    return locked


@transaction.atomic
def delete_summary(*, summary: Summary) -> None:
    """Removes the summary and the votes on it for good."""
    current = Summary.objects.select_related("paper").get(pk=summary.pk)  # its paper may have been joined with another
    Paper.objects.select_for_update().get(pk=current.paper_id)
    note_changes(Change.What.SUMMARY, [current.pk])
    current.delete()
    recount_summaries(current.paper)


def checked_body(body: str) -> str:
    """The text with plain line ends, so that a browser's and a program's are the same."""
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise BodyEmpty
    if len(body) > MAXIMUM_BODY:
        raise BodyTooLong
    return body


def set_body(summary: Summary, body: str) -> None:
    summary.body = body
    summary.html = render(body)
    summary.excerpt = render_excerpt(body)
    summary.renderer_version = RENDERER_VERSION


def recount_summaries(paper: Paper) -> None:
    """Counts under a lock on the paper, so that two writers at once do not both count one."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    locked.summary_count = Summary.objects.public().filter(paper=paper).count()
    locked.save(update_fields=["summary_count"])


def repair_summary_counts() -> list[Paper]:
    """Recomputes the number of public summaries of every paper; returns the papers where it was wrong."""
    counted = Coalesce(
        Subquery(
            Summary.objects.public()
            .filter(paper=OuterRef("pk"))
            .order_by()
            .values("paper")
            .annotate(number=Count("pk"))
            .values("number")
        ),
        0,
    )
    wrong = list(Paper.objects.exclude(summary_count=counted))
    for paper in wrong:
        recount_summaries(paper)
        paper.refresh_from_db(fields=["summary_count"])
    return wrong
