"""Entries follow their paper when it is joined with another, and go back when that is undone.

A selection that has both papers keeps both entries; the old paper's address leads to the joined one.
"""

from functools import partial

from papers.services.merging import Follower, move_rows, move_rows_back
from selections.models import Entry

ENTRIES = Follower(
    "selection_entries",
    partial(move_rows, Entry, owner="selection"),
    partial(move_rows_back, Entry, owner="selection"),
)
