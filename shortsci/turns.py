"""Turns of those who write often, where the database has none of its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def turn_to_write() -> Iterator[None]:
    """On SQLite, one after another of all threads and processes; PostgreSQL does it row by row.

    SQLite has one writer at a time, and who finds it busy looks again after 1, 2, 5, 10 … 100 ms: time is lost, and
    of many some are passed over for seconds. The operating system's lock wakes who waits at once. Inside a
    transaction nothing is waited for: the one who has the turn may be waiting for that transaction.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    file = os.open(Path(settings.DATA_DIR) / "writing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)  # and the lock with it
