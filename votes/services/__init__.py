"""What changes votes and ranks; one module a noun."""

from votes.services.admission import (
    InvalidReason,
    InvalidVote,
    NotPublic,
    OwnSummary,
    ReasonNeeded,
    ReasonWithoutDownVote,
    ReputationNeeded,
    check_vote_rate,
)
from votes.services.bursts import InvalidDecision, decide_burst
from votes.services.casting import Tally, cast_vote
from votes.services.closing import CLOSING_TASK, close_account, finish_closings
from votes.services.drift import Drift, repair_drift
from votes.services.linked import LinkedAccount, linked_voters
from votes.services.nightly import Ranking, rank_all
from votes.services.ranks import move_periods, rank_changed_summaries
from votes.services.reputation import (
    ReputationDrift,
    count_all_reputations,
    count_reputation,
    count_stale_reputations,
    mark_stale,
    mark_writer_of_deleted,
    repair_reputations,
)
from votes.services.waiting import count_due_votes
from votes.services.withdrawing import withdraw_linked_votes, withdraw_vote

__all__ = [
    "CLOSING_TASK",
    "Drift",
    "InvalidDecision",
    "InvalidReason",
    "InvalidVote",
    "LinkedAccount",
    "NotPublic",
    "OwnSummary",
    "Ranking",
    "ReasonNeeded",
    "ReasonWithoutDownVote",
    "ReputationDrift",
    "ReputationNeeded",
    "Tally",
    "cast_vote",
    "check_vote_rate",
    "close_account",
    "count_all_reputations",
    "count_due_votes",
    "count_reputation",
    "count_stale_reputations",
    "decide_burst",
    "finish_closings",
    "linked_voters",
    "mark_stale",
    "mark_writer_of_deleted",
    "move_periods",
    "rank_all",
    "rank_changed_summaries",
    "repair_drift",
    "repair_reputations",
    "withdraw_linked_votes",
    "withdraw_vote",
]
