"""Asking for a paper, and how long it is asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.identifiers import Identifier, Kind
from papers.models import Paper, PaperIdentifier
from shortsci.celery import enqueue_soon
from shortsci.errors import DomainError

FETCH_TASK = "papers.tasks.fetch_pending_papers"
FETCH_DOI_TASK = "papers.tasks.fetch_pending_dois"
GATHERING_SECONDS = 0.2  # ids asked for within this time share one request
MAXIMUM_PENDING = 20_000  # papers by arXiv id, and as many by DOI; for arXiv ten minutes, at 100 a request


class QueueFull(DomainError):
    code = "queue_full"
    status = 503
    message = _("Very many papers are waiting for their metadata right now. Please try again in a few minutes.")


def request_paper(identifier: Identifier) -> tuple[Paper, bool]:
    """The paper of that name and whether it is new; a new one is pending until its source has answered.

    Raises QueueFull.
    """
    known = Paper.objects.identified_by(identifier).first()
    if known:
        return known, False
    if Paper.objects.pending().filter(identifiers__kind=identifier.kind).count() >= MAXIMUM_PENDING:
        raise QueueFull
    try:
        with transaction.atomic():
            paper = Paper.objects.create(state=Paper.State.PENDING, next_attempt_at=timezone.now())
            PaperIdentifier.objects.create(paper=paper, kind=identifier.kind, value=identifier.value)
            transaction.on_commit(ask_for_fetch if identifier.kind == Kind.ARXIV else ask_for_doi_fetch)
    except IntegrityError:  # somebody else asked for it in the same moment
        return Paper.objects.identified_by(identifier).get(), False
    return paper, True


def ask_for_fetch() -> None:
    enqueue_soon(FETCH_TASK, delay=GATHERING_SECONDS)


def ask_for_doi_fetch() -> None:
    enqueue_soon(FETCH_DOI_TASK, delay=0.05)


def retry_paper(*, paper: Paper) -> None:
    """Asks the source again for a paper that was given up; nothing happens to any other."""
    with transaction.atomic():
        renewed = Paper.objects.filter(pk=paper.pk, state=Paper.State.FAILED).update(
            state=Paper.State.PENDING, failure_reason="", attempts=0, next_attempt_at=timezone.now()
        )
        if renewed:
            transaction.on_commit(ask_for_fetch if paper.arxiv_id else ask_for_doi_fetch)


def claim_due_papers(*, limit: int, until: datetime, is_at_arxiv: bool = True) -> list[Paper]:
    """Up to `limit` papers to ask for now, which no other worker takes before `until`: of arXiv, or by DOI alone.

    The claim is a date, not a lock: a worker that dies leaves papers that are due again when it has passed.
    """
    with transaction.atomic():
        due = Paper.objects.due(timezone.now()).select_for_update(skip_locked=True, of=("self",))
        due = due.named_at_arxiv() if is_at_arxiv else due.named_by_doi_alone()
        papers = list(due.prefetch_related("identifiers")[:limit])
        for paper in papers:
            paper.attempts += 1
            paper.next_attempt_at = until
        Paper.objects.bulk_update(papers, ["attempts", "next_attempt_at"])
    return papers


def postpone(*, papers: Sequence[Paper], moments: Sequence[datetime], reason: str) -> None:
    """Notes why a paper is still waiting and when it is asked for next; one that was served meanwhile is left alone."""
    for paper, moment in zip(papers, moments, strict=True):
        waiting = Paper.objects.filter(pk=paper.pk, next_attempt_at__isnull=False)
        waiting.update(next_attempt_at=moment, failure_reason=reason[:500])


def note_answer(*, paper: Paper) -> None:
    """The source has answered for a paper that was here already, perhaps with nothing new."""
    Paper.objects.filter(pk=paper.pk).update(
        next_attempt_at=None, attempts=0, failure_reason="", fetched_at=timezone.now()
    )


def give_up(*, paper: Paper, reason: str) -> None:
    """A pending paper fails with the reason; one that has metadata keeps it and is not asked for again."""
    waiting = Paper.objects.filter(pk=paper.pk, state=Paper.State.PENDING)
    if not waiting.update(state=Paper.State.FAILED, failure_reason=reason[:500], next_attempt_at=None):
        Paper.objects.filter(pk=paper.pk).update(failure_reason="", next_attempt_at=None)
