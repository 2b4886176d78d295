"""Pages from memory: the same bytes for everybody without an account, never old, never anybody's own."""

import gzip
from collections.abc import Iterator

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from shortsci.page_cache import (
    PageCacheMiddleware,
    encoding_for,
    for_each_reader,
    is_for_page,
    kind_of,
    may_be_kept,
    shared_feed,
    shared_page,
)
from shortsci.page_store import FRESH, OLDEST, page_store
from summaries.models import Summary
from summaries.services.fair_start import deal_places, send_shown
from tests.factories import make_summary
from tests.project.clock import Clock

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
}


@pytest.fixture(autouse=True)
def kept_pages(settings) -> Iterator[None]:
    settings.PAGE_CACHE_MEGABYTES = 4
    page_store.cache_clear()
    kind_of.cache_clear()
    yield
    page_store.cache_clear()
    kind_of.cache_clear()


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("shortsci.page_store.time", clock)
    monkeypatch.setattr("shortsci.page_cache.time", clock)
    return clock


# ---------------------------------------------------------------- what readers get


@pytest.mark.parametrize(
    "address", ["/", "/?sort=new&period=week", "/papers/{paper}/", "/users/writer/", "/categories/cs.LG/", "/about/"]
)
def test_the_second_reader_costs_no_query(client, summary, address, django_assert_num_queries):
    address = address.format(paper=summary.paper_id)
    first = client.get(address, headers=BROWSER)
    with django_assert_num_queries(0):
        second = client.get(address, headers=BROWSER)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers == second.headers
    assert second.headers["Content-Security-Policy"]
    assert second.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_is_the_one_without_a_cache(client, summary, settings):
    kept = client.get("/", headers={**BROWSER, "Accept-Encoding": ""})
    settings.PAGE_CACHE_MEGABYTES = 0
    built = client.get("/", headers=BROWSER)
    assert kept.content == built.content
    added = {"ETag", "Vary", "Cache-Control"}
    assert {name: kept.headers[name] for name in built.headers if name not in added} == {
        name: built.headers[name] for name in built.headers if name not in added
    }
    assert set(kept.headers) - set(built.headers) == {"ETag", "Cache-Control"}
    assert kept.headers["Vary"] == f"{built.headers['Vary']}, Accept-Encoding"


def test_never_more_than_five_seconds_old(client, summary, clock):
    assert OLDEST < 5
    client.get("/", headers=BROWSER)
    Summary.objects.filter(pk=summary.pk).update(tldr="A change.")
    clock.now += FRESH - 0.1
    assert "A change." not in text_of(client.get("/", headers=BROWSER))
    clock.now += 0.2
    assert "A change." in text_of(client.get("/", headers=BROWSER))


def test_a_hidden_summary_is_gone(client, summary, clock):
    address = f"/summaries/{summary.pk}/"
    assert client.get(address, headers=BROWSER).status_code == 200
    Summary.objects.filter(pk=summary.pk).update(hidden_at=timezone.now())
    clock.now += FRESH
    assert client.get(address, headers=BROWSER).status_code == 404
    Summary.objects.filter(pk=summary.pk).update(hidden_at=None)
    assert client.get(address, headers=BROWSER).status_code == 200  # what is not there is not kept


