"""One BibTeX entry as a record."""

import re
from collections.abc import Mapping
from datetime import date

from papers.records import PaperRecord
from papers.sources.bibtex.identifiers import find_arxiv, find_dois, is_arxiv_name
from papers.sources.bibtex.names import authors_of
from papers.sources.bibtex.text import fold, fold_paragraphs, plain, unbrace
from papers.sources.bibtex.values import MONTHS
from papers.taxonomy import canonical_category

Fields = Mapping[str, str]

KINDS = {
    "article": "article",
    "suppperiodical": "article",
    "inproceedings": "inproceedings",
    "conference": "inproceedings",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "booklet": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "unpublished": "preprint",
}
NOT_IN_JOURNAL = {"report", "thesis", "book"}  # a number of theirs is none of an issue
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*|/.*)?")
DASHES = re.compile(r"\s*(?:-{2,3}|[\u2012-\u2015\u2212])\s*")


def to_record(entry_type: str, fields: Fields) -> PaperRecord:
    """Where the journal is arXiv itself the paper is a preprint without container, volume or pages."""
    arxiv, dois = find_arxiv(fields), find_dois(fields)
    container = container_of(fields)
    is_on_arxiv = bool(arxiv) and is_arxiv_name(container)
    published_on = date_of(fields)
    category = canonical_category(plain(field(fields, "primaryclass", "eprintclass")))
    kind = kind_of(entry_type, is_preprint=is_on_arxiv or bool(arxiv and not container and not dois))
    return PaperRecord(
        title=fold(unbrace(title_of(fields))),
        arxiv_id=arxiv.value if arxiv else "",
        version=arxiv.version if arxiv else None,
        abstract=fold_paragraphs(unbrace(fields.get("abstract", ""))),
        authors=authors_of(fields.get("author", "")),
        primary_category=category,
        categories=(category,) if category else (),
        published_on=published_on,
        year=None if published_on else year_of(fields),
        dois=dois,
        kind=kind,
        container="" if is_arxiv_name(container) else container,
        volume="" if is_on_arxiv else plain(fields.get("volume", "")),
        issue="" if is_on_arxiv or kind in NOT_IN_JOURNAL else plain(field(fields, "number", "issue")),
        pages="" if is_on_arxiv else pages_of(fields),
        publisher=publisher_of(fields),
        keywords=keywords_of(fields),
    )


def field(fields: Fields, *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def title_of(fields: Fields) -> str:
    title, subtitle = unbrace(fields.get("title", "")), unbrace(fields.get("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title


def kind_of(entry_type: str, *, is_preprint: bool) -> str:
    kind = KINDS.get(entry_type, "other")
    return "preprint" if is_preprint and kind in {"article", "other", "report"} else kind


def container_of(fields: Fields) -> str:
    return plain(field(fields, "journaltitle", "journal", "booktitle", "maintitle"))


def pages_of(fields: Fields) -> str:
    return DASHES.sub("-", plain(field(fields, "pages", "eid", "articleno")))


def publisher_of(fields: Fields) -> str:
    name = plain(field(fields, "publisher", "institution", "school", "organization"))
    return "" if is_arxiv_name(name) else name


def keywords_of(fields: Fields) -> tuple[str, ...]:
    text = field(fields, "keywords", "keyword")
    parts = [plain(part) for part in text.split(";" if ";" in text else ",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def date_of(fields: Fields) -> date | None:
    """A date only where the day is told; biblatex's `date`, or `year`, `month` and `day`."""
    day, month, year = fold(fields.get("day", "")), month_of(fields), year_of(fields)
    if match := DATE.fullmatch(fold(unbrace(fields.get("date", "")))):
        year, month, day = int(match[1]), int(match[2]), match[3]
    if not (year and month and re.fullmatch(r"[0-9]{1,2}", day)):
        return None
    try:
        return date(year, month, int(day))
    except ValueError:
        return None


def year_of(fields: Fields) -> int | None:
    texts = (fields.get(name, "")[:100] for name in ("year", "date"))
    return next((int(match[1]) for text in texts if (match := YEAR.search(text))), None)


def month_of(fields: Fields) -> int | None:
    text = plain(fields.get("month", "")[:100]).lower()
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text)
    starts = [month[:3].lower() for month in MONTHS]
    return next((starts.index(word[:3]) + 1 for word in re.findall(r"[a-z]{3,}", text) if word[:3] in starts), None)
