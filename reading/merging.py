"""Follows, lists and notes go with their paper when it is joined with another, and back when that is undone.

Who follows or keeps both keeps both rows; the one of the paper that is a redirect now is not shown.
"""

from functools import partial

from papers.models import Paper
from papers.services.merging import Follower, MovedRow, move_rows, move_rows_back
from reading.models import Follow, Reading
from reading.services.readings import add_to_note


def move_readings(source: Paper, target: Paper) -> list[MovedRow]:
    """Who keeps both finds the note of the one that is not shown below the other."""
    by_reader = {reading.reader_id: reading for reading in Reading.objects.filter(paper=target)}
    staying = Reading.objects.filter(paper=source, reader__in=by_reader)
    for reading in staying.with_note().order_by("pk"):
        add_to_note(by_reader[reading.reader_id], reading.note)
    return move_rows(Reading, source, target, owner="reader")


FOLLOWS = Follower(
    "follows", partial(move_rows, Follow, owner="reader"), partial(move_rows_back, Follow, owner="reader")
)
READINGS = Follower("readings", move_readings, partial(move_rows_back, Reading, owner="reader"))
