"""What a container title or a journal reference names."""

import re

from papers.venues.conferences import ASKED, is_aside
from papers.venues.journals import NAME_ENDS
from papers.venues.mentions import find_mentions, year_beside
from papers.venues.records import Reading
from papers.venues.spellings import SPELLINGS, fold
from papers.venues.years import YEAR_ANYWHERE, checked_year

_REFERENCE_STARTS = re.compile(
    r"(?:^|;)\W*(?:(?:published|appeared|to appear|accepted|to be published|in press|publ\.?)\W+)?(?:(?:in|by|for"
    r"|at|as)\W+)?(?:the\W+)?(?:journal\W+)?$",
    re.IGNORECASE,
)


def read_reference(text: str, paper_year: int | None) -> Reading | None:
    """A container title or a journal reference: the names mean themselves, unless they are part of a longer one."""
    if not text:
        return None
    whole = SPELLINGS.get(fold(text))
    if whole is not None:
        return Reading(whole.venue, None)
    for mention in find_mentions(text, any_case=False):
        if mention.venue.kind == "journal":
            if _REFERENCE_STARTS.search(mention.before) and NAME_ENDS.match(mention.after):
                return Reading(mention.venue, _year_of_reference(mention.after, paper_year))
        elif not is_aside(mention) and not ASKED.search(mention.before):
            found = year_beside(mention, paper_year) or _year_of_reference(text, paper_year)
            if found or not mention.spelling.is_guarded:
                return Reading(mention.venue, found)
    return None


def _year_of_reference(text: str, paper_year: int | None) -> int | None:
    """The year in parentheses, else the last: page numbers look like years too."""
    bracketed = re.findall(r"\((?:[A-Za-z.]+\s)?((?:19|20)\d\d)\)", text)
    for digits in bracketed or reversed(YEAR_ANYWHERE.findall(text) or re.findall(r"[,:\s]((?:19|20)\d\d)\W*$", text)):
        if year := checked_year(digits, paper_year):
            return year
    return None
