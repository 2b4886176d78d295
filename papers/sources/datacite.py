"""DataCite's REST API: https://support.datacite.org/docs/api-get-doi; its members are those of the metadata schema.

https://datacite-metadata-schema.readthedocs.io/. arXiv's own DOIs (10.48550) live here, with TeX in their texts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import httpx

from papers.identifiers import Identifier, Kind
from papers.records import AuthorRecord, PaperRecord
from papers.sources.contributors import affiliation_of, named, new_author, split_name
from papers.sources.datacite_kinds import kind_of
from papers.sources.errors import MalformedAnswer
from papers.sources.http import get_known
from papers.sources.json_answer import (
    doi_or_arxiv,
    first,
    full_date,
    gregorian_year,
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
from papers.taxonomy import canonical_category

Attributes = Mapping[str, object]

SAME_WORK = frozenset({"IsVersionOf", "IsPreprintOf", "IsIdenticalTo"})
ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")
ARXIV_SUBJECT = re.compile(r".*\(([A-Za-z.-]+)\)")  # Computation and Language (cs.CL)
FIELDS_OF_SCIENCE = "FOS: "  # arXiv and others give each subject a second time in OECD's words
PAGE = re.compile(r"[A-Za-z]{0,4}[0-9.:-]+[A-Za-z]?|[ivxlcdm]+")


def fetch_by_doi(
    client: httpx.Client, api_url: str, doi: str, *, pace: Callable[[float], None] | None = None
) -> PaperRecord | None:
    """Metadata of one DOI, or None where DataCite does not know it. `pace` is told its seconds a request.

    Raises SourceBusy, MalformedAnswer or SourceError.
    """
    address = f"{api_url.rstrip('/')}/dois/{quote(doi, safe='')}"
    body = get_known(client, address, pace=pace)
    return None if body is None else parse_doi_document(body)


def parse_doi_document(body: bytes) -> PaperRecord:
    """The work in the answer to a question for one DOI. Raises MalformedAnswer."""
    document = read_json(body, "DataCite")
    data = members(document.get("data"))
    if data.get("type", "dois") != "dois" or not members(data.get("attributes")):
        raise MalformedAnswer(f"DataCite's answer holds no DOI{error_of(document)}.")
    return parse_data(data)


def error_of(document: Attributes) -> str:
    title = first(scalar(error.get("title")) for error in objects(document.get("errors")))
    return f": {title.rstrip('.')}" if title else ""


def parse_data(data: object) -> PaperRecord:
    """A DOI with its `attributes`, from an answer of its own or from a list. Raises MalformedAnswer."""
    work = members(members(data).get("attributes"))
    own = doi_or_arxiv(work.get("doi"))
    title = title_of(work)
    if own is None or not title:
        raise MalformedAnswer(f"DataCite's answer for {own or 'a work'} has no {'title' if own else 'valid DOI'}.")
    record = new_record(work, own, title)
    return with_arxiv_details(record, work) if own.kind == Kind.ARXIV else record


def new_record(work: Attributes, own: Identifier, title: str) -> PaperRecord:
    parts = date_parts(work, is_arxiv=own.kind == Kind.ARXIV)
    container = members(work.get("container"))
    related = related_works(work)
    return PaperRecord(
        title=title,
        arxiv_id=arxiv_id_of(own, related),
        abstract=abstract_of(work),
        authors=authors_of(work),
        published_on=full_date(parts),
        year=parts[0] if parts else None,
        dois=dois_of(own, related),
        kind=kind_of(members(work.get("types"))),
        container=container_title(container),
        volume=numbered(container, "volume"),
        issue=numbered(container, "issue"),
        pages=pages_of(container),
        publisher=publisher_of(work),
        keywords=keywords_of(work),
        license_url=license_of(work),
    )


def with_arxiv_details(record: PaperRecord, work: Attributes) -> PaperRecord:
    """arXiv deposits its version number, the day of that version, and its categories as subjects."""
    categories = [ARXIV_SUBJECT.fullmatch(subject) for subject in record.keywords]
    return replace(
        record,
        version=version_of(work),
        updated_on=last_date(work, "Updated"),
        categories=unique(canonical_category(match[1]) or "" for match in categories if match),
    )


def title_of(work: Attributes) -> str:
    """The first title without a type, with the subtitle that is typed as such; else the first of any type."""
    titles = [(scalar(members(item).get("titleType")), title_text(item)) for item in items(work.get("titles"))]
    main = first(title for kind, title in titles if not kind) or first(
        title for kind, title in titles if kind != "Subtitle"
    )
    subtitle = first(title for kind, title in titles if kind == "Subtitle")
    return join_subtitle(main, subtitle) or subtitle


def title_text(item: object) -> str:
    return known(tex_title(scalar(members(item).get("title")) or scalar(item)))


def abstract_of(work: Attributes) -> str:
    """The first description that is an abstract; one that comes in pieces has them as paragraphs."""
    for description in objects(work.get("descriptions")):
        pieces = (known(scalar(piece)) for piece in items(description.get("description")))
        text = tex_abstract("\n\n".join(filter(None, pieces)))
        if text and scalar(description.get("descriptionType")) == "Abstract":
            return text
    return ""


def authors_of(work: Attributes) -> tuple[AuthorRecord, ...]:
    """The creators; contributors are editors, supervisors, hosts and funders."""
    return named(author for creator in objects(work.get("creators")) for author in authors_in(creator))


def authors_in(creator: Attributes) -> list[AuthorRecord]:
    """Some registrants put several people into one creator, with `;` between."""
    name, affiliation = scalar(creator.get("name")), affiliation_of(creator)
    given, family = scalar(creator.get("givenName")), scalar(creator.get("familyName"))
    if family:
        return [new_author(given=given, family=family, affiliation=affiliation)]
    if scalar(creator.get("nameType")) == "Organizational":
        return [new_author(name=name, affiliation=affiliation)]
    return [split_name(part, affiliation) for part in name.split(";")]


def date_parts(work: Attributes, *, is_arxiv: bool) -> tuple[int, ...]:
    """The year of publication, made full by a date of issue or availability in that year.

    At arXiv the first submission is the publication.
    """
    kinds = ("Submitted", "Issued") if is_arxiv else ("Issued", "Available")
    dated = [parts for kind in kinds for parts in dates_of(work, kind)]
    year = gregorian_year(work.get("publicationYear")) or next((parts[0] for parts in dated if parts), None)
    agreeing = [parts for parts in dated if parts and (parts[0] == year or is_arxiv)]
    return max(agreeing, key=len, default=(year,) if year else ())


def dates_of(work: Attributes, kind: str) -> list[tuple[int, ...]]:
    texts = [scalar(item.get("date")).strip() for item in objects(work.get("dates")) if item.get("dateType") == kind]
    matches = [ISO_DATE.fullmatch(text) for text in texts]
    return [valid_parts(part for part in match.groups() if part) for match in matches if match]


def last_date(work: Attributes, kind: str) -> date | None:
    return max(filter(None, map(full_date, dates_of(work, kind))), default=None)


def version_of(work: Attributes) -> int | None:
    """The latest arXiv version."""
    text = scalar(work.get("version")).strip().lower().removeprefix("v")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 4 else None


def related_works(work: Attributes) -> list[Identifier]:
    """What is said to be the same work."""
    found = [
        identify(scalar(item.get("relatedIdentifier")), scalar(item.get("relatedIdentifierType")))
        for item in objects(work.get("relatedIdentifiers"))
        if scalar(item.get("relationType")) in SAME_WORK
    ]
    return [identifier for identifier in found if identifier]


def arxiv_id_of(own: Identifier, related: list[Identifier]) -> str:
    """The arXiv id that this is, or that is said to be the same work, if that is one and not several."""
    if own.kind == Kind.ARXIV:
        return own.value
    values = {found.value for found in related if found.kind == Kind.ARXIV}
    return values.pop() if len(values) == 1 else ""


def dois_of(own: Identifier, related: list[Identifier]) -> tuple[str, ...]:
    """The work's own DOI and that of which it is a version, if that is one and not several."""
    names = unique([own.value] if own.kind == Kind.DOI else [])
    others = unique(found.value for found in related if found.kind == Kind.DOI and found != own)
    return names + (others if len(others) == 1 else ())


