"""Who may cast which vote, and from when on it counts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from shortsci.errors import DomainError
from shortsci.rates import check_rate
from summaries.models import Summary
from votes.models import Reputation, Vote


class InvalidVote(DomainError):
    code = "invalid_vote"
    message = _("A vote is 1, 0 or -1.")


class InvalidReason(DomainError):
    code = "invalid_reason"
    message = _("Choose one of the reasons that are offered.")


class ReasonWithoutDownVote(DomainError):
    code = "reason_without_down_vote"
    message = _("Only a vote down has a reason.")


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = _("Say why: a vote down needs a reason here.")


class ReputationNeeded(DomainError):
    code = "reputation_needed"
    status = 403

    def __init__(self, needed: int, points: int) -> None:
        needs = ngettext(
            "A vote down needs %(number)s point of reputation",
            "A vote down needs %(number)s points of reputation",
            needed,
        )
        has = gettext("you have %(number)s") % {"number": points} if points else gettext("you have none yet")
        super().__init__(f"{needs % {'number': needed}}; {has}.")


class OwnSummary(DomainError):
    code = "own_summary"
    status = 403
    message = _("You cannot vote on your own summary.")


class NotPublic(DomainError):
    code = "not_public"
    status = 409
    message = _("Only public summaries can be voted on.")


def check_vote_rate(voter: User) -> None:
    """Before anything else is done for a request. Raises TooMany."""
    check_rate("vote", str(voter.pk), a_minute=settings.VOTES_A_MINUTE)


def check_words(value: int, reason: str) -> None:
    """Raises InvalidVote, InvalidReason or ReasonWithoutDownVote."""
    if value not in (-1, 0, 1):
        raise InvalidVote
    if reason and reason not in Vote.Reason.values:
        raise InvalidReason
    if reason and value != Vote.DOWN:
        raise ReasonWithoutDownVote


def check_voter(voter: User, summary: Summary) -> None:
    """On the locked summary. Raises OwnSummary or NotPublic."""
    if summary.writer_id == voter.pk:
        raise OwnSummary
    if not summary.is_public:
        raise NotPublic


def check_down_vote(voter: User, reason: str) -> None:
    """For one that does not stand yet. Raises ReasonNeeded or ReputationNeeded."""
    if settings.DOWNVOTE_REASON_REQUIRED and not reason:
        raise ReasonNeeded
    if not settings.DOWNVOTE_REPUTATION:
        return
    points = Reputation.objects.filter(writer=voter).values_list("points", flat=True).first() or 0
    if points < settings.DOWNVOTE_REPUTATION:
        raise ReputationNeeded(settings.DOWNVOTE_REPUTATION, points)


def when_it_counts(voter: User) -> datetime | None:
    """The moment when the account is old enough, or None where it is."""
    if not settings.VOTE_DELAY_HOURS:
        return None
    moment = voter.date_joined + timedelta(hours=settings.VOTE_DELAY_HOURS)
    return moment if moment > timezone.now() else None
