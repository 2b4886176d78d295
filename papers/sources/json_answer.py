"""JSON as it comes from outside: any member may be missing, null or of another type than documented.

A record is not lost because one of its members is odd, so the readers here give something empty instead.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

from papers.identifiers import Identifier, InvalidIdentifier, parse_doi, parse_identifier
from papers.sources.errors import MalformedAnswer

NOT_STORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # PostgreSQL and UTF-8 refuse some
# DataCite's ":unav" family (its metadata schema, appendix 3), as it and Crossref's members write it.
UNKNOWN = re.compile(r"\W*:\W*(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal|unknown)\W*", re.IGNORECASE)
NOTHING = re.compile(r"null|undefined|n/a|-+", re.IGNORECASE)  # in a volume or a venue; people are called Null
FIRST_YEAR, LAST_YEAR = 1000, 2199
BUDDHIST_YEARS = range(2443, 2700)  # Thai registrants give years of the Buddhist era
BUDDHIST_OFFSET = 543


def read_json(body: bytes, source: str) -> Mapping[str, object]:
    """The JSON object that `body` is. Raises MalformedAnswer."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswer(f"{source}'s answer is not JSON.") from error
    if not isinstance(value, dict):
        raise MalformedAnswer(f"{source}'s answer is not a JSON object.")
    return value


def members(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """A list's items; a bare value counts as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in items(value) if isinstance(item, dict)]


def scalar(value: object) -> str:
    """Text as it stands, without what cannot be stored; numbers become text, anything else is empty."""
    if isinstance(value, str):
        return NOT_STORABLE.sub("", value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def known(text: str) -> str:
    """Empty for `:unav` and its like, which registrants write where they know nothing."""
    return "" if UNKNOWN.fullmatch(text.strip()) else text


def told(text: str) -> str:
    """Empty also for what programs write in place of nothing."""
    return "" if NOTHING.fullmatch(text.strip()) else known(text)


def first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order, without empty ones."""
    return tuple(dict.fromkeys(filter(None, texts)))


def doi_or_arxiv(value: object) -> Identifier | None:
    """A DOI, bare, as a link or as `doi:`; an arXiv DOI is the arXiv id in it."""
    text = re.sub(r"^\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)\s*", "", scalar(value), flags=re.IGNORECASE)
    return parse_doi(text)


def identify(value: str, scheme: str) -> Identifier | None:
    """The DOI or arXiv id that a related work is called by; schemes are confused, so the value decides."""
    if identifier := doi_or_arxiv(value):
        return identifier
    if scheme.lower() not in {"arxiv", "url", "uri", "doi"}:
        return None
    try:
        return parse_identifier(value)
    except InvalidIdentifier:
        return None


def valid_parts(values: Iterable[object]) -> tuple[int, ...]:
    """Year, month, day as far as they are a date; a month 13 ends it after the year."""
    numbers: list[int] = []
    for value in list(values)[:3]:
        text = scalar(value).strip()
        if not text.isascii() or not text.isdecimal() or len(text) > 4 or not is_date([*numbers, int(text)]):
            break
        numbers.append(int(text))
    return tuple(numbers)


def is_date(parts: list[int]) -> bool:
    """The missing parts may be anything."""
    if not FIRST_YEAR <= parts[0] <= LAST_YEAR:
        return False
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def full_date(parts: tuple[int, ...]) -> date | None:
    return date(*parts) if len(parts) == 3 else None


def gregorian_year(value: object) -> int | None:
    """A year number; one of the Buddhist era is converted, anything else outside 1000 to 2199 is none."""
    text = scalar(value).strip()
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        return None
    year = int(text) - (BUDDHIST_OFFSET if int(text) in BUDDHIST_YEARS else 0)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
