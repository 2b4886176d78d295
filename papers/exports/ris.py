"""RIS as reference managers read it: https://en.wikipedia.org/wiki/RIS_(file_format) (tags of 2011), UTF-8, CRLF."""

from collections.abc import Iterable, Iterator

from papers.citations import Citation
from papers.exports.parts import (
    first_and_last_page,
    fold,
    inverted_names,
    is_preprint,
    issue_date,
    plain_abstract,
    plain_title,
)

TYPES = {
    "": "JOUR",
    "preprint": "JOUR",
    "article": "JOUR",
    "inproceedings": "CPAPER",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
}
# An unpublished work, which it is: Zotero and JabRef take the generic GEN for a journal article or for nothing at all.
PREPRINT = "UNPB"


def dump(citations: Iterable[Citation]) -> Iterator[str]:
    """Record by record."""
    return map(record, citations)


def record(citation: Citation) -> str:
    lines = [f"{tag}  - {value}\r\n" for tag, value in fields(citation) if value]
    return f"TY  - {reference_type(citation)}\r\n{''.join(lines)}ER  - \r\n\r\n"


def reference_type(citation: Citation) -> str:
    return PREPRINT if is_preprint(citation) else TYPES.get(citation.kind, "GEN")


def fields(citation: Citation) -> Iterator[tuple[str, str]]:
    for name in inverted_names(citation):
        yield "AU", name
    yield from date_fields(citation)
    yield "TI", plain_title(citation)
    yield "T2", fold(citation.container)
    yield "VL", fold(citation.volume)
    yield "IS", fold(citation.issue)
    yield from zip(("SP", "EP"), first_and_last_page(citation.pages), strict=True)
    yield "PB", fold(citation.publisher)
    yield "DO", fold(citation.doi)
    yield from arxiv_fields(citation)
    yield "UR", fold(citation.url)
    yield "AB", plain_abstract(citation)
    for keyword in citation.keywords:
        yield "KW", fold(keyword)


def date_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    date = issue_date(citation)
    yield "PY", f"{date[0]:04}" if date else ""
    yield "DA", f"{date[0]:04}/{date[1]:02}/{date[2]:02}" if len(date) == 3 else ""


def arxiv_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """The accession number in a named database; Zotero's "Loc. in Archive", EndNote's "Accession Number"."""
    if citation.arxiv_id:
        yield "AN", f"arXiv:{citation.arxiv_id}"
        yield "DB", "arXiv"
