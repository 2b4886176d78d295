"""Whether a comment claims a journal, and not one that the paper cites or has left."""

import re

from papers.venues.conferences import BESIDE, is_asked_only
from papers.venues.mentions import Mention
from papers.venues.records import Reading
from papers.venues.years import YEAR, first_year

_JOURNAL_GIVEN = re.compile(
    r"(?:accepted|acceptance|appear(?:s|ed|ing)?|published|publication|(?:in|at) press|press|forthcoming|proofs"
    r"|publ\.?|accept|issue)"
    r"(?:\W+(?:in|by|to|at|as|for|of|the|a|an|be|publication|publ|journal|letter|regular|article|paper|rapid"
    r"|communication|brief|report|note|full"
    r"|main|editors|suggestion|slightly|different|with|minor|changes|form|press|published|appear|research|special"
    r"|issue|of|acm|proceedings|and|on|version|final|https?://\S+))*"
    r"[\s\"'“”‘’`(:,.]*$",
    re.IGNORECASE,
)
_JOURNAL_GIVEN_AFTER = re.compile(
    r"[\s,.:()\"'\[-]*(?:in press|accepted|to appear|forthcoming|\(?to be published|published)", re.IGNORECASE
)
_LONGER_NAME = re.compile(
    r"\s+(?!Rapid|Special|Part\b|Section|Journal\b)[A-Z]|\s+(?:&|(?:and|of|in|for|on|with) (?!Jan|Feb|Mar|Apr|May"
    r"|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Press)[A-Z])|\s*[&/]\s*[A-Z]|-[A-Za-z]"
)
NAME_ENDS = re.compile(
    r"[\s.,:;()\[\]\"'”’*]*(?:$|\d|vol|no[.\s]|num|issue|in press|\(?in press|to appear|accepted|forthcoming|online"
    r"|doi|pp?[.\s]|art(?:icle|\.)|letters?\b|rapid|suppl?\b"
    r"|[a-z]?\d|sect|ser|[LA]\d|https?:|published|first|advance|early|as\b|special issue|(?:january|february|march"
    r"|april|may|june|july|august"
    r"|september|october|november|december)\b)",
    re.IGNORECASE,
)
_WORD_ENDS = re.compile(r"\s*(?:$|[.;)\]\"”]|,(?!\s*[A-Za-z]\w+\s*(?:&|and))|\(|\d|in press|vol)", re.IGNORECASE)
_CITATION = re.compile(
    r"[\s.,:]*(?:vol(?:ume|\.)?\s*)?(?:\\?textbf\{)?[A-Z]?\d+\}?[\s,.:(][^a-z;]{0,60}?(?<!\d)((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"[\s,(]*((?:19|20)\d\d)\)?\s*(?:$|[.,;])")
_STARTS = re.compile(
    r"(?:^|[,;:)(\]]|journal[\s-]*ref(?:erence)?\W*|version (?:published )?(?:in|of)|appeared (?:in|as)|reference"
    r"|published|final)\s*[\"'(]*(?:in |the |as )*$",
    re.IGNORECASE,
)
_PART_ONLY = re.compile(
    r"(?:short|letter|condensed|brief|abridged|extended|expanded|shorten|companion|long|earlier|previous|unlike"
    r"|extension)"
    r"|\bsee\b|\bcf\b|comment(?:s|ing)? (?:on|to)|reply to|errat|corrigend|addendum|\brefs?\b|supplement",
    re.IGNORECASE,
)
_OTHER_VERSION = re.compile(
    r"(?:short|letter|condensed|abridged|extended|expanded|companion)\w* (?:version|paper|letter)|\bsee\b|supersed"
    r"|\bnot (?:yet )?(?:been )?(?:accepted|publ)\w*\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(rf"(?:(?!submi|receiv|\bv\d|cycle|copyright)[^;]){{0,45}}?{YEAR}", re.IGNORECASE)


def read_journal(mention: Mention, paper_year: int | None) -> Reading | None:
    """A journal in a comment counts beside a word of acceptance, or as a citation that opens its clause."""
    if not _is_journal_name(mention):
        return None
    if is_asked_only(mention) or _OTHER_VERSION.search(mention.before):
        return None
    is_given = _JOURNAL_GIVEN.search(mention.before[-140:])
    if not is_given and not _opens_clause(mention.before):
        return None
    if is_given or _JOURNAL_GIVEN_AFTER.match(mention.after):
        return Reading(mention.venue, first_year(_DATE_AFTER.match(mention.after), paper_year))
    cited = first_year(_CITATION.match(mention.after) or _YEAR_ALONE.match(mention.after), paper_year)
    is_new = cited and cited >= (paper_year or 0) - 1  # an older one is of another's work
    return Reading(mention.venue, cited) if is_new else None


def _opens_clause(before: str) -> bool:
    return bool(_STARTS.search(before[-60:])) and not (_PART_ONLY.search(before) or BESIDE.search(before))


def _is_journal_name(mention: Mention) -> bool:
    """False where the words go on to a longer name: `Science and Technology`, `Nature Inspired Computing`."""
    if mention.spelling.exact and not mention.matched.isupper():
        return bool(_WORD_ENDS.match(mention.after))
    return not _LONGER_NAME.match(mention.after)
