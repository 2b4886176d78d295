"""Title, address and introduction of a selection."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Venue
from selections.models import Selection
from selections.services.texts import check_length, render_head
from shortsci.errors import DomainError


class HeadConflict(DomainError):
    """Carries the selection as it is now, so that both texts can be shown."""

    code = "edit_conflict"
    status = 409
    message = _("Somebody else changed this since you opened it. Your text is kept; compare the two and save again.")

    def __init__(self, current: Selection) -> None:
        super().__init__()
        self.current = current


class AddressTaken(DomainError):
    code = "address_taken"
    status = 409
    message = _("Another selection has this address.")


class AddressFixed(DomainError):
    code = "address_fixed"
    status = 409
    message = _("The address of a selection that was published stays: links and feeds hold it.")


RESERVED = {"new"}


@dataclass(frozen=True, kw_only=True)
class Head:
    """What an editor decides of a selection as a whole. Suggestions come from the papers of `venue` and year."""

    title: str
    slug: str
    introduction: str = ""
    venue: Venue | None = None
    venue_year: int | None = None


def create_selection(*, by: User, head: Head) -> Selection:
    """A draft. Raises AddressTaken or TextTooLong."""
    selection = Selection(made_by=by)
    fill_in(selection, head)
    return store(selection)


@transaction.atomic
def save_head(*, selection: Selection, head: Head, version: int) -> Selection:
    """Raises HeadConflict where `version` is not the latest, AddressTaken, AddressFixed or TextTooLong."""
    current = Selection.objects.select_for_update().get(pk=selection.pk)
    if current.version != version:
        raise HeadConflict(current)
    if current.published_at and head.slug != current.slug:
        raise AddressFixed
    fill_in(current, head)
    current.version += 1
    note_edit(current)
    return store(current)


def fill_in(selection: Selection, head: Head) -> None:
    check_length(head.introduction)
    if head.slug in RESERVED:
        raise AddressTaken
    selection.title, selection.slug = " ".join(head.title.split()), head.slug  # one line: it heads mails
    selection.introduction = head.introduction
    selection.venue, selection.venue_year = head.venue, head.venue_year
    render_head(selection)


def store(selection: Selection) -> Selection:
    try:
        with transaction.atomic():
            selection.save()
    except IntegrityError as error:
        raise AddressTaken from error
    return selection


def note_edit(selection: Selection) -> None:
    """What was public has changed; the caller saves."""
    if selection.is_published:
        selection.edited_at = timezone.now()
