"""Casting votes, ranking what they changed, and proving both from the rows."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.services import ask_for_ranking
from votes.models import Vote
from votes.ranking import FORMULA_VERSION, hot_score, wilson_lower_bound

RANK_BATCH = 500  # summaries a transaction; short enough that votes never wait for it
RANK_FIELDS = ["wilson", "hot", "formula_version", "needs_ranking"]


class InvalidVote(DomainError):
    code = "invalid_vote"
    message = "A vote is 1, 0 or -1."


class OwnSummary(DomainError):
    code = "own_summary"
    status = 403
    message = "You cannot vote on your own summary."


class NotPublic(DomainError):
    code = "not_public"
    status = 409
    message = "Only public summaries can be voted on."


@dataclass(frozen=True)
class Tally:
    """A voter's vote on a summary and the counts after it."""

    value: int
    score: int
    upvotes: int
    downvotes: int


@transaction.atomic
def cast_vote(*, voter: User, summary: Summary, value: int) -> Tally:
    """Sets the voter's vote to 1, 0 or −1; the same call twice changes nothing.

    The lock on the summary's row makes votes on it wait for each other, so counters and rows always agree.
    Raises InvalidVote, OwnSummary or NotPublic.
    """
    if value not in (-1, 0, 1):
        raise InvalidVote
    locked = Summary.objects.without_text().select_for_update().get(pk=summary.pk)
    if locked.writer_id == voter.pk:
        raise OwnSummary
    if not locked.is_public:
        raise NotPublic
    before = set_vote(voter, locked, value)
    if before != value:
        move_counters(locked, before, value)
        transaction.on_commit(ask_for_ranking)
    return Tally(value=value, score=locked.score, upvotes=locked.upvotes, downvotes=locked.downvotes)


def set_vote(voter: User, summary: Summary, value: int) -> int:
    """Makes the row say `value` and returns what it said before; both 0 where there is no row."""
    vote = Vote.objects.filter(voter=voter, summary=summary).first()
    before = vote.value if vote else 0
    if before == value:
        return before
    if vote is None:
        Vote.objects.create(voter=voter, summary=summary, value=value)
    elif value == 0:
        vote.delete()
    else:
        vote.value = value
        vote.save(update_fields=["value", "changed_at"])
    return before


def move_counters(summary: Summary, before: int, after: int) -> None:
    summary.upvotes += (after == Vote.UP) - (before == Vote.UP)
    summary.downvotes += (after == Vote.DOWN) - (before == Vote.DOWN)
    summary.score = summary.upvotes - summary.downvotes
    summary.needs_ranking = True
    summary.save(update_fields=["upvotes", "downvotes", "score", "needs_ranking"])


def rank_changed_summaries() -> int:
    """Computes the ranks of the summaries that are marked; returns how many there were.

    Two workers at once share the work: each skips the rows that the other has locked.
    """
    done = 0
    while batch := rank_batch():
        done += batch
    return done


@transaction.atomic
def rank_batch() -> int:
    marked = Summary.objects.without_text().needing_rank().select_for_update(skip_locked=True).order_by("id")
    summaries = list(marked[:RANK_BATCH])
    for summary in summaries:
        set_ranks(summary)
    Summary.objects.bulk_update(summaries, RANK_FIELDS)
    return len(summaries)


def set_ranks(summary: Summary) -> None:
    summary.wilson = wilson_lower_bound(summary.upvotes, summary.downvotes)
    summary.hot = hot_score(summary.upvotes, summary.downvotes, summary.published_at) if summary.published_at else 0.0
    summary.formula_version = FORMULA_VERSION
    summary.needs_ranking = False


def mark_all_for_ranking() -> int:
    """After a change of a formula: everything is ranked anew."""
    return Summary.objects.update(needs_ranking=True)


@dataclass(frozen=True)
class Drift:
    """A stored number that its rows do not bear out."""

    summary_id: int
    field: str
    stored: float
    expected: float


def repair_drift() -> list[Drift]:
    """Recomputes every counter and rank from the votes, repairs what differs and tells what did."""
    drifts: list[Drift] = []
    for pk in Summary.objects.order_by("id").values_list("id", flat=True).iterator():
        drifts += repair_summary(pk)
    return drifts


@transaction.atomic
def repair_summary(pk: int) -> list[Drift]:
    """Under the row's lock, so that a vote cast meanwhile is neither missed nor counted twice."""
    summary = Summary.objects.without_text().select_for_update().filter(pk=pk).first()
    if summary is None:
        return []
    stored = stored_numbers(summary)
    was_marked = summary.needs_ranking
    counted = count_votes(Vote.objects.filter(summary=summary))
    summary.upvotes, summary.downvotes = counted
    summary.score = summary.upvotes - summary.downvotes
    set_ranks(summary)
    expected = stored_numbers(summary)
    ignored = {"wilson", "hot"} if was_marked else set()  # a marked row's ranks are known to be old
    drifts = [
        Drift(summary.pk, field, stored[field], expected[field])
        for field in stored
        if stored[field] != expected[field] and field not in ignored
    ]
    if drifts or was_marked:
        summary.save(update_fields=["upvotes", "downvotes", "score", *RANK_FIELDS])
    return drifts


def stored_numbers(summary: Summary) -> dict[str, float]:
    return {
        "upvotes": summary.upvotes,
        "downvotes": summary.downvotes,
        "score": summary.score,
        "wilson": summary.wilson,
        "hot": summary.hot,
    }


def count_votes(votes: QuerySet[Vote]) -> tuple[int, int]:
    counts = votes.aggregate(up=Count("pk", filter=Q(value=Vote.UP)), down=Count("pk", filter=Q(value=Vote.DOWN)))
    return counts["up"], counts["down"]
