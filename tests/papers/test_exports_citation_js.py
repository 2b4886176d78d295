"""Every recorded arXiv record read by Citation.js, which shares nothing with our writers but the formats."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from papers.citations import Citation
from papers.exports import bibtex, csl, ris
from tests.papers.export_records import all_records, folded, inverted, shown

pytestmark = pytest.mark.real_data
READER = Path(__file__).parent / "read_with_citation_js.mjs"
PACKAGES = ["@citation-js/core", "@citation-js/plugin-bibtex", "@citation-js/plugin-csl", "@citation-js/plugin-ris"]
# Formulas that TeX accepts and the reader's grammar does not, such as `$\bf< n$` and `$4p\,^2\rm{P}$`.
UNREADABLE_FORMULAS = 6


@pytest.fixture(scope="module")
def records() -> tuple[Citation, ...]:
    return all_records()


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> Path:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    directory = tmp_path_factory.mktemp("citation-js")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(directory), *PACKAGES]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("npm cannot install Citation.js")
    shutil.copy(READER, directory / "read.mjs")
    return directory


def read(packages: Path, kind: str, texts: list[str]) -> list[dict]:
    (packages / "records.json").write_text(json.dumps(texts))
    command = ["node", "read.mjs", kind, "records.json"]
    return json.loads(subprocess.run(command, cwd=packages, check=True, capture_output=True, timeout=120).stdout)


def test_bibtex(packages, records):
    items = read(packages, "@bibtex/text", list(bibtex.dump(records)))
    readable = [pair for pair in zip(records, items, strict=True) if "error" not in pair[1]]

    assert len(records) - len(readable) <= UNREADABLE_FORMULAS
    assert all("$" in citation.title for citation, item in zip(records, items, strict=True) if "error" in item)
    for citation, item in readable:
        assert_same(citation, item)
        assert item.get("DOI", "").replace("%7D", "}") == folded(citation.doi)


def test_ris(packages, records):
    for citation, item in zip(records, read(packages, "@ris/file", list(ris.dump(records))), strict=True):
        assert_same(citation, item)
        # Of two DOIs in one record, or a full stop behind one, the reader keeps what looks like a DOI to it.
        assert folded(citation.doi).startswith(item.get("DOI", ""))
        assert "DOI" in item or citation.doi in {"", "10.1063/"}


def test_csl_json(packages, records):
    """Every tenth: that all of them are JSON with the right values, the json module has read."""
    texts = [json.dumps([item]) for item in csl.items(records[::10])]
    for citation, item in zip(records[::10], read(packages, "@else/json", texts), strict=True):
        assert_same(citation, item)
        assert item["title"] == shown(citation.title)
        assert item.get("DOI", "") == folded(citation.doi)
        assert item["number"] == f"arXiv:{citation.arxiv_id}"


def assert_same(citation: Citation, item: dict) -> None:
    """Titles without TeX, names, their order and the year; the reader sets TeX's dashes and quotation marks."""
    assert item["issued"]["date-parts"][0][0] == citation.year
    assert list(map(name, item.get("author", []))) == [letters(inverted(person)) for person in citation.authors]
    if not re.search(r"[$\\]", shown(citation.title)):
        assert letters(item["title"]) == letters(shown(citation.title))


def name(read: dict[str, str]) -> str:
    """A particle, wherever the reader puts it, belongs before the family name."""
    parts = ("non-dropping-particle", "dropping-particle", "family", "suffix", "given", "literal")
    return letters("".join(read.get(part, "") for part in parts))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
