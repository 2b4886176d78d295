"""Ranks of all summaries at once, inside the database.

A rank depends on the votes by way of two counts, and many summaries share the same two. What Python computes for each
such pair goes into a small table of this connection; the database joins it with the summaries. Every rank is so the
one that `votes.ranking` gives, to the last bit: the only arithmetic left to SQL is the age, a subtraction, a division
and an addition of IEEE doubles, in the order in which hot_score has them.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from summaries.models import Summary
from summaries.orders import DAY, ENDING
from votes.ranking import EPOCH, FORMULA_VERSION, SECONDS_PER_DECADE, log_score, wilson_lower_bound

RANGE = 5_000  # ids a transaction, some tenths of a second where all of them change
SHARED_FROM = 20_000  # ids

# Microseconds are whole numbers well below 2^53, so the division rounds once, as datetime.timestamp() does.
MICROSECONDS = {
    "postgresql": "(extract(epoch FROM s.published_at) * 1000000)::bigint::float8",
    "sqlite": (
        "(CAST(strftime('%%s', substr(s.published_at, 1, 19)) AS INTEGER) * 1000000"
        " + CAST(substr(s.published_at, 21, 6) AS INTEGER))"
    ),
}
HOT = (
    "CASE WHEN s.published_at IS NULL THEN 0.0"
    f" ELSE p.log_score + (MICROSECONDS / 1000000.0{{double}} - {EPOCH}) / {SECONDS_PER_DECADE} END"
)
RANK_RANGE = f"""
    UPDATE summaries_summary AS s
    SET wilson = p.wilson, hot = HOT, formula_version = {FORMULA_VERSION}, needs_ranking = FALSE
    FROM rank_of_pair AS p
    WHERE s.id IN (
        SELECT id FROM summaries_summary
        WHERE id >= %s AND id < %s AND formula_version <> {FORMULA_VERSION} AND NOT needs_ranking
        ORDER BY id FREE_ROWS
    ) AND p.upvotes = s.upvotes AND p.downvotes = s.downvotes
"""  # noqa: S608 (a number of ours)
FIND_SUSPECTS = f"""
    SELECT s.id
    FROM summaries_summary AS s
    LEFT JOIN (
        SELECT summary_id, count(*) FILTER (WHERE value = 1) AS up, count(*) FILTER (WHERE value = -1) AS down
        FROM votes_vote WHERE state = 'counted' GROUP BY summary_id
    ) AS counted ON counted.summary_id = s.id
    LEFT JOIN rank_of_pair AS p ON p.upvotes = s.upvotes AND p.downvotes = s.downvotes
    WHERE s.upvotes <> coalesce(counted.up, 0)
        OR s.downvotes <> coalesce(counted.down, 0)
        OR (
            NOT s.needs_ranking
            AND (s.formula_version <> {FORMULA_VERSION} OR p.wilson IS NULL OR s.wilson <> p.wilson OR s.hot <> HOT)
        )
        OR s.recency <> CASE WHEN s.published_at IS NULL THEN {DAY.recency} PERIODS ELSE 0 END
    ORDER BY s.id
"""  # noqa: S608 (numbers of ours)


@dataclass(frozen=True)
class Pairs:
    """The ranks of each pair of counts that some summary has, and the ids among which an older formula's ranks are."""

    ranks: list[tuple[int, int, float, float]]
    old: range


def read_pairs() -> Pairs:
    is_old = ~Q(formula_version=FORMULA_VERSION)
    pairs = Summary.objects.order_by().values_list("upvotes", "downvotes")
    found = list(pairs.annotate(first=Min("id", filter=is_old), last=Max("id", filter=is_old)))
    ids = [pk for pair in found for pk in pair[2:] if pk is not None]
    return Pairs(
        ranks=[(up, down, wilson_lower_bound(up, down), log_score(up, down)) for up, down, _, _ in found],
        old=range(min(ids), max(ids) + 1) if ids else range(0),
    )


@contextmanager
def rank_table(pairs: Pairs) -> Iterator[None]:
    """The table `rank_of_pair`, which this connection alone sees."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS rank_of_pair")
        cursor.execute(
            "CREATE TEMPORARY TABLE rank_of_pair (upvotes integer, downvotes integer, wilson double precision,"
            " log_score double precision, PRIMARY KEY (upvotes, downvotes))"
        )
        try:
            cursor.executemany("INSERT INTO rank_of_pair VALUES (%s, %s, %s, %s)", pairs.ranks)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE rank_of_pair")  # nobody else does it for a temporary table
            yield
        finally:
            cursor.execute("DROP TABLE rank_of_pair")


def rank_old_formulas(pairs: Pairs) -> int:
    """Ranks what an older formula ranked, a range of ids a transaction; returns how many there were.

    Rows that somebody else has locked are left, and those whose counts moved meanwhile: they are marked, and whoever
    ranks a marked row marks the reputation of its writer too. Nearly all of the time goes
    into PostgreSQL's indexes, one processor a connection; many ids are therefore shared by two connections.
    """
    is_shared = len(pairs.old) > SHARED_FROM and connection.vendor == "postgresql" and not connection.in_atomic_block
    if not is_shared:
        return rank_ranges(pairs, pairs.old)
    middle = len(pairs.old) // 2
    with ThreadPoolExecutor(max_workers=2) as pool:
        return sum(pool.map(partial(rank_on_own_connection, pairs), [pairs.old[:middle], pairs.old[middle:]]))


def rank_on_own_connection(pairs: Pairs, ids: range) -> int:
    """For a thread, which has a connection of its own."""
    try:
        return rank_ranges(pairs, ids)
    finally:
        connection.close()


def rank_ranges(pairs: Pairs, ids: range) -> int:
    with rank_table(pairs):
        return sum(rank_range(start, min(start + RANGE, ids.stop)) for start in ids[::RANGE])


@transaction.atomic
def rank_range(start: int, stop: int) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL synchronous_commit = off")  # lost in a crash, it is ranked again
        cursor.execute(in_dialect(RANK_RANGE), [start, stop])
        return int(cursor.rowcount)


@transaction.atomic
def find_suspects(pairs: Pairs, now: datetime) -> list[int]:
    """Ids of summaries with a stored number that their rows do not bear out: one statement, one moment.

    A vote that is cast between two statements cannot deceive it. Old ranks of a row that is marked are no fault.
    """
    limits = {period.recency: period.begins(now) for period in ENDING}
    periods = " ".join(f"WHEN s.published_at >= %s THEN {recency}" for recency in limits)
    with rank_table(pairs), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL work_mem = '256MB'")  # counts of a million summaries stay in memory
        cursor.execute(in_dialect(FIND_SUSPECTS).replace("PERIODS", periods), adapted(limits.values()))
        return [row[0] for row in cursor.fetchall()]


def adapted(moments: Iterable[datetime]) -> list[str]:
    """As the columns hold them: SQLite compares dates as text."""
    return [str(connection.ops.adapt_datetimefield_value(moment)) for moment in moments]


def in_dialect(sql: str) -> str:
    is_postgres = connection.vendor == "postgresql"
    hot = HOT.replace("MICROSECONDS", MICROSECONDS[connection.vendor]).format(double="::float8" if is_postgres else "")
    free_rows = "FOR NO KEY UPDATE SKIP LOCKED" if is_postgres else ""
    return sql.replace("HOT", hot).replace("FREE_ROWS", free_rows)
