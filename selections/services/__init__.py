"""What changes a selection; one module a noun."""

from selections.services.drafting import Numbers, draft_month, numbers_of, suggestions_for
from selections.services.entries import (
    MAXIMUM_ENTRIES,
    EntryConflict,
    EntryText,
    TooManyEntries,
    add_entry,
    move_entry,
    remove_entry,
    save_entry,
)
from selections.services.publishing import NothingPicked, WithoutReason, publish_selection, withdraw_selection
from selections.services.texts import MAXIMUM_TEXT, TextTooLong, rerender_selections
from selections.services.writing import AddressFixed, Head, HeadConflict, create_selection, save_head

__all__ = [
    "MAXIMUM_ENTRIES",
    "MAXIMUM_TEXT",
    "AddressFixed",
    "EntryConflict",
    "EntryText",
    "Head",
    "HeadConflict",
    "NothingPicked",
    "Numbers",
    "TextTooLong",
    "TooManyEntries",
    "WithoutReason",
    "add_entry",
    "create_selection",
    "draft_month",
    "move_entry",
    "numbers_of",
    "publish_selection",
    "remove_entry",
    "rerender_selections",
    "save_entry",
    "save_head",
    "suggestions_for",
    "withdraw_selection",
]
