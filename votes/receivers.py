"""A log-in casts the vote that was kept for it; the deletion of a summary costs its writer reputation."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from shortsci.addresses import client_address
from shortsci.errors import DomainError
from summaries.models import Summary
from votes.pending import take_vote
from votes.services import cast_vote, check_vote_rate, mark_writer_of_deleted

SENTENCES = {
    "counted": _("Your vote is counted."),
    "waiting": _("Your vote is kept; it counts when your account is old enough."),
    "held": _("Your vote is kept; it counts when a moderator has looked at it."),
    "set_aside": _("Your vote is kept; a moderator has set it aside."),
}


def cast_kept_vote(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Says what became of it; a refusal must not stand in the way of the log-in."""
    kept = take_vote(request.session)
    if kept is None:
        return
    number, value = kept
    summary = Summary.objects.visible_to(user).without_text().filter(pk=number).first()
    if summary is None:
        messages.warning(request, _("Your vote was not taken: the summary is no longer there."), fail_silently=True)
        return
    try:
        check_vote_rate(user)
        tally = cast_vote(voter=user, summary=summary, value=value, address=client_address(request))
    except DomainError as error:
        messages.warning(
            request, gettext("Your vote was not taken. %(reason)s") % {"reason": error}, fail_silently=True
        )
        return
    messages.success(request, SENTENCES[tally.state], fail_silently=True)


def follow_deletion(sender: type[Summary], instance: Summary, **kwargs: object) -> None:
    mark_writer_of_deleted(instance)
