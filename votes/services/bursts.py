"""Votes that came in a burst: held, shown to moderators, and counted or set aside as one of them says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification, User
from accounts.services import notify_all
from shortsci.errors import DomainError
from summaries.models import Summary
from votes.models import Burst, Vote, WithdrawnVote
from votes.services import statements
from votes.services.counters import begin_to_count, lock_summary, shift_counters, ups_and_downs
from votes.services.crowds import Crowd, forget_crowd
from votes.services.linked import linked_voters

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class InvalidDecision(DomainError):
    code = "invalid_decision"
    message = _("Press one of the two buttons: count the votes, or set them aside.")


UNCOUNTED = [Vote.State.HELD, Vote.State.SET_ASIDE]


def join_burst(summary: Summary, crowd: Crowd) -> Burst:
    """The open burst that a vote on this locked summary belongs to; a new one is told to moderators.

    Of one address range the votes that had been counted within the time are held too: they are known one by one, and
    the range would have them for nothing otherwise. Of a crowd from everywhere they stay counted: nothing tells the
    honest ones among them, and a thousand votes of strangers must not be able to take a thousand readers' votes away.
    """
    burst, is_new = Burst.objects.get_or_create(
        summary=summary, kind=crowd.kind, network=crowd.network, decided_at=None
    )
    if is_new:
        tell_moderators(burst)
    if crowd.voters:
        hold_earlier_votes(summary, burst, crowd.voters)
    return burst


def hold_earlier_votes(summary: Summary, burst: Burst, voters: Sequence[int]) -> None:
    """Those that a moderator has let through before, as part of another burst, stay."""
    since = timezone.now() - timedelta(minutes=settings.BURST_MINUTES)
    votes = Vote.objects.filter(summary=summary, voter__in=voters, cast_at__gte=since, burst=None)
    up, down = ups_and_downs(votes.filter(state=Vote.State.COUNTED))
    shift_counters(summary, -up, -down)
    votes.filter(state__in=[Vote.State.COUNTED, Vote.State.WAITING]).update(state=Vote.State.HELD, burst=burst)


def remember_burst(vote: Vote) -> None:
    """Of a vote that goes, where it is held or set aside: to withdraw it and to cast it anew does not free it."""
    if vote.state in UNCOUNTED and vote.burst_id:
        WithdrawnVote.objects.update_or_create(
            summary_id=vote.summary_id, voter_id=vote.voter_id, defaults={"burst_id": vote.burst_id}
        )


def find_left_burst(voter: User, locked: statements.Locked) -> Burst | None:
    """Out of which this person withdrew a vote on the locked summary, unless its votes count by now."""
    if locked.left_burst:
        return Burst.objects.get(pk=locked.left_burst)
    for account in sorted(linked_voters(voter)):
        if row := statements.ask(statements.left_burst, summary=locked.summary.pk, voter=account):
            return Burst.objects.get(pk=row[0])
    return None


@transaction.atomic
def decide_burst(*, burst: Burst, by: User, is_counted: bool) -> Burst:
    """Counts the votes of a burst, or sets them aside; the same decision twice changes nothing.

    Votes that were set aside can be counted later, votes that count are not taken away again. Raises SummaryGone.
    """
    summary = lock_summary(burst.summary_id)
    current = Burst.objects.select_related("summary__paper", "summary__writer").get(pk=burst.pk)
    if current.is_counted == is_counted or current.is_counted:
        return current
    votes = Vote.objects.filter(burst=current, state__in=UNCOUNTED)
    if is_counted:
        count_votes_of(current, summary, votes)
    else:
        votes.update(state=Vote.State.SET_ASIDE)
        tell_voters(current, _("A moderator has set aside your vote on {summary}: it came in a burst of votes."))
    current.decided_at, current.decided_by, current.is_counted = timezone.now(), by, is_counted
    current.save(update_fields=["decided_at", "decided_by", "is_counted"])
    return current


def count_votes_of(burst: Burst, summary: Summary, votes: QuerySet[Vote]) -> None:
    """Votes of accounts that are still too young wait for their time. The crowd is counted anew from here."""
    if burst.is_counted is False:
        tell_voters(burst, _("A moderator has changed their mind: your vote on {summary} counts."))
    begin_to_count(summary, votes.filter(is_due(timezone.now())))
    votes.update(state=Vote.State.WAITING)
    transaction.on_commit(lambda: forget_crowd(burst))


def is_due(now: datetime) -> Q:
    return Q(counts_at=None) | Q(counts_at__lte=now)


def tell_moderators(burst: Burst) -> None:
    """All but the summary's writer, who has no say in it."""
    moderators = User.objects.filter(is_staff=True, is_active=True).exclude(pk=burst.summary.writer_id)
    text = format_lazy(
        _("{kind}: votes on {summary} are held until a moderator has looked."),
        kind=Burst.Kind(burst.kind).label,
        summary=name_of(burst.summary),
    )
    url = f"{reverse('held_votes')}#burst-{burst.pk}"
    notify_all(readers=moderators, kind=Notification.Kind.MODERATION, text=text, url=url, key=f"burst-{burst.pk}")


def tell_voters(burst: Burst, text: "StrOrPromise") -> None:
    """Those whose votes are not counted at the moment."""
    voters = User.objects.filter(votes__burst=burst, votes__state=Vote.State.SET_ASIDE, is_active=True)
    key = f"burst-{burst.pk}-{'counted' if burst.decided_at else 'aside'}"
    url = burst.summary.get_absolute_url()
    text = format_lazy(text, summary=name_of(burst.summary))
    notify_all(readers=voters, kind=Notification.Kind.MODERATION, text=text, url=url, key=key)


def name_of(summary: Summary) -> Promise:
    return format_lazy(_("the summary by {name} of “{title}”"), name=summary.byline, title=summary.paper)
