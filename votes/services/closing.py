"""Closing an account: the person is gone at once, and what hangs on the account follows in the background.

Each step takes what is left of one kind, so that a run that was killed is simply done again.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import clear_account, closings_left, end_closing, tell_followers
from changes.models import Change
from changes.services import note_changes
from papers.models import Paper, Resource
from shortsci.celery import enqueue_soon
from summaries.models import Comment, Draft, Image, Summary, SummaryRequest
from summaries.services import CommentsClosed, SummaryGone, delete_comment, delete_summary, withdraw_request
from votes.models import Reputation, ReputationDay, WithdrawnVote
from votes.services.withdrawing import withdraw_votes_of

CLOSING_TASK = "votes.tasks.finish_closings"


@transaction.atomic
def close_account(*, user: User, keep_summaries: bool) -> None:
    """From now on nobody logs in with it. `finish_closings`, which a task runs, does the rest within minutes.

    The votes are withdrawn and the comments deleted; drafts, wishes, private and unlisted summaries go too. Public
    summaries go with them, or stay under the name of a former member. Done twice it is done once.
    """
    clear_account(user=user, keeps_summaries=keep_summaries)
    transaction.on_commit(ask_for_closing)


def ask_for_closing() -> None:
    enqueue_soon(CLOSING_TASK, delay=0)


def finish_closings() -> int:
    """Goes on with all accounts that are being closed; returns how many. Two workers at once do no harm."""
    closings = closings_left()
    for closing in closings:
        clear_work(closing.user, keeps_summaries=closing.keeps_summaries)
        end_closing(closing)
    return len(closings)


def clear_work(user: User, *, keeps_summaries: bool) -> None:
    withdraw_votes_of(user)
    WithdrawnVote.objects.filter(voter=user).delete()
    remove_summaries(user, keeps_summaries=keeps_summaries)
    remove_comments(user)
    remove_wishes(user)
    Draft.objects.filter(writer=user).delete()
    Image.objects.filter(added_by=user).update(added_by=None)
    Resource.objects.filter(added_by=user).update(added_by=None)
    Reputation.objects.filter(writer=user).delete()
    ReputationDay.objects.filter(writer=user).delete()
    user.notifications.all().delete()  # of a request that was still under way
    tell_followers(user)  # the same
    note_changes(Change.What.SUMMARY, signed_by(user))


def remove_summaries(user: User, *, keeps_summaries: bool) -> None:
    written = Summary.objects.without_text().filter(writer=user)
    if keeps_summaries:
        written = written.exclude(visibility=Summary.Visibility.PUBLIC)
    for summary in written.order_by("pk"):
        with suppress(SummaryGone):  # another worker was faster
            delete_summary(summary=summary)


def remove_comments(user: User) -> None:
    """What stands under the pseudonym of an anonymous summary stays with it.

    If it vanished together with the comments that were signed, whoever compares would know whose the summary is.
    """
    comments = Comment.objects.filter(writer=user, deleted_at=None)
    pseudonymous = Q(summary__is_anonymous=True) & (Q(is_anonymous=True) | Q(summary__writer=user))
    for comment in comments.exclude(pseudonymous).order_by("pk"):
        with suppress(CommentsClosed):
            delete_comment(comment=comment)


def remove_wishes(user: User) -> None:
    for paper in Paper.objects.filter(requests__reader=user).order_by("pk"):
        withdraw_request(reader=user, paper=paper)
    SummaryRequest.objects.filter(reader=user).delete()  # those that were answered


def signed_by(user: User) -> list[int]:
    """What is shown under another name now. An anonymous summary is not, and nothing may link it with these."""
    return list(Summary.objects.signed().filter(writer=user).order_by("pk").values_list("pk", flat=True))
