import pytest

from papers.announcements import read_daily_announcements, take_in
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import save_record
from papers.sources.arxiv_rss import parse_rss
from papers.tasks import read_announcements

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


def test_the_operators_categories_are_read_and_trouble_with_one_leaves_the_others(settings, arxiv):
    from tests.arxiv_stand_in import Answer

    settings.ARXIV_DAILY_CATEGORIES = ["cs.LG", "math.NT"]
    settings.ARXIV_RSS_URL = arxiv.url.removesuffix("/api/query") + "/rss"
    arxiv.script = [Answer(status=500), Answer(body=feed(("2408.00001", 1, "new")))]
    assert read_daily_announcements() == 1
    assert len(arxiv.requests) == 2
    assert arxiv.requests[1].at - arxiv.requests[0].at >= 3


def test_without_categories_nothing_is_asked(settings, arxiv):
    settings.ARXIV_DAILY_CATEGORIES = []
    read_announcements()
    assert not arxiv.requests
