"""The papers of a selection: added, described, moved, removed. Whoever changes them holds the selection's row."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from papers.models import Paper
from selections.models import Entry, Selection
from selections.services.texts import check_length, render_entry
from selections.services.writing import note_edit
from shortsci.errors import DomainError
from summaries.models import Summary

MAXIMUM_ENTRIES = 50


class EntryConflict(DomainError):
    """Carries the entry as it is now, so that both texts can be shown."""

    code = "edit_conflict"
    status = 409
    message = _("Somebody else changed this since you opened it. Your text is kept; compare the two and save again.")

    def __init__(self, current: Entry) -> None:
        super().__init__()
        self.current = current


class EntryGone(DomainError):
    code = "entry_gone"
    status = 409
    message = _("Somebody else removed this paper from the selection a moment ago.")


class TooManyEntries(DomainError):
    code = "too_many_entries"
    status = 409
    message = _("A selection may have 50 papers at most.")


@dataclass(frozen=True, kw_only=True)
class EntryText:
    """What an editor decides of one entry. `summaries` are ids; those of other papers are passed over."""

    why: str = ""
    insights: str = ""
    summaries: Collection[int] = ()


def hold(selection: Selection) -> Selection:
    """Locks the row, so that two editors do not give two entries one place."""
    return Selection.objects.select_for_update().get(pk=selection.pk)


@transaction.atomic
def add_entry(*, selection: Selection, paper: Paper) -> Entry:
    """At the end; a paper that is there already stays where it is. Raises TooManyEntries."""
    held = hold(selection)
    known = held.entries.filter(paper=paper).first()
    if known:
        return known
    count = held.entries.count()
    if count >= MAXIMUM_ENTRIES:
        raise TooManyEntries
    entry = Entry.objects.create(selection=held, paper=paper, position=count + 1)
    best = Summary.objects.public().filter(paper=paper).order_by("-score", "-published_at", "-pk").first()
    if best:
        entry.summaries.add(best)
    touch(held)
    return entry


@transaction.atomic
def save_entry(*, entry: Entry, text: EntryText, version: int) -> Entry:
    """Raises EntryConflict where `version` is not the latest, EntryGone or TextTooLong."""
    check_length(text.why, text.insights)
    held = hold(entry.selection)
    current = Entry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).select_related("paper").first()
    if current is None:
        raise EntryGone
    if current.version != version:
        raise EntryConflict(current)
    current.why, current.insights = text.why, text.insights
    current.version += 1
    render_entry(current)
    current.save()
    current.summaries.set(Summary.objects.public().filter(paper=current.paper_id, pk__in=list(text.summaries)))
    touch(held)
    return current


@transaction.atomic
def move_entry(*, entry: Entry, position: int) -> None:
    """To this place, counted from 1; one beyond the ends is the first or the last. Said twice it is done once."""
    held = hold(entry.selection)
    others = list(held.entries.exclude(pk=entry.pk).order_by("position", "pk"))
    others.insert(max(position, 1) - 1, entry)
    renumber(others)
    touch(held)


@transaction.atomic
def remove_entry(*, entry: Entry) -> None:
    held = hold(entry.selection)
    held.entries.filter(pk=entry.pk).delete()
    renumber(list(held.entries.order_by("position", "pk")))
    touch(held)


def renumber(entries: list[Entry]) -> None:
    for position, entry in enumerate(entries, start=1):
        entry.position = position
    Entry.objects.bulk_update(entries, ["position"])


def touch(selection: Selection) -> None:
    note_edit(selection)
    selection.save(update_fields=["edited_at"])
