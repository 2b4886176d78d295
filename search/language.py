"""Reads what stands in the search box. Any text at all is a query: what is not understood is looked for as words.

Words, "phrases", -excluded, and author: category: venue: year: by: has:, each of which may stand several times.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from papers.identifiers import Identifier, find_identifier
from search.tokens import words_of

MAXIMUM_LENGTH = 500  # characters
MAXIMUM_TERMS = 24
FIELDS = {
    "author": "author",
    "category": "category",
    "cat": "category",
    "venue": "venue",
    "year": "year",
    "by": "by",
    "has": "has",
}
HAVING = {"summary": "summary", "summaries": "summary", "code": "code"}
QUOTES = str.maketrans("“”„«»＂", '""""""')
TERM = re.compile(r'(?P<minus>-)?(?:(?P<field>[A-Za-z]+):(?=[^\s/]))?(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>[^\s"]+))')
AT_END = re.compile(r'(?:(?<=\s)|(?<=\s-)|^-?)(?P<field>[A-Za-z]+):(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"]*))$')
YEARS = re.compile(r"(?P<sign>[<>]=?)?(?P<first>[0-9]{4})?(?P<dash>-|–|\.\.)?(?P<last>[0-9]{4})?")
FIRST_YEAR, LAST_YEAR = 1000, 2999


@dataclass(frozen=True, slots=True)
class Words:
    """What is to stand in the text: words, or one phrase. `source` is how it was typed."""

    text: str
    source: str
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`field` is one of FIELDS' values; `years` goes with "year"."""

    field: str
    value: str
    source: str
    is_excluded: bool = False
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    terms: tuple[Words | Filter, ...] = ()
    identifier: Identifier | None = None

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(term for term in self.terms if isinstance(term, Words) and not term.is_excluded)

    @property
    def excluded(self) -> tuple[Words, ...]:
        return tuple(term for term in self.terms if isinstance(term, Words) and term.is_excluded)

    @property
    def filters(self) -> tuple[Filter, ...]:
        return tuple(term for term in self.terms if isinstance(term, Filter))

    @property
    def asks_for_something(self) -> bool:
        """Whether there is anything to look for; what is only excluded finds nothing."""
        return bool(self.words or any(not term.is_excluded for term in self.filters))

    def without(self, term: "Words | Filter") -> str:
        """The text of the query without this term."""
        return " ".join(other.source for other in self.terms if other is not term)

    def with_words(self, corrected: dict[str, str]) -> str:
        """The text of the query with words replaced, those of filters too."""
        return " ".join(respell(term, corrected) for term in self.terms)


def parse_query(text: str) -> Query:
    """Never raises."""
    return parse_line(" ".join(text[:MAXIMUM_LENGTH].replace("\x00", " ").split()))


@lru_cache(maxsize=1_000)  # the view and the search read it both, and so does the next page of results
def parse_line(text: str) -> Query:
    if identifier := find_identifier(text):
        return Query(text=text, identifier=identifier)
    plain = text.translate(QUOTES)
    matches = [match for match in TERM.finditer(plain) if match[0].strip('-"')]
    terms = [read_term(match) for match in matches[:MAXIMUM_TERMS]]
    return Query(text=text, terms=tuple(term for term in terms if term is not None))


def read_term(match: re.Match[str]) -> Words | Filter | None:
    """None where it holds no letter and no digit."""
    field = FIELDS.get((match["field"] or "").lower())
    value = (match["quoted"] if match["quoted"] is not None else match["bare"]).strip()
    if field and (found := read_filter(field, value)):
        return replace(found, source=match[0], is_excluded=bool(match["minus"]))
    if match["field"]:
        value = f"{match['field']} {value}"
    if not words_of(value):
        return None
    return Words(
        text=value,
        source=match[0],
        is_phrase=match["quoted"] is not None and len(words_of(value)) > 1,
        is_excluded=bool(match["minus"]),
    )


def read_filter(field: str, value: str) -> Filter | None:
    """None where the value fits no such filter; then it is looked for as words."""
    if field == "year":
        years = read_years(value)
        return Filter(field=field, value=value, source="", years=years) if years else None
    if field == "has":
        having = HAVING.get(value.lower())
        return Filter(field=field, value=having, source="") if having else None
    return Filter(field=field, value=value, source="") if words_of(value) else None


def read_years(value: str) -> tuple[int, int] | None:
    """2017, 2015-2020, 2015-, -2020, >2015, <=2020; in the wrong order they are turned around."""
    match = YEARS.fullmatch(value)
    if not match or not (match["first"] or match["last"]):
        return None
    first = int(match["first"]) if match["first"] else FIRST_YEAR
    last = int(match["last"]) if match["last"] else LAST_YEAR if match["dash"] else first
    if sign := match["sign"]:
        return compared(sign, first if match["first"] else last)
    return (first, last) if first <= last else (last, first)


def compared(sign: str, year: int) -> tuple[int, int]:
    beside = 0 if sign.endswith("=") else 1
    return (year + beside, LAST_YEAR) if sign.startswith(">") else (FIRST_YEAR, year - beside)


def respell(term: Words | Filter, corrected: dict[str, str]) -> str:
    """A word keeps its place; one that is written with accents is found by its plain letters. A filter keeps its
    name."""
    name, colon, value = term.source.partition(":") if isinstance(term, Filter) else ("", "", term.source)

    def replaced(match: re.Match[str]) -> str:
        plain = words_of(match[0])
        return corrected.get(plain[0], match[0]) if len(plain) == 1 else match[0]

    return name + colon + re.sub(r"[^\W_]+", replaced, value)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A filter that somebody is typing, at the end of a query: what stands before it, and its value so far."""

    before: str
    field: str
    value: str

    def become(self, value: str) -> str:
        """The query with the filter whole."""
        return f"{self.before}{as_term(self.field, value)}"


def filter_at_end(text: str) -> Beginning | None:
    match = AT_END.search(text)
    field = FIELDS.get(match["field"].lower()) if match else None
    if not match or not field:
        return None
    return Beginning(text[: match.start("field")], field, match["quoted"] or match["bare"] or "")


def as_term(field: str, value: str) -> str:
    """A filter as it is typed."""
    return f'{field}:"{value}"' if re.search(r"[\s\"]", value) else f"{field}:{value}"
