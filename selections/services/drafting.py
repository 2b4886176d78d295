"""What the community voted up, as a draft for the editors. It says numbers and no opinions; those are theirs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils.dateformat import format as format_date

from papers.models import Paper
from selections.models import Entry, Selection
from selections.services.texts import render_head
from summaries.models import Summary
from summaries.orders import TOP
from summaries.querysets import SummaryQuerySet

PAPERS_IN_DRAFT = 10
SUGGESTIONS = 8
SUMMARIES_READ = 400  # of the best; enough for the papers wanted, were there forty summaries of each


@dataclass(frozen=True)
class Numbers:
    """Of a month, or of whatever the suggestions come from."""

    summaries: int
    papers: int
    upvotes: int


def month_before(day: date) -> date:
    """First day of the month before this day's."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def draft_month(*, today: date) -> Selection | None:
    """The draft for the month that has ended: made once, whatever becomes of it, and not where nobody was voted up."""
    month = month_before(today)
    if Selection.objects.filter(month=month).exists():
        return None
    draft = Selection(
        month=month, title=f"Best of {format_date(month, 'F Y')}", slug=free_slug(f"best-of-{month:%Y-%m}")
    )
    picked = best_of(source_of(draft), PAPERS_IN_DRAFT)
    if not picked:
        return None
    draft.introduction = introduction_of(draft, len(picked))
    render_head(draft)
    try:
        with transaction.atomic():
            draft.save()
            add_picked(draft, picked)
    except IntegrityError:  # another worker was faster
        return None
    return draft


def free_slug(wanted: str) -> str:
    """An editor may have taken the address for a selection of their own."""
    return f"{wanted}-votes" if Selection.objects.filter(slug=wanted).exists() else wanted


def add_picked(draft: Selection, picked: dict[int, list[Summary]]) -> None:
    for position, (paper, summaries) in enumerate(picked.items(), start=1):
        entry = Entry.objects.create(selection=draft, paper_id=paper, position=position)
        entry.summaries.set(summaries[:1])


def introduction_of(draft: Selection, papers: int) -> str:
    """A sentence of facts for the editor to begin with."""
    numbers = numbers_of(draft)
    if draft.month is None or numbers is None:
        raise ValueError("only a draft of a month is introduced by its numbers")
    month = format_date(draft.month, "F Y")
    summaries = f"{numbers.summaries} {'summary' if numbers.summaries == 1 else 'summaries'}"
    works = f"{numbers.papers} paper{'' if numbers.papers == 1 else 's'}"
    votes = f"{numbers.upvotes} up-vote{'' if numbers.upvotes == 1 else 's'}"
    these = "This is the paper" if papers == 1 else f"These are the {papers} papers"
    return (
        f"In {month} {summaries} of {works} came out here, and readers gave them {votes}. "
        f"{these} whose summaries they voted highest."
    )


def source_of(selection: Selection) -> SummaryQuerySet:
    """The public summaries that its suggestions come from: of its month, else of its venue and year, else of all."""
    summaries = Summary.objects.public().without_text()
    if selection.month and selection.month_end:
        return summaries.filter(
            published_at__gte=midnight(selection.month), published_at__lt=midnight(selection.month_end)
        )
    if selection.venue_id:
        at_venue = summaries.filter(paper__venue=selection.venue_id)
        return at_venue.filter(paper__venue_year=selection.venue_year) if selection.venue_year else at_venue
    return summaries


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def best_of(summaries: SummaryQuerySet, papers: int) -> dict[int, list[Summary]]:
    """The first papers in the order of "top", each with its summaries in that order; up-votes must outweigh."""
    found: dict[int, list[Summary]] = {}
    for summary in summaries.filter(score__gt=0).order_by(*TOP.keys)[:SUMMARIES_READ]:
        if len(found) < papers or summary.paper_id in found:
            found.setdefault(summary.paper_id, []).append(summary)
    return found


def numbers_of(selection: Selection) -> Numbers | None:
    """None where it is about no month and no venue."""
    if not selection.month and not selection.venue_id:
        return None
    counted = source_of(selection).aggregate(
        summaries=Count("pk"), papers=Count("paper", distinct=True), upvotes=Sum("upvotes", default=0)
    )
    return Numbers(**counted)


def suggestions_for(selection: Selection) -> list[Summary]:
    """The best summary of each further paper that the community voted up, with its paper."""
    chosen = selection.entries.values("paper")
    found = best_of(source_of(selection).exclude(paper__in=chosen), SUGGESTIONS)
    firsts = [summaries[0] for summaries in found.values()]
    papers = Paper.objects.prefetch_related("identifiers").in_bulk([summary.paper_id for summary in firsts])
    for summary in firsts:
        summary.paper = papers[summary.paper_id]
    return firsts
