"""Part of `make bench`: the front page in any order and period, with few and with many summaries.

    python -m scripts.bench_lists                          20,000 summaries beside 1,000, some minutes
    python -m scripts.bench_lists --summaries 1000000      the full size
    python -m scripts.bench_lists --keep DIRECTORY …       keeps the databases, to time them again

Wanted: the same number of queries for page 1 and page 500, and at most 1.3 times the time at the full size. Where the
small database has no page 500, its last page is what the large one's page 500 is compared with.

The rows are made up and written by the driver: a site that grows, so that half of all is younger than three quarters
of a year and each period has 500 pages at the full size.
"""

import argparse
import json
import math
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from scripts.bench_loading import environment, started

SMALL = 1_000
YEARS = 3
USER_COLUMNS = "id password is_superuser username email is_staff is_active date_joined display_name bio mail_notices"
SUMMARY_COLUMNS = (
    "id paper_id writer_id body html excerpt tldr renderer_version visibility secret is_anonymous pseudonym "
    "hidden_reason competing_interests ai_use revision_number comment_count created_at published_at upvotes "
    "downvotes score wilson hot recency formula_version needs_ranking"
)
BATCH = 20_000
ALLOWED = 1.3
WORDS = "the bound holds only for losses that are convex, which the paper says in a footnote and then forgets "
NOW = datetime.now(UTC)
Rows = Iterator[tuple[Any, ...]]
Tables = dict[str, tuple[list[str], Callable[[], Rows]]]  # columns and rows of each table, in the order of insertion


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--summaries", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--all", action="store_true", help="print every list, not the slowest alone")
    parser.add_argument("--keep", type=Path, help="a directory of its own; what it holds already is not made anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-lists-") as name:
        for database in options.database or ["sqlite", "postgresql"]:
            bench_database(database, (options.keep or Path(name)) / database, options)
    return 0


def bench_database(database: str, directory: Path, options: argparse.Namespace) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    filled = directory / "filled"
    with started(database, directory, keep=bool(options.keep)) as addresses:
        large, _, small = addresses
        began = time.monotonic()
        for address, number in ((small, SMALL), (large, options.summaries)):
            if not filled.exists():
                fill(address, made_up(number))
        filled.touch()
        seconds = time.monotonic() - began
        print(
            f"\n{database}: {options.summaries:,} summaries beside {SMALL:,}, written in {seconds:,.0f} s", flush=True
        )
        print_lists(time_lists(small, large), every=options.all)


def time_lists(small: str, large: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "scripts.time_lists"]
    environ = {**environment(small), "LARGE_DATABASE_URL": large}
    output = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(output)


def print_lists(rows: list[dict[str, Any]], *, every: bool) -> None:
    """The fastest time of each page: whatever else runs on the machine only adds to it."""
    lines = []
    for row in rows:
        small, large = min(row["default"]), min(row["large"])
        ratio, queries = large / small, f"{row['default queries']} and {row['large queries']}"
        lines.append((ratio, f"  {row['name']:<28}{small:>8.1f}{large:>8.1f}{ratio:>8.2f}{queries:>10}"))
    print(f"  {'milliseconds':<28}{'small':>8}{'large':>8}{'ratio':>8}{'queries':>10}")
    shown = lines if every else sorted(lines, reverse=True)[:6]
    print("\n".join(line for _, line in shown))
    kinds = {count for row in rows for count in (row["default queries"], row["large queries"])}
    slow = sum(ratio > ALLOWED for ratio, _ in lines)
    together = statistics.geometric_mean([ratio for ratio, _ in lines])
    print(f"  queries of a page: {', '.join(map(str, sorted(kinds)))}")
    print(f"  all {len(lines)} pages together {together:.2f} times; {slow} over {ALLOWED} times", flush=True)


# ---------------------------------------------------------------- made-up rows


