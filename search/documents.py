"""What each record says, and the document that it becomes in the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import blake2b

import tantivy

from papers.name_keys import without_accents
from search.schema import LOTS, key_of
from search.tokens import index_text, shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """A paper as the index takes it; what hangs on it carries it along."""

    number: int
    title: str
    abstract: str = ""
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    keywords: str = ""
    venue: str = ""  # slug
    venue_names: Sequence[str] = ()
    year: int | None = None
    venue_year: int | None = None
    published_on: date | None = None
    has: Sequence[str] = ()
    score: int = 0  # of its best summary


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryEntry:
    number: int
    paper: PaperEntry
    tldr: str
    body: str
    by: Sequence[str]  # names that it is signed with; none where it is anonymous
    published_at: datetime
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentEntry:
    number: int
    summary: int
    paper: PaperEntry
    body: str
    by: Sequence[str]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    number: int
    names: Sequence[str]
    about: str
    joined_at: datetime


Entry = PaperEntry | SummaryEntry | CommentEntry | PersonEntry


def document_of(entry: Entry) -> tantivy.Document:
    match entry:
        case PaperEntry():
            return paper_document(entry)
        case SummaryEntry():
            return summary_document(entry)
        case CommentEntry():
            return comment_document(entry)
        case PersonEntry():
            return person_document(entry)


def paper_document(paper: PaperEntry) -> tantivy.Document:
    document = begin("paper", paper.number, at_midnight(paper.published_on), paper.score)
    title, abstract = index_text(paper.title), index_text(f"{paper.abstract} ; {paper.keywords}")
    document.add_text("title", title)
    add_place(document, paper)
    add_words(document, title, people_text(paper))
    document.add_text("words", f"{paper.year or ''} {paper.venue_year or ''} | {abstract}")
    for name in paper.authors:
        add_terms(document, "author", author_terms(name))
    return document


def summary_document(summary: SummaryEntry) -> tantivy.Document:
    document = begin("summary", summary.number, summary.published_at, summary.score)
    document.add_unsigned("paper", summary.paper.number)
    add_place(document, summary.paper)
    signed = index_text(" ; ".join(summary.by))
    document.add_text("by", signed)
    add_words(document, index_text(summary.tldr), index_text(summary.paper.title), people_text(summary.paper), signed)
    document.add_text("words", index_text(summary.body))
    return document


def comment_document(comment: CommentEntry) -> tantivy.Document:
    document = begin("comment", comment.number, comment.created_at, 0)
    document.add_unsigned("on_summary", comment.summary)
    add_place(document, comment.paper)
    signed = index_text(" ; ".join(comment.by))
    document.add_text("by", signed)
    add_words(document, signed)
    document.add_text("words", index_text(comment.body))
    return document


def person_document(person: PersonEntry) -> tantivy.Document:
    document = begin("person", person.number, person.joined_at, 0)
    names = index_text(" ; ".join(person.names))
    document.add_text("title", names)
    document.add_text("by", names)
    add_words(document, names, index_text(person.about))
    return document


def begin(kind: str, number: int, when: datetime | None, score: int) -> tantivy.Document:
    key = key_of(kind, number)
    document = tantivy.Document()
    document.add_unsigned("key", key)
    document.add_text("kind", kind)
    document.add_unsigned("lot", blake2b(str(key).encode(), digest_size=1).digest()[0] % LOTS)
    document.add_integer("date", int(when.timestamp() * 1_000_000) if when else 0)
    document.add_integer("score", score)
    return document


def add_words(document: tantivy.Document, *texts: str) -> None:
    """Short texts, which are kept as they are written as well."""
    for text in texts:
        document.add_text("words", text)
        document.add_text("exact", text)


def add_place(document: tantivy.Document, paper: PaperEntry) -> None:
    """What the filters ask for; the same for a paper and for what was written about it."""
    document.add_text("people", people_text(paper))
    within = {code.lower() for code in paper.categories} | {code.split(".")[0].lower() for code in paper.categories}
    add_terms(document, "within", sorted(within))
    add_terms(document, "category", dict.fromkeys(paper.categories))
    add_terms(document, "has", paper.has)
    if paper.venue:
        document.add_text("venue", paper.venue)
        document.add_text("venue_words", index_text(" ; ".join([paper.venue, *paper.venue_names])))
        document.add_text("words", index_text(" ; ".join(paper.venue_names)))
    if paper.year:
        document.add_unsigned("year", paper.year)


def add_terms(document: tantivy.Document, field: str, values: Iterable[str]) -> None:
    for value in values:
        document.add_text(field, value)


def people_text(paper: PaperEntry) -> str:
    r"""Names with their German umlauts spelled both ways; the dots are gone by then."""
    names = index_text(" ; ".join(paper.authors))
    shorter = shorten(names)
    return names if shorter == names else f"{names} | {' '.join(set(shorter.split()) - set(names.split()))}"


def author_terms(name: str) -> list[str]:
    """The name in plain small letters, the family name last and first, and as it is printed: what is typed is the
    beginning of one of them."""
    plain = without_accents(name).lower().split()
    orders = dict.fromkeys([" ".join(plain), " ".join([*plain[-1:], *plain[:-1]])])
    return [f"{order}\t{name}"[:200] for order in orders]


def at_midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
