"""The table of venues as spellings to be met in texts."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from papers import venue_names
from papers.venues.records import Kind, Venue


class Spelling(NamedTuple):
    venue: Venue
    exact: frozenset[str]  # the cases a single word is met in; empty: any case
    is_guarded: bool  # the word means other things too


_BLANKS = str.maketrans(dict.fromkeys("\t\n\r.,:;()/~\\–—-", " "))


def in_lower_case(text: str) -> str:
    """Lower case, with blanks for separators and every letter in its place (`İ` would become two)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_BLANKS)


def fold(spelling: str) -> str:
    return " ".join(in_lower_case(spelling).split()).removeprefix("the ")


def _rows() -> Iterator[tuple[Venue, list[str], list[str]]]:
    tables: tuple[tuple[Kind, str], ...] = (
        ("conference", venue_names.CONFERENCES),
        ("journal", venue_names.JOURNALS),
        ("workshop", venue_names.WORKSHOPS),
    )
    for kind, table in tables:
        for line in table.strip().splitlines():
            slug, name, full_name, others, dois = (cell.strip() for cell in line.split("|"))
            spellings = [spelling.strip() for spelling in others.split(";") if spelling.strip()]
            guarded = {spelling[1:] for spelling in spellings if spelling.startswith("!")}
            own = [spelling for spelling in (name, full_name) if spelling not in guarded]
            yield Venue(slug, name, full_name, kind), own + spellings, [doi.strip() for doi in dois.split(";") if doi]


def _index_spellings(rows: Sequence[tuple[Venue, list[str], list[str]]]) -> dict[str, Spelling]:
    """Raises ValueError where two venues claim one spelling."""
    index: dict[str, Spelling] = {}
    for venue, spellings, _ in rows:
        for spelling in spellings:
            plain = spelling.removeprefix("!")
            key = fold(plain)
            known = index.get(key, Spelling(venue, frozenset(), is_guarded=False))
            if known.venue is not venue:
                raise ValueError(f"{plain!r} is claimed by {known.venue.slug} and {venue.slug}")
            exact = known.exact if " " in key else known.exact | {plain}
            index[key] = Spelling(venue, exact, known.is_guarded or spelling.startswith("!"))
    return index


class _Node(dict[str, "_Node"]):
    """A letter's successors; the key "" marks the end of a spelling."""


def _tree_of(words: Sequence[str]) -> _Node:
    root = _Node()
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, _Node())
        node[""] = _Node()
    return root


def _pattern_of(node: _Node) -> str:
    """One regular expression over common beginnings, the longest spelling first: hundreds of names in one pass."""
    branches = [
        (" +" if letter == " " else re.escape(letter)) + _pattern_of(after) for letter, after in node.items() if letter
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in node else joined


ROWS = tuple(_rows())
VENUES: tuple[Venue, ...] = tuple(venue for venue, _, _ in ROWS)
_BY_SLUG = {venue.slug: venue for venue in VENUES}
SPELLINGS = _index_spellings(ROWS)
FIRST_WORDS = frozenset(re.split(r"[ \d*']", key, maxsplit=1)[0] for key in SPELLINGS)
letters_alone = str.maketrans(dict.fromkeys("0123456789'’`‘´\"*[]{}", " "))


@cache
def name_pattern() -> re.Pattern[str]:
    """Compiled when it is first needed: that takes a while."""
    return re.compile(rf"(?<![^\W_])(?:{_pattern_of(_tree_of(list(SPELLINGS)))})(?![^\W\d_])")


def by_slug(slug: str) -> Venue | None:
    return _BY_SLUG.get(slug)
