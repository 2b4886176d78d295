"""Giving a selection to readers, and taking it back. Nothing publishes one by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selections.models import Selection
from shortsci.errors import DomainError


class NothingPicked(DomainError):
    code = "nothing_picked"
    status = 409
    message = _("Add a paper before you publish.")


class WithoutReason(DomainError):
    code = "without_reason"
    status = 409
    message = _("Say of each paper why one should read it before you publish.")


@transaction.atomic
def publish_selection(*, selection: Selection) -> Selection:
    """The first date of publication stays, also after it was withdrawn. Raises NothingPicked or WithoutReason."""
    held = Selection.objects.select_for_update().get(pk=selection.pk)
    reasons = list(held.entries.values_list("why", flat=True))
    if not reasons:
        raise NothingPicked
    if not all(reason.strip() for reason in reasons):
        raise WithoutReason
    held.state = Selection.State.PUBLISHED
    held.published_at = held.published_at or timezone.now()
    held.save(update_fields=["state", "published_at"])
    return held


@transaction.atomic
def withdraw_selection(*, selection: Selection) -> Selection:
    """Readers do not find it any more; editors do, and may publish it again."""
    held = Selection.objects.select_for_update().get(pk=selection.pk)
    held.state = Selection.State.WITHDRAWN
    held.save(update_fields=["state"])
    return held
