"""Readers ask for a summary of a paper, and are told once there is one."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification, User
from accounts.services import notify
from papers.models import Paper
from papers.querysets import PaperQuerySet
from shortsci.errors import DomainError
from summaries.models import Summary, SummaryRequest
from summaries.services.counts import repair_counts

MOST_WANTED = ("-wanted_count", "-id")
MAXIMUM_REQUESTS = 100  # of one reader that wait
LONGEST_TITLE = 200  # characters of it in a notice


class AlreadyAnswered(DomainError):
    code = "already_answered"
    status = 409
    message = _("This paper has a summary already.")


class TooManyRequests(DomainError):
    code = "too_many_requests"
    status = 409
    message = format_lazy(
        _("You wait for {number} summaries already. Take one of these wishes back, then ask for another."),
        number=MAXIMUM_REQUESTS,
    )


class NotAskable(DomainError):
    code = "paper_not_ready"
    status = 409
    message = _("The metadata of this paper is not here, so a summary of it cannot be asked for yet.")


class InvalidWish(DomainError):
    code = "invalid_wish"
    message = _("This form does not say whether you want a summary; load the page again and send it once more.")


@transaction.atomic
def ask_for_summary(*, reader: User, paper: Paper) -> int:
    """The reader waits for a summary of the paper; the same call twice changes nothing. Returns how many wait.

    Raises NotAskable, AlreadyAnswered or TooManyRequests.
    """
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.state != Paper.State.READY:
        raise NotAskable
    if has_public_summary(locked):
        raise AlreadyAnswered
    request = SummaryRequest.objects.filter(paper=locked, reader=reader).first()
    if request and request.answered_at is None:
        return locked.wanted_count
    if waiting_of(reader) >= MAXIMUM_REQUESTS:
        raise TooManyRequests
    fields = {"asked_at": timezone.now(), "answered_at": None}  # asked anew where the summary has gone
    SummaryRequest.objects.update_or_create(paper=locked, reader=reader, defaults=fields)
    return recount_requests(locked)


@transaction.atomic
def withdraw_request(*, reader: User, paper: Paper) -> int:
    """The reader no longer waits; nothing happens to one who did not. Returns how many wait."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    SummaryRequest.objects.waiting().filter(paper=locked, reader=reader).delete()
    return recount_requests(locked)


def waiting_of(reader: User) -> int:
    """Those that wait on a paper which became part of another do not count."""
    return SummaryRequest.objects.waiting().filter(reader=reader, paper__state=Paper.State.READY).count()


def has_public_summary(paper: Paper) -> bool:
    return Summary.objects.public().filter(paper=paper).exists()


def wanted_papers(user: User | AnonymousUser) -> PaperQuerySet:
    """Papers that somebody waits for a summary of, with `has_asked` for this user; in the order MOST_WANTED."""
    papers = Paper.objects.listed().filter(wanted_count__gt=0)
    if not user.is_authenticated:
        return papers.annotate(has_asked=Value(value=False))
    mine = SummaryRequest.objects.waiting().filter(paper=OuterRef("pk"), reader=user)
    return papers.annotate(has_asked=Exists(mine))


def is_waiting(reader: User, paper: Paper) -> bool:
    return SummaryRequest.objects.waiting().filter(reader=reader, paper=paper).exists()


def answer_requests(summary: Summary) -> None:
    """Tells those who wait that the paper has a summary, without a word on who wrote it.

    Called in the transaction of every saving; nothing happens unless the summary is public.
    """
    if not summary.is_public:
        return
    locked = Paper.objects.select_for_update().get(pk=summary.paper_id)
    waiting = list(SummaryRequest.objects.waiting().filter(paper=locked).select_related("reader"))
    for request in waiting:
        if request.reader_id != summary.writer_id:
            tell_of_summary(request.reader, locked, summary)
    if waiting:
        SummaryRequest.objects.filter(pk__in=[row.pk for row in waiting]).update(answered_at=timezone.now())
        recount_requests(locked)


def tell_of_summary(reader: User, paper: Paper, summary: Summary) -> None:
    notify(
        reader=reader,
        kind=Notification.Kind.WANTED,
        text=format_lazy(_("There is a summary of “{title}”, which you asked for."), title=shortened(str(paper))),
        url=f"{paper.get_absolute_url()}#summary-{summary.pk}",
        key=f"wanted-{summary.pk}",
    )


def shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def recount_requests(paper: Paper) -> int:
    """Counts who waits, under the lock on the paper that the caller holds."""
    paper.wanted_count = SummaryRequest.objects.waiting().filter(paper=paper).count()
    Paper.objects.filter(pk=paper.pk).exclude(wanted_count=paper.wanted_count).update(wanted_count=paper.wanted_count)
    return paper.wanted_count


def repair_wanted_counts() -> list[Paper]:
    """Recomputes how many wait for a summary of each paper; returns the papers where the number was wrong."""
    return repair_counts(Paper.objects.all(), "wanted_count", SummaryRequest.objects.waiting(), recount_requests)
