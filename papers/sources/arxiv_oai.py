"""arXiv's OAI-PMH, one page at a time: https://info.arxiv.org/help/oa/index.html.

The protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, ParseError

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from papers.identifiers import Identifier, InvalidIdentifier, Kind, parse_identifier
from papers.records import PaperRecord
from papers.sources.arxiv_oai_formats import FORMATS, UnreadableRecord, read_date, text_of
from papers.sources.arxiv_text import fold
from papers.sources.errors import MalformedAnswer, QueryRejected, SourceError
from papers.sources.http import get

OAI = "{http://www.openarchives.org/OAI/2.0/}"
IDENTIFIER = re.compile(r"oai:arxiv\.org:(?P<id>\S+)", re.IGNORECASE)


class BadResumptionToken(SourceError):
    """The token has expired (arXiv's do every night) or never was one; the window has to be asked for anew."""


@dataclass(frozen=True)
class OaiRecord:
    """One record of a page. `record` is None where it is deleted or where `problem` says why it cannot be read.

    `datestamp` is the day of the last change of metadata; `date.min` where the header tells none.
    """

    identifier: str  # as the header has it: oai:arXiv.org:math/0306266
    datestamp: date
    sets: tuple[str, ...]
    record: PaperRecord | None
    is_deleted: bool
    problem: str


@dataclass(frozen=True)
class OaiPage:
    """`resumption_token` is empty on the last page; `complete_list_size` is a guess of the server, if it tells one."""

    records: tuple[OaiRecord, ...]
    resumption_token: str
    response_date: datetime
    complete_list_size: int | None


def fetch_page(
    client: httpx.Client,
    oai_url: str,
    *,
    metadata_prefix: str,
    set_spec: str,
    window_from: date | None,
    window_until: date | None,
    resumption_token: str = "",
) -> OaiPage:
    """One page of ListRecords; a token stands alone, for it holds the question (protocol, 3.5).

    Raises BadResumptionToken, SourceBusy, QueryRejected, MalformedAnswer or SourceError.
    """
    question = {
        "metadataPrefix": metadata_prefix,
        "set": set_spec,
        "from": window_from.isoformat() if window_from else "",
        "until": window_until.isoformat() if window_until else "",
    }
    if resumption_token:
        question = {"resumptionToken": resumption_token}
    asked = {name: value for name, value in question.items() if value}
    return parse_page(get(client, oai_url, {"verb": "ListRecords"} | asked, accept=frozenset({200})))


def parse_page(xml: bytes) -> OaiPage:
    """An answer to ListRecords or GetRecord; one that holds no record must say `noRecordsMatch`.

    Raises BadResumptionToken, QueryRejected or MalformedAnswer.
    """
    root = read_root(xml)
    response_date = read_response_date(root)
    if errors := root.findall(f"{OAI}error"):
        raise_error(errors)
        return OaiPage((), "", response_date, None)
    answer = root.find(f"{OAI}ListRecords")
    answer = root.find(f"{OAI}GetRecord") if answer is None else answer
    records = answer.findall(f"{OAI}record") if answer is not None else []
    if answer is None or not records:
        raise MalformedAnswer("The OAI-PMH answer holds no records and no error.")
    token = answer.find(f"{OAI}resumptionToken")
    return OaiPage(
        records=tuple(read_record(record) for record in records),
        resumption_token=(token.text or "").strip() if token is not None else "",
        response_date=response_date,
        complete_list_size=size_of(token) if token is not None else None,
    )


def read_root(xml: bytes) -> Element:
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedAnswer("The OAI-PMH answer is not well-formed XML.") from error
    if root.tag != f"{OAI}OAI-PMH":
        raise MalformedAnswer("The answer is not one of OAI-PMH 2.0.")
    return root


def read_response_date(root: Element) -> datetime:
    try:
        moment = datetime.fromisoformat(text_of(root, f"{OAI}responseDate"))
    except ValueError as error:
        raise MalformedAnswer("The OAI-PMH answer has no date.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def raise_error(errors: list[Element]) -> None:
    """Returns only where all that is wrong is that no record matches."""
    texts = {error.get("code", ""): fold(error.text or "") for error in errors}
    if "badResumptionToken" in texts:
        raise BadResumptionToken(texts["badResumptionToken"] or "The resumption token is not valid.")
    texts.pop("noRecordsMatch", None)
    if texts:
        raise QueryRejected("; ".join(f"{code}: {text}" if text else code for code, text in texts.items()))


def size_of(token: Element) -> int | None:
    size = token.get("completeListSize", "")
    return int(size) if size.isdecimal() else None


def read_record(element: Element) -> OaiRecord:
    """What cannot be read becomes the record's `problem`, so that it costs the page no other record."""
    header = element.find(f"{OAI}header")
    header = Element("header") if header is None else header
    is_deleted = header.get("status") == "deleted"
    sets = tuple(dict.fromkeys(fold(spec.text or "") for spec in header.findall(f"{OAI}setSpec")))
    record, problem, datestamp = None, "", date.min
    try:
        datestamp = read_date(text_of(header, f"{OAI}datestamp"))
        identifier = read_identifier(header)
        record = None if is_deleted else read_metadata(element, identifier, sets)
    except UnreadableRecord as error:
        problem = str(error)
    return OaiRecord(text_of(header, f"{OAI}identifier"), datestamp, sets, record, is_deleted, problem)


def read_identifier(header: Element) -> Identifier:
    text = text_of(header, f"{OAI}identifier")
    match = IDENTIFIER.fullmatch(text)
    return read_arxiv_id(match["id"] if match else text, text)


def read_arxiv_id(text: str, shown: str) -> Identifier:
    try:
        identifier = parse_identifier(text)
    except InvalidIdentifier as error:
        raise UnreadableRecord(f"“{shown}” is not an arXiv identifier.") from error
    if identifier.kind != Kind.ARXIV:
        raise UnreadableRecord(f"“{shown}” is not an arXiv identifier.")
    return identifier


def read_metadata(element: Element, identifier: Identifier, sets: tuple[str, ...]) -> PaperRecord:
    metadata = next(iter(element.findall(f"{OAI}metadata/*")), None)
    if metadata is None:
        raise UnreadableRecord("The record has no metadata.")
    read = FORMATS.get(metadata.tag)
    if read is None:
        raise UnreadableRecord(f"The metadata is in an unknown format, {metadata.tag}.")
    inner = next((text_of(metadata, child.tag) for child in metadata if child.tag.endswith("}id")), "")
    if inner and read_arxiv_id(inner, inner).value != identifier.value:
        raise UnreadableRecord(f"The header is of {identifier.value} and the metadata of {inner}.")
    return read(metadata, identifier, sets)
