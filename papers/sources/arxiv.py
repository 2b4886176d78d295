"""The arXiv query API: https://info.arxiv.org/help/api/user-manual.html."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, ParseError

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from papers.identifiers import Identifier, Kind, find_identifier
from papers.records import AuthorRecord, PaperRecord
from papers.sources.arxiv_text import fold, join_paragraphs, known_categories, read_dois, says_withdrawn
from papers.sources.errors import MalformedAnswer, QueryRejected
from papers.sources.http import get
from papers.taxonomy import canonical_category
from papers.tex import decode_tex

BATCH_SIZE = 100  # ids a request
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
ERROR_ID = re.compile(r"/api/errors#")


@dataclass(frozen=True)
class Feed:
    """One answer. `error` is arXiv's own sentence when it answered with an error entry instead of papers."""

    records: tuple[PaperRecord, ...]
    error: str
    total_results: int | None
    start_index: int


def fetch_by_ids(client: httpx.Client, api_url: str, arxiv_ids: Sequence[str]) -> list[PaperRecord]:
    """Metadata of the latest version of up to BATCH_SIZE papers; ids that arXiv does not know are left out.

    Raises SourceBusy, QueryRejected, MalformedAnswer or SourceError.
    """
    params = {"id_list": ",".join(arxiv_ids), "start": "0", "max_results": str(len(arxiv_ids))}
    # Errors come with status 400 from today's serialiser and 200 from the one before.
    feed = read_feed(get(client, api_url, params, accept=frozenset({200, 400})))
    if feed.error:
        raise QueryRejected(feed.error)
    if not feed.records and (feed.total_results or 0) > feed.start_index:
        raise MalformedAnswer("arXiv answered with an empty page where papers should be.")
    return list(feed.records)


def parse_feed(xml: bytes) -> list[PaperRecord]:
    """The papers in an Atom answer of the query API; an error entry is none. Raises MalformedAnswer."""
    return list(read_feed(xml).records)


def read_feed(xml: bytes) -> Feed:
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedAnswer("arXiv's answer is not well-formed XML.") from error
    if root.tag != f"{{{NAMESPACES['atom']}}}feed":
        raise MalformedAnswer("arXiv's answer is not an Atom feed.")
    entries = root.findall("atom:entry", NAMESPACES)
    errors = [entry for entry in entries if ERROR_ID.search(text_of(entry, "atom:id"))]
    records = [parse_entry(entry) for entry in entries if entry not in errors]
    return Feed(
        records=tuple(record for record in records if record),
        error=text_of(errors[0], "atom:summary") or "unknown error" if errors else "",
        total_results=number_of(root, "opensearch:totalResults"),
        start_index=number_of(root, "opensearch:startIndex") or 0,
    )


def parse_entry(entry: Element) -> PaperRecord | None:
    """None for an entry without an arXiv id or a title: arXiv has answered such for ids that it does not know."""
    identifier = identifier_of(entry)
    title = text_of(entry, "atom:title")
    if identifier is None or not title:
        return None
    comment = text_of(entry, "arxiv:comment")
    abstract = join_paragraphs(raw_text_of(entry, "atom:summary"))
    categories = categories_of(entry)
    primary = canonical_category(attribute_of(entry, "arxiv:primary_category", "term"))
    return PaperRecord(
        arxiv_id=identifier.value,
        version=identifier.version,
        title=title,
        abstract=abstract,
        authors=authors_of(entry),
        primary_category=primary or next(iter(categories), None),
        categories=categories,
        published_on=date_of(entry, "atom:published"),
        updated_on=date_of(entry, "atom:updated"),
        dois=read_dois(text_of(entry, "arxiv:doi")),
        journal_ref=text_of(entry, "arxiv:journal_ref"),
        comment=comment,
        is_withdrawn=says_withdrawn(comment, abstract),
    )


def identifier_of(entry: Element) -> Identifier | None:
    identifier = find_identifier(text_of(entry, "atom:id"))
    return identifier if identifier and identifier.kind == Kind.ARXIV else None


def authors_of(entry: Element) -> tuple[AuthorRecord, ...]:
    people = [
        AuthorRecord(
            decode_tex(text_of(author, "atom:name")), affiliation=decode_tex(text_of(author, "arxiv:affiliation"))
        )
        for author in entry.findall("atom:author", NAMESPACES)
    ]
    return tuple(person for person in people if person.name)


def categories_of(entry: Element) -> tuple[str, ...]:
    return known_categories(element.get("term", "") for element in entry.findall("atom:category", NAMESPACES))


def date_of(entry: Element, path: str) -> date | None:
    try:
        return datetime.fromisoformat(text_of(entry, path)).astimezone(UTC).date()
    except ValueError:
        return None


def number_of(root: Element, path: str) -> int | None:
    value = text_of(root, path)
    return int(value) if value.isdecimal() else None


def text_of(element: Element, path: str) -> str:
    """The text with runs of white space folded; feeds break titles over lines."""
    return fold(raw_text_of(element, path))


def raw_text_of(element: Element, path: str) -> str:
    return element.findtext(path, default="", namespaces=NAMESPACES) or ""


def attribute_of(element: Element, path: str, name: str) -> str:
    found = element.find(path, NAMESPACES)
    return found.get(name, "") if found is not None else ""
