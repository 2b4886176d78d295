"""A dump of another site into this one: papers and texts. Votes stay there; docs/decisions/0016-dump.md says why."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from django.db import DatabaseError, transaction

from accounts.models import User
from dumps.exporting import FORMAT, FORMAT_VERSION, MANIFEST, Manifest
from dumps.rows import PaperRow, SummaryRow
from papers.identifiers import Identifier, Kind
from papers.models import Paper
from papers.records import AuthorRecord, PaperRecord
from papers.services import save_record
from shortsci.errors import DomainError
from summaries.models import Summary
from summaries.services import Text, claim_summary, edit_summary, publish_summary, text_of

Row = TypeVar("Row", bound=msgspec.Struct)

TABLES = ("papers", "summaries")  # what is taken; comments stay there


class NotADump(DomainError):
    code = "not_a_dump"


@dataclass
class ImportReport:
    """How many of each kind are new or changed here; `problems` says which rows could not be taken, and why."""

    rows: int = 0
    papers_added: int = 0
    papers_known: int = 0
    summaries_added: int = 0
    summaries_changed: int = 0
    summaries_known: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """The site that a dump is of; `host` tells its writers from those of other sites."""

    directory: Path
    manifest: Manifest

    @property
    def host(self) -> str:
        return (urlsplit(self.manifest.site).hostname or "elsewhere")[:60]

    @property
    def row_number(self) -> int:
        return sum(entry.rows for name, entry in self.manifest.files.items() if not name.startswith("comments."))

    def lines(self, table: str) -> Iterator[bytes]:
        path = next(self.directory / Path(name).name for name in self.manifest.files if is_file_of(table, name))
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from file


def is_file_of(table: str, name: str) -> bool:
    return Path(name).name.startswith(f"{table}.")


def open_dump(directory: Path) -> Source:
    """Reads the manifest and checks every file against it. Raises NotADump."""
    try:
        manifest = msgspec.json.decode((directory / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise NotADump(f"{directory} holds no whole dump: {error}.") from error
    if (manifest.format, manifest.version) != (FORMAT, FORMAT_VERSION):
        raise NotADump(f"{directory} holds a dump of another form: {manifest.format} {manifest.version}.")
    for table in TABLES:
        if not any(is_file_of(table, name) for name in manifest.files):
            raise NotADump(f"The manifest of {directory} names no file of {table}.")
    for name, entry in manifest.files.items():
        path = directory / Path(name).name
        if not path.is_file() or digest_of(path) != entry.sha256:
            raise NotADump(f"{name} is missing or is not the file that the manifest names.")
    return Source(directory, manifest)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def import_dump(source: Source) -> Iterator[ImportReport]:
    """Adds what is missing and changes what has changed there; tells after each row how far it is.

    Each row is a transaction, so that a stopped import leaves whole rows, and the next one goes over them again.
    """
    report = ImportReport()
    papers: dict[int, int] = {}  # their number there: the number here
    for paper in read_rows(source, "papers", PaperRow, report):
        if paper:
            import_paper(paper, papers, report)
        yield report
    for summary in read_rows(source, "summaries", SummaryRow, report):
        if summary:
            import_summary(source, summary, papers, report)
        yield report


def read_rows(source: Source, table: str, kind: type[Row], report: ImportReport) -> Iterator[Row | None]:
    """None for a line that is no such row; the report says which one, and why."""
    for number, line in enumerate(source.lines(table), start=1):
        report.rows += 1
        try:
            row = msgspec.json.decode(line, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            report.problems.append(f"{table}, line {number}: {error}")
            yield None
        else:
            yield row


def import_paper(row: PaperRow, papers: dict[int, int], report: ImportReport) -> None:
    """A paper that is known here keeps its metadata: they come from its own source."""
    known = next(filter(None, (find_paper(name.kind, name.value) for name in row.identifiers)), None)
    if known:
        papers[row.id] = known.pk
        report.papers_known += 1
        return
    if not row.title or not row.identifiers:
        report.problems.append(f"paper {row.id} has no title or no identifier")
        return
    try:
        papers[row.id] = save_record(record_of(row)).pk
        report.papers_added += 1
    except DatabaseError as error:
        report.problems.append(f"paper {row.id} cannot be saved: {error}")


def find_paper(kind: str, value: str) -> Paper | None:
    return Paper.objects.identified_by(Identifier(Kind(kind), value)).first() if kind in set(Kind) else None


def record_of(row: PaperRow) -> PaperRecord:
    names = [(name.kind, name.value) for name in row.identifiers]
    return PaperRecord(
        title=row.title,
        arxiv_id=next((value for kind, value in names if kind == Kind.ARXIV), ""),
        version=row.version,
        abstract=row.abstract,
        authors=tuple(AuthorRecord(name) for name in row.authors),
        primary_category=row.primary_category,
        categories=tuple(row.categories),
        published_on=row.published_on,
        updated_on=row.updated_on,
        year=row.year,
        dois=tuple(value for kind, value in names if kind == Kind.DOI),
        journal_ref=row.journal_ref,
        comment=row.comment,
        is_withdrawn=row.is_withdrawn,
        kind=row.kind,
        container=row.container,
        volume=row.volume,
        issue=row.issue,
        pages=row.pages,
        publisher=row.publisher,
        license_url=row.license_url,
        keywords=tuple(row.keywords),
    )


def import_summary(source: Source, row: SummaryRow, papers: dict[int, int], report: ImportReport) -> None:
    if row.paper not in papers:
        report.problems.append(f"summary {row.id} is of a paper that is not in the dump")
        return
    paper = Paper.objects.get(pk=papers[row.paper])
    text = Text(
        body=row.body,
        tldr=row.tldr,
        is_anonymous=row.writer is None,
        competing_interests=row.competing_interests,
        ai_use=row.ai_use,
    )
    try:
        with transaction.atomic():
            save_text(source, row, paper, text, report)
    except (DomainError, DatabaseError) as error:
        report.problems.append(f"summary {row.id} cannot be saved: {error}")


def save_text(source: Source, row: SummaryRow, paper: Paper, text: Text, report: ImportReport) -> None:
    writer = writer_of(source, row)
    existing = Summary.objects.filter(writer=writer, paper=paper).first() or claimed(source, row, paper, writer)
    if existing is None:
        keep_dates(publish_summary(writer=writer, paper=paper, text=text), row)
        report.summaries_added += 1
    elif text_of(existing) != text:
        keep_dates(edit_summary(summary=existing, text=text), row)
        report.summaries_changed += 1
    else:
        report.summaries_known += 1


def claimed(source: Source, row: SummaryRow, paper: Paper, writer: User) -> Summary | None:
    """The summary that an earlier dump had without its writer's name, and that has the name now."""
    unnamed = Summary.objects.filter(writer__email=mail_address(source, unnamed_writer(row)), paper=paper)
    if row.writer is None or not unnamed.update(writer=writer):
        return None
    return claim_summary(summary=Summary.objects.get(writer=writer, paper=paper))


