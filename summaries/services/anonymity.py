"""What a summary keeps of its writer and of the hour, so that an anonymous one tells neither."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.pseudonyms import pseudonym_for, to_the_day

ATTEMPTS = 50  # names for one writer and paper; there are some eight thousand


class NameWasPublic(DomainError):
    code = "name_was_public"
    status = 409
    message = _(
        "This summary was published under your name. It cannot become anonymous now: people and programs have seen the "
        "name, and to take it away would only seem to hide it."
    )


class NotClaimed(DomainError):
    code = "not_claimed"
    status = 409
    message = _(
        "This summary was published anonymously. To put your name on it, claim it; that is a step of its own, because "
        "it cannot be taken back."
    )


def now_for(*, is_anonymous: bool) -> datetime:
    """The time that a saving is dated by: of an anonymous text the beginning of the day, in UTC."""
    now = timezone.now()
    return to_the_day(now) if is_anonymous else now


def check_name_change(summary: Summary, *, is_anonymous: bool) -> None:
    """Before publication a writer may change their mind. Raises NameWasPublic or NotClaimed."""
    if summary.published_at is None or summary.is_anonymous == is_anonymous:
        return
    raise NameWasPublic if is_anonymous else NotClaimed


def keep_writer_apart(summary: Summary) -> None:
    """Gives an anonymous summary its name, once, and takes the hour off what was dated before."""
    if not summary.is_anonymous:
        return
    if not summary.pseudonym:
        summary.pseudonym = free_pseudonym(summary)
    if summary.pk:
        for pk, saved_at in summary.revisions.values_list("pk", "saved_at"):
            if saved_at != to_the_day(saved_at):
                summary.revisions.filter(pk=pk).update(saved_at=to_the_day(saved_at))


def free_pseudonym(summary: Summary) -> str:
    """One that nobody else has on this paper; the caller holds the paper's lock."""
    taken = set(Summary.objects.filter(paper=summary.paper_id).values_list("pseudonym", flat=True))
    key = settings.SECRET_KEY.encode()
    names = (
        pseudonym_for(key=key, writer=summary.writer_id, paper=summary.paper_id, attempt=attempt)
        for attempt in range(ATTEMPTS)
    )
    return next((name for name in names if name not in taken), f"Anonymous {summary.paper_id}")
