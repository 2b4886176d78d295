"""Casting votes: the row, the counters, and the mark for ranking, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from shortsci.turns import turn_to_write
from summaries.models import Summary
from votes.models import Vote
from votes.services import statements
from votes.services.admission import check_down_vote, check_voter, check_words, when_it_counts
from votes.services.bursts import find_left_burst, join_burst, remember_burst
from votes.services.counters import counted_value, lock_with_vote, move_counters
from votes.services.crowds import Crowd, watch_crowd
from votes.services.linked import refuse_linked_vote
from votes.services.statements import Locked


@dataclass(frozen=True)
class Tally:
    """A voter's vote on a summary and the counts after it. `state` is one of Vote.State, empty without a vote."""

    value: int
    score: int
    upvotes: int
    downvotes: int
    state: str = ""
    reason: str = ""
    counts_at: datetime | None = None


def cast_vote(*, voter: User, summary: Summary, value: int, reason: str = "", address: str = "") -> Tally:
    """Sets the voter's vote to 1, 0 or −1; the same call twice changes nothing.

    `reason` goes with a vote down; left out, the one that was given stays. `address` is where the request came from:
    it tells a burst, and is not kept. Raises InvalidVote, InvalidReason, ReasonWithoutDownVote, SummaryGone,
    OwnSummary, NotPublic, ReasonNeeded or ReputationNeeded.
    """
    check_words(value, reason)
    # Asked before the lock is taken: a Redis that hangs must not keep the other voters waiting.
    is_new = value != 0 and not has_voted(voter, summary)
    crowd = watch_crowd(voter=voter, summary=summary, address=address) if is_new else None
    with turn_to_write():
        return set_vote(voter, summary.pk, value, reason, crowd)


def has_voted(voter: User, summary: Summary) -> bool:
    """As a summary says that was read with the vote, else as the database says now."""
    known = getattr(summary, "my_vote", None)
    return bool(known) if known is not None else statements.find_vote(voter, summary) is not None


@transaction.atomic
def set_vote(voter: User, summary_pk: int, value: int, reason: str, crowd: Crowd | None) -> Tally:
    """The lock on the summary's row makes votes on it wait for each other, so counters and rows always agree."""
    locked = lock_with_vote(voter, summary_pk)
    summary, vote = locked.summary, locked.vote
    if value:  # what was cast while the summary was public can be taken back
        check_voter(voter, summary)
    refuse_linked_vote(voter, summary, value)
    before = counted_value(vote)
    if value == Vote.DOWN and (vote is None or vote.value != Vote.DOWN):
        check_down_vote(voter, reason)
    if vote is None:
        vote = add_vote(voter, locked, value, reason, crowd) if value else None
    else:
        vote = change_vote(voter, summary, vote, value, reason)
    move_counters(summary, before, counted_value(vote))
    return tally_of(summary, vote)


def add_vote(voter: User, locked: Locked, value: int, reason: str, crowd: Crowd | None) -> Vote:
    """Held where it comes in a burst, else waiting where the account is too young, else counted.

    Who withdrew a vote that a burst held has the next one there too, set aside where the burst was.
    """
    counts_at = when_it_counts(voter)
    summary = locked.summary
    burst = find_left_burst(voter, locked) or (join_burst(summary, crowd) if crowd else None)
    if burst:
        state = Vote.State.SET_ASIDE if burst.decided_at else Vote.State.HELD
    else:
        state = Vote.State.WAITING if counts_at else Vote.State.COUNTED
    vote = Vote(voter=voter, summary=summary, value=value, reason=reason, state=state, counts_at=counts_at, burst=burst)
    statements.add(vote)
    return vote


def change_vote(voter: User, summary: Summary, vote: Vote, value: int, reason: str) -> Vote | None:
    """Its state stays: who changes a vote that waits or is held has one that waits or is held."""
    if value == 0:
        remember_burst(vote)
        vote.delete()
        return None
    if value == Vote.DOWN:
        reason = reason or vote.reason
    if (vote.value, vote.reason) != (value, reason):
        vote.value, vote.reason = value, reason
        statements.change(voter, summary, value, reason)
    return vote


def tally_of(summary: Summary, vote: Vote | None) -> Tally:
    counts = (summary.score, summary.upvotes, summary.downvotes)
    if vote is None:
        return Tally(0, *counts)
    counts_at = vote.counts_at if vote.state == Vote.State.WAITING else None
    return Tally(vote.value, *counts, vote.state, vote.reason, counts_at)
