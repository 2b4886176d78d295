"""The counters of a summary: they move under its lock, and by votes that count alone."""

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from summaries.models import Summary
from summaries.services import SummaryGone, ask_for_ranking
from votes.models import Vote
from votes.services import statements

UPS = Count("pk", filter=Q(value=Vote.UP))
DOWNS = Count("pk", filter=Q(value=Vote.DOWN))


def lock_summary(pk: int) -> Summary:
    """The summary as it is now. Whatever changes a vote on it waits for this lock. Raises SummaryGone."""
    locked = statements.find_locked(pk)
    if locked is None:
        raise SummaryGone
    return locked


def lock_with_vote(voter: User, summary_pk: int) -> statements.Locked:
    """The same with what the voter has to do with it. Raises SummaryGone."""
    locked = statements.lock_with_vote(voter, summary_pk)
    if locked is None:
        raise SummaryGone
    return locked


def counted_value(vote: Vote | None) -> int:
    """What a vote adds to the score: nothing where there is none, or where it waits or is held."""
    return vote.value if vote and vote.state == Vote.State.COUNTED else 0


def move_counters(summary: Summary, before: int, after: int) -> None:
    """From what one voter's vote counted to what it counts now."""
    up = (after == Vote.UP) - (before == Vote.UP)
    down = (after == Vote.DOWN) - (before == Vote.DOWN)
    shift_counters(summary, up, down)


def begin_to_count(summary: Summary, votes: QuerySet[Vote]) -> int:
    """Counts these votes on a locked summary, none of which counted so far; returns how many they are."""
    up, down = ups_and_downs(votes)
    shift_counters(summary, up, down)
    return votes.update(state=Vote.State.COUNTED)


def ups_and_downs(votes: QuerySet[Vote]) -> tuple[int, int]:
    counts = votes.aggregate(up=UPS, down=DOWNS)
    return counts["up"], counts["down"]


def shift_counters(summary: Summary, up: int, down: int) -> None:
    """The one place where counters of a locked summary move; it is ranked anew where they did."""
    if not up and not down:
        return
    summary.upvotes += up
    summary.downvotes += down
    summary.score = summary.upvotes - summary.downvotes
    statements.count(summary)
    transaction.on_commit(ask_for_ranking)
