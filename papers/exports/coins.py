"""COinS: an OpenURL ContextObject in key/encoded-value form (ANSI/NISO Z39.88-2004) for `<span class="Z3988">`.

Keys of the formats: https://www.openurl.info/registry/ (info:ofi/fmt:kev:mtx:journal, book, dissertation and dc).
"""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from papers.citations import Citation
from papers.exports.parts import (
    family_and_given,
    first_and_last_page,
    fold,
    inverted_name,
    is_preprint,
    iso_date,
    plain_title,
    whole_name,
)

FORMATS = {
    "": ("journal", "article"),
    "preprint": ("journal", "article"),
    "article": ("journal", "article"),
    "inproceedings": ("book", "proceeding"),
    "book": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}
DATACITE_TYPES = {"dataset": "Dataset", "software": "Software"}


def context_object(citation: Citation) -> str:
    """The title attribute's value before HTML escapes it."""
    kind, genre = ("journal", "preprint") if is_preprint(citation) else FORMATS.get(citation.kind, ("dc", ""))
    described = dublin_core(citation) if kind == "dc" else publication(citation, kind)
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"),
        ("rft.genre", genre),
        *described,
        *identifiers(citation),
    ]
    return urlencode([(key, value) for key, value in pairs if value], quote_via=quote, safe="")


def publication(citation: Citation, kind: str) -> Iterator[tuple[str, str]]:
    yield from titles(citation, kind)
    yield from authors(citation)
    yield "rft.date", iso_date(citation)
    yield "rft.volume", fold(citation.volume)
    yield "rft.issue", fold(citation.issue)
    first, last = first_and_last_page(citation.pages)
    yield "rft.spage", first
    yield "rft.epage", last
    yield "rft.inst" if kind == "dissertation" else "rft.pub", fold(citation.publisher)


def titles(citation: Citation, kind: str) -> Iterator[tuple[str, str]]:
    """A part of a book has two titles; a book, a report and a thesis one."""
    title, container = plain_title(citation), fold(citation.container)
    if kind == "journal":
        yield from (("rft.atitle", title), ("rft.jtitle", container))
    elif citation.kind in {"inproceedings", "chapter"}:
        yield from (("rft.atitle", title), ("rft.btitle", container))
    else:
        yield "rft.btitle" if kind == "book" else "rft.title", title


def authors(citation: Citation) -> Iterator[tuple[str, str]]:
    """The first author's names once more in parts; a collaboration is a corporate author."""
    first = family_and_given(citation.authors[0]) if citation.authors else None
    if first:
        yield from zip(("rft.aulast", "rft.aufirst"), first, strict=True)
    for person in citation.authors:
        yield ("rft.au", inverted_name(person)) if family_and_given(person) else ("rft.aucorp", whole_name(person))


def dublin_core(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "rft.title", plain_title(citation)
    yield "rft.type", DATACITE_TYPES.get(citation.kind, "")
    for person in citation.authors:
        yield "rft.creator", inverted_name(person)
    yield "rft.date", iso_date(citation)
    yield "rft.source", fold(citation.container)
    yield "rft.publisher", fold(citation.publisher)


def identifiers(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "rft_id", f"info:doi/{fold(citation.doi)}" if citation.doi else ""
    yield "rft_id", f"info:arxiv/{citation.arxiv_id}" if citation.arxiv_id else ""
    yield "rft_id", fold(citation.url)
