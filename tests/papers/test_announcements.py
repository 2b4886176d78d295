from collections.abc import Iterator

import pytest

from papers.announcements import take_in
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import save_record
from papers.sources.arxiv_rss import parse_rss
from papers.tasks import read_announcements
from shortsci.celery import app
from tests.arxiv_stand_in import Answer

pytestmark = pytest.mark.django_db
ITEM = """<item><title>{title}</title><link>https://arxiv.org/abs/{arxiv_id}</link>
<description>arXiv:{arxiv_id}v{version} Announce Type: {kind}
Abstract: An abstract.</description><guid isPermaLink="false">oai:arXiv.org:{arxiv_id}v{version}</guid>
<category>cs.LG</category><pubDate>Mon, 05 Aug 2024 00:00:00 -0400</pubDate>
<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>Ada Writer, Ben Second</dc:creator></item>"""
FEED = """<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv="http://arxiv.org/schemas/atom"
xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.LG</title>{}</channel></rss>"""


def feed(*items: tuple[str, int, str]) -> bytes:
    entries = [ITEM.format(title=f"Title {i}", arxiv_id=i, version=v, kind=kind) for i, v, kind in items]
    return FEED.format("".join(entries)).encode()


@pytest.fixture
def at_once() -> Iterator[None]:
    """Tasks run where they are sent, retries without their pause."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_new_papers_come_in_and_are_asked_for_in_full():
    assert take_in(parse_rss(feed(("2408.00001", 1, "new"), ("2408.00002", 1, "cross")))) == 2
    paper = Paper.objects.get(identifiers__value="2408.00001")
    assert (paper.state, paper.title, paper.author_names) == ("ready", "Title 2408.00001", ["Ada Writer", "Ben Second"])
    assert paper.next_attempt_at is not None


def test_a_newer_version_is_asked_for_and_a_known_one_is_not():
    known = PaperRecord(title="T", arxiv_id="2408.00001", version=2, primary_category="cs.LG")
    paper = save_record(known)
    assert take_in(parse_rss(feed(("2408.00001", 2, "replace")))) == 0
    paper.refresh_from_db()
    assert paper.next_attempt_at is None
    assert take_in(parse_rss(feed(("2408.00001", 3, "replace")))) == 1
    paper.refresh_from_db()
    assert (paper.next_attempt_at is not None, paper.title) == (True, "T")


def test_an_empty_day():
    assert take_in(parse_rss(feed())) == 0


def test_each_category_is_a_task_of_its_own_and_asked_again_when_arxiv_fails(settings, arxiv, at_once):
    settings.ARXIV_DAILY_CATEGORIES = ["cs.LG", "math.NT"]
    settings.ARXIV_RSS_URL = arxiv.url.removesuffix("/api/query") + "/rss"
    good = Answer(body=feed(("2408.00001", 1, "new")))
    arxiv.script = [Answer(status=500), good, good]  # cs.LG fails, and is asked again before math.NT
    read_announcements()
    assert len(arxiv.requests) == 3
    assert arxiv.requests[1].at - arxiv.requests[0].at >= 3
    assert Paper.objects.count() == 1


def test_without_categories_nothing_is_asked(settings, arxiv):
    settings.ARXIV_DAILY_CATEGORIES = []
    read_announcements()
    assert not arxiv.requests
