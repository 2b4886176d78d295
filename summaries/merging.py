"""Summaries and requests for one follow their paper when it is joined with another, and go back when that is undone."""

from collections.abc import Sequence
from functools import partial

from changes.models import Change
from changes.services import note_changes
from papers.models import Paper
from papers.services.merging import Follower, MovedRow, move_rows_back
from summaries.models import Draft, Summary, SummaryRequest
from summaries.orders import BEST
from summaries.services import recount_summaries
from summaries.services.requests import answer_requests, recount_requests


def move_summaries(source: Paper, target: Paper) -> list[MovedRow]:
    """Votes and ranks go with their summary. Who wrote on both papers keeps both texts.

    Remembered with each id is where the summary had come from before.
    """
    moving = Summary.objects.filter(paper=source)
    rows: list[MovedRow] = [list(row) for row in moving.order_by("pk").values_list("pk", "merged_from")]
    writers = list(Summary.objects.filter(paper=target).values_list("writer", flat=True))
    moving.filter(writer__in=writers).update(paper=target, merged_from=source)
    moving.update(paper=target)
    note_changes(Change.What.SUMMARY, [pk for pk, _ in rows if pk])
    recount_summaries(source)
    recount_summaries(target)
    return rows


def move_summaries_back(source: Paper, target: Paper, rows: Sequence[MovedRow]) -> None:
    """Those that are still there."""
    for pk, merged_from in rows:
        Summary.objects.filter(pk__in=[pk], paper=target).update(paper=source, merged_from=merged_from)
    note_changes(Change.What.SUMMARY, [pk for pk, _ in rows if pk])
    recount_summaries(source)
    recount_summaries(target)


def move_drafts(source: Paper, target: Paper) -> list[MovedRow]:
    """Who has a draft or a summary on the target keeps the draft where it was; the editor still opens it there."""
    summarised = list(Summary.objects.filter(paper=target).values_list("writer", flat=True))
    begun = list(Draft.objects.filter(paper=target).values_list("writer", flat=True))
    moving = Draft.objects.filter(paper=source).exclude(writer__in=[*summarised, *begun])
    rows: list[MovedRow] = [[pk] for pk in moving.order_by("pk").values_list("pk", flat=True)]
    moving.update(paper=target)
    return rows


DRAFTS = Follower("drafts", move_drafts, partial(move_rows_back, Draft, owner="writer"))
SUMMARIES = Follower("summaries", move_summaries, move_summaries_back)


def move_requests(source: Paper, target: Paper) -> list[MovedRow]:
    """Who waits for a summary of either paper waits for one of the joined paper; where it has one, they are told.

    Who asked for both keeps both rows. Remembered of each row that waited: its id and whether it moved.
    """
    here = SummaryRequest.objects.waiting().filter(paper=source)
    moving = here.exclude(reader__in=SummaryRequest.objects.filter(paper=target).values("reader"))
    moved = list(moving.order_by("pk").values_list("pk", flat=True))
    stayed = SummaryRequest.objects.waiting().filter(paper=target).order_by("pk").values_list("pk", flat=True)
    rows: list[MovedRow] = [*([pk, 1] for pk in moved), *([pk, 0] for pk in stayed)]
    SummaryRequest.objects.filter(pk__in=moved).update(paper=target)
    recount_requests(source)
    recount_requests(target)
    if best := Summary.objects.public().filter(paper=target).order_by(*BEST.keys).first():
        answer_requests(best)
    return rows


def move_requests_back(source: Paper, target: Paper, rows: Sequence[MovedRow]) -> None:
    """Those that are still there. Who was told of a summary that is the other paper's waits again."""
    moved = [pk for pk, has_moved in rows if pk and has_moved]
    SummaryRequest.objects.filter(pk__in=moved, paper=target).update(paper=source)
    for paper in (source, target):
        if not Summary.objects.public().filter(paper=paper).exists():
            told = SummaryRequest.objects.filter(pk__in=[pk for pk, _ in rows if pk], paper=paper)
            told.update(answered_at=None)
        recount_requests(paper)


REQUESTS = Follower("summary_requests", move_requests, move_requests_back)
