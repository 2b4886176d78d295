"""The third part of `make bench`: ranking everything, and what one vote costs, in small and in large.

    python -m scripts.bench_ranking                                20,000 summaries, 200,000 votes
    python -m scripts.bench_ranking --summaries 1000000            and ten million votes; some minutes to make them

The floor of "nothing drifted" is the bare count of all votes by summary; the floor of "all anew" is one bare UPDATE
that gives every summary two other ranks. A tenth of the size beside it shows how the time grows.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from scripts.bench_loading import environment, started

VOTES = 10  # a summary, in the mean
VOTERS = 20_011  # a prime: steps of any length go round all of them
COUNT = (
    "SELECT summary_id, count(*) FILTER (WHERE value = 1), count(*) FILTER (WHERE value = -1)"
    " FROM votes_vote WHERE state = 'counted' GROUP BY summary_id"
)
# As votes lie in a real site: most summaries have few, some have thousands, and they come in the order of time.
SEED = f"""
    INSERT INTO accounts_user (username, email, password, display_name, bio, is_superuser, is_staff, is_active,
        date_joined, mail_notices)
    SELECT 'voter' || n, 'voter' || n || '@example.org', '!', '', '', false, false, true, now(), false
    FROM generate_series(1, {VOTERS}) AS n;
    INSERT INTO papers_paper (id, title, abstract, comment, journal_ref, state, failure_reason, attempts, summary_count)
    SELECT n, 'On the nature of thing ' || n, 'We look at it.', '', '', 'ready', '', 0, 1
    FROM generate_series(1, SUMMARIES) AS n;
    INSERT INTO summaries_summary (paper_id, writer_id, body, html, excerpt, renderer_version, tldr, visibility, secret,
        is_anonymous, pseudonym, hidden_reason, competing_interests, ai_use, revision_number, comment_count, created_at,
        published_at, upvotes, downvotes, score, wilson, hot, recency, formula_version, needs_ranking)
    SELECT n, 1 + n % {VOTERS}, 'It is large.', '<p>It is large.</p>', '<p>It is large.</p>', 1, 'Large.', 'public',
        substr(md5(n::text), 1, 22), false, '', '', '', '', 1, 0, at, at, 0, 0, 0, 0, 0,
        CASE WHEN at > now() - interval '1 day' THEN 4 WHEN at > now() - interval '7 days' THEN 3
            WHEN at > now() - interval '30 days' THEN 2 WHEN at > now() - interval '365 days' THEN 1 ELSE 0 END,
        0, false
    FROM (SELECT n, now() - random() * interval '10 years' AS at FROM generate_series(1, SUMMARIES) AS n) AS made
    ORDER BY at;
    INSERT INTO votes_vote (summary_id, voter_id, value, reason, state, cast_at, changed_at)
    SELECT summary, 1 + (summary * 7 + turn * 13) % {VOTERS}, CASE WHEN random() < liked THEN 1 ELSE -1 END, '',
        'counted', now(), now()
    FROM (
        SELECT n AS summary, least({VOTERS}, ceil({VOTES / 2} / sqrt(1 - random())))::int AS votes,
            0.5 + random() / 2 AS liked
        FROM generate_series(1, SUMMARIES) AS n
    ) AS sizes, generate_series(1, votes) AS turn
    ORDER BY random();
    UPDATE summaries_summary AS s SET upvotes = c.up, downvotes = c.down, score = c.up - c.down
    FROM ({COUNT.replace("= 1)", "= 1) AS up").replace("= -1)", "= -1) AS down")}) AS c WHERE c.summary_id = s.id
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--summaries", type=int, default=20_000)
    options = parser.parse_args()
    sizes = [options.summaries // 10, options.summaries]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        directory = Path(name) / "postgresql"
        directory.mkdir()
        with started("postgresql", directory) as addresses:
            results = [measure(address, size) for address, size in zip(addresses, sizes, strict=False)]
    print_table(results)
    return 0


def measure(address: str, summaries: int) -> dict[str, float]:
    votes = seed(address, summaries)
    result = {"summaries": float(summaries), "votes": float(votes)}
    result["all anew"] = rank_all(address, expected=summaries)
    settle(address)
    result["nothing drifted"] = rank_all(address, expected=0)
    result["after one vote"] = float(rank_one(address))
    result["bare count"] = timed(lambda: execute(address, f"SELECT count(*) FROM ({COUNT}) AS counted"))
    settle(address)
    update = "UPDATE summaries_summary SET wilson = wilson / 2, hot = hot + 1"
    result["bare update"] = timed(lambda: execute(address, update))
    return result


def seed(address: str, summaries: int) -> int:
    """The number of votes. Rows first and indexes afterwards, which is several times faster."""
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")  # the rows that they name are there
        connection.execute("SET work_mem = '512MB'")
        connection.execute("SET maintenance_work_mem = '512MB'")
        restore = drop_indexes(connection, ["summaries_summary", "votes_vote", "papers_paper"])
        for statement in SEED.replace("SUMMARIES", str(summaries)).split(";"):
            connection.execute(statement)
        for statement in restore:
            connection.execute(statement)
    settle(address)
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT count(*) FROM votes_vote").fetchone()[0]


def drop_indexes(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    """All but those of constraints; returns the statements that make them again."""
    sql = """
        SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
    """
    found = connection.execute(sql, [tables]).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def settle(address: str) -> None:
    """As autovacuum and the checkpointer leave a database that has run for a while."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE summaries_summary, votes_vote")
        connection.execute("CHECKPOINT")


def execute(address: str, statement: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("SET work_mem = '256MB'")
        connection.execute(statement)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rank_all(address: str, expected: int) -> float:
    """Seconds of the task in a process that has started; ends the bench where it did not do what it should."""
    code = (
        "import time; from votes.services import rank_all\n"
        "began = time.perf_counter(); ranking = rank_all()\n"
        "print(ranking.ranked, len(ranking.drift), time.perf_counter() - began)"
    )
    ranked, drifted, seconds = manage(address, "shell", "--no-imports", "-c", code).split()
    if (int(ranked), int(drifted)) != (expected, 0):
        sys.exit(f"{ranked} were ranked instead of {expected}, {drifted} kinds of drift were found")
    return float(seconds)


def manage(address: str, *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    result = subprocess.run(command, env=environment(address), check=True, stdout=subprocess.PIPE, text=True)
    return result.stdout.strip()


def rank_one(address: str) -> float:
    """Milliseconds from the mark to the rank, median of 50."""
    code = (
        "import random, time; from summaries.models import Summary; from votes.services import rank_changed_summaries\n"
        "times = []\n"
        "last = Summary.objects.latest('id').pk\n"
        "for _ in range(60):\n"
        "    Summary.objects.filter(pk=random.randint(1, last)).update(needs_ranking=True)\n"
        "    began = time.perf_counter(); assert rank_changed_summaries() == 1\n"
        "    times.append((time.perf_counter() - began) * 1000)\n"
        "print(times[10:])"
    )
    return statistics.median(map(float, manage(address, "shell", "--no-imports", "-c", code).strip("[]").split(",")))


def print_table(results: list[dict[str, float]]) -> None:
    small, large = results
    print("\nranking, PostgreSQL")
    print(f"  {'':<26}{'small':>12}{'large':>12}{'growth':>9}")
    for row in ("summaries", "votes"):
        print(f"  {row:<26}{small[row]:>12,.0f}{large[row]:>12,.0f}{large[row] / small[row]:>9.1f}")
    for row, floor in (("nothing drifted", "bare count"), ("all anew", "bare update")):
        print(f"  {f'rank_all, {row}':<26}{small[row]:>10.1f} s{large[row]:>10.1f} s{large[row] / small[row]:>9.1f}")
        print(f"  {floor:<26}{small[floor]:>10.1f} s{large[floor]:>10.1f} s{large[floor] / small[floor]:>9.1f}")
        print(f"  {'  × floor':<26}{small[row] / small[floor]:>12.1f}{large[row] / large[floor]:>12.1f}")
    row = "after one vote"
    print(f"  {f'ranking {row}':<26}{small[row]:>9.1f} ms{large[row]:>9.1f} ms{large[row] / small[row]:>9.1f}")
    print("  (wanted at 1,000,000 summaries: rank_all under 60 s, growth at most 12; after one vote at most 1.3)")


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main())
