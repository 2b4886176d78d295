"""Votes that go without their voter's doing: accounts that close, accounts that turn out to be one person's."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import ngettext_lazy

from accounts.models import Notification, User
from accounts.services import notify
from summaries.services import SummaryGone
from votes.models import Vote
from votes.services.bursts import remember_burst
from votes.services.counters import counted_value, lock_summary, move_counters


@transaction.atomic
def withdraw_vote(*, voter_id: int, summary_id: int) -> bool:
    """Under the summary's lock, as it was cast, also where the summary takes no votes now; says if there was one."""
    try:
        locked = lock_summary(summary_id)
    except SummaryGone:
        return False  # and its votes with it
    vote = Vote.objects.filter(voter=voter_id, summary=summary_id).first()
    if vote is None:
        return False
    remember_burst(vote)
    vote.delete()
    move_counters(locked, counted_value(vote), 0)
    return True


def withdraw_votes_of(voter: User) -> int:
    """All of a voter's votes, one summary at a time; called again after a crash it goes on. Returns how many."""
    summaries = list(Vote.objects.filter(voter=voter).order_by("summary").values_list("summary", flat=True))
    return sum(withdraw_vote(voter_id=voter.pk, summary_id=summary) for summary in summaries)


@transaction.atomic
def withdraw_linked_votes(people: Sequence[int]) -> None:
    """Of accounts of one person: their votes on each other's summaries, and all but the first where several voted.

    Whoever lost votes is told how many and no more: a name would be one too many where a summary is anonymous.
    """
    surplus = sorted({*votes_on_each_other(people), *votes_beside_another(people)})
    withdrawn: dict[int, int] = {}
    for summary_id, voter_id in surplus:  # by summary, as everybody locks them
        if withdraw_vote(voter_id=voter_id, summary_id=summary_id):
            withdrawn[voter_id] = withdrawn.get(voter_id, 0) + 1
    for voter in User.objects.filter(pk__in=withdrawn):
        tell_of_withdrawal(voter, withdrawn[voter.pk])


def votes_on_each_other(people: Sequence[int]) -> list[tuple[int, int]]:
    """As summary and voter."""
    votes = Vote.objects.filter(voter__in=people, summary__writer__in=people)
    return list(votes.values_list("summary", "voter"))


def votes_beside_another(people: Sequence[int]) -> list[tuple[int, int]]:
    """As summary and voter: all but the one that was cast first."""
    ours = Vote.objects.filter(voter__in=people)
    several = ours.order_by().values("summary").annotate(number=Count("pk")).filter(number__gt=1).values("summary")
    votes = ours.filter(summary__in=several).order_by("summary", "cast_at", "pk").values_list("summary", "voter")
    seen: set[int] = set()
    later = []
    for summary, voter in votes:
        if summary in seen:
            later.append((summary, voter))
        seen.add(summary)
    return later


def tell_of_withdrawal(voter: User, number: int) -> None:
    text = ngettext_lazy(
        "One of your votes was withdrawn: accounts of one person do not vote on each other, "
        "and have one vote together.",
        "{number} of your votes were withdrawn: accounts of one person do not vote on each other, "
        "and have one vote together.",
        number,
    )
    notify(
        reader=voter,
        kind=Notification.Kind.ACCOUNT,
        text=format_lazy(text, number=number),
        url=f"{reverse('settings')}#accounts",
        key=f"linked-votes-{timezone.now():%Y%m%d%H%M%S}",
    )
