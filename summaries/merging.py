"""Summaries follow their paper when it is joined with another one, and go back when that is undone."""

from collections.abc import Sequence

from changes.models import Change
from changes.services import note_changes
from papers.models import Paper
from papers.services.merging import Follower, MovedRow
from summaries.models import Summary
from summaries.services import recount_summaries


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


SUMMARIES = Follower("summaries", move_summaries, move_summaries_back)
