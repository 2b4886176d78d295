"""The statements that every vote runs, put together once: that takes longer than running them.

Questions are built by the ORM, with marks where the numbers go in, and asked of the driver from then on; what is
written is written out. `tests/votes/test_statements.py` holds them against the ORM.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import FilteredRelation, Q, Subquery
from django.utils import timezone

from accounts.models import User
from summaries.models import Summary
from votes.models import Burst, Vote
from votes.ranking import FORMULA_VERSION

VOTER, SUMMARY = -1, -2  # numbers that no row has: the marks

# What votes have to do with, in the order of the models' fields, as from_db wants it; a row of a summary is wide.
SUMMARY_FIELDS = ["id", "writer_id", "visibility", "is_anonymous", "hidden_at", "upvotes", "downvotes", "score"]
VOTE_FIELDS = ["id", "value", "reason", "state"]

ADD = (
    "INSERT INTO votes_vote (summary_id, voter_id, value, reason, state, counts_at, burst_id, cast_at, changed_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
# A reason alone moves no date: reputation is counted by it.
CHANGE = (
    "UPDATE votes_vote SET value = %s, reason = %s, changed_at = CASE WHEN value = %s THEN changed_at ELSE %s END"
    " WHERE summary_id = %s AND voter_id = %s"
)
RANK = (
    "UPDATE summaries_summary SET wilson = %s, hot = %s, recency = %s, formula_version = %s, needs_ranking = %s"
    " WHERE id = %s"
)
COUNT = "UPDATE summaries_summary SET upvotes = %s, downvotes = %s, score = %s, needs_ranking = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Locked:
    """A locked summary, one voter's vote on it, and the burst out of which they withdrew an earlier one."""

    summary: Summary
    vote: Vote | None
    left_burst: int | None


class Ranks(NamedTuple):
    """What a summary stands by in the orders, all computed from its counters and its date."""

    wilson: float
    hot: float
    recency: int


Build = Callable[[], "models.QuerySet[Any, tuple[Any, ...]]"]


def visible_to_reader() -> "models.QuerySet[Any, tuple[Any, ...]]":
    return visible_to(User(pk=VOTER))


def visible_to_moderator() -> "models.QuerySet[Any, tuple[Any, ...]]":
    return visible_to(User(pk=VOTER, is_staff=True))


def visible_to(voter: User) -> "models.QuerySet[Any, tuple[Any, ...]]":
    found = Summary.objects.visible_to(voter).with_my_vote(voter).filter(pk=SUMMARY)
    return found.values_list(*SUMMARY_FIELDS, "my_vote")


def locked() -> "models.QuerySet[Any, tuple[Any, ...]]":
    return Summary.objects.filter(pk=SUMMARY).select_for_update().values_list(*SUMMARY_FIELDS)


def vote_of() -> "models.QuerySet[Any, tuple[Any, ...]]":
    return Vote.objects.filter(summary=SUMMARY, voter=VOTER).values_list(*VOTE_FIELDS)


def lock_of() -> "models.QuerySet[Any, tuple[Any, ...]]":
    return Summary.objects.filter(pk=SUMMARY).select_for_update().values_list("id")


def with_vote() -> "models.QuerySet[Any, tuple[Any, ...]]":
    mine = FilteredRelation("votes", condition=Q(votes__voter=VOTER))
    found = Summary.objects.filter(pk=SUMMARY).annotate(mine=mine, left_burst=Subquery(left_burst()[:1]))
    return found.values_list(*SUMMARY_FIELDS, *(f"mine__{name}" for name in VOTE_FIELDS), "left_burst")


def left_burst() -> "models.QuerySet[Any, tuple[Any, ...]]":
    left = Burst.objects.filter(withdrawn__summary=SUMMARY, withdrawn__voter=VOTER)
    return left.exclude(is_counted=True).values_list("pk")


def find_visible(voter: User, summary_pk: int) -> Summary | None:
    """The summary as `visible_to` shows it, with SUMMARY_FIELDS and `my_vote` alone."""
    row = ask(visible_to_moderator if voter.is_staff else visible_to_reader, voter=voter.pk, summary=summary_pk)
    if row is None:
        return None
    *values, my_vote = row
    summary = Summary.from_db(connection.alias, SUMMARY_FIELDS, values)
    summary.my_vote = my_vote  # type: ignore[attr-defined]  # as with_my_vote does
    return summary


def find_locked(summary_pk: int) -> Summary | None:
    row = ask(locked, summary=summary_pk)
    return Summary.from_db(connection.alias, SUMMARY_FIELDS, row) if row else None


def find_vote(voter: User, summary: Summary) -> Vote | None:
    row = ask(vote_of, voter=voter.pk, summary=summary.pk)
    return vote_in(row) if row else None


def lock_with_vote(voter: User, summary_pk: int) -> Locked | None:
    """The vote is the one that stands once the lock is held.

    PostgreSQL locks in a question of its own: a row joined to the one that is waited for would be read as it was
    before. SQLite has locked everything when the transaction began.
    """
    if connection.features.has_select_for_update and ask(lock_of, summary=summary_pk) is None:
        return None
    row = ask(with_vote, voter=voter.pk, summary=summary_pk)
    if row is None:
        return None
    *of_both, burst = row
    of_summary, of_vote = of_both[: len(SUMMARY_FIELDS)], of_both[len(SUMMARY_FIELDS) :]
    summary = Summary.from_db(connection.alias, SUMMARY_FIELDS, of_summary)
    return Locked(summary, vote_in(of_vote) if of_vote[0] else None, burst)


def vote_in(row: Sequence[Any]) -> Vote:
    """One that waits or is held is read whole; there are few of them."""
    if row[VOTE_FIELDS.index("state")] != Vote.State.COUNTED:
        return Vote.objects.get(pk=row[0])
    return Vote.from_db(connection.alias, VOTE_FIELDS, row)


def ask(build: Build, *, summary: int, voter: int = VOTER) -> tuple[Any, ...] | None:
    sql, parameters = put_together(build)
    places = {VOTER: voter, SUMMARY: summary}
    with connection.cursor() as cursor:
        cursor.execute(sql, [places.get(parameter, parameter) for parameter in parameters])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


@cache
def put_together(build: Build) -> tuple[str, tuple[Any, ...]]:
    return build().order_by().query.sql_with_params()


def add(vote: Vote) -> None:
    now = adapted(timezone.now())
    counts_at = adapted(vote.counts_at) if vote.counts_at else None
    values = [vote.summary_id, vote.voter_id, vote.value, vote.reason, str(vote.state), counts_at, vote.burst_id]
    write(ADD, [*values, now, now])


def change(voter: User, summary: Summary, value: int, reason: str) -> None:
    write(CHANGE, [value, reason, value, adapted(timezone.now()), summary.pk, voter.pk])


def count(summary: Summary) -> None:
    write(COUNT, [summary.upvotes, summary.downvotes, summary.score, True, summary.pk])


def rank(ranks: Mapping[int, Ranks]) -> None:
    """Of locked summaries, one row after another in one go: a tenth of the time of one statement for all of them."""
    rows = [(*of_one, FORMULA_VERSION, False, pk) for pk, of_one in ranks.items()]
    with connection.cursor() as cursor:
        cursor.executemany(RANK, rows)


def write(sql: str, values: list[Any]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(sql, values)


def adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
