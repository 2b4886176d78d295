"""Which conference or journal a paper appeared in, read from what its sources say of it.

Read are a container title, a journal reference, DOIs and, where the authors claim it, arXiv's comment. Precision goes
before recall. Not recognised are: a submission, a review or a rejection; a workshop, tutorial, challenge or talk held
beside a conference; an "extended version of" or a "short version" of something (its text and its record differ from
what appeared). A "full version of", an "extended abstract" and a "preliminary version" are the same work: they count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from papers import venue_names

Kind = Literal["conference", "journal", "workshop"]


@dataclass(frozen=True, slots=True)
class Venue:
    slug: str
    name: str
    full_name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class VenueYear:
    venue: Venue
    year: int


class _Reading(NamedTuple):
    venue: Venue
    year: int | None


class _Spelling(NamedTuple):
    venue: Venue
    exact: frozenset[str]  # the cases a single word is met in; empty: any case
    is_guarded: bool  # the word means other things too


class _Mention(NamedTuple):
    """A spelling in a text: before and after it, its sentence."""

    venue: Venue
    spelling: _Spelling
    matched: str
    before: str
    after: str


# --- the table ---------------------------------------------------------------------------------------------------

_BLANKS = str.maketrans(dict.fromkeys("\t\n\r.,:;()/~\\–—-", " "))


def _lower(text: str) -> str:
    """Lower case, with blanks for separators and every letter in its place (`İ` would become two)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_BLANKS)


def _fold(spelling: str) -> str:
    return " ".join(_lower(spelling).split()).removeprefix("the ")


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


def _index_spellings(rows: Sequence[tuple[Venue, list[str], list[str]]]) -> dict[str, _Spelling]:
    """Raises ValueError where two venues claim one spelling."""
    index: dict[str, _Spelling] = {}
    for venue, spellings, _ in rows:
        for spelling in spellings:
            plain = spelling.removeprefix("!")
            key = _fold(plain)
            known = index.get(key, _Spelling(venue, frozenset(), is_guarded=False))
            if known.venue is not venue:
                raise ValueError(f"{plain!r} is claimed by {known.venue.slug} and {venue.slug}")
            exact = known.exact if " " in key else known.exact | {plain}
            index[key] = _Spelling(venue, exact, known.is_guarded or spelling.startswith("!"))
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


_ROWS = tuple(_rows())
VENUES: tuple[Venue, ...] = tuple(venue for venue, _, _ in _ROWS)
_BY_SLUG = {venue.slug: venue for venue in VENUES}
_SPELLINGS = _index_spellings(_ROWS)
_FIRST_WORDS = frozenset(re.split(r"[ \d*']", key, maxsplit=1)[0] for key in _SPELLINGS)
_letters_alone = str.maketrans(dict.fromkeys("0123456789'’`‘´\"*[]{}", " "))


@cache
def _names() -> re.Pattern[str]:
    """Compiled when it is first needed: that takes a while."""
    return re.compile(rf"(?<![^\W_])(?:{_pattern_of(_tree_of(list(_SPELLINGS)))})(?![^\W\d_])")


def by_slug(slug: str) -> Venue | None:
    return _BY_SLUG.get(slug)


# --- years -------------------------------------------------------------------------------------------------------

