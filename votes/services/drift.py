"""Proving every stored number of summaries from its rows, and putting right what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from summaries.models import Summary
from votes.models import Vote
from votes.ranking import FORMULA_VERSION
from votes.services.counters import DOWNS, UPS
from votes.services.rank_tables import find_suspects, rank_old_formulas, read_pairs
from votes.services.ranks import RANK_FIELDS, move_periods, rank_changed_summaries, set_ranks
from votes.services.reputation import mark_stale

REPAIR_BATCH = 500  # summaries a transaction
COUNTERS = ["upvotes", "downvotes", "score"]


@dataclass(frozen=True)
class Drift:
    """A stored number that its rows do not bear out."""

    summary_id: int
    field: str
    stored: float
    expected: float

    def __str__(self) -> str:
        return f"summary {self.summary_id}: {self.field} was {self.stored:g}, its votes give {self.expected:g}"


def repair_drift(now: datetime | None = None) -> list[Drift]:
    """Compares every counter, rank and period with the votes and dates, repairs what differs and tells what did.

    What only waited for a task is done first and is no drift: a marked row's ranks, a period that has just ended.
    """
    _, suspects = bring_up_to_date(now or timezone.now())
    return list(repair_summaries(suspects, now))


def bring_up_to_date(now: datetime) -> tuple[int, list[int]]:
    """Does what the tasks would do; returns how many were ranked, and the ids where something is wrong even so."""
    move_periods(now)
    ranked = rank_changed_summaries()
    pairs = read_pairs()
    ranked += rank_old_formulas(pairs)
    return ranked, find_suspects(pairs, now)


def repair_summaries(suspects: Sequence[int], now: datetime | None) -> Iterator[Drift]:
    """Rows that somebody else has locked come last and one by one.

    Who holds one lock and waits for another can wait in a circle; who waits with none in hand cannot.
    """
    ids = iter(suspects)
    locked: list[int] = []
    while batch := list(islice(ids, REPAIR_BATCH)):
        done, drifts = repair_batch(batch, now, skip_locked=True)
        yield from drifts
        locked += sorted(set(batch) - done)
    for pk in locked:
        yield from repair_batch([pk], now, skip_locked=False)[1]


@transaction.atomic
def repair_batch(ids: list[int], now: datetime | None, *, skip_locked: bool) -> tuple[set[int], list[Drift]]:
    """Under the locks of the rows, so that a vote cast meanwhile is neither missed nor counted twice.

    Without `now` the clock is read under them too: a row that went into the next period meanwhile is right.
    """
    rows = Summary.objects.without_text().select_for_update(skip_locked=skip_locked).filter(pk__in=ids).order_by("id")
    summaries = list(rows)
    now = now or timezone.now()
    counted = count_votes([summary.pk for summary in summaries])
    drifts = [drift for summary in summaries for drift in put_right(summary, counted.get(summary.pk, (0, 0)), now)]
    Summary.objects.bulk_update(summaries, [*COUNTERS, *RANK_FIELDS])
    mark_stale(summary.writer_id for summary in summaries if not summary.is_anonymous)
    return {summary.pk for summary in summaries}, drifts


def put_right(summary: Summary, counted: tuple[int, int], now: datetime) -> list[Drift]:
    """Gives the summary the numbers that it should have; returns those that had no excuse to be others."""
    stored = stored_numbers(summary)
    are_ranks_old = summary.needs_ranking or summary.formula_version != FORMULA_VERSION
    summary.upvotes, summary.downvotes = counted
    summary.score = summary.upvotes - summary.downvotes
    set_ranks(summary, now)
    expected = stored_numbers(summary)
    excused = {"wilson", "hot"} if are_ranks_old else set()
    if stored["recency"] > expected["recency"]:
        excused.add("recency")  # its period has just ended
    return [
        Drift(summary.pk, field, stored[field], expected[field])
        for field in stored
        if stored[field] != expected[field] and field not in excused
    ]


def stored_numbers(summary: Summary) -> dict[str, float]:
    return {field: getattr(summary, field) for field in [*COUNTERS, "wilson", "hot", "recency"]}


def count_votes(summaries: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Up-votes and down-votes that count; a summary without any is left out."""
    votes = Vote.objects.filter(summary__in=summaries, state=Vote.State.COUNTED).order_by()
    return {pk: (ups, downs) for pk, ups, downs in votes.values_list("summary").annotate(up=UPS, down=DOWNS)}
