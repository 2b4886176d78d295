import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from papers.records import AuthorRecord
from papers.sources.arxiv import fetch_by_ids, parse_feed, read_feed
from papers.sources.arxiv_text import join_paragraphs
from papers.sources.errors import MalformedAnswer, QueryRejected, SourceBusy, SourceError
from papers.sources.http import new_http_client, parse_retry_after
from papers.taxonomy import ALIASES, CATEGORIES, SUBSUMED
from papers.tex import decode_tex
from tests.arxiv_stand_in import ERROR_ENTRY, Answer, feed
from tests.conftest import REAL_DATA

FEEDS = REAL_DATA / "1-arxiv-atom"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&b;</title></entry></feed>"""


@pytest.fixture
def client():
    with new_http_client() as client:
        yield client


def test_an_entry_becomes_a_record(client, arxiv):
    arxiv.known = {"2103.00001": "A  Title\n over lines"}
    [record] = fetch_by_ids(client, arxiv.url, ["2103.00001"])
    assert record.arxiv_id == "2103.00001"
    assert record.version == 2
    assert record.title == "A Title over lines"
    assert record.abstract == "We study a thing.\n\nAnd then another."
    assert record.authors == (AuthorRecord("Ada Writer", "Home"), AuthorRecord("Ben Second"))
    assert record.categories == ("cs.LG", "stat.ML")  # without the MSC class
    assert record.primary_category == "cs.LG"
    assert record.published_on == date(2021, 3, 2)
    assert record.updated_on == date(2021, 5, 4)
    assert not record.is_withdrawn
    assert "mailto:" in arxiv.requests[0].user_agent


@pytest.mark.parametrize(
    ("comment", "is_withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 3", True),
        ("Withdrawn by arXiv administrators", True),
        ("This submission is withdrawn", True),
        ("This article has been administratively withdrawn because of authorship dispute", True),  # 1511.07473
        ("This has been withdrawn by arXiv administrators due to an unresolvable dispute", True),  # 2101.10016
        ("paper withdrawn by author", True),  # 0704.0480
        ("Replaces a paper withdrawn in May", False),
        ("12 pages; replaces the withdrawn version", False),
        ("We study how species have withdrawn from the coast", False),
    ],
)
def test_withdrawal_is_read_from_the_comment(client, arxiv, comment, is_withdrawn):
    arxiv.known, arxiv.comments = {"2103.00001": "T"}, {"2103.00001": comment}
    assert fetch_by_ids(client, arxiv.url, ["2103.00001"])[0].is_withdrawn is is_withdrawn


def test_unknown_ids_are_left_out(client, arxiv):
    arxiv.known = {"2103.00001": "T"}
    assert [record.arxiv_id for record in fetch_by_ids(client, arxiv.url, ["2103.00001", "2103.09999"])] == [
        "2103.00001"
    ]


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_entry_is_never_a_paper(client, arxiv, status):
    body = feed(ERROR_ENTRY.format(bad="abc"), total=1)
    assert parse_feed(body) == []
    arxiv.script = [Answer(status=status, body=body)]
    with pytest.raises(QueryRejected, match="incorrect id format for abc"):
        fetch_by_ids(client, arxiv.url, ["abc"])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=429, headers={"Retry-After": "7"}), SourceBusy),
        (Answer(status=503), SourceBusy),
        (Answer(status=500), SourceError),
        (Answer(status=302, headers={"Location": "http://127.0.0.2/elsewhere"}), SourceError),
        (Answer(status=302, headers={"Location": "?again"}), SourceError),
        (Answer(body=feed("", total=5)), MalformedAnswer),
        (Answer(body=feed("<entry>", total=1)), MalformedAnswer),
        (Answer(body=b"<html>Rate exceeded</html>"), MalformedAnswer),
        (Answer(body=b""), MalformedAnswer),
        (Answer(body=BOMB), MalformedAnswer),
        (Answer(body=feed("", total=0), cut_after=50), SourceError),
    ],
)
def test_bad_answers(client, arxiv, answer, error):
    arxiv.script = [answer] * 4
    with pytest.raises(error):
        fetch_by_ids(client, arxiv.url, ["2103.00001"])


def test_retry_after_is_handed_on(client, arxiv):
    arxiv.script = [Answer(status=429, headers={"Retry-After": "7"})]
    with pytest.raises(SourceBusy) as caught:
        fetch_by_ids(client, arxiv.url, ["2103.00001"])
    assert caught.value.retry_after == 7


def test_an_answer_that_is_too_large_is_cut_off(client, arxiv, monkeypatch):
    monkeypatch.setattr("papers.sources.http.MAXIMUM_BYTES", 1000)
    arxiv.script = [Answer(body=b"x" * 2000)]
    with pytest.raises(MalformedAnswer, match="larger than we take"):
        fetch_by_ids(client, arxiv.url, ["2103.00001"])


def test_an_answer_that_is_too_slow_is_given_up(client, arxiv, monkeypatch):
    monkeypatch.setattr("papers.sources.http.MAXIMUM_SECONDS", 0.05)
    arxiv.script = [Answer(body=b"x", delay=0.2)]
    with pytest.raises(SourceError, match="too slowly"):
        fetch_by_ids(client, arxiv.url, ["2103.00001"])


def test_nobody_there(client):
    with pytest.raises(SourceError, match="could not be reached"):
        fetch_by_ids(client, "http://127.0.0.1:9/", ["2103.00001"])


def test_a_redirect_within_the_host_is_followed(client, arxiv):
    arxiv.script = [Answer(status=301, headers={"Location": "/api/query?id_list=2103.00001"})]
    arxiv.known = {"2103.00001": "T"}
    assert httpx.URL(arxiv.url).host == "127.0.0.1"
    assert len(fetch_by_ids(client, arxiv.url, ["2103.00001"])) == 1


def test_retry_after_forms():
    assert parse_retry_after("120") == 120
    assert parse_retry_after("") is None
    assert parse_retry_after("soon") is None
    assert parse_retry_after("Fri, 01 Jan 2021 00:00:00 GMT") == 0
    assert 0 < parse_retry_after("Fri, 01 Jan 2100 00:00:00 -0000") < 1e10


def test_paragraphs():
    assert join_paragraphs("  One\nline.\n  Two.") == "One line.\n\nTwo."
    assert join_paragraphs("\n      One\n      line.\n    ") == "One line."
    assert join_paragraphs("") == ""


def feed_files() -> list[Path]:
    return sorted(FEEDS.rglob("*.xml")) if FEEDS.is_dir() else []


@pytest.mark.real_data
@pytest.mark.parametrize("path", feed_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recorded_feeds_field_by_field(path):
    """Against a second reading of the same XML that shares no code with the first."""
    expected = [entry for entry in map(read_by_hand, ElementTree.parse(path).getroot().iter(ATOM + "entry")) if entry]
    found = [as_plain(record) for record in parse_feed(path.read_bytes())]
    assert found == expected
    if "error" in path.read_text("utf-8") and "api/errors" in path.read_text("utf-8"):
        assert found == []
        assert read_feed(path.read_bytes()).error


@pytest.mark.real_data
@pytest.mark.parametrize("path", sorted((FEEDS / "recorded").glob("*.json")), ids=lambda path: path.name)
def test_the_json_recordings_hold_the_same(path):
    recording = json.loads(path.read_text("utf-8"))
    assert parse_feed(recording["body"].encode()) == parse_feed(path.with_suffix(".xml").read_bytes())


@pytest.mark.real_data
def test_withdrawn_papers_of_the_recordings():
    assert all(
        record.is_withdrawn for record in parse_feed((FEEDS / "derived-from-arXivRaw" / "withdrawn.xml").read_bytes())
    )


ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"


def read_by_hand(entry: ElementTree.Element) -> dict[str, object] | None:
    def fold(name: str) -> str:
        found = [child for child in entry if child.tag == name]
        return " ".join("".join(found[0].itertext()).split()) if found else ""

    address = fold(ATOM + "id")
    if "/api/errors" in address:
        return None
    short = address.split("/abs/")[1]
    number, _, version = short.rpartition("v") if "v" in short.rsplit("/", 1)[-1] else (short, "", "")
    terms = [child.get("term") for child in entry if child.tag == ATOM + "category"]
    folded = SUBSUMED | ALIASES
    known = list(dict.fromkeys(folded.get(term, term) for term in terms if term in CATEGORIES or term in folded))
    primary = next(child.get("term") for child in entry if child.tag == ARXIV + "primary_category")
    return {
        "arxiv_id": number,
        "version": int(version) if version else None,
        "title": fold(ATOM + "title"),
        "words": fold(ATOM + "summary").split(),
        "authors": [
            (
                decode_tex(" ".join(author.findtext(ATOM + "name").split())),
                decode_tex(" ".join((author.findtext(ARXIV + "affiliation") or "").split())),
            )
            for author in entry
            if author.tag == ATOM + "author"
        ],
        "categories": known,
        "primary": folded.get(primary, primary),
        "published": day(fold(ATOM + "published")),
        "updated": day(fold(ATOM + "updated")),
        "dois": [doi.lower() for doi in fold(ARXIV + "doi").split()],
        "journal_ref": fold(ARXIV + "journal_ref"),
        "comment": fold(ARXIV + "comment"),
    }


def day(text: str) -> str:
    return str(datetime.fromisoformat(text).astimezone(UTC))[:10]


def as_plain(record) -> dict[str, object]:
    return {
        "arxiv_id": record.arxiv_id,
        "version": record.version,
        "title": record.title,
        "words": record.abstract.split(),
        "authors": [(author.name, author.affiliation) for author in record.authors],
        "categories": list(record.categories),
        "primary": record.primary_category,
        "published": str(record.published_on),
        "updated": str(record.updated_on),
        "dois": list(record.dois),
        "journal_ref": record.journal_ref,
        "comment": record.comment,
    }
