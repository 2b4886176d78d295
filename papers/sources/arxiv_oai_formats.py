"""The metadata formats of arXiv's OAI-PMH: `arXivRaw`, `arXiv` and `oai_dc`.

What they hold is laid down in https://arxiv.org/OAI/arXivRaw.xsd, https://arxiv.org/OAI/arXiv.xsd and
https://www.openarchives.org/OAI/2.0/oai_dc.xsd; what arXiv puts there, in https://github.com/arXiv/oaipmh.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

from papers.identifiers import Identifier
from papers.names import split_authors
from papers.records import AuthorRecord, PaperRecord, VersionRecord
from papers.sources.arxiv_subjects import categories_of_subjects
from papers.sources.arxiv_text import fold, join_paragraphs, known_categories, read_dois, says_withdrawn
from papers.tex import decode_tex

RAW = "{http://arxiv.org/OAI/arXivRaw/}"
SPLIT = "{http://arxiv.org/OAI/arXiv/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
VERSION = re.compile(r"v([1-9][0-9]*)")
WITHDRAWN_SOURCE = "I"  # in a version's source_type: nothing to read, the version is a withdrawal
COMMENT = "Comment: "
COLLABORATION = re.compile(r"\bcollaborations?\b", re.IGNORECASE)


class UnreadableRecord(ValueError):
    """One record breaks its format; the sentence says where."""


def read_raw(metadata: Element, identifier: Identifier, sets: tuple[str, ...]) -> PaperRecord:
    """`arXivRaw`: one author string and every version with its date. Raises UnreadableRecord."""
    elements = sorted(metadata.findall(f"{RAW}version"), key=number_of)
    versions = tuple(VersionRecord(number_of(element), read_moment(element)) for element in elements)
    if not versions:
        raise UnreadableRecord("The record has no version.")
    comment, abstract = text_of(metadata, f"{RAW}comments"), abstract_of(metadata, RAW)
    categories = known_categories(text_of(metadata, f"{RAW}categories").split())
    is_empty = WITHDRAWN_SOURCE in text_of(elements[-1], f"{RAW}source_type")
    return PaperRecord(
        arxiv_id=identifier.value,
        version=versions[-1].number,
        versions=versions,
        published_on=versions[0].submitted_on if versions[0].number == 1 else None,
        updated_on=versions[-1].submitted_on,
        title=title_of(metadata, RAW),
        abstract=abstract,
        authors=split_authors(text_of(metadata, f"{RAW}authors")),
        primary_category=next(iter(categories), None),
        categories=categories,
        dois=read_dois(text_of(metadata, f"{RAW}doi")),
        journal_ref=text_of(metadata, f"{RAW}journal-ref"),
        comment=comment,
        is_withdrawn=is_empty or says_withdrawn(comment, abstract),
        license_url=text_of(metadata, f"{RAW}license"),
    )


def read_split(metadata: Element, identifier: Identifier, sets: tuple[str, ...]) -> PaperRecord:
    """`arXiv`: authors with their names apart, no versions. Raises UnreadableRecord."""
    created = read_date(text_of(metadata, f"{SPLIT}created"))
    updated = text_of(metadata, f"{SPLIT}updated")
    is_first = is_of_first_version(created, identifier)
    comment, abstract = text_of(metadata, f"{SPLIT}comments"), abstract_of(metadata, SPLIT)
    categories = known_categories(text_of(metadata, f"{SPLIT}categories").split())
    return PaperRecord(
        arxiv_id=identifier.value,
        published_on=created if is_first else None,
        year=None if is_first else month_of(identifier).year,
        updated_on=read_date(updated) if updated else created,
        title=title_of(metadata, SPLIT),
        abstract=abstract,
        authors=authors_of(metadata),
        primary_category=next(iter(categories), None),
        categories=categories,
        dois=read_dois(text_of(metadata, f"{SPLIT}doi")),
        journal_ref=text_of(metadata, f"{SPLIT}journal-ref"),
        comment=comment,
        is_withdrawn=says_withdrawn(comment, abstract),
        license_url=text_of(metadata, f"{SPLIT}license"),
    )


def read_dublin_core(metadata: Element, identifier: Identifier, sets: tuple[str, ...]) -> PaperRecord:
    """`oai_dc`: the abstract is the first description, what follows are remarks. Raises UnreadableRecord."""
    dates = sorted(read_date(text) for text in texts_of(metadata, "date"))
    if not dates:
        raise UnreadableRecord("The record has no date.")
    descriptions = [element.text or "" for element in metadata.findall(f"{DUBLIN_CORE}description")]
    has_abstract = bool(descriptions) and not descriptions[0].lstrip().startswith(COMMENT)
    abstract = join_paragraphs(descriptions.pop(0)) if has_abstract else ""
    comment = "; ".join(fold(text).removeprefix(COMMENT) for text in descriptions)
    categories = categories_of_subjects(texts_of(metadata, "subject"), sets)
    others = [text for text in texts_of(metadata, "identifier") if not text.startswith(("http://", "https://"))]
    return PaperRecord(
        arxiv_id=identifier.value,
        published_on=dates[0],
        updated_on=dates[-1],
        title=title_of(metadata, DUBLIN_CORE),
        abstract=abstract,
        authors=tuple(author_of(text) for text in texts_of(metadata, "creator")),
        primary_category=next(iter(categories), None),
        categories=categories,
        dois=read_dois(" ".join(text.removeprefix("doi:") for text in others if text.startswith("doi:"))),
        journal_ref="; ".join(text for text in others if not text.startswith("doi:")),
        comment=comment,
        is_withdrawn=says_withdrawn(comment, abstract),
    )


FORMATS: dict[str, Callable[[Element, Identifier, tuple[str, ...]], PaperRecord]] = {
    f"{RAW}arXivRaw": read_raw,
    f"{SPLIT}arXiv": read_split,
    "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc": read_dublin_core,
}


def authors_of(metadata: Element) -> tuple[AuthorRecord, ...]:
    """One element for each; arXiv's splitter leaves lone punctuation (`Collaboration :`), which is nobody."""
    people = [person for author in metadata.findall(f"{SPLIT}authors/{SPLIT}author") for person in people_of(author)]
    return tuple(person for person in people if person.name.strip(" :;,."))


