"""Feeds under every list, read by the rules of their formats."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from papers.models import Author, Paper, PaperCategory, Venue
from papers.services import merge_papers
from shortsci.redis import redis_client
from summaries.models import Summary
from summaries.services import (
    ask_for_summary,
    claim_summary,
    delete_summary,
    edit_summary,
    hide_summary,
    restore_summary,
    text_of,
)
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.feeds.readers import CC_BY, MEDIA_TYPES, read
from votes.services import cast_vote

pytestmark = pytest.mark.django_db
FORMS = list(MEDIA_TYPES)
SITE = "http://127.0.0.1:8000"
BODY = """Is $a < b$ & c *likely*? See [the rules](/formatting/), `href="/x"` and arXiv:1706.03762.[^1]

| a | b |
|---|---|
| 1 | 2 |

[^1]: A note & more."""


@pytest.fixture
def place(db) -> Venue:
    return Venue.objects.create(slug="wok", name="Workshop", kind="conference")


@pytest.fixture
def addresses(place, writer) -> dict[str, str]:
    """Of every list that the summary of `listed` stands in."""
    paper = PaperFactory(title=r"Bounds of $\alpha < \beta$ & K\"ahler", venue=place, venue_year=2021)
    make_summary(writer=writer, paper=paper, body=BODY, tldr="Less < more & so on.")
    author = Author.objects.get(name="Ada Writer")
    return {
        "front": "/feed",
        "category": "/categories/cs.LG/feed",
        "venue": "/venues/wok/feed",
        "year": "/venues/wok/2021/feed",
        "author": f"/authors/{author.slug}/feed",
        "user": "/users/writer/feed",
        "paper": f"/papers/{paper.pk}/feed",
    }


LISTS = ["front", "category", "venue", "year", "author", "user", "paper"]


@pytest.mark.parametrize(
    ("name", "form"), [(name, FORMS[n % 3]) for n, name in enumerate(LISTS)] + [("front", "atom"), ("front", "json")]
)
def test_each_list_has_each_format_and_the_whole_text(client, addresses, name, form):
    links, (entry,) = read(form, client.get(f"{addresses[name]}.{form}"))
    summary = Summary.objects.get()
    assert links["self"] == f"{SITE}{addresses[name]}.{form}"
    assert links["alternate"].startswith(SITE)
    assert links["license"] == CC_BY
    assert entry.key == f"tag:127.0.0.1,2026:summary:{summary.pk}"
    assert entry.url == f"{SITE}/summaries/{summary.pk}/"
    assert entry.title == "Bounds of α< β & Kähler"
    assert entry.author == "Writer"
    assert entry.tldr == "Less < more & so on."
    assert entry.categories == ["cs.LG"]
    assert entry.updated.replace(microsecond=0) == summary.published_at.replace(microsecond=0)
    assert "<math" in entry.html
    assert "<mo>&lt;</mo>" in entry.html
    assert f'href="{SITE}/formatting/"' in entry.html
    assert f'href="{entry.url}#' in entry.html  # the note
    assert "<code>href=&quot;/x&quot;</code>" in entry.html  # a text that looks like an address stays
    assert "<td" in entry.html


def test_a_page_names_its_feeds_in_its_head_and_beside_its_list(client, addresses):
    for name, address in addresses.items():
        page = client.get(address.removesuffix("feed")).content.decode()
        for form, media_type in MEDIA_TYPES.items():
            assert f'<link rel="alternate" type="{media_type}"' in page, name
            assert page.count(f'href="{address}.{form}"') == 2, name
    page = client.get("/?sort=top&period=week").content.decode()
    assert page.count('href="/feed.atom?sort=top&amp;period=week"') == 2
    assert "application/atom+xml" not in client.get("/about/").content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_key_stays_over_an_edit_and_the_date_moves(client, summary, form):
    _, (before,) = read(form, client.get(f"/feed.{form}"))
    Summary.objects.update(published_at=timezone.now() - timedelta(days=3))
    edit_summary(summary=summary, text=replace(text_of(summary), body="Quite another text."))
    _, (after,) = read(form, client.get(f"/feed.{form}"))
    assert (after.key, after.url) == (before.key, before.url)
    assert "Quite another text." in after.html
    assert after.updated.date() == timezone.now().date()
    assert after.updated >= before.updated


@pytest.mark.parametrize("form", FORMS)
def test_a_hidden_one_is_gone_and_comes_back(client, addresses, form):
    summary, feeds = Summary.objects.get(), [f"{address}.{form}" for address in addresses.values()]
    assert [len(read(form, client.get(feed))[1]) for feed in feeds] == [1] * len(feeds)
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    assert [read(form, client.get(feed))[1] for feed in feeds] == [[]] * len(feeds)
    assert not [feed for feed in feeds if b"Less" in client.get(feed).content]
    restore_summary(summary=summary)
    assert [len(read(form, client.get(feed))[1]) for feed in feeds] == [1] * len(feeds)


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_is_not_public_is_in_no_feed(client, addresses, writer, log_in, visibility):
    summary = Summary.objects.get()
    edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
    for address in addresses.values():
        for reader in (client, log_in(writer)):
            assert read("atom", reader.get(f"{address}.atom"))[1] == []


# ------------------------------------------------------------ anonymous


def test_an_anonymous_one_gives_nothing_away(client, place, writer):
    paper = PaperFactory(venue=place, venue_year=2021)
    before = client.get("/users/writer/feed.atom").content
    summary = make_summary(writer=writer, paper=paper, is_anonymous=True)
    assert client.get("/users/writer/feed.atom").content == before
    for address in ("/feed", "/categories/cs.LG/feed", "/venues/wok/2021/feed", f"/papers/{paper.pk}/feed"):
        for form in FORMS:
            content = client.get(f"{address}.{form}")
            _, (entry,) = read(form, content)
            assert entry.author == summary.pseudonym
            assert (entry.updated.hour, entry.updated.minute, entry.updated.second) == (0, 0, 0)
            assert b"riter/" not in content.content  # no address of the writer's page
            assert b"Writer<" not in content.content.replace(b"Ada Writer", b"")
    claim_summary(summary=summary)
    _, (entry,) = read("atom", client.get("/users/writer/feed.atom"))
    assert entry.author == "Writer"


def test_who_has_closed_the_account_has_no_feed(client, summary, writer):
    writer.is_active = False
    writer.save()
    assert client.get("/users/writer/feed.atom").status_code == 404


# ------------------------------------------------------------ orders and pages


def titles(response) -> list[str]:
    return [entry.title for entry in read("atom", response)[1]]


def test_the_front_feed_takes_order_and_period(client, voter):
    old, _ = (make_summary(paper=PaperFactory(title=title)) for title in ("Old", "New"))
    Summary.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=40), recency=1)
    cast_vote(voter=voter, summary=old, value=1)
    assert titles(client.get("/feed.atom")) == ["New", "Old"]
    assert titles(client.get("/feed.atom?sort=top")) == ["Old", "New"]
    assert titles(client.get("/feed.atom?sort=top&period=month")) == ["New"]
    assert titles(client.get("/feed.atom?sort=nonsense&period=nonsense")) == ["New", "Old"]
    links, _ = read("atom", client.get("/feed.atom?period=month&sort=top&other=x"))
    assert links["self"] == f"{SITE}/feed.atom?sort=top&period=month"
    assert links["alternate"] == f"{SITE}/?sort=top&period=month"


@pytest.mark.parametrize("form", FORMS)
def test_a_long_feed_goes_on(client, writer, form):
    for number in range(30):
        make_summary(writer=writer, paper=PaperFactory(title=f"Paper {number}"))
    for address in (f"/feed.{form}", f"/users/writer/feed.{form}"):
        links, first = read(form, client.get(address))
        _, rest = read(form, client.get(links["next"].removeprefix(SITE)))
        assert [entry.title for entry in first + rest] == [f"Paper {number}" for number in reversed(range(30))]
    assert client.get(f"/feed.{form}?after=nonsense").status_code == 400


def test_a_category_is_found_from_both_sides(client, monkeypatch):
    """Papers that few have written on lately, and summaries that are not among the latest."""
    from feeds import finding

    monkeypatch.setattr(finding, "LATEST_SUMMARIES", 2)
    monkeypatch.setattr(finding, "LATEST_PAPERS", 2)
    papers = [
        PaperFactory(title=f"From {year}", published_on=datetime(year, 1, 1, tzinfo=UTC).date())
        for year in (2001, 2020, 2021)
    ]
    for paper in reversed(papers):
        make_summary(paper=paper)
    other = make_summary(paper=PaperFactory(title="Elsewhere"))
    PaperCategory.objects.filter(paper=other.paper).update(category_id="math.NT")
    assert titles(client.get("/categories/cs.LG/feed.atom")) == ["From 2001", "From 2020", "From 2021"]
    assert titles(client.get("/categories/math.NT/feed.atom")) == ["Elsewhere"]


# ------------------------------------------------------------ wanted


@pytest.mark.parametrize("form", FORMS)
def test_wanted_papers_have_a_feed_under_their_own_licence(client, stranger, form):
    paper = PaperFactory(title="Please explain", abstract="About $x$.")
    ask_for_summary(reader=stranger, paper=paper)
    response = client.get(f"/wanted/feed.{form}")
    links, (entry,) = read(form, response)
    assert links["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert (entry.title, entry.author) == ("Please explain", "Ada Writer, Ben Second")
    assert entry.key == f"tag:127.0.0.1,2026:paper:{paper.pk}"
    assert "<math" in entry.html
    assert b"tranger" not in response.content


# ------------------------------------------------------------ asking again


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_gets_304(client, summary, form):
    response = client.get(f"/feed.{form}")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.headers["Vary"]
    tag, date = response.headers["ETag"], response.headers["Last-Modified"]
    for headers in ({"if-none-match": tag}, {"if-none-match": f"W/{tag}"}, {"if-modified-since": date}):
        again = client.get(f"/feed.{form}", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
    assert client.get(f"/feed.{form}", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get(f"/feed.{form}", headers={"if-modified-since": http_date(0)}).status_code == 200


@pytest.mark.parametrize("change", ["edit", "hide", "delete", "publish"])
def test_after_a_change_neither_date_nor_tag_holds(client, summary, change):
    """Also within the second, and where no date of a summary moves."""
    before = client.get("/feed.atom")
    if change == "edit":
        edit_summary(summary=summary, text=replace(text_of(summary), tldr="Another."))
    elif change == "hide":
        hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    elif change == "delete":
        delete_summary(summary=summary)
    else:
        make_summary()
    for headers in (
        {"if-none-match": before.headers["ETag"]},
        {"if-modified-since": before.headers["Last-Modified"]},
    ):
        assert client.get("/feed.atom", headers=headers).status_code == 200


def test_an_empty_feed_is_the_same_at_each_fetch(client):
    first = client.get("/feed.atom")
    assert read("atom", first)[1] == []
    assert client.get("/feed.atom").headers["ETag"] == first.headers["ETag"]


def test_what_is_kept_of_feeds_has_an_end(client, summary):
    """Nothing of empty ones, as most papers have them; and one name of a writer, however it is written."""
    count = len(redis_client().keys("feed:*"))
    for number in range(3):
        response = client.get(f"/papers/{PaperFactory().pk}/feed.atom")
        assert "Last-Modified" not in response.headers
        assert client.get(f"/feed.atom?period=x{number}").status_code == 200
    for name in ("WRITER", "Writer", "wRiter"):
        answer = client.get(f"/users/{name}/feed.atom")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/users/writer/feed.atom")
    assert client.get("/users/writer/feed.atom").status_code == 200
    assert len(redis_client().keys("feed:*")) <= count + 2


def test_without_redis_there_is_no_date_and_the_tag_holds(client, summary, broker_away):
    response = client.get("/feed.atom")
    assert "Last-Modified" not in response.headers
    assert client.get("/feed.atom", headers={"if-none-match": response.headers["ETag"]}).status_code == 304


def test_what_is_remembered_of_feeds_has_an_end(client, summary):
    for address in ("/feed.atom", "/feed.atom?other=1", "/feed.atom?after=", "/users/writer/feed.rss"):
        client.get(address)
    keys = redis_client().keys("feed:*")
    assert sorted(keys) == [b"feed:/feed.atom", b"feed:/users/writer/feed.rss"]
    assert all(redis_client().ttl(key) > 0 for key in keys)


def test_it_comes_compressed_to_who_takes_that(client, summary):
    response = client.get("/feed.atom", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    headers = {"accept-encoding": "gzip", "if-none-match": response.headers["ETag"]}
    assert client.get("/feed.atom", headers=headers).status_code == 304


# ------------------------------------------------------------ addresses


def test_what_is_not_there_is_404_and_nothing_is_taken(client, addresses):
    missing = (
        "/categories/xx.YY/feed.rss",
        "/venues/none/feed.rss",
        "/venues/wok/1999/feed.rss",
        "/papers/9999/feed.rss",
    )
    for address in (*missing, "/users/nobody/feed.rss", "/authors/nobody-99999/feed.rss", "/feed.xml", "/feed."):
        assert client.get(address).status_code == 404, address
    for address in addresses.values():
        assert client.post(f"{address}.rss").status_code == 405
        assert client.head(f"{address}.rss").status_code == 200


def test_old_addresses_lead_on(client, paper, writer):
    other = PaperFactory()
    author = Author.objects.get(name="Ada Writer")
    assert client.get("/categories/cmp-lg/feed.rss").headers["Location"] == "/categories/cs.CL/feed.rss"
    assert client.get(f"/authors/x-{author.pk}/feed.json").headers["Location"] == f"/authors/{author.slug}/feed.json"
    merge_papers(source=other, target=paper, by=UserFactory(is_staff=True), reason="")
    assert client.get(f"/papers/{other.pk}/feed.atom").headers["Location"] == f"/papers/{paper.pk}/feed.atom"


def test_a_sign_that_xml_cannot_hold_breaks_no_feed(client, writer):
    Paper.objects.update(title="x")
    summary = make_summary(writer=writer)
    Paper.objects.update(title="A\x0bbell \ufffe rings")
    Summary.objects.filter(pk=summary.pk).update(tldr="Bell \x08 & <b>.", html="<p>Bell \x01 rings.</p>")
    for form in FORMS:
        _, (entry,) = read(form, client.get(f"/feed.{form}"))
        assert "Bell" in entry.html


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("front", 4), ("category", 6), ("venue", 6), ("year", 7), ("author", 5), ("user", 5), ("paper", 5)],
)
def test_a_feed_costs_the_same_for_one_and_three(
    client, addresses, writer, place, name, queries, number, django_assert_num_queries
):
    for _ in range(number - 1):
        paper = Paper.objects.get() if name == "paper" else PaperFactory(venue=place, venue_year=2021)
        make_summary(writer=UserFactory() if name == "paper" else writer, paper=paper, is_anonymous=False)
    client.get(f"{addresses[name]}.atom")
    with django_assert_num_queries(queries):
        response = client.get(f"{addresses[name]}.atom")
    assert len(read("atom", response)[1]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_of_wanted_papers_costs_the_same(client, stranger, number, django_assert_num_queries):
    for _ in range(number):
        ask_for_summary(reader=stranger, paper=PaperFactory())
    with django_assert_num_queries(3):
        response = client.get("/wanted/feed.atom")
    assert len(read("atom", response)[1]) == number
