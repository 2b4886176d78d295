"""Entries follow their paper when it is joined with another, and go back when that is undone."""

from collections.abc import Sequence

from papers.models import Paper
from papers.services.merging import Follower, MovedRow
from selections.models import Entry


def move_entries(source: Paper, target: Paper) -> list[MovedRow]:
    """A selection that has both papers keeps both entries; the old paper's address leads to the joined one."""
    both = Entry.objects.filter(paper=target).values_list("selection", flat=True)
    moving = Entry.objects.filter(paper=source).exclude(selection__in=list(both))
    rows: list[MovedRow] = [[pk] for pk in moving.order_by("pk").values_list("pk", flat=True)]
    moving.update(paper=target)
    return rows


def move_entries_back(source: Paper, target: Paper, rows: Sequence[MovedRow]) -> None:
    """Those that are still there."""
    begun = list(Entry.objects.filter(paper=source).values_list("selection", flat=True))
    moved = Entry.objects.filter(pk__in=[row[0] for row in rows], paper=target)
    moved.exclude(selection__in=begun).update(paper=source)


ENTRIES = Follower("selection_entries", move_entries, move_entries_back)
