"""arXiv's daily announcements of a category: https://info.arxiv.org/help/rss.html. The cheapest delta of a day."""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from papers.identifiers import Identifier, InvalidIdentifier, Kind, parse_doi, parse_identifier
from papers.records import AuthorRecord, PaperRecord
from papers.sources.errors import MalformedAnswer
from papers.sources.http import get
from papers.taxonomy import canonical_category

NAMESPACES = {"arxiv": "http://arxiv.org/schemas/atom", "dc": "http://purl.org/dc/elements/1.1/"}
GUID_PREFIX = re.compile(r"oai:arXiv\.org:", re.IGNORECASE)
HEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*(?P<type>[a-z-]+)\s*", re.IGNORECASE)
ABSTRACT = re.compile(r"\s*Abstract:\s*", re.IGNORECASE)
AUTHOR_BREAK = re.compile(r",\s+(?:and\s+)?|\s+and\s+|,\Z")


class AnnounceType(StrEnum):
    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class Announcement:
    arxiv_id: str
    version: int
    announce_type: AnnounceType
    record: PaperRecord


def fetch_announcements(client: httpx.Client, base_url: str, category: str) -> list[Announcement]:
    """Today's announcements of `category` (`cs.LG`), none on Saturday and Sunday.

    `base_url` is https://rss.arxiv.org/rss. Raises SourceBusy, MalformedAnswer or SourceError.
    """
    return parse_rss(get(client, f"{base_url.rstrip('/')}/{quote(category, safe='')}", {}, accept=frozenset({200})))


def parse_rss(xml: bytes) -> list[Announcement]:
    """The announcements in one feed, without items that lack an id, a title or a type. Raises MalformedAnswer."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedAnswer("arXiv's feed is not well-formed XML.") from error
    if root.tag != "rss" or root.find("channel") is None:
        raise MalformedAnswer("arXiv's answer is not an RSS feed.")
    return [found for item in root.iterfind("channel/item") if (found := parse_item(item))]


def parse_item(item: Element) -> Announcement | None:
    identifier = identifier_of(item)
    announce_type = announce_type_of(item)
    title = text_of(item, "title")
    if identifier is None or identifier.version is None or announce_type is None or not title:
        return None
    record = to_record(item, identifier, title, is_new=announce_type == AnnounceType.NEW)
    return Announcement(identifier.value, identifier.version, announce_type, record)


def to_record(item: Element, identifier: Identifier, title: str, *, is_new: bool) -> PaperRecord:
    """`published_on` is the day of the announcement, a day or a few after the submission, which the feed lacks."""
    categories = categories_of(item)
    announced_on = date_of(item)
    return PaperRecord(
        title=title,
        arxiv_id=identifier.value,
        version=identifier.version,
        abstract=abstract_of(item),
        authors=authors_of(item),
        primary_category=next(iter(categories), None),
        categories=categories,
        published_on=announced_on if is_new else None,
        updated_on=announced_on if is_new else None,
        dois=dois_of(item),
        journal_ref=text_of(item, "arxiv:journal_reference"),
        license_url=text_of(item, "dc:rights"),
    )


def identifier_of(item: Element) -> Identifier | None:
    try:
        identifier = parse_identifier(GUID_PREFIX.sub("", text_of(item, "guid")))
    except InvalidIdentifier:
        return None
    return identifier if identifier.kind == Kind.ARXIV else None


def announce_type_of(item: Element) -> AnnounceType | None:
    head = HEAD.match(raw_text_of(item, "description"))
    given = text_of(item, "arxiv:announce_type") or (head["type"] if head else "")
    return next((kind for kind in AnnounceType if kind == given.lower()), None)


def abstract_of(item: Element) -> str:
    text = raw_text_of(item, "description")
    head = HEAD.match(text)
    rest = text[head.end() :] if head else text
    label = ABSTRACT.match(rest)
    return " ".join((rest[label.end() :] if label else rest).split())


def authors_of(item: Element) -> tuple[AuthorRecord, ...]:
    names = [" ".join(name.split()) for name in AUTHOR_BREAK.split(text_of(item, "dc:creator"))]
    return tuple(AuthorRecord(name=name) for name in names if name)


def categories_of(item: Element) -> tuple[str, ...]:
    """Known categories, each once, the primary one first."""
    codes = [
        code for element in item.iterfind("category") if (code := canonical_category((element.text or "").strip()))
    ]
    return tuple(dict.fromkeys(codes))


def dois_of(item: Element) -> tuple[str, ...]:
    found = [parse_doi(text) for text in text_of(item, "arxiv:DOI").split()]
    return tuple(dict.fromkeys(doi.value for doi in found if doi and doi.kind == Kind.DOI))


def date_of(item: Element) -> date | None:
    """The day in arXiv's own zone, which is the day of the announcement."""
    try:
        return parsedate_to_datetime(text_of(item, "pubDate")).date()
    except (ValueError, OverflowError):
        return None


def text_of(item: Element, path: str) -> str:
    return " ".join(raw_text_of(item, path).split())


def raw_text_of(item: Element, path: str) -> str:
    return item.findtext(path, default="", namespaces=NAMESPACES) or ""