_YEAR = r"(?<![\d.:/])((?:19|20)\d\d)(?!\.?\d)"
_YEAR_AFTER = re.compile(
    r"[\s,.(\[:'’`–—-]*(?:HLT|main|conference|oral|annual meeting|proceedings)?[\s,.(\[:'’`–—-]*(?<!\d)((?:19"
    r"|20)\d\d)(?!\.?\d)"
    r"|\s?['’`´‘-]{0,2}(?<![\d ])(\d\d)(?![\d./-]\d|\d|\w)"
    r"|\s?['’`´‘]{1,2}(\d\d)(?!\d)"
    r"|[\s,]*\((?:(?:ACM|IEEE)\s)?[A-Za-z]{2,12}[\s'’`-]*((?:19|20)\d\d|(?<=['’`-])\d\d)\b",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    rf"{_YEAR}[\s,)\]:-]*(?:the|annual|edition|of|ACM|AAAI|IEEE|RSJ|CVF|EURASIP|ISCA|SIAM|SIGSAC|IAPR|international"
    rf"|int\.?|intl\.?|conference|conf\.?|on|\d+(?:st|nd|rd|th)|[\s/,-])*$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"(?:LPAR|CADE)[ -]\d\d\b(?!\d)")  # these two count their editions
_YEAR_LATER = re.compile(rf"[^;]{{0,110}}?{_YEAR}")
_YEAR_ANYWHERE = re.compile(_YEAR)


def _whole_year(digits: str) -> int:
    """A year of two digits lies between 1970 and 2069."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _checked_year(digits: str | None, paper_year: int | None) -> int | None:
    """Two digits are held to the years near the paper's."""
    if digits is None:
        return None
    year = _whole_year(digits)
    earliest, latest = 1900, 2100
    if paper_year is not None:
        earliest, latest = (1900, paper_year + 3) if len(digits) == 4 else (paper_year - 12, paper_year + 3)
    return year if earliest <= year <= min(latest, 2100) else None


def _first_year(match: re.Match[str] | None, paper_year: int | None) -> int | None:
    return _checked_year(next(filter(None, match.groups()), None), paper_year) if match else None


def _year_beside(mention: _Mention, paper_year: int | None) -> int | None:
    after = None if _EDITION.match(mention.matched + mention.after) else _YEAR_AFTER.match(mention.after)
    return _first_year(after, paper_year) or _first_year(_YEAR_BEFORE.search(mention.before[-120:]), paper_year)


# --- finding names -----------------------------------------------------------------------------------------------

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


def _is_met(spelling: _Spelling, matched: str) -> bool:
    return not spelling.exact or matched in spelling.exact


def _find_mentions(text: str, *, any_case: bool = False) -> Iterator[_Mention]:
    lower = _lower(text)
    if _FIRST_WORDS.isdisjoint(lower.translate(_letters_alone).split()):
        return
    for match in _names().finditer(lower):
        start, end = match.span()
        spelling = _SPELLINGS.get(_fold(match[0]))
        if spelling is None or not (any_case or _is_met(spelling, text[start:end])):
            continue
        before, after = _sentence_around(text, start, end)
        if not _IN_WORD.search(before[-60:]):
            yield _Mention(spelling.venue, spelling, text[start:end], before, after)


def _sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    begin = 0
    for match in _BREAK.finditer(text, max(0, start - 400), start + 1):
        begin = match.end()
    stop = _BREAK.search(text, end)
    return text[begin:start], text[end : stop.start() if stop else len(text)]


# --- conferences -------------------------------------------------------------------------------------------------

_BESIDE = re.compile(
    r"workshops?\b|\bws\b|\bw'?shop|tutorial|challenge|competition|shared task|\btask \d|late.breaking|doctoral"
    r"|ph\.?\s?d\.?[\s-](?:forum|symposium)"
    r"|student research|\bcompanion\b|spring symposi|fall symposi|symposium series|\btalk\b|keynote|summer school"
    r"|\bcup\b"
    r"|hackathon|special session at|satellite|co-?located|\bside event|\bpanel\b|\bBoF\b|student abstract",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"exten(?:ded|sion|ds)\b(?! abstract)[^.;]{0,30}\b(?:version|of|paper|our|from|the)\b|\bexpand"
    r"|journal version of|short(?:er|ened)?\b[^.;]{0,12} version"
    r"|abridged|abbreviated version|comments? (?:on|to)\b|reply to|response to|errat|corrigend|follow-?up|based on"
    r"|builds? (?:up)?on|\bcf\b"
    r"|\bsee\b|reproduc|\bsuperse|companion (?:paper )?(?:to|of)|supplement(?:ary|al)?\b[^.;]{0,40}\b(?:to|of"
    r"|for)\b|appendix (?:to|of|for)"
    r"|review of|report (?:on|from)|summary of|format|template|\bstyle\b|merge[sd]?\b|generaliz|improves|code\b"
    r"|slides|(?:earlier|prior|previous) (?:work|paper|results?)|dataset (?:of|from)|used in|winn(?:er|ing)"
    r"|\bunlike\b|not (?:yet )?(?:published|accepted)|precursor|sequel|\bpart of (?:the|this|our) (?:work|results)"
    r"|combin(?:es|ing|ation)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"su[bm]+i(?:t+ed|ssion|t+ing|t\b)|under (?:double.blind )?(?:peer )?review|in review|review(?:ed|ing) (?:at|by"
    r"|for)|reject|declin|withdrawn"
    r"|intended for|in preparation|prepared for|preprint for|planned|consider(?:ed|ation)|target",
    re.IGNORECASE,
)
_GIVEN_PLAINLY = re.compile(
    r"accept(?!ance rate)|\bappear(?:s|ed|ing)?\b|published|to be published|in press|forthcoming|presented",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"accepted|accept\b|acceptance|to appear|appear(?:s|ed|ing)?\b|publi(?:shed|cation)|in press|forthcoming"
    r"|presented|proc(?:eedings|\.|\b)"
    r"|camera.?ready|contribution|\bin:|oral\b|poster\b|spotlight|full paper|long paper|short paper"
    r"|main (?:conference|track)|best paper"
    r"|to be presented|nominated|awarded|presentation",
    re.IGNORECASE,
)
_GIVEN_BESIDE = re.compile(
    r"(?:accepted|to appear|appear(?:s|ed|ing)?|published|publication|in press|presented|proc(?:eedings|\.)?"
    r"|camera.?ready(?: version)?|paper|poster|oral|forthcoming)"
    r"(?:\W+(?:in|by|to|at|as|for|of|the|a|an|on|publication|presentation|proc|proceedings|paper|long|short|full"
    r"|regular|oral|poster|spotlight"
    r"|talk|conference|conf|acm|ieee|annual|international|version|technical|research|track|main|be|published|appear"
    r"|and|\d+(?:st|nd|rd|th)|(?:19|20)\d\d))*\W*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[-–][a-z]|\w?[-–]?(?:W\b|W\d)|\s*(?:['’]?\d\d(?:\d\d)?)?[\s,:(-]*(?:submission|['’]s\s(?!conf)|reject"
    r"|under review|in review|style|format|template|latex|reviewers?|deadline"
    r"|record\b|explorations|newsletter|special interest|computer communication review|CCR|dataset|benchmark|eCom"
    r"|LBR|late.breaking|notices|bulletin|forum|day\b|data)",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(r"submi|under review|in review|reject|pending|style|template", re.IGNORECASE)
_LONGER_EVENT = re.compile(
    r"\s+(?!Conference|Conf\b|Annual|Meeting|Proceedings|Symposium|Main|Long|Short|Oral|Poster|Track|Findings|Human"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:(?:and|&|in|for|of|with|on) )?(?:the )?[A-Z][a-z]"
    r"|,? and [A-Z][a-z]"
)
_ACRONYM_AFTER = re.compile(
    r"\s*\((?!IEEE|ACM|AAAI|HLT|SIG|EMNLP|NAACL|ACL|ECML|IJCAI)([A-Z]+[a-z]?[A-Z]+[a-z]?)[\s'’,)\d-]"
)
_BESIDE_ACRONYM = re.compile(
    r"\s+(?!HLT|IJCNLP|PKDD|ORAL|IEEE|ACM|USA|UK|LBR)[A-Z]{3,}\s?['’]?\d|\s?['’]?\d\d(?:\d\d)?\s*\((?!ORAL|LONG"
    r"|SHORT|POSTER|FULL|MAIN|DEMO|BEST|SPOT)[A-Z]{4,}\)"
)
_TIGHT_DIGIT = re.compile(r"\d(?!\d)")


def _is_aside(mention: _Mention) -> bool:
    """True where the sentence speaks of an event beside the conference, or of another text."""
    around = mention.before[-300:], mention.after[:120]
    if any(pattern.match(mention.after) for pattern in (_NOT_AFTER, _TIGHT_DIGIT, _BESIDE_ACRONYM)):
        return True
    if not mention.spelling.exact and _is_longer_event(mention):
        return True
    is_workshop = mention.venue.kind == "workshop" or "workshop" in mention.venue.full_name.lower()
    return bool(_DIFFERS.search(around[0])) or (not is_workshop and any(_BESIDE.search(part) for part in around))


def _is_longer_event(mention: _Mention) -> bool:
    """`International Conference on Management of Data (COMAD 2012)` is another one than SIGMOD."""
    if _LONGER_EVENT.match(mention.after):
        return True
    acronym = _ACRONYM_AFTER.match(mention.after)
    known = _SPELLINGS.get(acronym[1].lower()) if acronym else None
    if acronym is None or acronym[1] in mention.venue.name:
        return False
    return known is None or known.venue is not mention.venue


def _is_asked_only(mention: _Mention) -> bool:
    """True where the word nearest before the name is of a submission, not of an acceptance."""
    asked = [match.start() for match in _ASKED.finditer(mention.before)]
    given = [match.start() for match in _GIVEN_PLAINLY.finditer(mention.before)]
    return bool(asked) and (not given or asked[-1] > given[-1])


def _read_conference(mention: _Mention, paper_year: int | None) -> _Reading | None:
    if _is_aside(mention) or _is_asked_only(mention) or _ASKED_AFTER.search(mention.after[:50]):
        return None
    beside = _year_beside(mention, paper_year)
    if mention.spelling.is_guarded:
        return _Reading(mention.venue, beside) if beside and _GIVEN.search(mention.before) else None
    if beside:
        return _Reading(mention.venue, beside)
    later = _first_year(_YEAR_LATER.match(mention.after), paper_year)
    if later or _GIVEN_BESIDE.search(mention.before[-120:]):
        return _Reading(mention.venue, later)
    return None


# --- journals ----------------------------------------------------------------------------------------------------

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
_NAME_ENDS = re.compile(
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
_DATE_AFTER = re.compile(rf"(?:(?!submi|receiv|\bv\d|cycle|copyright)[^;]){{0,45}}?{_YEAR}", re.IGNORECASE)


def _read_journal(mention: _Mention, paper_year: int | None) -> _Reading | None:
    """A journal in a comment counts beside a word of acceptance, or as a citation that opens its clause."""
    if not _is_journal_name(mention):
        return None
    if _is_asked_only(mention) or _OTHER_VERSION.search(mention.before):
        return None
    is_given = _JOURNAL_GIVEN.search(mention.before[-140:])
    if not is_given and not _opens_clause(mention.before):
        return None
    if is_given or _JOURNAL_GIVEN_AFTER.match(mention.after):
        return _Reading(mention.venue, _first_year(_DATE_AFTER.match(mention.after), paper_year))
    cited = _first_year(_CITATION.match(mention.after) or _YEAR_ALONE.match(mention.after), paper_year)
    is_new = cited and cited >= (paper_year or 0) - 1  # an older one is of another's work
    return _Reading(mention.venue, cited) if is_new else None


def _opens_clause(before: str) -> bool:
    return bool(_STARTS.search(before[-60:])) and not (_PART_ONLY.search(before) or _BESIDE.search(before))


def _is_journal_name(mention: _Mention) -> bool:
    """False where the words go on to a longer name: `Science and Technology`, `Nature Inspired Computing`."""
    if mention.spelling.exact and not mention.matched.isupper():
        return bool(_WORD_ENDS.match(mention.after))
    return not _LONGER_NAME.match(mention.after)


# --- the four sources --------------------------------------------------------------------------------------------

_REFERENCE_STARTS = re.compile(
    r"(?:^|;)\W*(?:(?:published|appeared|to appear|accepted|to be published|in press|publ\.?)\W+)?(?:(?:in|by|for"
    r"|at|as)\W+)?(?:the\W+)?(?:journal\W+)?$",
    re.IGNORECASE,
)


def _read_reference(text: str, paper_year: int | None) -> _Reading | None:
    """A container title or a journal reference: the names mean themselves, unless they are part of a longer one."""
    if not text:
        return None
    whole = _SPELLINGS.get(_fold(text))
    if whole is not None:
        return _Reading(whole.venue, None)
    for mention in _find_mentions(text, any_case=False):
        if mention.venue.kind == "journal":
            if _REFERENCE_STARTS.search(mention.before) and _NAME_ENDS.match(mention.after):
                return _Reading(mention.venue, _year_of_reference(mention.after, paper_year))
        elif not _is_aside(mention) and not _ASKED.search(mention.before):
            found = _year_beside(mention, paper_year) or _year_of_reference(text, paper_year)
            if found or not mention.spelling.is_guarded:
                return _Reading(mention.venue, found)
    return None


def _year_of_reference(text: str, paper_year: int | None) -> int | None:
    """The year in parentheses, else the last: page numbers look like years too."""
    bracketed = re.findall(r"\((?:[A-Za-z.]+\s)?((?:19|20)\d\d)\)", text)
    for digits in bracketed or reversed(_YEAR_ANYWHERE.findall(text) or re.findall(r"[,:\s]((?:19|20)\d\d)\W*$", text)):
        if year := _checked_year(digits, paper_year):
            return year
    return None


def _read_comment(text: str, paper_year: int | None) -> _Reading | None:
    for mention in _find_mentions(text):
        read = _read_journal if mention.venue.kind == "journal" else _read_conference
        if reading := read(mention, paper_year):
            return reading
    return None


# --- DOIs --------------------------------------------------------------------------------------------------------


def _doi_tables() -> dict[str, tuple[re.Pattern[str], tuple[Venue, ...]]]:
    """By registrant: one expression over the suffixes, a group to each, and the groups' venues; the longest first."""
    by_registrant: dict[str, list[tuple[str, Venue]]] = {}
    for venue, _, dois in _ROWS:
        for doi in dois:
            registrant, _, suffix = doi.partition("/")
            by_registrant.setdefault(registrant, []).append((suffix, venue))
    tables = {}
    for registrant, entries in by_registrant.items():
        entries.sort(key=lambda entry: -len(entry[0]))
        groups = "|".join(f"({re.escape(suffix).replace(re.escape('#'), r'[0-9]+')})" for suffix, _ in entries)
        tables[registrant] = re.compile(groups), tuple(venue for _, venue in entries)
    return tables


_DOIS = _doi_tables()
_DOI_YEAR = re.compile(
    r"^s?\d{4}-?\d{3}[\dx]\((\d\d)\)|^v1/[a-z](\d\d)-|^s\d{5}-0(\d\d)-|^(\d\d)-[a-z]|(?:^|[./(-])((?:19"
    r"|20)\d\d)(?=[./)-])"
)
_VOLUMES = {  # journal of the APS or AAAI: year of the first volume, volumes a year (their own tables of contents)
    "phys-rev-lett": (1958, 2, 0),
    "phys-rev-a": (1970, 2, 1),
    "phys-rev-b": (1970, 2, 1),
    "phys-rev-c": (1970, 2, 1),
    "phys-rev-d": (1970, 2, 1),
    "phys-rev-e": (1970, 2, 1),
    "phys-rev-x": (2011, 1, 1),
    "phys-rev-applied": (2014, 2, 1),
    "phys-rev-fluids": (2016, 1, 1),
    "phys-rev-materials": (2017, 1, 1),
    "phys-rev-research": (2019, 1, 1),
    "prx-quantum": (2020, 1, 1),
    "rev-mod-phys": (1929, 1, 1),
    "aaai": (1987, 1, 1),
}
_VOLUME = re.compile(r"[a-z]+\.v?(\d{1,3})(?:[.i]|$)")


def _year_of_doi(venue: Venue, suffix: str) -> str | None:
    if venue.slug in _VOLUMES:
        first, each, start = _VOLUMES[venue.slug]
        volume = _VOLUME.match(suffix)
        return str(first + (int(volume[1]) - start) // each) if volume else None
    match = _DOI_YEAR.search(suffix)
    return str(_whole_year(next(filter(None, match.groups())))) if match else None


def _read_dois(dois: Sequence[str], paper_year: int | None) -> _Reading | None:
    """Registrants such as 10.1145 (ACM) or 10.1063 (AIP) number their works without telling the venue."""
    for doi in dois:
        registrant, _, suffix = doi.strip().lower().partition("/")
        if registrant not in _DOIS:
            continue
        pattern, venues = _DOIS[registrant]
        match = pattern.match(suffix)
        if match and match.lastindex:
            venue = venues[match.lastindex - 1]
            return _Reading(venue, _checked_year(_year_of_doi(venue, suffix), paper_year))
    return None


def recognise(
    *,
    dois: Sequence[str] = (),
    journal_ref: str = "",
    comment: str = "",
    container: str = "",
    year: int | None = None,
) -> VenueYear | None:
    """The venue that the most trusted source names: container, journal reference, DOI, comment.

    `year` is the paper's own; it stands in where no source tells the venue's, and bounds what they tell.
    """
    if not (dois or comment or journal_ref or container):
        return None
    by_doi = _read_dois(dois, year)
    found = (
        _read_reference(container, year)
        or _read_reference(journal_ref, year)
        or by_doi
        or (_read_comment(comment, year) if comment else None)
    )
    if found is None:
        return None
    told = found.year or (by_doi.year if by_doi and by_doi.venue is found.venue else None) or year
    return VenueYear(found.venue, told) if told else None
