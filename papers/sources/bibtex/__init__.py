"""BibTeX files that readers bring: https://www.bibtex.org/Format/ and, for biblatex's fields, its manual."""

from papers.sources.bibtex.file import (
    MAXIMUM_BYTES,
    BibtexEntry,
    BibtexReport,
    FileTooLarge,
    TooManyEntries,
    read_entries,
)

__all__ = ["MAXIMUM_BYTES", "BibtexEntry", "BibtexReport", "FileTooLarge", "TooManyEntries", "read_entries"]