def fill(address: str, tables: Tables) -> None:
    """Indexes are built after the rows, as a restored dump does."""
    if address.startswith("sqlite"):
        fill_sqlite(address.removeprefix("sqlite:///"), tables)
    else:
        fill_postgres(address, tables)


def fill_sqlite(file: str, tables: Tables) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY")
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'")
    indexes = found.fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for table, (columns, rows) in tables.items():
        marks = ",".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", map(plain, rows()))
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Dates as Django writes them."""
    return tuple(f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value for value in row)


def fill_postgres(address: str, tables: Tables) -> None:
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE INDEX%'"
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for table, (columns, rows) in tables.items():
            with cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        for _, definition in indexes:
            cursor.execute(definition)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def made_up(number: int) -> Tables:
    """`number` summaries, four a paper and a hundred a writer, or as near as it gets."""
    papers, people = max(number // 4, 1), max(number // 100, 10)
    paper_columns = "id title abstract comment journal_ref year version state failure_reason attempts"
    return {
        "accounts_user": (USER_COLUMNS.split(), lambda: users(people)),
        "papers_author": (["id", "name"], lambda: authors(papers)),
        "papers_paper": (
            [*paper_columns.split(), "summary_count", "lead_authors", "author_count"],
            lambda: made_papers(papers),
        ),
        "papers_paperidentifier": (["id", "paper_id", "kind", "value"], lambda: identifiers(papers)),
        "papers_authorship": (["id", "paper_id", "author_id", "position"], lambda: authorships(papers)),
        "summaries_summary": (SUMMARY_COLUMNS.split(), lambda: summaries(number, papers, people)),
    }


def users(number: int) -> Rows:
    for key in range(1, number + 1):
        name = f"writer{key}"
        yield key, "!", False, name, f"{name}@example.org", False, True, NOW, f"Writer {key}", "", False


def authors(papers: int) -> Rows:
    for key in range(1, papers + 1):
        yield key, f"Author {key}"


def made_papers(number: int) -> Rows:
    for key in range(1, number + 1):
        authors = f"Author {key}\nAuthor {key % number + 1}"
        yield key, f"On the Nature of Thing {key}", "We look at it.", "", "", 2021, 1, "ready", "", 0, 4, authors, 2


def identifiers(papers: int) -> Rows:
    for key in range(1, papers + 1):
        yield key, key, "arxiv", f"{2000 + key // 100_000}.{key % 100_000:05d}"


def authorships(papers: int) -> Rows:
    for key in range(1, papers + 1):
        yield 2 * key - 1, key, key, 1
        yield 2 * key, key, key % papers + 1, 2


def summaries(number: int, papers: int, people: int) -> Rows:
    """Number `key` is the summary that writer `key % people` wrote; two by one writer are on two papers."""
    from votes.ranking import hot_score, wilson_lower_bound

    chance = random.Random(5)
    body = WORDS * 4
    for key in range(1, number + 1):
        age = timedelta(days=365 * YEARS) * chance.random() ** 2
        published_at = NOW - age
        up = min(int(chance.paretovariate(0.9)) - 1, 5_000)
        down = chance.randint(0, up // 3 + 1)
        html = f"<p>{body}</p>"
        texts = (body, html, html[:300], f"Number {key} in one sentence.")
        names = (1, "public", f"{key:022d}", False, "", "", "", "", 1)
        ranks = (wilson_lower_bound(up, down), hot_score(up, down, published_at), recency_of(age), 1, False)
        comments = int(chance.paretovariate(1.1)) - 1
        # The pair of paper and writer never comes back: both numbers do only after as many rows as there are pairs.
        paper, writer = key % papers + 1, (key + key // math.lcm(papers, people)) % people + 1
        counts = (published_at, published_at, up, down, up - down)
        yield key, paper, writer, *texts, *names, min(comments, 900), *counts, *ranks


def recency_of(age: timedelta) -> int:
    days = age.total_seconds() / 86_400
    return sum(days < length for length in (1, 7, 30, 365))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    sys.exit(main())
