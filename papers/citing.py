"""A paper as the exports take it."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import starmap

from django.conf import settings

from papers.citations import Citation, Person
from papers.models import Paper
from papers.names import split_name

KINDS = {"journal": "article", "conference": "inproceedings", "workshop": "inproceedings"}


def cite(paper: Paper, people: Iterable[tuple[str, str]] | None = None) -> Citation:
    """Of a paper with its identifiers and all authors (`with_names()`, `read_names`), or with `people` as its authors.

    Where a journal reference or a container tells that it was published, it is cited with its venue and that year;
    a remark such as "accepted at" alone leaves it a preprint.
    """
    venue = paper.venue if paper.container or paper.journal_ref else None
    container = paper.container
    if venue and container in {"", f"{venue.name} {paper.venue_year}"}:
        container = venue.full_name or venue.name
    return Citation(
        title=paper.title or paper.label,
        url=settings.SITE_URL + paper.get_absolute_url(),
        authors=tuple(starmap(person_of, paper.signed_by if people is None else people)),
        abstract=paper.abstract,
        year=(paper.venue_year if venue else None) or paper.year,
        published_on=paper.published_on,
        updated_on=paper.updated_on,
        arxiv_id=paper.arxiv_id,
        version=paper.version,
        primary_category=paper.primary_category_id or "",
        doi=paper.doi,
        kind=paper.kind or (KINDS.get(venue.kind, "") if venue else ""),
        container=container,
        volume=paper.volume,
        issue=paper.issue,
        pages=paper.pages,
        publisher=paper.publisher,
        comment=paper.comment,
        journal_ref=paper.journal_ref,
        keywords=tuple(paper.keyword_list),
    )


@lru_cache(maxsize=20_000)
def person_of(name: str, family: str) -> Person:
    """Parted where a source parted it; else as names of its kind are parted."""
    given = name.removesuffix(family).rstrip()
    if family and given != name:
        return Person(name, family, given)
    return split_name(name)
