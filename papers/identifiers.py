"""Reads an arXiv id or a DOI out of what people type and paste; docs/decisions/0007-identifiers.md gives the reasons.

Rules of arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html. Rules of DOIs: the DOI Handbook
(https://www.doi.org/doi-handbook/HTML/) and ISO 26324; a DOI may hold nearly any character, only blanks and control
characters end it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from papers.taxonomy import ARCHIVES, CATEGORIES
from shortsci.errors import DomainError
from shortsci.marking import gettext_noop

MAXIMUM_LENGTH = 2000  # characters of what is given
MAXIMUM_DOI_LENGTH = 500  # characters, as the column of PaperIdentifier; the longest registered has about 400


class InvalidIdentifier(DomainError):
    code = "invalid_identifier"
    message = gettext_noop(
        "This is neither an arXiv id nor a DOI. Examples: 1706.03762, hep-th/9711200, 10.1145/3292500.3330701."
    )


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


# Old-scheme archives that people write without their hyphen.
UNHYPHENATED = {archive.replace("-", ""): archive for archive in ARCHIVES if "-" in archive}
# What may stand, wrongly, before an id of the new scheme: `cs.LG/1706.03762`, dblp's `abs/1706.03762`.
IGNORED_ARCHIVES = ARCHIVES | set(UNHYPHENATED) | {code.split(".")[0] for code in CATEGORIES} | {"abs", "pdf", "corr"}
ARCHIVE = r"(?P<archive>[a-z-]+)(?:\.[a-z-]{2,})?/"
# `arXiv:`, `arXiv preprint arXiv:`, `CoRR abs/`
ARXIV_SCHEME = r"(?:(?:arxiv(?:[\s-](?:e-?print|preprint))?|corr)[\s:]*){0,2}"
VERSION = r"(?:v(?P<version>[1-9][0-9]{0,3}))?"
# A file ending, a query, and what arXiv stamps on the first page: `[cs.CL] 2 Aug 2023`
ARXIV_TAIL = r"(?:\.pdf)?(?:[?#]\S*)?(?:\s*\[[a-z.-]+\]?)?(?:\s+[0-9]{1,2}\s[a-z]{3}\s[0-9]{4})?"
NEW_SCHEME = re.compile(
    rf"{ARXIV_SCHEME}(?:{ARCHIVE})?(?P<yymm>[0-9]{{4}})\.(?P<number>[0-9]{{4,5}}){VERSION}{ARXIV_TAIL}", re.IGNORECASE
)
OLD_SCHEME = re.compile(
    rf"{ARXIV_SCHEME}{ARCHIVE}(?P<yymm>[0-9]{{4}})(?P<number>[0-9]{{3}}){VERSION}{ARXIV_TAIL}", re.IGNORECASE
)
AROUND = " \t\r\n\"'“”‘’«»<>()[]{}.,;:|/…"  # of the sentence that an identifier stood in
OPENING = " \t\r\n\"'“‘«<([{"
BETWEEN = " \t\r\n.,;|"  # entries of a list

DOI_SCHEME = r"(?:(?:info:|urn:)?doi|arxiv)?[\s:/]*"
DOI_PREFIX = r"10\.[0-9]{4,9}(?:\.[0-9]+)*"
DOI = re.compile(rf"{DOI_SCHEME}(?P<prefix>{DOI_PREFIX})/+(?P<suffix>[^\s/]\S*)", re.IGNORECASE)
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)")
LOWER_CASE = str.maketrans(ascii_uppercase, ascii_lowercase)

LINK = re.compile(r"(?:(?:doi|arxiv)?[\s:]*)(?P<scheme>https?):/+(?P<rest>\S+)", re.IGNORECASE)
LINK_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
ARXIV_LINK = re.compile(
    r"(?:(?:[a-z0-9-]+\.)?(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org)"
    r"(?:/(?:abs|pdf|html|format|ps|src|e-print|list|overview|abstract|ftp/arxiv/papers/[0-9]{4}))?"
    r"|(?:www\.)?(?:semanticscholar\.org/arxiv|huggingface\.co/papers|hf\.co/papers|scirate\.com/arxiv"
    r"|arxiv-vanity\.com/papers|inspirehep\.net/(?:api/)?arxiv))/(?P<id>.+)"
)
# Their whole path is the DOI; elsewhere the path may go on after it.
DOI_RESOLVERS = {
    "doi.org", "www.doi.org", "dx.doi.org", "hdl.handle.net", "handle.stage.datacite.org",
    "doi.pangaea.de", "doi.acm.org", "doi.ieeecomputersociety.org",
}  # fmt: skip
LINKED_DOI = re.compile(rf"(?:^|[/:=])(?P<doi>{DOI_PREFIX}/.+)")
PAGE_OF_DOI = re.compile(
    r"(?:[/.](?:full|abstract|pdf(?:\+html)?|epdf|epub|html)|/(?:full-?text|meta|references|summary)|\.full-text){1,3}/?$",
    re.IGNORECASE,
)
PREPRINT_VERSION = re.compile(r"^(10\.(?:1101|64898)/[0-9.]+)v[0-9]+$")  # bioRxiv and medRxiv: 10.1101/488981v1
SICI_CHECK = re.compile(r"(?<=;2-)#")  # the check character of `…3.0.CO;2-#`, which would start a fragment

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"), "-")
MAXIMUM_FOLDS = 5  # a link that went through two proxies is encoded three times
INVISIBLE = {"Cc", "Cf", "Cs"}
ESCAPE = re.compile(r"%[0-9a-f]{2}|&(?:lt|gt|amp);", re.IGNORECASE)


def parse_identifier(text: str) -> Identifier:
    """The identifier that `text` is: an id, a `scheme:` form or a link. Raises InvalidIdentifier."""
    given = strip_invisible(text).strip() if len(text) <= MAXIMUM_LENGTH else ""
    identifier = parse_arxiv(given) or parse_doi(given) or parse_link(given)
    if identifier is None:
        raise InvalidIdentifier
    return identifier


def find_identifier(text: str) -> Identifier | None:
    """As `parse_identifier`, for who goes on where there is none."""
    try:
        return parse_identifier(text)
    except InvalidIdentifier:
        return None


def parse_arxiv(text: str) -> Identifier | None:
    """`1706.03762v5`, `arXiv:math.GT/0309136`, `hepth/9901001`, with or without `.pdf`, `[cs.CL]`, punctuation."""
    candidate = fold(text).strip(AROUND)
    if match := NEW_SCHEME.fullmatch(candidate):
        return new_scheme(match)
    if match := OLD_SCHEME.fullmatch(candidate):
        return old_scheme(match)
    return None


def new_scheme(match: re.Match[str]) -> Identifier | None:
    """0704 to 1412 have four digits, from 1501 on five; a four-digit number of a later month lost its zero."""
    archive, yymm, number = match["archive"], match["yymm"], match["number"]
    if archive and archive.lower() not in IGNORED_ARCHIVES:
        return None
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
    """In lower case (ASCII only, as DOIs compare), with plain hyphens; an arXiv DOI is the arXiv id in it."""
    match = DOI.fullmatch(fold(text).lstrip(OPENING).rstrip(BETWEEN))
    if not match or len(match["prefix"] + match["suffix"]) >= MAXIMUM_DOI_LENGTH:
        return None
    suffix = trim_doi_suffix(match["suffix"])
    if not suffix:
        return None
    value = f"{match['prefix']}/{suffix}".translate(LOWER_CASE)
    if arxiv := ARXIV_DOI.fullmatch(value):
        return parse_arxiv(arxiv["id"])
    return Identifier(Kind.DOI, value)


def trim_doi_suffix(suffix: str) -> str:
    """Without the punctuation of the sentence that the DOI stood in; a bracket closes only what was opened."""
    previous = None
    while suffix != previous:
        previous = suffix
        suffix = suffix.rstrip(".,;:'\"“”‘’«»|[<({/…。，、")
        for opening, closing in ("()", "[]", "<>", "{}"):
            if suffix.endswith(closing) and suffix.count(closing) > suffix.count(opening):
                suffix = suffix[:-1]
    return suffix


def parse_link(text: str) -> Identifier | None:
    """What a link names: an arXiv page on a known host, or a DOI in the path or query on any host."""
    candidate = text.lstrip(OPENING)
    if match := LINK.fullmatch(candidate):
        url = f"{match['scheme']}://{match['rest']}"
    elif LINK_WITHOUT_SCHEME.fullmatch(candidate):
        url = f"https://{candidate}"
    else:
        return None
    try:
        parts = urlsplit(SICI_CHECK.sub("%23", url))
    except ValueError:
        return None
    page = ARXIV_LINK.fullmatch(f"{parts.hostname or ''}{parts.path}")
    return (parse_arxiv(page["id"]) if page else None) or linked_doi(parts)


def linked_doi(parts: SplitResult) -> Identifier | None:
    for text in (parts.path, *(value for _, value in parse_qsl(parts.query))):
        if match := LINKED_DOI.search(fold(text)):
            doi = match["doi"]
            return parse_doi(doi if parts.hostname in DOI_RESOLVERS else without_page(doi))
    return None


def without_page(doi: str) -> str:
    """Without what a publisher's address has after the DOI: `/full`, `.pdf`, a preprint's version."""
    return PREPRINT_VERSION.sub(r"\1", PAGE_OF_DOI.sub("", doi.rstrip(AROUND)))


def fold(text: str) -> str:
    """Without escapes and invisible characters, dashes as hyphens, composed; "" where escapes nest without end."""
    for _ in range(MAXIMUM_FOLDS):
        folded = strip_invisible(unescape(text))
        if not folded.isascii():
            folded = unicodedata.normalize("NFC", folded.translate(DASHES))
        if folded == text:
            return text
        text = folded
    return ""


def strip_invisible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if char.isspace() or unicodedata.category(char) not in INVISIBLE)


def unescape(text: str) -> str:
    """Percent-encoding and XML's `&lt;` decoded once; what is no UTF-8 stays as it is."""
    if not ESCAPE.search(text):
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
