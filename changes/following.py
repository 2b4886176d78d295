"""Reading the log: each follower from where it stopped, each change at least once."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from changes.models import Change, Cursor

BATCH = 5000  # changes a transaction
# On PostgreSQL a lower number can commit after a higher one, so what is recent is read again.
OVERLAP = timedelta(minutes=1)
OVERLAP_ROWS = 10_000


@transaction.atomic
def follow_changes(*, follower: str, what: Change.What, take: Callable[[list[int]], object]) -> bool:
    """Hands the ids that changed to `take`, some of them again; where it raises, nothing counts as read.

    Says whether there is more to read.
    """
    Cursor.objects.get_or_create(follower=follower)
    cursor = Cursor.objects.select_for_update().get(follower=follower)
    # Rows, not models: most of them are scores of no interest here, and who writes waits meanwhile.
    rows = Change.objects.order_by("pk").values_list("pk", "what", "object_id")
    new = list(rows.filter(pk__gt=cursor.change_id)[:BATCH])
    late = Change.objects.filter(
        what=what, pk__gt=cursor.change_id - OVERLAP_ROWS, pk__lte=cursor.change_id, at__gte=timezone.now() - OVERLAP
    )
    ids = {*late.values_list("object_id", flat=True), *(number for _, kind, number in new if kind == what)}
    if ids:
        take(sorted(ids))
    if new:
        cursor.change_id = new[-1][0]
        cursor.save(update_fields=["change_id"])
    return len(new) == BATCH
