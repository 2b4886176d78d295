"""Highwire `citation_…` tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing; Zotero reads them."""

from collections.abc import Iterator
from datetime import date

from papers.citations import Citation
from papers.exports.parts import first_and_last_page, fold, inverted_names, issue_date, plain_title

CONTAINERS = {"inproceedings": "citation_conference_title", "chapter": "citation_inbook_title"}
PUBLISHERS = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}


def tags(citation: Citation) -> list[tuple[str, str]]:
    """Name and unescaped content of each meta element, in order; a name stands once per author and keyword."""
    return [(name, content) for name, content in all_tags(citation) if content]


def all_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "citation_title", plain_title(citation)
    for name in inverted_names(citation):
        yield "citation_author", name
    yield from date_tags(citation)
    yield "citation_doi", fold(citation.doi)
    yield "citation_arxiv_id", citation.arxiv_id
    yield "citation_abstract_html_url", fold(citation.url)
    yield "citation_pdf_url", f"https://arxiv.org/pdf/{citation.arxiv_id}" if citation.arxiv_id else ""
    yield from publication_tags(citation)
    for keyword in citation.keywords:
        yield "citation_keywords", fold(keyword)


def date_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    """As arXiv's pages: `date` is the first version's day, `online_date` the latest one's."""
    yield "citation_publication_date", "/".join(f"{part:02}" for part in issue_date(citation))
    yield "citation_date", slashed(citation.published_on)
    yield "citation_online_date", slashed(citation.updated_on or citation.published_on)


def publication_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield CONTAINERS.get(citation.kind, "citation_journal_title"), fold(citation.container)
    yield "citation_volume", fold(citation.volume)
    yield "citation_issue", fold(citation.issue)
    first, last = first_and_last_page(citation.pages)
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield PUBLISHERS.get(citation.kind, "citation_publisher"), fold(citation.publisher)


def slashed(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
