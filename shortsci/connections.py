"""A database that answered this thread a moment ago is not asked first whether it is still there."""

import threading
import time

from django.db import connection

TRUSTED = 5.0  # seconds

local = threading.local()


def trust_fresh_connection(**kwargs: object) -> None:
    """One round trip less for each request of a busy site.

    After an error Django asks the database in any case, so that a restart costs a thread one request at most.
    """
    now = time.monotonic()
    if now - getattr(local, "used_at", -TRUSTED) < TRUSTED and not connection.errors_occurred:
        connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs miss it
    local.used_at = now
