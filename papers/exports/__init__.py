"""What a list of papers can be downloaded as; pure: citations in, text out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from papers.citations import Citation
from papers.exports import bibtex, csl, ris


@dataclass(frozen=True, slots=True)
class Format:
    """`dump` answers with pieces of UTF-8 text to be sent one after another."""

    name: str  # as readers know it
    suffix: str  # of the address
    media_type: str
    extension: str  # of the file
    dump: Callable[[Iterable[Citation]], Iterator[str]]


FORMATS: dict[str, Format] = {
    exported.suffix: exported
    for exported in (
        Format("BibTeX", "bib", "application/x-bibtex", ".bib", bibtex.dump),
        Format("RIS", "ris", "application/x-research-info-systems", ".ris", ris.dump),
        Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", ".json", csl.dump),
    )
}
