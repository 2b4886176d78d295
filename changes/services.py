"""The one way to note that something changed; called in the transaction of the change itself."""

from collections.abc import Iterable

from changes.models import Change


def note_changes(what: Change.What, ids: Iterable[int]) -> None:
    Change.objects.bulk_create([Change(what=what, object_id=object_id) for object_id in ids])
