"""schema.org's ScholarlyArticle: https://schema.org/ScholarlyArticle."""

from typing import TypedDict, cast

from papers.citations import Citation, Person
from papers.exports.parts import (
    arxiv_url,
    doi_url,
    family_and_given,
    first_and_last_page,
    fold,
    iso_date,
    plain_abstract,
    plain_title,
    whole_name,
)

Author = TypedDict("Author", {"@type": str, "name": str, "familyName": str, "givenName": str}, total=False)
Identifier = TypedDict("Identifier", {"@type": str, "propertyID": str, "value": str})
Organization = TypedDict("Organization", {"@type": str, "name": str})
Container = TypedDict(
    "Container",
    {"@type": str, "name": str, "volumeNumber": str, "issueNumber": str, "isPartOf": "Container"},
    total=False,
)
ScholarlyArticle = TypedDict(
    "ScholarlyArticle",
    {
        "@context": str,
        "@type": str,
        "name": str,
        "headline": str,
        "abstract": str,
        "author": list[Author],
        "datePublished": str,
        "dateModified": str,
        "isPartOf": Container,
        "pageStart": str,
        "pageEnd": str,
        "publisher": Organization,
        "keywords": list[str],
        "identifier": list[Identifier],
        "sameAs": list[str],
        "url": str,
    },
    total=False,
)
CONTAINERS = {
    "": "Periodical",
    "article": "Periodical",
    "preprint": "Periodical",
    "chapter": "Book",
    "book": "BookSeries",
}


def scholarly_article(citation: Citation) -> ScholarlyArticle:
    """Ready for `json.dumps`; what is not known is left out. `<` is not escaped: that is for who writes the page."""
    title = plain_title(citation)
    first, last = first_and_last_page(citation.pages)
    article: ScholarlyArticle = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": title,
        "headline": title,
        "abstract": plain_abstract(citation),
        "author": [author(person) for person in citation.authors if whole_name(person)],
        "datePublished": iso_date(citation),
        "dateModified": citation.updated_on.isoformat() if citation.updated_on else "",
        "isPartOf": container(citation),
        "pageStart": first,
        "pageEnd": last,
        "keywords": [fold(keyword) for keyword in citation.keywords],
        "identifier": identifiers(citation),
        "sameAs": [url for url in (doi_url(citation), arxiv_url(citation)) if url],
        "url": fold(citation.url),
    }
    if citation.publisher:
        article["publisher"] = {"@type": "Organization", "name": fold(citation.publisher)}
    return cast("ScholarlyArticle", {name: value for name, value in article.items() if value})


def author(person: Person) -> Author:
    """A collaboration is an organisation; schema.org has no other author that is no person."""
    parts = family_and_given(person)
    if parts is None:
        return {"@type": "Organization", "name": whole_name(person)}
    return {"@type": "Person", "name": whole_name(person), "familyName": parts[0], "givenName": parts[1]}


def container(citation: Citation) -> Container:
    """The issue in the volume in the journal, as far as they are known."""
    if not citation.container:
        return {}
    kind = CONTAINERS.get(citation.kind, "PublicationVolume" if citation.kind == "inproceedings" else "CreativeWork")
    whole: Container = {"@type": kind, "name": fold(citation.container)}
    if citation.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": fold(citation.volume), "isPartOf": whole}
    if citation.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": fold(citation.issue), "isPartOf": whole}
    return whole


def identifiers(citation: Citation) -> list[Identifier]:
    pairs = (("DOI", fold(citation.doi)), ("arXiv", citation.arxiv_id))
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in pairs if value]
