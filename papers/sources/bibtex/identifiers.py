"""The arXiv id and the DOIs of a BibTeX entry, from the many fields that programs put them in."""

import re
from collections.abc import Iterator, Mapping

from papers.identifiers import Identifier, InvalidIdentifier, Kind, parse_doi, parse_identifier
from papers.sources.bibtex.text import fold, unbrace

Fields = Mapping[str, str]

OLD_NUMBER = re.compile(r"[0-9]{7}(?:v[0-9]+)?")
MAXIMUM_LENGTH = 2000  # of a text that is searched
ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z-]{2})?/\d{7})(?:v\d{1,4})?(?!\d)"
IN_CONTAINER = re.compile(
    rf"(?:\barxiv(?: e-?prints?,?| preprint)?[:. ]{{0,3}}|\babs/|\barxiv\.org/(?:abs|pdf)/)({ARXIV_ID})", re.IGNORECASE
)
# A note may name other papers; only one that begins with the id, or says that it is of this paper, counts.
IN_NOTE = re.compile(
    r"(?:(?:\\url|preprint|e-?print|available|also|online|at|as|on|from|in|url|https?://)\W{0,3}){0,6}"
    rf"(?:arxiv[:. ]{{0,3}}|(?:www\.)?arxiv\.org/(?:abs|pdf)/)({ARXIV_ID})",
    re.IGNORECASE,
)
ARXIV_NAME = re.compile(
    r"(?:arxiv(?:\.org)?|corr|computing research repository)(?:\W+(?:e-?prints?|preprints?|corr|arxiv))*"
    rf"\W*(?:(?:arxiv:\s?|abs/)?{ARXIV_ID}\W*(?:\[[a-z.-]+\])?)?\W*",
    re.IGNORECASE,
)
# Publishers whose pages end in the DOI.
DOI_PAGE = re.compile(
    r"https?://(?:dl\.acm\.org/doi(?:/abs|/pdf|/full)?|doi\.acm\.org|link\.aps\.org/doi|doi\.ieeecomputersociety\.org)/"
    r"(10\..+)",
    re.IGNORECASE,
)
LINK_FIELDS = ("url", "ee", "link", "bdsk-url-1", "bdsk-url-2", "adsurl", "howpublished", "note")
CONTAINER_FIELDS = ("journal", "journaltitle", "booktitle", "volume", "pages", "eid", "number", "howpublished")
TEX = {
    r"\textless": "<",
    r"\textgreater": ">",
    r"\textunderscore": "_",
    "$<$": "<",
    "$>$": ">",
    r"\url": "",
    r"\doi": "",
}


def find_arxiv(fields: Fields) -> Identifier | None:
    """The first one in: eprint, arxivid, DOI, links, journal or volume, a note that begins with it."""
    return next((found for text in arxiv_texts(fields) if (found := read(text, Kind.ARXIV))), None)


def arxiv_texts(fields: Fields) -> Iterator[str]:
    yield from eprint_texts(fields)
    yield from (fields.get(name, "") for name in ("arxivid", "arxiv", "doi", *LINK_FIELDS))
    for name in CONTAINER_FIELDS:
        if found := IN_CONTAINER.search(searched(fields, name)):
            yield found[1]
    for name in ("note", "howpublished", "annote", "addendum"):
        if found := IN_NOTE.match(searched(fields, name)):
            yield found[1]


def eprint_texts(fields: Fields) -> Iterator[str]:
    """An eprint of another archive (HAL, JSTOR, PubMed) is none; old ids may lack the archive that stands beside."""
    eprint = unbrace(fields.get("eprint", ""))
    archive = unbrace(fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    subject = unbrace(fields.get("primaryclass") or fields.get("eprintclass") or "")
    if archive in {"", "arxiv", "arxiv.org"}:
        yield from (eprint, f"{subject}/{eprint}")
    elif OLD_NUMBER.fullmatch(eprint):
        yield f"{archive}/{eprint}"


def find_dois(fields: Fields) -> tuple[str, ...]:
    """Canonical, each once: of the field `doi`, else of links and notes that are nothing but a DOI."""
    given = [fields.get("doi", ""), *fields.get("doi", "").replace(",", " ").split()]
    for texts in (given, [fields.get(name, "") for name in LINK_FIELDS]):
        found = [doi for text in texts if (doi := read(text, Kind.DOI))]
        if found:
            return tuple(dict.fromkeys(doi.value for doi in found))
    return ()


def read(text: str, kind: Kind) -> Identifier | None:
    text = unescape(text) if text else ""
    if not text:
        return None
    if page := DOI_PAGE.fullmatch(text):
        found = parse_doi(page[1].partition("?")[0])
        return found if found and found.kind == kind else None
    try:
        identifier = parse_identifier(text)
    except InvalidIdentifier:
        return None
    return identifier if identifier.kind == kind else None


def unescape(text: str) -> str:
    r"""`10.1000/a\_b`, `\url{…}` and `{…}` without TeX; too long a text is no identifier."""
    if len(text) > MAXIMUM_LENGTH:
        return ""
    for tex, character in TEX.items():
        text = text.replace(tex + "{}", character).replace(tex, character)
    return re.sub(r"[{}]", "", re.sub(r"\\([_&%#{}])", r"\1", text)).strip()


def searched(fields: Fields, name: str) -> str:
    return fold(unbrace(fields.get(name, "")[:MAXIMUM_LENGTH]))


def is_arxiv_name(container: str) -> bool:
    """`CoRR`, `arXiv preprint arXiv:1706.03762` and their like are no journals."""
    return len(container) <= MAXIMUM_LENGTH and bool(ARXIV_NAME.fullmatch(container))
