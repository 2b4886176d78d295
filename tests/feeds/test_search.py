"""The feed of a search, and a search from the browser's address bar."""

import pytest

from search.services.building import build_index
from search.services.following import follow_changes
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.feeds.readers import MEDIA_TYPES, read

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def search_dir(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "search"


@pytest.fixture
def found(writer):
    """One that the search of the tests finds, and one that it does not."""
    make_summary(body="About something else.", tldr="Else.")
    summary = make_summary(writer=writer, paper=PaperFactory(title="On Zebras"), body="A zebra & its $x^2$ stripes.")
    build_index()
    return summary


@pytest.mark.parametrize("form", list(MEDIA_TYPES))
def test_a_search_has_a_feed(client, found, form):
    response = client.get(f"/search/feed.{form}?q=++zebra%20%26++stripes&other=x")
    links, (entry,) = read(form, response)
    assert links["self"] == f"{SITE}/search/feed.{form}?q=zebra+%26+stripes"
    assert links["alternate"] == f"{SITE}/search/?q=zebra+%26+stripes"
    assert entry.key == f"tag:127.0.0.1,2026:summary:{found.pk}"
    assert "Last-Modified" not in response.headers
    again = client.get(f"/search/feed.{form}?q=zebra+%26+stripes", headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_hidden_one_is_gone_before_the_index_knows(client, found):
    hide_summary(summary=found, by=UserFactory(is_staff=True), reason="x")
    assert read("atom", client.get("/search/feed.atom?q=zebra"))[1] == []
    follow_changes()
    assert read("atom", client.get("/search/feed.atom?q=zebra"))[1] == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%00", "?q=author:", "?q=%22", f"?q={'x' * 3000}"])
def test_a_search_for_nothing_finds_nothing(client, found, query):
    assert read("atom", client.get(f"/search/feed.atom{query}"))[1] == []


def test_while_there_is_no_index_the_feed_says_so(client, summary):
    assert client.get("/search/feed.atom?q=square").status_code == 503
    assert client.get("/opensearch/suggest/?q=squ").json() == ["squ", [], [], []]


def test_the_page_of_a_search_names_its_feed(client, found):
    page = client.get("/search/?q=zebra+%26").content.decode()
    assert page.count('href="/search/feed.atom?q=zebra+%26"') == 2
    assert "/search/feed" not in client.get("/search/").content.decode()


def test_a_browser_suggests_what_may_be_meant(client, found):
    response = client.get("/opensearch/suggest/?q=zeb")
    assert response.headers["Content-Type"] == "application/x-suggestions+json"
    assert "Accept-Language" in response.headers["Vary"]
    typed, names, notes, addresses = response.json()
    assert typed == "zeb"
    assert names == ["On Zebras"]
    assert addresses == [f"{SITE}/papers/{found.paper_id}/"]
    assert len(notes) == 1
    assert client.get("/opensearch/suggest/").json() == ["", [], [], []]
    assert client.post("/opensearch/suggest/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(client, number, django_assert_num_queries):
    for _ in range(number):
        make_summary(body="A zebra.")
    build_index()
    client.get("/search/feed.atom?q=zebra")
    with django_assert_num_queries(3):
        response = client.get("/search/feed.atom?q=zebra")
    assert len(read("atom", response)[1]) == number
