"""Crossref's REST API: https://api.crossref.org/swagger-ui/index.html.

Members of a work: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.
"""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

import httpx

from papers.identifiers import Identifier, Kind
from papers.records import AuthorRecord, PaperRecord
from papers.sources.contributors import affiliation_of, named, new_author
from papers.sources.errors import MalformedAnswer
from papers.sources.http import get_known
from papers.sources.json_answer import (
    doi_or_arxiv,
    first,
    full_date,
    identify,
    items,
    known,
    members,
    objects,
    read_json,
    scalar,
    told,
    unique,
    valid_parts,
)
from papers.sources.licences import choose_licence
from papers.sources.markup import plain_text, tex_abstract, tex_title
from papers.sources.titles import join_subtitle

KINDS = {
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "dataset": "dataset",
    "software": "software",
    "posted-content": "preprint",
}
# `published` is the earlier of print and online, as is `issued`, its older name; `created` is the day on which the
# DOI was registered and stands in for the year when nothing else is told.
DATES = ("published", "issued", "published-online", "published-print", "published-other", "posted")
LAST_RESORT = "created"
SAME_WORK = ("has-preprint", "is-version-of")
PUBLISHED_AS = "is-preprint-of"


def fetch_by_doi(
    client: httpx.Client, api_url: str, doi: str, *, pace: Callable[[float], None] | None = None
) -> PaperRecord | None:
    """Metadata of one DOI, or None where Crossref does not know it. `pace` is told its seconds a request.

    Raises SourceBusy, MalformedAnswer or SourceError.
    """
    address = f"{api_url.rstrip('/')}/works/{quote(doi, safe='')}"
    body = get_known(client, address, pace=pace)
    return None if body is None else parse_work(body)


def parse_work(body: bytes) -> PaperRecord:
    """The work in the answer to a question for one DOI. Raises MalformedAnswer."""
    answer = read_json(body, "Crossref")
    if answer.get("message-type") != "work":
        raise MalformedAnswer(
            f"Crossref answered with {scalar(answer.get('message-type')) or 'something'}, not a work."
        )
    return parse_message(answer.get("message"))


def parse_message(message: object) -> PaperRecord:
    """A work, from an answer of its own or from a list of works. Raises MalformedAnswer."""
    work = members(message)
    own = doi_or_arxiv(work.get("DOI"))
    title = title_of(work)
    if own is None or not title:
        raise MalformedAnswer(f"Crossref's answer for {own or 'a work'} has no {'title' if own else 'valid DOI'}.")
    parts = date_parts(work)
    return PaperRecord(
        title=title,
        arxiv_id=arxiv_id_of(work, own),
        abstract=tex_abstract(scalar(work.get("abstract"))),
        authors=authors_of(work),
        published_on=full_date(parts),
        year=parts[0] if parts else None,
        dois=dois_of(work, own),
        kind=KINDS.get(scalar(work.get("type")), "other"),
        container=first_text(work, "container-title"),
        volume=first_text(work, "volume"),
        issue=first_text(work, "issue") or first_text(members(work.get("journal-issue")), "issue"),
        pages=pages_of(work),
        publisher=first_text(work, "publisher"),
        keywords=unique(plain_text(scalar(item)) for item in items(work.get("subject"))),
        license_url=license_of(work),
    )


def title_of(work: Mapping[str, object]) -> str:
    """The first title; further ones are the same in other words. The original one stands in for none."""
    title, subtitle, original = (
        first(known(tex_title(scalar(item))) for item in items(work.get(name)))
        for name in ("title", "subtitle", "original-title")
    )
    return join_subtitle(title or original, subtitle)


def authors_of(work: Mapping[str, object]) -> tuple[AuthorRecord, ...]:
    """In the order of the list, which is the order on the paper."""
    return named(
        new_author(
            name=scalar(author.get("name")),
            given=scalar(author.get("given")),
            family=scalar(author.get("family")),
            suffix=scalar(author.get("suffix")),
            affiliation=affiliation_of(author),
        )
        for author in objects(work.get("author"))
        if is_author(author)
    )


def is_author(contributor: Mapping[str, object]) -> bool:
    """Since 2026 each contributor tells its roles; before, the list alone did."""
    roles = [scalar(role.get("role")) for role in objects(contributor.get("role"))]
    return not roles or "author" in roles


def date_parts(work: Mapping[str, object]) -> tuple[int, ...]:
    """Of the first date that is told, as full as another date that agrees with it makes it."""
    dated = [parts for name in DATES if (parts := parts_of(work.get(name)))]
    if not dated:
        return parts_of(work.get(LAST_RESORT))[:1]
    return next((parts for parts in dated if len(parts) == 3 and parts[: len(dated[0])] == dated[0]), dated[0])


def parts_of(value: object) -> tuple[int, ...]:
    dates = items(members(value).get("date-parts"))
    return valid_parts(items(dates[0])) if dates else ()


def arxiv_id_of(work: Mapping[str, object], own: Identifier) -> str:
    """The arXiv id that is said to be the same work, if it is one and not several."""
    if own.kind == Kind.ARXIV:
        return own.value
    related = {identifier.value for identifier in related_to(work, SAME_WORK) if identifier.kind == Kind.ARXIV}
    return related.pop() if len(related) == 1 else ""


def dois_of(work: Mapping[str, object], own: Identifier) -> tuple[str, ...]:
    """A preprint's own DOI and that of the article it became, if that is one and not several."""
    published = unique(found.value for found in related_to(work, (PUBLISHED_AS,)) if found.kind == Kind.DOI)
    return unique([own.value if own.kind == Kind.DOI else "", *(published if len(published) == 1 else ())])


def related_to(work: Mapping[str, object], relations: Iterable[str]) -> list[Identifier]:
    relation = members(work.get("relation"))
    related = [item for name in relations for item in objects(relation.get(name))]
    found = [identify(scalar(item.get("id")), scalar(item.get("id-type"))) for item in related]
    return [identifier for identifier in found if identifier]


def first_text(work: Mapping[str, object], name: str) -> str:
    return first(told(plain_text(scalar(item))) for item in items(work.get(name)))


def pages_of(work: Mapping[str, object]) -> str:
    return first_text(work, "page").replace("–", "-").strip("-") or first_text(work, "article-number")


def license_of(work: Mapping[str, object]) -> str:
    """What readers may do; licences for text mining ("tdm") say nothing about that."""
    licences = [licence for licence in objects(work.get("license")) if scalar(licence.get("content-version")) != "tdm"]
    licences.sort(key=lambda licence: scalar(licence.get("content-version")) != "vor")
    return choose_licence(scalar(licence.get("URL")) for licence in licences)
