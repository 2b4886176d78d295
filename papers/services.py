"""What changes papers: asking for one, filling it with metadata, giving it up."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.identifiers import Identifier, Kind
from papers.models import Author, Authorship, Paper, PaperCategory, PaperIdentifier, PaperVersion
from papers.records import AuthorRecord, PaperRecord
from shortsci.celery import enqueue_soon
from shortsci.errors import DomainError

logger = logging.getLogger(__name__)

FETCH_TASK = "papers.tasks.fetch_pending_papers"
GATHERING_SECONDS = 0.2  # ids asked for within this time share one request
MAXIMUM_PENDING = 20_000  # papers; at 100 a request and 3 s between requests, ten minutes of arXiv's patience


class UnsupportedIdentifier(DomainError):
    code = "unsupported_identifier"
    message = "This DOI is not known here yet, and new papers come from arXiv only so far. Does it have an arXiv id?"


class QueueFull(DomainError):
    code = "queue_full"
    status = 503
    message = "Very many papers are waiting for their metadata right now. Please try again in a few minutes."


def request_paper(identifier: Identifier) -> tuple[Paper, bool]:
    """The paper of that name and whether it is new; a new one is pending until its source has answered.

    Raises UnsupportedIdentifier or QueueFull.
    """
    known = Paper.objects.identified_by(identifier).first()
    if known:
        return known, False
    if identifier.kind != Kind.ARXIV:
        raise UnsupportedIdentifier
    if Paper.objects.pending().count() >= MAXIMUM_PENDING:
        raise QueueFull
    try:
        with transaction.atomic():
            paper = Paper.objects.create(state=Paper.State.PENDING, next_attempt_at=timezone.now())
            PaperIdentifier.objects.create(paper=paper, kind=identifier.kind, value=identifier.value)
            transaction.on_commit(ask_for_fetch)
    except IntegrityError:  # somebody else asked for it in the same moment
        return Paper.objects.identified_by(identifier).get(), False
    return paper, True


def ask_for_fetch() -> None:
    enqueue_soon(FETCH_TASK, delay=GATHERING_SECONDS)


def retry_paper(*, paper: Paper) -> None:
    """Asks the source again for a paper that was given up; nothing happens to any other."""
    with transaction.atomic():
        renewed = Paper.objects.filter(pk=paper.pk, state=Paper.State.FAILED).update(
            state=Paper.State.PENDING, failure_reason="", attempts=0, next_attempt_at=timezone.now()
        )
        if renewed:
            transaction.on_commit(ask_for_fetch)


def claim_due_papers(*, limit: int, until: datetime) -> list[Paper]:
    """Up to `limit` papers to ask for now, which no other worker takes before `until`.

    The claim is a date, not a lock: a worker that dies leaves papers that are due again when it has passed.
    """
    with transaction.atomic():
        due = Paper.objects.due(timezone.now()).select_for_update(skip_locked=True, of=("self",))
        papers = list(due.filter(identifiers__kind=Kind.ARXIV).prefetch_related("identifiers")[:limit])
        for paper in papers:
            paper.attempts += 1
            paper.next_attempt_at = until
        Paper.objects.bulk_update(papers, ["attempts", "next_attempt_at"])
    return papers


def postpone(*, papers: Sequence[Paper], moments: Sequence[datetime], reason: str) -> None:
    """Notes why a paper is still waiting and when it is asked for next."""
    for paper, moment in zip(papers, moments, strict=True):
        paper.next_attempt_at = moment
        paper.failure_reason = reason[:500]
    Paper.objects.bulk_update(papers, ["next_attempt_at", "failure_reason"])


def give_up(*, paper: Paper, reason: str) -> None:
    """A pending paper fails with the reason; one that has metadata keeps it and is not asked for again."""
    is_pending = paper.state == Paper.State.PENDING
    paper.state = Paper.State.FAILED if is_pending else paper.state
    paper.failure_reason = reason[:500]
    paper.next_attempt_at = None
    paper.save(update_fields=["state", "failure_reason", "next_attempt_at"])


@transaction.atomic
def save_record(record: PaperRecord) -> Paper:
    """The paper of this arXiv id with all that the record says; a newer version here is left as it is."""
    paper = find_or_create(record)
    if record.version and paper.version and record.version < paper.version:
        return paper
    paper.title = record.title
    paper.abstract = record.abstract
    paper.comment = record.comment
    paper.journal_ref = record.journal_ref
    paper.primary_category_id = record.primary_category
    paper.published_on = record.published_on
    paper.updated_on = record.updated_on
    paper.version = record.version
    paper.is_withdrawn = record.is_withdrawn
    paper.state = Paper.State.READY
    paper.failure_reason = ""
    paper.attempts = 0
    paper.next_attempt_at = None
    paper.fetched_at = timezone.now()
    paper.save()
    save_dois(paper, record.dois)
    save_authors(paper, record.authors)
    save_categories(paper, record)
    save_versions(paper, record)
    return paper


def find_or_create(record: PaperRecord) -> Paper:
    identifier = Identifier(Kind.ARXIV, record.arxiv_id)
    paper = Paper.objects.identified_by(identifier).select_for_update(of=("self",)).first()
    if paper is None:
        paper = Paper.objects.create(state=Paper.State.READY, title=record.title)
        PaperIdentifier.objects.create(paper=paper, kind=Kind.ARXIV, value=record.arxiv_id)
    return paper


def save_dois(paper: Paper, dois: Sequence[str]) -> None:
    """A DOI that names another paper stays with it: two preprints may claim one journal article."""
    for doi in dois:
        row, is_new = PaperIdentifier.objects.get_or_create(kind=Kind.DOI, value=doi, defaults={"paper": paper})
        if not is_new and row.paper_id != paper.pk:
            logger.warning("doi:%s belongs to paper %s and is claimed by paper %s", doi, row.paper_id, paper.pk)


def save_authors(paper: Paper, authors: Sequence[AuthorRecord]) -> None:
    names = list(dict.fromkeys(author.name[:300] for author in authors))
    Author.objects.bulk_create([Author(name=name) for name in names], ignore_conflicts=True)
    known = {author.name: author for author in Author.objects.filter(name__in=names)}
    paper.authorships.all().delete()
    Authorship.objects.bulk_create(
        Authorship(
            paper=paper, author=known[author.name[:300]], position=position, affiliation=author.affiliation[:300]
        )
        for position, author in enumerate(authors, start=1)
    )


def save_categories(paper: Paper, record: PaperRecord) -> None:
    paper.listings.all().delete()
    PaperCategory.objects.bulk_create(
        PaperCategory(paper=paper, category_id=code, position=position, published_on=record.published_on)
        for position, code in enumerate(record.categories, start=1)
    )


def save_versions(paper: Paper, record: PaperRecord) -> None:
    """The feed tells the first version's date and the latest version's text; the ones between are known by number."""
    if not record.version:
        return
    numbers = range(1, record.version + 1)
    PaperVersion.objects.bulk_create([PaperVersion(paper=paper, number=n) for n in numbers], ignore_conflicts=True)
    paper.versions.filter(number=1).update(submitted_on=record.published_on)
    paper.versions.filter(number=record.version).update(
        submitted_on=record.updated_on, title=record.title, abstract=record.abstract
    )
