"""The one way to note that something changed; called in the transaction of the change itself."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction

from changes.models import Change
from shortsci.celery import enqueue_soon

# Written out: ranking notes hundreds of rows under its locks, and the ORM takes ten times as long for them.
NOTE = "INSERT INTO changes_change (what, object_id) VALUES (%s, %s)"  # the database knows the time
DELAY = 0.1  # seconds; changes that are committed within this time are followed together


def note_changes(what: Change.What, ids: Iterable[int], *, is_urgent: bool = True) -> None:
    """What is not urgent, and comes often, waits until the followers look by themselves, within a second."""
    rows = [(what.value, object_id) for object_id in ids]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(NOTE, rows)
    if is_urgent:
        transaction.on_commit(tell_followers)


def tell_followers() -> None:
    """A hint: who misses it finds the changes by itself within a second."""
    for task in settings.CHANGE_TASKS:
        enqueue_soon(task, delay=DELAY)