def people_of(author: Element) -> tuple[AuthorRecord, ...]:
    """Nearly always one; arXiv leaves "Ada Writer for the X Collaboration" in one piece or parts it in odd places."""
    family, given, suffix = (text_of(author, f"{SPLIT}{part}") for part in ("keyname", "forenames", "suffix"))
    name = " ".join(part for part in (given, family, suffix) if part)
    if COLLABORATION.search(name):
        return split_authors(name)
    places = [decode_tex(fold(element.text or "")) for element in author.findall(f"{SPLIT}affiliation")]
    return (
        AuthorRecord(
            name=decode_tex(name),
            family=decode_tex(family) if given else "",
            given=decode_tex(given),
            affiliation="; ".join(dict.fromkeys(place for place in places if place)),
        ),
    )


def author_of(creator: str) -> AuthorRecord:
    """`Family, Given`; a collaboration has no comma."""
    family, _comma, given = (part.strip() for part in decode_tex(creator).partition(","))
    return AuthorRecord(name=f"{given} {family}".strip(), family=family if given else "", given=given)


def number_of(version: Element) -> int:
    match = VERSION.fullmatch(version.get("version", ""))
    if not match:
        raise UnreadableRecord(f"“{version.get('version', '')}” is not a version.")
    return int(match[1])


def read_moment(version: Element) -> date:
    """The day in UTC of `Mon, 2 Apr 2007 19:18:42 GMT`."""
    text = text_of(version, f"{RAW}date")
    try:
        moment = parsedate_to_datetime(text)
    except ValueError as error:
        raise UnreadableRecord(f"“{text}” is not a date.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()


def read_date(text: str) -> date:
    """Of `2007-04-02` or `2007-04-02T19:18:42Z`, the day in UTC. Raises UnreadableRecord."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableRecord(f"“{text}” is not a date.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()


def is_of_first_version(created: date, identifier: Identifier) -> bool:
    """Whether `created` can be v1's date: no later than the month of the id, with a day for time zones.

    Today's server gives the last version's date as `created` (oaipmh/templates/record_formats.xml).
    """
    return (created - timedelta(days=1)).replace(day=1) <= month_of(identifier)


def month_of(identifier: Identifier) -> date:
    """The first day of the month that an arXiv id tells: 9107 is July 1991, 0704 is April 2007."""
    yymm = identifier.value.rsplit("/", 1)[-1][:4]
    century = 1900 if yymm > "9100" else 2000
    return date(century + int(yymm[:2]), int(yymm[2:]), 1)


def title_of(metadata: Element, namespace: str) -> str:
    title = text_of(metadata, f"{namespace}title")
    if not title:
        raise UnreadableRecord("The record has no title.")
    return title


def abstract_of(metadata: Element, namespace: str) -> str:
    return join_paragraphs(metadata.findtext(f"{namespace}abstract") or "")


def text_of(element: Element, path: str) -> str:
    return fold(element.findtext(path) or "")


def texts_of(metadata: Element, name: str) -> list[str]:
    """The folded texts of a Dublin Core element that may stand many times."""
    texts = [fold(element.text or "") for element in metadata.findall(f"{DUBLIN_CORE}{name}")]
    return [text for text in texts if text]
