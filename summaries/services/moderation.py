"""Moderators take a summary out of sight and bring it back; nothing of it is lost meanwhile."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification, User
from accounts.services import notify
from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.services.publishing import follow_saving, lock_with_paper


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why: the writer is told.")


@transaction.atomic
def hide_summary(*, summary: Summary, by: User, reason: str) -> Summary:
    """Gone for all but its writer and moderators; its votes are kept. Hidden twice, the first reason stays.

    Raises ReasonMissing.
    """
    reason = reason.strip()[:300]
    if not reason:
        raise ReasonMissing
    locked = lock_with_paper(summary)
    if locked.hidden_at is None:
        locked.hidden_at, locked.hidden_by, locked.hidden_reason = timezone.now(), by, reason
        locked.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        follow_saving(locked)
        tell_writer(locked, format_lazy(_("A moderator has hidden your summary: {reason}"), reason=reason))
    return locked


@transaction.atomic
def restore_summary(*, summary: Summary) -> Summary:
    """As if it had never been hidden: its dates, votes and ranks are where they were."""
    locked = lock_with_paper(summary)
    if locked.hidden_at is not None:
        locked.hidden_at, locked.hidden_by, locked.hidden_reason = None, None, ""
        locked.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        follow_saving(locked)
        tell_writer(locked, _("Your summary can be read by everybody again."))
    return locked


def tell_writer(summary: Summary, text: str | Promise) -> None:
    """Once for each decision."""
    key = f"moderation-{summary.pk}-{timezone.now():%Y%m%d%H%M%S}"
    url = summary.get_absolute_url()
    notify(reader=summary.writer, kind=Notification.Kind.MODERATION, text=text, url=url, key=key)
