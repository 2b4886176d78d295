from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from papers.models import Paper
from summaries.models import Summary
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db
ITEM = """<item><title>{title}</title><link>http://www.shortscience.org/paper?bibtexKey={key}</link>
<description>{body}</description><pubDate>Mon, 06 Jun 2016 10:00:00 +0000</pubDate>
<shortscience:bibtexkey>{key}</shortscience:bibtexkey><shortscience:arxivid>{arxiv_id}</shortscience:arxivid></item>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:shortscience="http://www.shortscience.org/rss/">
<channel><title>ShortScience</title>{}</channel></rss>"""


def send(client, *items: dict[str, str], visibility: str = "public"):
    entries = [{"title": "T", "key": "", "body": "", "arxiv_id": "", **item} for item in items]
    content = FEED.format("".join(ITEM.format(**entry) for entry in entries)).encode()
    file = SimpleUploadedFile("feed.xml", content)
    return client.post("/submit/shortscience/", {"file": file, "visibility": visibility})


def test_summaries_come_with_their_papers_and_dates(log_in, writer):
    known = PaperFactory(arxiv_id="1512.03385")
    page = send(
        log_in(writer),
        {"arxiv_id": "1512.03385", "body": "Deep $x^2$ nets."},
        {"key": "journals/corr/1606.04474", "body": "Learning to learn."},
        {"title": "Without a name", "key": "conf/nips/Somebody12", "body": "Text."},
    ).content.decode()
    first, second = Summary.objects.order_by("pk")
    assert (first.paper, first.body, first.writer) == (known, "Deep $x^2$ nets.", writer)
    assert first.published_at == datetime(2016, 6, 6, 10, tzinfo=UTC)
    assert (second.paper.arxiv_id, second.paper.state) == ("1606.04474", "pending")
    assert "<math" in first.html
    assert f'href="/summaries/{first.pk}/"' in page
    assert "No arXiv id and no DOI" in page


def test_sent_twice_they_are_there_once_and_another_text_is_not_overwritten(log_in, writer):
    paper = PaperFactory(arxiv_id="1512.03385")
    mine = make_summary(paper=paper, writer=writer, body="My newer text.")
    item = {"arxiv_id": "1512.03385", "body": "The old text."}
    assert "already" in send(log_in(writer), item).content.decode()
    mine.refresh_from_db()
    assert mine.body == "My newer text."
    other = {"arxiv_id": "1606.04474", "body": "Learning."}
    send(log_in(writer), other)
    send(log_in(writer), other)
    assert Summary.objects.count() == 2


def test_they_can_stay_private(log_in, writer, client):
    send(log_in(writer), {"arxiv_id": "1512.03385", "body": "A secret draft."}, visibility="private")
    summary = Summary.objects.get()
    assert (summary.visibility, summary.published_at) == ("private", None)
    assert "A secret draft." not in client.get("/").content.decode()


@pytest.mark.parametrize("content", [b"", b"<html>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>"])
def test_what_is_no_feed_is_a_sentence(log_in, writer, content):
    file = SimpleUploadedFile("feed.xml", content)
    response = log_in(writer).post("/submit/shortscience/", {"file": file, "visibility": "public"})
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert not Paper.objects.exists()


def test_it_needs_an_account(client):
    assert client.get("/submit/shortscience/").headers["Location"].startswith("/accounts/login/")


def test_a_feed_cannot_date_an_existing_summary_anew(log_in, writer):
    paper = PaperFactory(arxiv_id="1512.03385")
    mine = make_summary(paper=paper, writer=writer, body="The text.")
    page = send(log_in(writer), {"arxiv_id": "1512.03385", "body": "The text."}).content.decode()
    before = mine.published_at
    mine.refresh_from_db()
    assert (mine.published_at, "was here" in page) == (before, True)


def test_a_feed_that_is_too_long_is_cut_with_a_word(log_in, writer, monkeypatch):
    monkeypatch.setattr("summaries.imports.MAXIMUM_ITEMS", 1)
    items = [{"arxiv_id": f"1512.0338{n}", "body": "Text."} for n in range(3)]
    assert send(log_in(writer), *items).content.decode().count("send the rest in another one") == 2
    assert Summary.objects.count() == 1
