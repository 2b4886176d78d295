"""A writer's summaries from ShortScience.org's feed, each with its paper, each with a report."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.services import request_paper
from papers.sources.shortscience import ImportedSummary, parse_export
from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.services import AlreadySummarised, Text, publish_summary
from summaries.services.publishing import checked_body

MAXIMUM_ITEMS = 500  # of one feed; the most prolific writer of ShortScience has some 300
TOO_MANY = format_lazy(
    _("Only the first {number} summaries of a file are brought; send the rest in another one."), number=MAXIMUM_ITEMS
)


@dataclass(frozen=True)
class Imported:
    """One item of the feed: the summary that it became, or why it did not."""

    title: str
    link: str
    summary: Summary | None
    problem: str
    is_new: bool = False


def import_feed(*, writer: User, xml: bytes, visibility: str) -> list[Imported]:
    """Adds the first MAXIMUM_ITEMS of the feed; what is there already with the same text stays.

    Raises MalformedAnswer.
    """
    items = parse_export(xml)
    imported = [import_one(writer, item, visibility) for item in items[:MAXIMUM_ITEMS]]
    return imported + [Imported(item.paper_title, item.link, None, str(TOO_MANY)) for item in items[MAXIMUM_ITEMS:]]


def import_one(writer: User, item: ImportedSummary, visibility: str) -> Imported:
    if item.problem or item.identifier is None:
        return Imported(item.paper_title, item.link, None, item.problem)
    try:
        with transaction.atomic():
            paper, _ = request_paper(item.identifier)
            is_new = not Summary.objects.filter(writer=writer, paper=paper).exists()
            summary = publish_summary(writer=writer, paper=paper, text=Text(body=item.body, visibility=visibility))
            if is_new:
                date_back(summary, item.published_at)
    except AlreadySummarised as error:
        is_same = error.existing.body == checked_body(item.body)
        return Imported(item.paper_title, item.link, error.existing if is_same else None, "" if is_same else str(error))
    except DomainError as error:
        return Imported(item.paper_title, item.link, None, str(error))
    return Imported(item.paper_title, item.link, summary, "", is_new=is_new)


def date_back(summary: Summary, published_at: datetime | None) -> None:
    """A text of years ago does not take the front page from today's: it keeps the date that it was published at."""
    if summary.published_at and published_at and published_at < timezone.now():
        Summary.objects.filter(pk=summary.pk).update(published_at=published_at, needs_ranking=True)
        summary.revisions.update(saved_at=published_at)