def container_title(container: Attributes) -> str:
    """A repository holds the work; it is no journal."""
    is_repository = container.get("type") == "DataRepository"
    return "" if is_repository else told(plain_text(scalar(container.get("title"))))


def numbered(container: Attributes, name: str) -> str:
    """DataCite reads volumes out of free text, now and then a word."""
    text = told(plain_text(scalar(container.get(name))))
    return text if re.search(r"[0-9]|^[IVXLCDM]+$", text) else ""


def pages_of(container: Attributes) -> str:
    first_page, last_page = (plain_text(scalar(container.get(name))) for name in ("firstPage", "lastPage"))
    # Of a series DataCite takes whatever stands last in the free text for a first page, mostly the year.
    if not PAGE.fullmatch(first_page) or (container.get("type") == "Series" and not last_page):
        return ""
    return f"{first_page}-{last_page}" if PAGE.fullmatch(last_page) and last_page != first_page else first_page


def publisher_of(work: Attributes) -> str:
    """A text, or since schema 4.5 an object with a name."""
    publisher = work.get("publisher")
    return told(plain_text(scalar(members(publisher).get("name")) or scalar(publisher)))


def keywords_of(work: Attributes) -> tuple[str, ...]:
    subjects = (scalar(members(item).get("subject")) or scalar(item) for item in items(work.get("subjects")))
    return unique(told(plain_text(text)) for text in subjects if not text.startswith(FIELDS_OF_SCIENCE))


def license_of(work: Attributes) -> str:
    rights = objects(work.get("rightsList"))
    return choose_licence(scalar(item.get("rightsUri") or item.get("rightsURI")) for item in rights)
