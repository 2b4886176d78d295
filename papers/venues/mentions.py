"""Names of venues in a text, each with its sentence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papers.venues.records import Venue
from papers.venues.spellings import FIRST_WORDS, SPELLINGS, Spelling, fold, in_lower_case, letters_alone, name_pattern
from papers.venues.years import EDITION, YEAR_AFTER, YEAR_BEFORE, first_year


class Mention(NamedTuple):
    """A spelling in a text: before and after it, its sentence."""

    venue: Venue
    spelling: Spelling
    matched: str
    before: str
    after: str


_ABBREVIATIONS = (
    "Proc|proc|Conf|conf|Symp|Phys|Math|Intl|Trans|Astr|Rev|Int|Ann|Vol|vol|Mod|Soc|Nat|no|No|pp"
    "|J|A|Chin|Comm|Nucl|Appl|Theor"
)
_BREAK = re.compile(
    ";|\n\\s*\n|"
    + "".join(rf"(?<!\b{short})" for short in _ABBREVIATIONS.split("|"))
    + r"\.\s+(?=[\"'(\[]?(?:[^\W\d_a-z]|\d+\s?(?:p|fig|tab|col)))"
)
_IN_WORD = re.compile(r"(?:://|www\.|\w\.\w{2,3}/|[\w-]+_)\S*$|\w-$")  # an address, a report's number


def _is_met(spelling: Spelling, matched: str) -> bool:
    return not spelling.exact or matched in spelling.exact


def find_mentions(text: str, *, any_case: bool = False) -> Iterator[Mention]:
    lower = in_lower_case(text)
    if FIRST_WORDS.isdisjoint(lower.translate(letters_alone).split()):
        return
    for match in name_pattern().finditer(lower):
        start, end = match.span()
        spelling = SPELLINGS.get(fold(match[0]))
        if spelling is None or not (any_case or _is_met(spelling, text[start:end])):
            continue
        before, after = _sentence_around(text, start, end)
        if not _IN_WORD.search(before[-60:]):
            yield Mention(spelling.venue, spelling, text[start:end], before, after)


def _sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    begin = 0
    for match in _BREAK.finditer(text, max(0, start - 400), start + 1):
        begin = match.end()
    stop = _BREAK.search(text, end)
    return text[begin:start], text[end : stop.start() if stop else len(text)]


def year_beside(mention: Mention, paper_year: int | None) -> int | None:
    after = None if EDITION.match(mention.matched + mention.after) else YEAR_AFTER.match(mention.after)
    return first_year(after, paper_year) or first_year(YEAR_BEFORE.search(mention.before[-120:]), paper_year)
