"""A snapshot of millions of papers, batch by batch, each in one transaction with the note of how far it is.

Lines are parsed in a process of their own while the batch before is written, so that two cores share the work.
"""

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from papers.models import SnapshotLoad
from papers.services import RecordSaver, SaveReport
from papers.services.rows import WRITTEN
from papers.services.tables import check_references, refresh_statistics
from papers.sources.snapshot import ParsedLines, Snapshot, end_with_parent, file_key, open_snapshot, parse_lines

BATCH_LINES = 10_000
BATCHES_AHEAD = 2  # parsed, and waiting to be written
MAXIMUM_KEPT_PROBLEMS = 1000

decoder = msgspec.msgpack.Decoder(ParsedLines)


@dataclass
class LoadProgress:
    """How far a load is; `problems` holds the first thousand lines that could not be loaded, and why."""

    size: int  # bytes on disk
    position: int = 0  # bytes on disk that were read
    lines: int = 0
    skipped: int = 0  # lines that an earlier run had loaded
    report: SaveReport = field(default_factory=SaveReport)
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0

    def add_problem(self, text: str) -> None:
        self.problem_count += 1
        if len(self.problems) < MAXIMUM_KEPT_PROBLEMS:
            self.problems.append(text)


@dataclass(frozen=True)
class ParsedBatch:
    content: ParsedLines
    lines: int  # of the file, the batch's own included
    position: int  # bytes on disk


class ReadAhead:
    """Batches of a snapshot in its order, parsed while the caller works on the one before.

    `prepare` turns the next one into records in a thread: of use at a moment when the caller only waits.
    """

    def __init__(self, snapshot: Snapshot, lines_done: int) -> None:
        self.snapshot = snapshot
        self.lines = islice(snapshot.lines(), lines_done, None)
        self.number = lines_done
        self.waiting: deque[tuple[Future[bytes], int, int]] = deque()
        self.prepared: Future[ParsedBatch | None] | None = None
        context = multiprocessing.get_context("spawn")
        self.parser = ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent)
        self.decoder = ThreadPoolExecutor(1)

    def __enter__(self) -> "ReadAhead":
        return self

    def __exit__(self, *exception: object) -> None:
        self.decoder.shutdown()
        self.parser.shutdown(cancel_futures=True)

    def prepare(self) -> None:
        self.prepared = self.decoder.submit(self.decode_next)

    def take(self) -> ParsedBatch | None:
        """The next batch, or None after the last one."""
        prepared, self.prepared = self.prepared, None
        return prepared.result() if prepared else self.decode_next()

    def decode_next(self) -> ParsedBatch | None:
        while len(self.waiting) < BATCHES_AHEAD and (lines := list(islice(self.lines, BATCH_LINES))):
            future = self.parser.submit(parse_lines, lines, self.number + 1)
            self.number += len(lines)
            self.waiting.append((future, self.number, self.snapshot.position))
        if not self.waiting:
            return None
        future, number, position = self.waiting.popleft()
        return ParsedBatch(decoder.decode(future.result()), number, position)


def load_snapshot(path: Path) -> Iterator[LoadProgress]:
    """Loads a file and tells after each batch how far it is; goes on where an earlier run was stopped."""
    load, _ = SnapshotLoad.objects.get_or_create(file_key=file_key(path), defaults={"file_name": path.name[:300]})
    if load.finished_at:
        load.lines_done, load.finished_at = 0, None
        load.save(update_fields=["lines_done", "finished_at"])
    saver = RecordSaver()
    with (
        open_snapshot(path) as snapshot,
        tuned_for_bulk(),
        collecting_seldom(),
        ReadAhead(snapshot, load.lines_done) as ahead,
    ):
        progress = LoadProgress(size=snapshot.size, lines=load.lines_done, skipped=load.lines_done)
        while batch := ahead.take():
            save_batch(load, saver, batch, progress, ahead)
            yield progress
    refresh_statistics(WRITTEN)
    check_references(WRITTEN)
    load.finished_at = timezone.now()
    load.save(update_fields=["finished_at"])


def save_batch(
    load: SnapshotLoad, saver: RecordSaver, batch: ParsedBatch, progress: LoadProgress, ahead: ReadAhead
) -> None:
    with transaction.atomic():
        report = saver.save(batch.content.items)
        load.lines_done = batch.lines
        load.save(update_fields=["lines_done"])
        ahead.prepare()  # while the database commits
    for problem in batch.content.problems:
        progress.add_problem(problem)
    for refused in report.problems:
        progress.add_problem(f"arXiv:{refused.record.arxiv_id}: {refused.reason}")
    report.problems.clear()
    progress.report.add(report)
    progress.lines, progress.position = batch.lines, batch.position


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Python looks for cycles whenever many objects are new; here all are, and none is in a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def tuned_for_bulk() -> Iterator[None]:
    """The connection set for millions of rows; as before afterwards.

    SQLite: a cache for the indexes, fewer checkpoints. PostgreSQL: a commit does not wait for the disk; a crash of
    the server may then take back the last batches, and with them the note of how far the load is. And where the role
    may, references are not looked up row by row, which is a third of its time: `check_references` proves them all at
    once when the load ends.
    """
    if connection.vendor == "postgresql":
        settings = {"synchronous_commit": "off"}
        if may_set("session_replication_role"):
            settings["session_replication_role"] = "replica"
        read, write = "SHOW {name}", "SET {name} = {value}"
    else:
        settings = {"cache_size": "-400000", "wal_autocheckpoint": "250000"}  # kB; pages, some 1 GB
        read, write = "PRAGMA {name}", "PRAGMA {name}={value}"
    with connection.cursor() as cursor:
        before = {}
        for name, value in settings.items():
            cursor.execute(read.format(name=name))
            before[name] = cursor.fetchone()[0]
            cursor.execute(write.format(name=name, value=value))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(write.format(name=name, value=value))
            if connection.vendor == "sqlite" and not connection.in_atomic_block:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # gives back the gigabyte


def may_set(name: str) -> bool:
    """Whether PostgreSQL lets this role change a setting that is kept for superusers and those they name.

    Before version 15 nobody could be named, and the look-ups stay.
    """
    if connection.vendor != "postgresql" or connection.get_database_version() < (15,):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege(%s, 'SET')", [name])
        return bool(cursor.fetchone()[0])
