"""A BibTeX file, cut into blocks that are parsed one by one, so that a fault in one leaves the others alone."""

import codecs
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.exceptions import ParsingException
from bibtexparser.model import Block, Entry, ImplicitComment, ParsingFailedBlock, String

from papers.records import PaperRecord
from papers.sources.bibtex.record import to_record
from papers.sources.bibtex.values import Macros, read_value, split_fields
from shortsci.errors import DomainError
from shortsci.marking import gettext_noop

MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_ENTRIES = 100_000
BLOCK = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*([{(])", re.MULTILINE)
ANY_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
WEB_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html|<\?xml)", re.IGNORECASE)
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
NOT_PAPERS = {"comment", "preamble", "control", "xdata", "set", "bibentry"}
INHERITED = ("booktitle", "year", "date", "month", "publisher", "volume", "number", "journal", "organization")
# `@article{key title = …}` and `@article{title = …}`.
NO_COMMA_AFTER_KEY = re.compile(r'(@\w+[{(])[ \t]*(?:([^\s,={}"]+)\s+)?(?=[A-Za-z][\w-]*\s*=)')
LEFT_OVER = re.compile(r",?\s*[A-Za-z][\w-]*\s*=")  # fields after the end of their entry

NO_IDENTIFIER = gettext_noop("No arXiv id and no DOI: a title alone does not identify a paper.")
NO_TITLE = gettext_noop("This entry has no title.")
UNBALANCED = gettext_noop("The brackets of this entry do not match: an opening or a closing one is missing.")
NOT_BIBTEX = gettext_noop("This entry is not BibTeX: a comma, an equals sign or a value is missing.")
ENDS_EARLY = gettext_noop("A bracket closes this entry too early; the fields after it were not read.")

# The library writes a line for every fault in every file; faults are the reader's, who gets them in the report.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)


class FileTooLarge(DomainError):
    code = "file_too_large"
    status = 413
    message = gettext_noop("This file is larger than 10 MB. Please split it.")


class TooManyEntries(DomainError):
    code = "too_many_entries"
    status = 413
    message = gettext_noop("This file has more than 100,000 entries. Please split it.")


@dataclass(frozen=True, slots=True)
class BibtexEntry:
    """`position` and `line` count from 1. With a `problem` the record is there as far as it could be read."""

    position: int
    key: str
    line: int
    record: PaperRecord | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BibtexReport:
    """`problem` is one of the whole file; then there are no entries."""

    entries: tuple[BibtexEntry, ...]
    problem: str = ""

    @property
    def good(self) -> tuple[BibtexEntry, ...]:
        return tuple(entry for entry in self.entries if not entry.problem)

    @property
    def bad(self) -> tuple[BibtexEntry, ...]:
        return tuple(entry for entry in self.entries if entry.problem)


@dataclass(frozen=True, slots=True)
class RawEntry:
    entry_type: str
    key: str
    line: int
    fields: dict[str, str]
    problem: str = ""
    is_read: bool = True


def read_entries(data: bytes) -> BibtexReport:
    """Every entry of a BibTeX file, good or bad, in the file's order. Raises FileTooLarge or TooManyEntries."""
    if len(data) > MAXIMUM_BYTES:
        raise FileTooLarge
    text = decode(data)
    if WEB_PAGE.match(text):
        return BibtexReport((), gettext_noop("This is a web page or XML, not a BibTeX file."))
    if len(ANY_BLOCK.findall(text)) > MAXIMUM_ENTRIES:
        raise TooManyEntries
    macros = Macros()
    raw = [entry for line, block in cut(text) for entry in read_block(block, line, macros)]
    parents = {entry.key.lower(): entry.fields for entry in raw if entry.key}
    entries = tuple(to_entry(position, inherit(entry, parents)) for position, entry in enumerate(raw, 1))
    return BibtexReport(entries, "" if entries else gettext_noop("There is no BibTeX entry in this file."))


def decode(data: bytes) -> str:
    """UTF-16 by its mark or its NULs, else UTF-8, else each line as UTF-8 or Windows-1252 (Latin-1's superset)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif data and data[1::2].count(0) > len(data) // 4:
        text = data.decode("utf-16-le", errors="replace")
    else:
        text = "\n".join(decode_line(line) for line in data.removeprefix(codecs.BOM_UTF8).split(b"\n"))
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL)


def decode_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def cut(text: str) -> Iterator[tuple[int, str]]:
    """Blocks with the lines they begin on; a block begins where a line does, with `@name{` or `@name(`."""
    starts = list(BLOCK.finditer(text))
    line, counted = 1, 0
    for number, start in enumerate(starts):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        yield line, f"@{start[1]}{start[2]}{text[start.end() : end]}"


def read_block(text: str, line: int, macros: Macros) -> list[RawEntry]:
    """The entries of one block, mostly one. `@string` goes into `macros`."""
    entries: list[RawEntry] = []
    if text[1:12].lower().startswith(("comment{", "comment(")):
        return entries
    for block in parse_with_repairs(text):
        found = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(found, String):
            macros.define(found.key, read_value(str(found.value), 0, macros)[0])
        elif isinstance(found, Entry) and found.entry_type not in NOT_PAPERS:
            fields = fields_of(found, macros)
            entries.append(RawEntry(found.entry_type, found.key, line + (found.start_line or 0), fields))
        elif isinstance(block, ParsingFailedBlock) and found is None:
            entries.append(failed(block, line))
        elif isinstance(found, ImplicitComment) and entries and entries[-1].is_read and LEFT_OVER.match(found.comment):
            entries[-1] = replace(entries[-1], problem=ENDS_EARLY)
    return entries


def parse_with_repairs(text: str) -> list[Block]:
    """As it is; where that fails, with a comma after the key, and with `\\\\`, which hides a bracket, taken out."""
    blocks = parse(text)
    repairs = (NO_COMMA_AFTER_KEY.sub(r"\1\2, ", text, count=1), text.replace("\\\\", " "))
    for repaired in repairs:
        if not any(is_failure(block) for block in blocks):
            break
        if repaired != text:
            candidate = parse(repaired)
            blocks = blocks if any(is_failure(block) for block in candidate) else candidate
    return blocks


def parse(text: str) -> list[Block]:
    try:
        return parse_string(text, parse_stack=[]).blocks
    except ParsingException as error:
        return [ParsingFailedBlock(error, start_line=0, raw=text)]


def is_failure(block: Block) -> bool:
    return isinstance(block, ParsingFailedBlock) and block.ignore_error_block is None


def failed(block: ParsingFailedBlock, line: int) -> RawEntry:
    raw = block.raw or ""
    head = re.match(r"@\w*[ \t]*[{(]\s*([^\s,={}()\"]{1,200})\s*,", raw)
    is_balanced = len(re.findall(r"(?<!\\)\{", raw)) == len(re.findall(r"(?<!\\)\}", raw))
    return RawEntry(
        entry_type="",
        key=head[1] if head else "",
        line=line + (block.start_line or 0),
        fields={},
        problem=NOT_BIBTEX if is_balanced else UNBALANCED,
        is_read=False,
    )


def fields_of(entry: Entry, macros: Macros) -> dict[str, str]:
    """Names in lower case; of a name that stands twice the first value that is not empty, as BibTeX does."""
    fields: dict[str, str] = {}
    for given in entry.fields:
        for name, value in split_fields(given.key, str(given.value), macros):
            if value.strip():
                fields.setdefault(name.lower(), value)
    return fields


def inherit(entry: RawEntry, parents: dict[str, dict[str, str]]) -> RawEntry:
    """What `crossref` lends: fields of the proceedings or book, whose title is the booktitle of its papers."""
    parent = parents.get(entry.fields.get("crossref", "").strip().lower())
    if not parent or parent is entry.fields:
        return entry
    lent = {name: parent[name] for name in INHERITED if name in parent}
    if "title" in parent:
        lent.setdefault("booktitle", parent["title"])
    return replace(entry, fields=lent | entry.fields)


def to_entry(position: int, entry: RawEntry) -> BibtexEntry:
    record = to_record(entry.entry_type, entry.fields) if entry.is_read else None
    problem = entry.problem
    if record and not problem:
        problem = "" if record.arxiv_id or record.dois else NO_IDENTIFIER
        problem = problem if record.title else NO_TITLE
    return BibtexEntry(position, entry.key, entry.line, record, problem)
