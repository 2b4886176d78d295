"""ShortScience.org's own RSS feed of summaries, as its writers can save it before it goes.

The element names are those of its feed (`shortscience:arxivid`, `shortscience:bibtexkey`). The description is the
summary's Markdown, escaped once; without `full` the feed cuts it after 500 bytes and adds three dots. Keys and
links stand there unescaped and control characters occur, so that a feed need not be well-formed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from papers.identifiers import Identifier, find_identifier
from papers.sources.errors import MalformedAnswer
from papers.sources.html_markdown import to_markdown
from shortsci.marking import gettext_noop

MAXIMUM_BODY = 50_000  # characters; what a summary of ours may have
CUT_AFTER = 500  # bytes
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
ARXIV_KEY = re.compile(
    r"(?:journals/corr/)?(?:abs[-/])?(?P<id>[0-9]{4}[.-][0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?[-/][0-9]{7})"
)
NO_IDENTIFIER = gettext_noop("No arXiv id and no DOI: the paper of this summary cannot be told.")
IS_CUT = gettext_noop("The feed holds only the beginning of this summary; ask for the full feed or paste the rest.")
IS_EMPTY = gettext_noop("The feed holds no text of this summary.")
IS_TOO_LONG = gettext_noop("This summary is too long to be imported.")


@dataclass(frozen=True, slots=True)
class ImportedSummary:
    """`body` is Markdown; `published_at` the last edit, which is all that ShortScience tells."""

    identifier: Identifier | None
    paper_title: str
    body: str
    published_at: datetime | None
    link: str
    problem: str = ""


def parse_export(xml: bytes) -> list[ImportedSummary]:
    """The summaries in one feed, in its order, those with a problem too. Raises MalformedAnswer."""
    root = parse_leniently(xml)
    if root.tag != "rss" or root.find("channel") is None:
        raise MalformedAnswer(gettext_noop("This is not an RSS feed of ShortScience.org."))
    return [parse_item(item) for item in root.iterfind("channel/item")]


def parse_leniently(xml: bytes) -> Element:
    """A second try does without control characters and takes a bare `&` for itself."""
    try:
        return parse_xml(xml)
    except MalformedAnswer:
        return parse_xml(BARE_AMPERSAND.sub(b"&amp;", CONTROL.sub(b"", xml)))


def parse_xml(xml: bytes) -> Element:
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedAnswer(gettext_noop("This feed is not well-formed XML, or it is cut off.")) from error
    return root


def parse_item(item: Element) -> ImportedSummary:
    description = text_of(item, "description")
    identifier = identifier_of(item)
    link = text_of(item, "link") or text_of(item, "guid")
    return ImportedSummary(
        identifier=identifier,
        paper_title=" ".join(text_of(item, "title").removeprefix("Summary of ").split()),
        body=to_markdown(description[:MAXIMUM_BODY]),
        published_at=moment_of(item),
        link=link if urlsplit_or_none(link) else "",
        problem="" if identifier and not problem_of(description) else problem_of(description) or NO_IDENTIFIER,
    )


def problem_of(description: str) -> str:
    if not description:
        return IS_EMPTY
    is_cut = description.endswith("...") and abs(len(description[:-3].encode()) - CUT_AFTER) <= 3
    if is_cut:
        return IS_CUT
    return IS_TOO_LONG if len(description) > MAXIMUM_BODY else ""


def identifier_of(item: Element) -> Identifier | None:
    """`arxivid` where it is one, else what the key holds, else what the link's key holds."""
    key = text_of(item, "bibtexkey")
    query = urlsplit_or_none(text_of(item, "link") or text_of(item, "guid"))
    candidates = [text_of(item, "arxivid"), *forms_of(key)]
    for linked in parse_qs(query).get("bibtexKey", []) if query else []:
        candidates += forms_of(linked)
    return next((found for text in candidates if (found := find_identifier(text))), None)


def identifier_of_key(key: str) -> Identifier | None:
    """The arXiv id or DOI in a ShortScience key such as `journals/corr/1706.03762`."""
    return next((found for text in forms_of(key) if (found := find_identifier(text))), None)


def forms_of(key: str) -> list[str]:
    """A key of DBLP holds an arXiv id after `journals/corr/`; newer ones spell it `abs-1706-03762`."""
    match = ARXIV_KEY.fullmatch(key.strip())
    if not match:
        return [key]
    spelled = match["id"]
    return [spelled.replace("-", ".") if spelled[0].isdecimal() else re.sub(r"-(?=[0-9]{7}$)", "/", spelled)]


def moment_of(item: Element) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text_of(item, "pubDate"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def urlsplit_or_none(link: str) -> str | None:
    """The query of a web address, `""` included; None for what is none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return parts.query if parts.scheme in {"http", "https"} and parts.netloc else None


def text_of(item: Element, name: str) -> str:
    """Of the child with that name in any namespace: saved copies of the feed differ in it."""
    found = next((child for child in item if str(child.tag).rpartition("}")[2] == name), None)
    return (found.text or "").strip() if found is not None else ""
