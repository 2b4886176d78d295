"""The items are written by hand after https://info.arxiv.org/help/rss.html; there is no recorded feed."""

import contextlib
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records import AuthorRecord
from papers.sources.arxiv_rss import AnnounceType, fetch_announcements, parse_rss
from papers.sources.errors import MalformedAnswer, SourceBusy, SourceError
from papers.sources.http import new_http_client

ITEM = """<item><title>A  Title
 of $x$</title><link>https://arxiv.org/abs/2401.00001</link>
<description>arXiv:2401.00001v{version} Announce Type: {kind}
Abstract: We study
  a thing. Abstract: again.</description>
<guid isPermaLink="false">oai:arXiv.org:2401.00001v{version}</guid>
<category>cs.LG</category><category>stat.ML</category><category>68T05</category><category>cs.LG</category>
<pubDate>Mon, 01 Jan 2024 00:00:00 -0500</pubDate>
<arxiv:announce_type>{kind}</arxiv:announce_type><dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<arxiv:DOI>10.1000/A</arxiv:DOI><arxiv:journal_reference>J. Things 1</arxiv:journal_reference>
<dc:creator>Ada Writer, Ben Second and Cy Third</dc:creator></item>"""


def feed(*items: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv='http://arxiv.org/schemas/atom' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' version='2.0'><channel><title>cs.LG updates on arXiv.org</title>"
        f"<pubDate>Mon, 01 Jan 2024 00:00:00 -0500</pubDate>{''.join(items)}</channel></rss>"
    ).encode()


def item(version: int = 1, kind: str = "new") -> str:
    return ITEM.format(version=version, kind=kind)


def test_an_item_becomes_an_announcement():
    [found] = parse_rss(feed(item()))
    assert (found.arxiv_id, found.version, found.announce_type) == ("2401.00001", 1, AnnounceType.NEW)
    record = found.record
    assert (record.arxiv_id, record.version, record.title) == ("2401.00001", 1, "A Title of $x$")
    assert record.abstract == "We study a thing. Abstract: again."
    assert record.authors == (AuthorRecord("Ada Writer"), AuthorRecord("Ben Second"), AuthorRecord("Cy Third"))
    assert (record.primary_category, record.categories) == ("cs.LG", ("cs.LG", "stat.ML"))
    assert (record.published_on, record.dois, record.journal_ref) == (date(2024, 1, 1), ("10.1000/a",), "J. Things 1")
    assert record.license_url == "http://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("kind", ["cross", "replace", "replace-cross"])
def test_only_a_new_paper_has_its_date(kind):
    [found] = parse_rss(feed(item(3, kind)))
    assert (found.announce_type, found.version) == (kind, 3)
    assert found.record.published_on is None


def test_the_weekend_is_empty():
    assert parse_rss(feed()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("oai:arXiv.org:2401.00001v1", "oai:arXiv.org:nonsense"),
        ("oai:arXiv.org:2401.00001v1", "oai:arXiv.org:2401.00001"),
        ("A  Title\n of $x$", " "),
        ("<arxiv:announce_type>new", "<arxiv:announce_type>news"),
        ("oai:arXiv.org:2401.00001v1", "10.1000/a"),
    ],
)
def test_a_bad_item_leaves_the_others_alone(old, new):
    bad = item().replace(old, new)
    assert bad != item()
    assert [found.version for found in parse_rss(feed(item(2), bad, item(3)))] == [2, 3]


def test_the_type_is_also_in_the_description():
    [found] = parse_rss(feed(item(2, "replace").replace("<arxiv:announce_type>replace</arxiv:announce_type>", "")))
    assert found.announce_type == AnnounceType.REPLACE


def test_a_bad_date_costs_the_date_only():
    [found] = parse_rss(feed(item().replace("Mon, 01 Jan 2024 00:00:00 -0500", "yesterday")))
    assert found.record.published_on is None


@pytest.mark.parametrize(
    "xml",
    [b"", b"<rss>", feed(item())[:-20], b"<html><body/></html>", b"<rss></rss>",
     b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel/></rss>", b"<?xml version='1.0' encoding='x'?><rss/>"],
)  # fmt: skip
def test_malformed_answers(xml):
    with pytest.raises(MalformedAnswer):
        parse_rss(xml)


@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: feed(item()).replace(b"A  Title", text.encode(errors="ignore")))
)
def test_nothing_else_is_raised(xml):
    with contextlib.suppress(MalformedAnswer):
        parse_rss(xml)


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.paths.append(self.path)
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(feed(item()))

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.paths, server.status = [], 200
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_fetching(server):
    address = f"http://127.0.0.1:{server.server_port}/rss"
    with new_http_client() as client:
        [found] = fetch_announcements(client, address, "cs.LG")
        assert found.arxiv_id == "2401.00001"
        assert server.paths == ["/rss/cs.LG"]
        server.status = 503
        with pytest.raises(SourceBusy):
            fetch_announcements(client, address, "cs.LG")
        server.status = 404
        with pytest.raises(SourceError):
            fetch_announcements(client, address, "../x")
        assert server.paths[-1] == "/rss/..%2Fx"
