"""Part of `make bench`: every list page in a database as large as arXiv, its queries and its milliseconds.

    python -m scripts.bench_pages                                             60,000 papers, 20,000 summaries
    python -m scripts.bench_pages --papers 3000000 --summaries 1000000        the full size; half an hour, 20 GB of disk
    python -m scripts.bench_pages --keep DIRECTORY …                          keeps the database, to time it again

Wanted: at most 20 queries and 50 ms for each page, first and deep, with a reader and without one. The page cache is
off: what is measured is what a page costs when it is built.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts.bench_lists import fill
from scripts.bench_loading import environment, started
from scripts.full_rows import Size, full_rows

QUERIES, MILLISECONDS = 20, 50.0
ADDRESS = "address.txt"  # in a directory that is kept


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=60_000)
    parser.add_argument("--summaries", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--keep", type=Path, help="a directory of its own; what it holds already is not made anew")
    parser.add_argument("--all", action="store_true", help="print every page, not the slowest alone")
    options = parser.parse_args()
    size = Size(options.papers, options.summaries)
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        for database in options.database or ["sqlite", "postgresql"]:
            directory = (options.keep or Path(name)) / database
            directory.mkdir(parents=True, exist_ok=True)
            bench_database(database, directory, size, options)
    return 0


def bench_database(database: str, directory: Path, size: Size, options: argparse.Namespace) -> None:
    kept = directory / ADDRESS
    with started(database, directory, keep=bool(options.keep)) as addresses:
        address = addresses[0]
        began = time.monotonic()
        if not kept.exists():
            fill(address, full_rows(size, categories_of(address)))
            kept.write_text(address)
        print(
            f"\n{database}: {size.papers:,} papers, {size.summaries:,} summaries,"
            f" ready after {time.monotonic() - began:,.0f} s",
            flush=True,
        )
        print_pages(time_pages(address, size), every=options.all)


def categories_of(address: str) -> list[str]:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    code = (
        "from papers.models import Category; print(*Category.objects.order_by('code').values_list('code', flat=True))"
    )
    output = subprocess.run([*command, code], env=environment(address), stdout=subprocess.PIPE, text=True, check=True)
    return output.stdout.split()


def time_pages(address: str, size: Size) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "scripts.time_full_pages", str(size.papers), str(size.summaries)]
    output = subprocess.run(command, env=environment(address), stdout=subprocess.PIPE, text=True, check=True).stdout
    rows: list[dict[str, Any]] = json.loads(output.splitlines()[-1])
    return rows


def print_pages(rows: list[dict[str, Any]], *, every: bool) -> None:
    """The fastest time of each page decides: whatever else runs on the machine only adds to it."""
    rows.sort(key=lambda row: min(row["milliseconds"]), reverse=True)
    print(f"  {'milliseconds':<44}{'fastest':>9}{'median':>9}{'queries':>9}")
    for row in rows if every else rows[:12]:
        values = row["milliseconds"]
        print(f"  {row['name']:<44}{min(values):>9.1f}{statistics.median(values):>9.1f}{row['queries']:>9}")
    slow = [row["name"] for row in rows if min(row["milliseconds"]) > MILLISECONDS]
    busy = [row["name"] for row in rows if row["queries"] > QUERIES]
    print(f"  {len(rows)} pages; over {MILLISECONDS:.0f} ms: {', '.join(slow) or 'none'}")
    print(f"  over {QUERIES} queries: {', '.join(busy) or 'none'}", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    sys.exit(main())
