"""Follows, lists and notes go with their paper when it is joined with another, and back when that is undone."""

from collections.abc import Sequence

from papers.models import Paper
from papers.services.merging import Follower, MovedRow
from reading.models import Follow, Reading
from reading.services.readings import add_to_note


def move_follows(source: Paper, target: Paper) -> list[MovedRow]:
    """Who follows both keeps both rows; the one of the paper that is a redirect now is not shown."""
    both = Follow.objects.filter(paper=target).values_list("reader", flat=True)
    moving = Follow.objects.filter(paper=source).exclude(reader__in=list(both))
    rows: list[MovedRow] = [[pk] for pk in moving.order_by("pk").values_list("pk", flat=True)]
    moving.update(paper=target)
    return rows


def move_follows_back(source: Paper, target: Paper, rows: Sequence[MovedRow]) -> None:
    """Those that are still there, and whose reader does not follow the other paper again."""
    again = list(Follow.objects.filter(paper=source).values_list("reader", flat=True))
    moved = Follow.objects.filter(pk__in=[row[0] for row in rows], paper=target)
    moved.exclude(reader__in=again).update(paper=source)


def move_readings(source: Paper, target: Paper) -> list[MovedRow]:
    """Who keeps both keeps both rows, and finds the note of the one that is not shown below the other."""
    by_reader = {reading.reader_id: reading for reading in Reading.objects.filter(paper=target)}
    staying = Reading.objects.filter(paper=source, reader__in=by_reader)
    for reading in staying.with_note().order_by("pk"):
        add_to_note(by_reader[reading.reader_id], reading.note)
    moving = Reading.objects.filter(paper=source).exclude(reader__in=by_reader)
    rows: list[MovedRow] = [[pk] for pk in moving.order_by("pk").values_list("pk", flat=True)]
    moving.update(paper=target)
    return rows


def move_readings_back(source: Paper, target: Paper, rows: Sequence[MovedRow]) -> None:
    again = list(Reading.objects.filter(paper=source).values_list("reader", flat=True))
    moved = Reading.objects.filter(pk__in=[row[0] for row in rows], paper=target)
    moved.exclude(reader__in=again).update(paper=source)


FOLLOWS = Follower("follows", move_follows, move_follows_back)
READINGS = Follower("readings", move_readings, move_readings_back)
