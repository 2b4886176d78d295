"""A snapshot of millions of papers, batch by batch, each in one transaction with the note of how far it is.

Lines are parsed in a process of their own while the batch before is written, so that two cores share the work.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
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
from papers.services.tables import refresh_statistics
from papers.sources.snapshot import ParsedLines, Snapshot, file_key, open_snapshot, parse_lines

BATCH_LINES = 5000
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


def load_snapshot(path: Path) -> Iterator[LoadProgress]:
    """Loads a file and tells after each batch how far it is; goes on where an earlier run was stopped."""
    load, _ = SnapshotLoad.objects.get_or_create(file_key=file_key(path), defaults={"file_name": path.name[:300]})
    if load.finished_at:
        load.lines_done, load.finished_at = 0, None
        load.save(update_fields=["lines_done", "finished_at"])
    saver = RecordSaver()
    with open_snapshot(path) as snapshot, tuned_for_bulk():
        progress = LoadProgress(size=snapshot.size, lines=load.lines_done, skipped=load.lines_done)
        for batch in parse_ahead(snapshot, load.lines_done):
            save_batch(load, saver, batch, progress)
            yield progress
    refresh_statistics(WRITTEN)
    load.finished_at = timezone.now()
    load.save(update_fields=["finished_at"])


def save_batch(load: SnapshotLoad, saver: RecordSaver, batch: ParsedBatch, progress: LoadProgress) -> None:
    with transaction.atomic():
        report = saver.save(batch.content.items)
        load.lines_done = batch.lines
        load.save(update_fields=["lines_done"])
    for problem in batch.content.problems:
        progress.add_problem(problem)
    for refused in report.problems:
        progress.add_problem(f"arXiv:{refused.record.arxiv_id}: {refused.reason}")
    report.problems.clear()
    progress.report.add(report)
    progress.lines, progress.position = batch.lines, batch.position


def parse_ahead(snapshot: Snapshot, lines_done: int) -> Iterator[ParsedBatch]:
    """Batches in the file's order, parsed while the caller works on the one before."""
    lines = islice(snapshot.lines(), lines_done, None)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        waiting: deque[tuple[Future[bytes], int, int]] = deque()
        while True:
            while len(waiting) < BATCHES_AHEAD and (batch := list(islice(lines, BATCH_LINES))):
                future = executor.submit(parse_lines, batch, lines_done + 1)
                lines_done += len(batch)
                waiting.append((future, lines_done, snapshot.position))
            if not waiting:
                return
            future, number, position = waiting.popleft()
            yield ParsedBatch(decoder.decode(future.result()), number, position)


@contextmanager
def tuned_for_bulk() -> Iterator[None]:
    """SQLite with a cache for the indexes of millions of rows, and fewer checkpoints; as before afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: pragma(name) for name in ("cache_size", "wal_autocheckpoint")}
        cursor.execute("PRAGMA cache_size=-400000")  # kB
        cursor.execute("PRAGMA wal_autocheckpoint=25000")  # pages, some 100 MB
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name}={value}")


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])
