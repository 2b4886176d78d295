"""Which papers are to be looked at anew: those that changed, those around them, and some of all each night."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from changes.following import follow_changes
from changes.models import Change, Cursor
from papers.models import Paper, PaperIdentifier
from related.models import RelatedPaper, StalePaper
from summaries.models import Reference, Summary
from summaries.services.references import Name

CHUNK = 500  # ids a query
NAMING_READ = 2_000  # references to the papers of a chunk
BATCHES = 5  # of the change log a call
NIGHTLY = 10_000  # papers; a larger site takes several nights for all of its papers
Item = TypeVar("Item")
PAPERS, SUMMARIES, NIGHTS = "related papers", "related summaries", "related nights"


def follow_changed_papers() -> None:
    """Marks what the change log has since the last time; two workers at once read one after the other."""
    for follower, what, take in (
        (PAPERS, Change.What.PAPER, mark_papers),
        (SUMMARIES, Change.What.SUMMARY, mark_papers_of_summaries),
    ):
        for _ in range(BATCHES):
            if not follow_changes(follower=follower, what=what, take=take):
                break


def mark_papers_of_summaries(summary_ids: Collection[int]) -> None:
    for chunk in chunks(summary_ids):
        mark_papers(list(Summary.objects.filter(pk__in=chunk).values_list("paper", flat=True)))


def mark_papers(paper_ids: Collection[int]) -> None:
    """These, where they have summaries or had some, and all whose lists they stand in or may come to stand in."""
    for chunk in chunks(paper_ids):
        around = {*listing(chunk), *naming(chunk), *named_by(chunk)}
        mark({*own_lists(chunk), *around})


def own_lists(papers: Collection[int]) -> Iterable[int]:
    with_list = RelatedPaper.objects.filter(paper__in=papers).values("paper")
    own = Paper.objects.filter(Q(summary_count__gt=0) | Q(pk__in=with_list), pk__in=papers)
    return own.values_list("pk", flat=True)


def listing(papers: Collection[int]) -> Iterable[int]:
    return RelatedPaper.objects.filter(related__in=papers).values_list("paper", flat=True)


def naming(papers: Collection[int]) -> Iterable[int]:
    """Papers whose summaries name one of these: it may have arrived only now. What many name waits for the nights."""
    names: list[Name] = list(PaperIdentifier.objects.filter(paper__in=papers).values_list("kind", "value"))
    return Reference.objects.public().to(names).values_list("summary__paper", flat=True)[:NAMING_READ]


def named_by(papers: Collection[int]) -> Iterable[int]:
    """Papers with summaries that the summaries of these name."""
    names = set(Reference.objects.filter(summary__paper__in=papers).values_list("kind", "value"))
    for chunk in chunks(names):
        rows = PaperIdentifier.objects.filter(
            kind__in={kind for kind, _ in chunk}, value__in={value for _, value in chunk}, paper__summary_count__gt=0
        )
        yield from rows.values_list("paper", flat=True)


def mark(papers: Collection[int]) -> None:
    StalePaper.objects.bulk_create((StalePaper(paper_number=number) for number in sorted(papers)), batch_size=CHUNK)


def note_deletion(summary: Summary) -> None:
    """Of a deleted summary the change log has the id alone, which leads to no paper any more."""
    mark({summary.paper_id, *listing([summary.paper_id])})


@transaction.atomic
def mark_some_more(number: int = NIGHTLY) -> int:
    """The next papers with summaries, in the order of their ids and around again; returns how many.

    For what no change tells of: votes, and works that others have come to name too.
    """
    Cursor.objects.get_or_create(follower=NIGHTS)
    cursor = Cursor.objects.select_for_update().get(follower=NIGHTS)
    with_summaries = Summary.objects.public().order_by("paper").values_list("paper", flat=True).distinct()
    papers = list(with_summaries.filter(paper__gt=cursor.change_id)[:number])
    cursor.change_id = papers[-1] if len(papers) == number else 0
    cursor.save(update_fields=["change_id"])
    mark(papers)
    return len(papers)


def chunks(items: Iterable[Item]) -> Iterable[list[Item]]:
    rows = list(items)
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