def keep_dates(summary: Summary, row: SummaryRow) -> None:
    """Those of the first publication there, by which it is ordered here too, and its pseudonym."""
    fields: dict[str, object] = {"published_at": row.published_at, "edited_at": row.edited_at, "needs_ranking": True}
    taken = Summary.objects.filter(paper=summary.paper_id, pseudonym=row.byline).exclude(pk=summary.pk)
    if summary.is_anonymous and not taken.exists():
        fields["pseudonym"] = row.byline
    Summary.objects.filter(pk=summary.pk).update(**fields)
    summary.revisions.filter(number=summary.revision_number).update(saved_at=row.edited_at or row.published_at)


def writer_of(source: Source, row: SummaryRow) -> User:
    """An account that nobody can log in to, under the name that the text has there.

    Its address of mail is what it is found by; one that a person has is no place to put another person's text.
    """
    name = row.writer or unnamed_writer(row)
    address = mail_address(source, name)
    known = User.objects.filter(email=address).first()
    if known is None:
        return User.objects.create(
            username=free_username(f"{name}-at-{source.host.replace('.', '-')}"),
            email=address,
            display_name=row.byline[:80],
            password="!",  # noqa: S106 (no password opens it)
            is_active=False,
            mail_notices=False,
        )
    if known.is_active:
        raise AddressTaken
    return known


class AddressTaken(DomainError):
    code = "address_taken"
    message = "somebody here has an account with the address that stands for its writer"


def unnamed_writer(row: SummaryRow) -> str:
    """Each anonymous summary has a writer of its own: nothing here ties two of them together."""
    return f"anonymous-{row.id}"


def mail_address(source: Source, name: str) -> str:
    """RFC 2606: no mail can ever arrive below .invalid."""
    return f"{name}@{source.host}.invalid"


def free_username(wanted: str) -> str:
    name, number = wanted[:140], 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{wanted[:140]}-{number}"
    return name
