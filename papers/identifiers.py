"""Reads an arXiv id or a DOI out of what people type and paste.

Rules of arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html. Rules of DOIs:
https://www.crossref.org/blog/dois-and-matching-regular-expressions/ and ISO 26324 (a DOI may hold nearly
any character; only blanks and control characters end it).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from papers.taxonomy import ARCHIVES
from shortsci.errors import DomainError

MAXIMUM_LENGTH = 2000  # characters; the longest DOI registered so far has about 400


class InvalidIdentifier(DomainError):
    code = "invalid_identifier"
    message = "This is neither an arXiv id nor a DOI. Examples: 1706.03762, hep-th/9711200, 10.1145/3292500.3330701."


class Kind(StrEnum):
    ARXIV = "arxiv"
    DOI = "doi"


@dataclass(frozen=True)
class Identifier:
    """`value` is canonical; `version` is an arXiv version where one was given."""

    kind: Kind
    value: str
    version: int | None = None

    def __str__(self) -> str:
        version = f"v{self.version}" if self.version else ""
        return f"{self.kind}:{self.value}{version}"


VERSION = r"(?:v(?P<version>[1-9][0-9]{0,3}))?"
NEW_SCHEME = re.compile(rf"(?P<yymm>[0-9]{{4}})\.(?P<number>[0-9]{{4,5}}){VERSION}", re.IGNORECASE)
OLD_SCHEME = re.compile(
    rf"(?P<archive>[a-z-]+)(?:\.[a-z-]{{2,}})?/(?P<yymm>[0-9]{{4}})(?P<number>[0-9]{{3}}){VERSION}", re.IGNORECASE
)
ARCHIVE_BEFORE_NEW_SCHEME = re.compile(r"[a-z-]+(?:\.[a-z-]{2,})?/(?=[0-9]{4}\.[0-9])", re.IGNORECASE)
ARXIV_HOST = re.compile(r"(?:[a-z]+\.)*(?:arxiv\.org|alphaxiv\.org|ar5iv\.org)|ar5iv\.labs\.arxiv\.org")
ARXIV_PAGE = re.compile(r"/(?:abs|pdf|html|format|ps|src|e-print|list|overview|abstract)/")
DOI_HOST = re.compile(r"(?:dx\.|www\.)?doi\.org")
DOI_PREFIX = r"10\.[0-9]{4,9}(?:\.[0-9]+)*"
DOI = re.compile(rf"(?P<prefix>{DOI_PREFIX})/+(?P<suffix>\S+)")
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
# Old-scheme archives that people write without their hyphen.
UNHYPHENATED = {archive.replace("-", ""): archive for archive in ARCHIVES if "-" in archive}
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212"), "-")


def parse_identifier(text: str) -> Identifier:
    """The identifier that `text` is: an id, a `scheme:` form or a link. Raises InvalidIdentifier."""
    given = clean(text)
    if not given or len(given) > MAXIMUM_LENGTH:
        raise InvalidIdentifier
    identifier = parse_link(given) if re.match(r"https?:/", given, re.IGNORECASE) else parse_bare(given)
    if identifier is None:
        raise InvalidIdentifier
    return identifier


def clean(text: str) -> str:
    """Without surrounding blanks, quotation marks, a pair of brackets, and invisible characters."""
    visible = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc"} or char in "\t\n")
    text = visible.strip().strip("\"'“”").strip()
    return text[1:-1].strip() if (text[:1], text[-1:]) in {("<", ">"), ("[", "]"), ("(", ")")} else text


def parse_link(link: str) -> Identifier | None:
    try:
        parts = urlsplit(re.sub(r"^(https?):/+", r"\1://", link, flags=re.IGNORECASE))
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    path = unquote(parts.path)
    if DOI_HOST.fullmatch(host):
        # A DOI may hold what a link keeps for queries and fragments.
        rest = f"?{parts.query}" if parts.query else ""
        return parse_doi(path.lstrip("/") + unquote(rest))
    if ARXIV_HOST.fullmatch(host):
        page = ARXIV_PAGE.match(path)
        return parse_arxiv(path[page.end() :] if page else path.lstrip("/"))
    return None


def parse_bare(text: str) -> Identifier | None:
    scheme, colon, rest = text.partition(":")
    scheme, rest = scheme.lower().lstrip("([<{"), rest.strip()
    if colon and scheme == "arxiv":
        return parse_arxiv(rest) or parse_doi(rest)
    if colon and scheme == "doi":
        return parse_doi(rest)
    host, slash, _path = text.partition("/")
    if slash and (DOI_HOST.fullmatch(host.lower()) or ARXIV_HOST.fullmatch(host.lower())):
        return parse_link(f"https://{text}")
    return parse_doi(text) if text.startswith("10.") else parse_arxiv(text)


def parse_arxiv(text: str) -> Identifier | None:
    """`1706.03762v5`, `math.GT/0309136`, `hepth/9901001`, with or without `.pdf`, `[cs.CL]`, punctuation."""
    candidate = re.sub(r"\s*\[[A-Za-z-]+(?:\.[A-Za-z-]+)?\]$", "", text.translate(DASHES).strip())
    candidate = candidate.strip("()<>[]{}.,;:/ ")  # of the sentence that it stood in
    candidate = re.sub(r"\.pdf$", "", candidate, flags=re.IGNORECASE)
    candidate = ARCHIVE_BEFORE_NEW_SCHEME.sub("", candidate)
    if match := NEW_SCHEME.fullmatch(candidate):
        return new_scheme(match)
    if match := OLD_SCHEME.fullmatch(candidate):
        return old_scheme(match)
    return None


def new_scheme(match: re.Match[str]) -> Identifier | None:
    """0704 to 1412 have four digits, from 1501 on five; a four-digit number of a later month lost its zero."""
    yymm, number = match["yymm"], match["number"]
    if not is_month(yymm) or int(number) == 0 or yymm < "0704" or int(yymm[:2]) > 90:
        return None
    if yymm >= "1501":
        number = number.zfill(5)
    elif len(number) != 4:
        return None
    return Identifier(Kind.ARXIV, f"{yymm}.{number}", version_of(match))


def old_scheme(match: re.Match[str]) -> Identifier | None:
    """9107 to 0703; the canonical form drops the subject class."""
    archive = match["archive"].lower()
    archive = UNHYPHENATED.get(archive, archive)
    yymm, number = match["yymm"], match["number"]
    is_in_time = yymm >= "9107" or yymm <= "0703"
    if archive not in ARCHIVES or not is_month(yymm) or not is_in_time or int(number) == 0:
        return None
    return Identifier(Kind.ARXIV, f"{archive}/{yymm}{number}", version_of(match))


def is_month(yymm: str) -> bool:
    return 1 <= int(yymm[2:]) <= 12


def version_of(match: re.Match[str]) -> int | None:
    return int(match["version"]) if match["version"] else None


def parse_doi(text: str) -> Identifier | None:
    """Lower-case (DOIs know no case), with plain hyphens; an arXiv DOI is the arXiv id in it."""
    match = DOI.fullmatch(text.strip().translate(DASHES))
    if not match:
        return None
    value = f"{match['prefix']}/{trim_doi_suffix(match['suffix'])}".lower()
    if value.endswith("/"):
        return None
    if arxiv := ARXIV_DOI.fullmatch(value):
        return parse_arxiv(arxiv["id"])
    return Identifier(Kind.DOI, value)


def trim_doi_suffix(suffix: str) -> str:
    """Without the punctuation of the sentence that the DOI stood in; a bracket closes only what was opened."""
    previous = None
    while suffix != previous:
        previous = suffix
        suffix = suffix.rstrip(".,;:'\"“”|[<({")
        for opening, closing in ("()", "[]", "<>", "{}"):
            if suffix.endswith(closing) and suffix.count(closing) > suffix.count(opening):
                suffix = suffix[:-1]
    return suffix