def text_of(response: HttpResponse) -> str:
    body = response.content
    encoding = response.headers.get("Content-Encoding", "")
    return {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](body).decode()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", ""),
        ("", ""),
        ("identity, *;q=0", ""),
    ],
)
def test_encodings(client, summary, accepted, encoding):
    assert encoding_for(accepted) == encoding
    plain = client.get("/").content.decode()
    for _ in range(2):
        response = client.get("/", headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding", "") == encoding
        assert response.headers["Content-Length"] == str(len(response.content))
        assert text_of(response) == plain
        assert "Accept-Encoding" in response.headers["Vary"]


def test_unchanged_is_told_in_a_line(client, summary, clock):
    first = client.get("/", headers=BROWSER)
    again = client.get("/", headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    weak = client.get("/", headers={**BROWSER, "If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    assert weak.status_code == 304
    clock.now += FRESH
    assert client.get("/", headers={**BROWSER, "If-None-Match": first.headers["ETag"]}).status_code == 304
    Summary.objects.filter(pk=summary.pk).update(tldr="A change.")
    clock.now += FRESH
    changed = client.get("/", headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_each_encoding_has_its_own_tag(client, summary):
    tags = {client.get("/", headers={"Accept-Encoding": name}).headers["ETag"] for name in ("br", "gzip", "")}
    assert len(tags) == 3


def test_head_is_answered_from_the_same_page(client, summary, django_assert_num_queries):
    head = client.head("/", headers=BROWSER)
    with django_assert_num_queries(0):
        get = client.get("/", headers=BROWSER)
    assert head.content == b""
    assert get.content
    assert head.headers == get.headers


# ---------------------------------------------------------------- who gets none of them


def test_a_person_never_gets_a_kept_page_nor_leaves_one(client, log_in, summary, voter):
    voter.display_name = voter.username = "marker-person-4711"
    voter.save()
    reader = log_in(voter)
    own = reader.get("/", headers=BROWSER)
    assert "marker-person-4711" in text_of(own)
    stranger = client.get("/", headers=BROWSER)
    assert "marker-person-4711" not in text_of(stranger)
    assert "marker-person-4711" in text_of(reader.get("/", headers=BROWSER))
    assert stranger.headers["Vary"].count("Cookie") == 1


@pytest.mark.parametrize(
    "address", ["/", "/papers/{paper}/", "/summaries/{pk}/", "/wanted/", "/ranking/", "/?after=WzA"]
)
def test_nothing_of_the_first_reader_is_in_the_page(client, settings, summary, address):
    """Whatever a browser sends about its person, planted in each header and cookie."""
    settings.TRUSTED_PROXIES = 1
    marker = "marker4711"
    address = address.format(paper=summary.paper_id, pk=summary.pk)
    client.cookies["csrftoken"] = marker * 3 + "ab"
    client.cookies["theme"] = marker
    headers = {
        **BROWSER,
        "User-Agent": f"Mozilla/5.0 {marker}",
        "Referer": f"http://testserver/{marker}",
        "X-Forwarded-For": f"{marker}, 198.51.100.7",
        "X-Forwarded-Host": marker,
        "Origin": f"http://{marker}",
        "If-None-Match": f'"{marker}"',
    }
    first = client.get(address, headers=headers)
    stranger = Client().get(address, headers=BROWSER)
    assert first.content == stranger.content
    assert marker not in text_of(stranger)
    assert marker not in str(stranger.headers)
    assert not stranger.cookies
    assert "csrfmiddlewaretoken" not in text_of(stranger)


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"},
        {"Cookie": "messages=x"},
        {"Authorization": "Token abc"},
        {"HX-Request": "true"},
        {"Accept": "application/x-bibtex"},
        {"Accept": "text/html, application/json"},
    ],
)
def test_requests_that_pass_by(client, summary, headers):
    client.get("/", headers=BROWSER)
    Summary.objects.filter(pk=summary.pk).update(tldr="A change.")
    response = client.get("/", headers={**BROWSER, **headers})
    assert "ETag" not in response.headers
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert b"A change." in body or body.startswith((b"@misc", b"["))
    assert len(page_store().pages) == 1


def test_what_accept_prefers_a_page():
    assert is_for_page("")
    assert is_for_page("*/*")
    assert is_for_page(BROWSER["Accept"])
    assert is_for_page("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8")
    assert not is_for_page("application/json")
    assert not is_for_page("text/html;q=0.5, application/x-bibtex")
    assert not is_for_page("text/html, application/x-bibtex")


def test_a_page_that_is_also_an_export(client, summary):
    page = client.get(f"/papers/{summary.paper_id}/", headers=BROWSER)
    export = client.get(f"/papers/{summary.paper_id}/", headers={"Accept": "application/x-bibtex"})
    assert "text/html" in page.headers["Content-Type"]
    assert "bibtex" in export.headers["Content-Type"]
    by_suffix = client.get("/papers.bib", headers=BROWSER)
    assert b"@" in b"".join(by_suffix.streaming_content)


def test_a_message_reaches_its_reader_alone(client, log_in, summary, voter):
    reader = log_in(voter)
    client.get("/", headers=BROWSER)
    reader.post("/accounts/logout/")
    assert "signed out" in text_of(reader.get("/", headers=BROWSER))
    assert "signed out" not in text_of(Client().get("/", headers=BROWSER))


def test_forms_that_need_a_token_are_built_for_each(client):
    one = client.get("/accounts/login/", headers=BROWSER)
    other = Client().get("/accounts/login/", headers=BROWSER)
    assert one.cookies["csrftoken"].value != other.cookies["csrftoken"].value
    assert not page_store().pages


def test_a_foreign_host_is_refused_and_keeps_nothing(client, summary):
    response = client.get("/", headers={**BROWSER, "Host": "evil.example"})
    assert response.status_code == 400
    assert not page_store().pages
    poisoned = client.get("/", headers={**BROWSER, "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in text_of(poisoned)


def test_hosts_do_not_share_pages(client, summary, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        client.get("/", headers={**BROWSER, "Host": host})
    assert {key.host for key in page_store().pages} == set(settings.ALLOWED_HOSTS)


def test_a_paper_that_waits_for_its_metadata_is_not_kept(client, paper):
    paper.state = "pending"
    paper.next_attempt_at = timezone.now()
    paper.save()
    response = client.get(f"/papers/{paper.pk}/", headers=BROWSER)
    assert response.headers["Cache-Control"] == "no-store"
    assert not page_store().pages


@pytest.mark.parametrize("status", [404, 302])
def test_only_pages_are_kept(client, db, status):
    address = {404: "/papers/4711/", 302: "/categories/math.MP/"}[status]
    assert client.get(address, headers=BROWSER).status_code in {status, 301}
    assert not page_store().pages
    assert not page_store().buildings


def test_a_post_passes_by(client, summary):
    client.get("/", headers=BROWSER)
    assert client.post("/", headers=BROWSER).status_code == 405


# ---------------------------------------------------------------- which answers may be kept


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        (lambda response: None, True),
        (lambda response: response.headers.__setitem__("Vary", "Cookie, Accept-Language"), True),
        (lambda response: response.headers.__setitem__("Vary", "User-Agent"), False),
        (lambda response: response.headers.__setitem__("Vary", "*"), False),
        (lambda response: response.headers.__setitem__("Cache-Control", "private"), False),
        (lambda response: response.headers.__setitem__("Cache-Control", "max-age=9, No-Store"), False),
        (lambda response: response.headers.__setitem__("Cache-Control", "max-age=60"), True),
        (lambda response: response.set_cookie("x", "y"), False),
        (lambda response: setattr(response, "status_code", 404), False),
        (lambda response: response.headers.__setitem__("Content-Encoding", "gzip"), False),
    ],
)
def test_answers_that_may_be_kept(change, is_kept):
    response = HttpResponse("text")
    change(response)
    assert may_be_kept(response) is is_kept


# ---------------------------------------------------------------- memory


def test_strange_queries_of_the_front_page_stay_within_the_limit(client, summary):
    page_store().maximum = 100_000
    for number in range(30):
        assert client.get(f"/?x={number}", headers=BROWSER).status_code == 200
    assert page_store().used <= 100_000
    assert 0 < len(page_store().pages) < 30
    assert client.get(f"/?x={'y' * 3000}", headers=BROWSER).status_code == 200
    assert all(len(key.query) < 2000 for key in page_store().pages)


def test_a_page_grows_by_its_encodings(client, summary):
    client.get("/")
    plain = page_store().used
    client.get("/", headers={"Accept-Encoding": "br"})
    client.get("/", headers={"Accept-Encoding": "gzip"})
    assert plain < page_store().used == sum(kept.size() for kept, _ in page_store().pages.values())


# ---------------------------------------------------------------- for each reader

seen: list[str] = []


@shared_page
def counted(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("counted")
    return for_each_reader(response, lambda reader: seen.append(reader.META["REMOTE_ADDR"]))


@shared_page
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(request.COOKIES.get("theme", "none"))
    response.set_cookie("theme", "dark")
    return for_each_reader(response, lambda reader: seen.append(reader.META["REMOTE_ADDR"]))


@shared_feed
def feed(request: HttpRequest) -> HttpResponse:
    headers = {"ETag": 'W/"own"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"}
    return HttpResponse("feed", content_type="application/atom+xml", headers=headers)


urlpatterns = [path("counted/", counted), path("with-cookie/", with_cookie), path("feed/", feed)]


@pytest.mark.urls(__name__)
def test_each_reader_is_told_of_once(client, db):
    seen.clear()
    for number in (1, 2, 2):
        client.get("/counted/", headers=BROWSER, REMOTE_ADDR=f"198.51.100.{number}")
    client.get("/counted/", headers={**BROWSER, "Cookie": "sessionid=x"}, REMOTE_ADDR="198.51.100.3")
    assert seen == ["198.51.100.1", "198.51.100.2", "198.51.100.2", "198.51.100.3"]


@pytest.mark.urls(__name__)
def test_a_page_with_a_cookie_is_built_from_the_readers_own_request(client, db):
    seen.clear()
    client.cookies["theme"] = "light"
    response = client.get("/with-cookie/", headers=BROWSER)
    assert response.content == b"light"
    assert len(seen) == 1
    assert not page_store().pages


@pytest.mark.urls(__name__)
def test_a_feed_is_kept_whatever_is_accepted(client, db):
    first = client.get("/feed/", headers={"Accept": "application/atom+xml"})
    assert first.headers["ETag"] == '"own"'
    assert client.get("/feed/", headers={"Accept": "x/y", "If-None-Match": '"own"'}).status_code == 304
    since = {"If-Modified-Since": "Sat, 21 Nov 2026 10:00:00 GMT"}
    assert client.get("/feed/", headers=since).status_code == 304
    assert len(page_store().pages) == 1


@pytest.mark.urls(__name__)
def test_it_reads_nothing_without_a_database(client):
    """Nor does it open a connection."""
    client.get("/feed/")
    assert client.get("/feed/").content == b"feed"


def test_readers_of_kept_pages_count_for_reserved_places(client, db, settings):
    summaries = [make_summary() for _ in range(20)]
    settings.FAIR_START_PLACES = 1
    drawn = deal_places(now=timezone.now()).drawn
    for number in range(3):
        client.get("/", headers=BROWSER, REMOTE_ADDR=f"198.51.100.{number}")
    client.get("/", headers={**BROWSER, "User-Agent": "curl/8"}, REMOTE_ADDR="198.51.100.9")
    client.head("/", headers=BROWSER, REMOTE_ADDR="198.51.100.10")
    assert len(page_store().pages) == 1
    send_shown()
    deal_places(now=timezone.now())
    counts = dict(Summary.objects.values_list("pk", "seen_count"))
    assert sorted(counts.values()) == [0] * 19 + [3]
    assert counts[next(pk for pk in drawn if counts[pk])] == 3
    assert len(counts) == len(summaries)


def test_it_stands_before_all_others(settings):
    assert settings.MIDDLEWARE[0] == f"{PageCacheMiddleware.__module__}.{PageCacheMiddleware.__name__}"
