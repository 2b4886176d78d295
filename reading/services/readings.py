"""The reading list: a paper is to be read or was read, and has a note, as its reader says."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Paper
from reading.models import Reading
from shortsci.errors import DomainError
from summaries.rendering import RENDERER_VERSION, render

MAXIMUM_NOTE = 20_000  # characters
MAXIMUM_LISTED = 10_000  # papers of one reader; as many as one export holds


class NotListable(DomainError):
    code = "paper_not_ready"
    status = 409
    message = _("The metadata of this paper is not here, so it cannot be kept yet.")


class ListFull(DomainError):
    code = "reading_list_full"
    status = 409
    message = _("Your reading list is full. Take some papers off it first.")


class NoteTooLong(DomainError):
    code = "note_too_long"
    message = _("This note is too long. Keep it below 20,000 characters.")


class InvalidState(DomainError):
    code = "invalid_state"
    message = _("A paper is to read, read, or not on the list; this is none of them.")


@transaction.atomic
def set_state(*, reader: User, paper: Paper, state: str) -> Reading | None:
    """Puts the paper on the list as "to_read" or "read", or with "" takes it off; the note stays.

    The same call twice changes nothing. Returns what is kept of the paper then, if anything.
    Raises InvalidState, NotListable or ListFull.
    """
    if state not in Reading.State.values:
        raise InvalidState
    reading = lock_reading(reader, paper)
    if reading is None and not state:
        return None
    reading = reading or new_reading(reader, paper)
    if reading.state == state:
        return reading
    reading.state = state
    reading.listed_at = timezone.now() if state else None
    return keep_or_drop(reading)


@transaction.atomic
def set_note(*, reader: User, paper: Paper, note: str) -> Reading | None:
    """Writes the note, or with nothing but spaces removes it; the place on the list stays.

    Returns what is kept of the paper then, if anything. Raises NoteTooLong, NotListable or ListFull.
    """
    note = note.replace("\r\n", "\n").strip()
    if len(note) > MAXIMUM_NOTE:
        raise NoteTooLong
    reading = lock_reading(reader, paper)
    if reading is None and not note:
        return None
    reading = reading or new_reading(reader, paper)
    if reading.note == note:
        return reading
    write_note(reading, note)
    return keep_or_drop(reading)


def forget_reading(*, reader: User, paper: Paper) -> None:
    """Takes the paper off the list and removes the note; nothing happens where there is neither."""
    Reading.objects.filter(reader=reader, paper=paper).delete()


def lock_reading(reader: User, paper: Paper) -> Reading | None:
    """The lock on the reader makes two first savings at once wait for each other."""
    User.objects.select_for_update().only("pk").get(pk=reader.pk)
    return Reading.objects.filter(reader=reader, paper=paper).first()


def new_reading(reader: User, paper: Paper) -> Reading:
    if paper.state != Paper.State.READY:
        raise NotListable
    if Reading.objects.of(reader).count() >= MAXIMUM_LISTED:
        raise ListFull
    return Reading(reader=reader, paper=paper)


def write_note(reading: Reading, note: str) -> None:
    reading.note = note
    reading.note_html = render(note) if note else ""
    reading.renderer_version = RENDERER_VERSION
    reading.noted_at = timezone.now() if note else None


def keep_or_drop(reading: Reading) -> Reading | None:
    """A row that says nothing any more goes."""
    if reading.state or reading.note:
        reading.save()
        return reading
    if reading.pk:
        reading.delete()
    return None


def add_to_note(reading: Reading, text: str) -> None:
    """Puts another note below this one, once, however long the two are together."""
    if text not in reading.note:
        write_note(reading, f"{reading.note}\n\n{text}".strip())
        reading.save()


def counts_of(reader: User) -> dict[str, int]:
    """How many papers the reader means to read, has read, and has a note on; in one query."""
    number = Reading.objects.of(reader).aggregate(
        to_read=Count("pk", filter=Q(state=Reading.State.TO_READ)),
        read=Count("pk", filter=Q(state=Reading.State.READ)),
        notes=Count("pk", filter=~Q(note="")),
    )
    return {key: number[key] for key in ("to_read", "read", "notes")}
