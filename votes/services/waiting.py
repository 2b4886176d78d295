"""Votes of new accounts, which begin to count when the account is old enough."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from summaries.services import SummaryGone
from votes.models import Vote
from votes.services.counters import begin_to_count, lock_summary

BATCH = 500  # votes looked up at a time


def count_due_votes() -> int:
    """Counts the votes whose time has come and returns how many there were, on hidden summaries too.

    Two workers at once share the work: each takes the votes of a summary under its lock and finds none left.
    """
    now = timezone.now()
    done = 0
    while summaries := summaries_with_due_votes(now):
        done += sum(count_due_votes_on(pk, now) for pk in summaries)
    return done


def summaries_with_due_votes(now: datetime) -> list[int]:
    due = Vote.objects.filter(state=Vote.State.WAITING, counts_at__lte=now).order_by("counts_at")
    return list(dict.fromkeys(due.values_list("summary", flat=True)[:BATCH]))


@transaction.atomic
def count_due_votes_on(summary_pk: int, now: datetime) -> int:
    try:
        summary = lock_summary(summary_pk)
    except SummaryGone:
        return 0  # and its votes with it
    return begin_to_count(summary, Vote.objects.filter(summary=summary, state=Vote.State.WAITING, counts_at__lte=now))
