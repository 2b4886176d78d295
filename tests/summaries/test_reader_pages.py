"""The front page for who is logged in is built for many and filled for each: it says what a page of their own says."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.template import Context, engines
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services import notify
from reading.services import note_visit
from shortsci.page_cache import PAGE, Key, kind_of
from shortsci.page_store import page_store
from shortsci.reader_pages import (
    AnyReader,
    AskedWhoReads,
    Holes,
    Reader,
    ReaderPage,
    build_page,
    nobodys_request,
    reader_store,
)
from summaries.models import Summary
from summaries.services.fair_start import deal_at, deal_places, send_shown
from summaries.views.readers import ReaderOfSummaries
from tests.factories import make_summary
from votes.models import Vote
from votes.services import cast_vote

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0"}
KEY = Key(PAGE, "http", "testserver", "/", "", "en")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def kept_pages(settings) -> Iterator[None]:
    settings.PAGE_CACHE_MEGABYTES = 8
    for each in (page_store, reader_store, kind_of):
        each.cache_clear()
    yield
    for each in (page_store, reader_store, kind_of):
        each.cache_clear()


@pytest.fixture
def summaries(writer, voter) -> list[Summary]:
    """By several writers, one of them anonymous, one by the voter, and with all kinds of votes by the voter."""
    made = [make_summary(writer=writer) for _ in range(4)]
    made += [make_summary(writer=voter), make_summary(writer=voter, is_anonymous=True), make_summary()]
    cast_vote(voter=voter, summary=made[0], value=1)
    cast_vote(voter=voter, summary=made[1], value=-1)
    cast_vote(voter=voter, summary=made[2], value=-1, reason="thin")
    waiting = {"state": "waiting", "counts_at": timezone.now() + timedelta(days=2)}
    cast_vote(voter=voter, summary=made[3], value=1)
    Vote.objects.filter(summary=made[3]).update(**waiting)
    return made


@pytest.fixture
def both(settings) -> Callable[..., tuple[str, str]]:
    """A page filled from the one that is built for many, and the same page rendered for its reader; without tokens."""

    def both(client: Client, address: str = "/", **headers: str) -> tuple[str, str]:
        filled = client.get(address, headers=headers).content.decode()
        settings.PAGE_CACHE_MEGABYTES = 0
        rendered = client.get(address, headers=headers).content.decode()
        settings.PAGE_CACHE_MEGABYTES = 8
        for page in (filled, rendered):
            assert len(set(TOKEN.findall(page))) == 1
        return TOKEN.sub("", filled), TOKEN.sub("", rendered)

    return both


@pytest.mark.parametrize("address", ["/", "/?sort=new", "/?sort=top&period=week", "/?sort=discussed&x=%3Cb%3E&x=2"])
def test_it_says_what_a_page_of_ones_own_says(log_in, voter, writer, stranger, summaries, both, address):
    notify(reader=voter, kind=Notification.Kind.COMMENT, text="Something.", url="/", key="one")
    note_visit(user=voter, now=timezone.now() - timedelta(days=1))
    stranger.is_staff = True
    stranger.save()
    pages = []
    for person in (voter, writer, stranger, voter):
        filled, rendered = both(log_in(person), address)
        assert filled == rendered
        pages.append(filled)
    assert len(reader_store().pages) == 1
    assert len(set(pages)) == 3
    assert 'aria-pressed="true"' in pages[0]
    assert 'aria-pressed="true"' not in pages[1]
    assert pages[0].count(">yours<") == 3
    assert "1<span" in pages[0]
    assert "You were here last on" in pages[0]
    assert "You were here last on" not in pages[1]
    assert "Held votes" in pages[2]


def test_further_pages(log_in, voter, writer, both):
    for _ in range(18):
        make_summary(writer=writer)
    reader = log_in(voter)
    first, _ = both(reader)
    address = "/" + re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    filled, rendered = both(reader, address)
    assert filled == rendered
    assert filled.count('<article class="card"') == 3


def test_an_empty_front_page(log_in, voter, both):
    filled, rendered = both(log_in(voter))
    assert filled == rendered


def test_one_that_many_share_costs_five_queries(log_in, voter, stranger, summaries, django_assert_num_queries):
    note_visit(user=voter, now=timezone.now())
    log_in(stranger).get("/")
    reader = log_in(voter)
    with django_assert_num_queries(5):  # session, user, votes, notices, last visit
        reader.get("/")


def test_a_vote_shows_at_once(log_in, voter, summaries):
    reader = log_in(voter)
    target = summaries[-1]
    button = f'id="up-{target.pk}" name="value" value="1" aria-pressed="false"'
    assert button in reader.get("/").content.decode()
    cast_vote(voter=voter, summary=target, value=1)
    page = reader.get("/").content.decode()
    assert f'id="up-{target.pk}" name="value" value="0" aria-pressed="true"' in page
    assert '<span class="score" title="1 up, 0 down">1</span>' in page.split(f'id="up-{target.pk}"')[1]
    assert len(reader_store().pages) == 1


def test_what_one_reader_did_is_not_on_the_page_of_another(log_in, voter, stranger, summaries):
    marked = log_in(voter).get("/").content.decode()
    assert "voter" in marked
    page = log_in(stranger).get("/").content.decode()
    assert 'href="/users/voter/"' not in page.split("<main")[0]
    assert 'aria-pressed="true"' not in page
    assert set(TOKEN.findall(marked)) != set(TOKEN.findall(page))


def test_a_vote_can_be_cast_from_it(log_in, voter, summaries):
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(voter)
    token = TOKEN.search(reader.get("/").content.decode())[1]
    target = summaries[-1]
    answer = reader.post(f"/summaries/{target.pk}/vote/", {"value": "1", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert Vote.objects.get(voter=voter, summary=target).value == 1


def test_a_message_is_shown_once(log_in, voter, summaries):
    reader = log_in(voter)
    reader.get("/")
    reader.post("/accounts/settings/", {"display_name": "Voter", "bio": "", "mail_notices": "on"})
    with_message = reader.get("/").content.decode()
    assert with_message.count('<ul class="messages"') == 1
    assert '<ul class="messages"' not in reader.get("/").content.decode()


def test_it_is_never_old(log_in, voter, summaries, monkeypatch):
    reader = log_in(voter)
    reader.get("/")
    Summary.objects.filter(pk=summaries[-1].pk).update(tldr="A change.")
    assert "A change." not in reader.get("/").content.decode()
    monkeypatch.setattr("shortsci.page_store.FRESH", 0)
    assert "A change." in reader.get("/").content.decode()


def test_readers_count_for_reserved_places(log_in, voter, stranger, writer, settings):
    settings.FAIR_START_PLACES = 1
    for _ in range(17):
        make_summary(writer=writer)
    deal_at.cache_clear()
    deal_places(now=timezone.now())
    for person in (voter, stranger, voter, writer):
        log_in(person).get("/", headers=BROWSER)
    assert len(reader_store().pages) == 1
    send_shown()
    deal_places(now=timezone.now())
    assert sorted(Summary.objects.values_list("seen_count", flat=True))[-2:] == [0, 2]  # their own is nobody's reading


# ---------------------------------------------------------------- holes


def test_a_text_cannot_forge_a_hole():
    holes = Holes()
    guessed = f"{'0' * 32}:0:"
    template = engines["django"].from_string("{% load own %}{{ text }}|{% own %}mine{% endown %}|")
    html = template.render({"text": guessed, "_holes": holes})
    texts, cut = holes.cut(html)
    assert texts == [f"{guessed}|", "|"]
    assert len(cut) == 1
    assert Holes().word != holes.word


def test_without_holes_it_is_an_ordinary_page():
    template = engines["django"].from_string("{% load own %}{% own %}a{% endown %}{% own text %}b{% endown %}")
    assert template.render({"text": "x"}) == "ab"


def test_a_page_without_holes_is_one_text():
    assert Holes().cut("text") == (["text"], [])


def test_what_a_tag_in_a_hole_assigns_is_known_to_the_holes_after_it(rf, voter):
    source = '{% load own %}{% own %}{% now "Y" as year %}{% endown %}|{% own %}{{ year }}{% endown %}|{{ year }}'
    template = engines["django"].from_string(source).template
    holes = Holes()
    html = template.render(Context({"_holes": holes}))
    texts, found = holes.cut(html)
    request = rf.get("/")
    request.user = voter
    page = ReaderPage(0, template, texts, found, None, "token")
    assert page.fill(request, Reader()) == f"|{timezone.now().year}|"


def test_what_is_written_onto_a_readers_copy_is_seen_by_nobody_else(voter, stranger, summary):
    one, other = ReaderOfSummaries(voter, [summary]), ReaderOfSummaries(stranger, [summary])
    [listed] = one.own([summary])
    listed.paper.reading_mark = "To read"
    assert one.own(summary).paper.reading_mark == one.own(summary.paper).reading_mark == "To read"
    assert not hasattr(other.own(summary).paper, "reading_mark")
    assert not hasattr(summary.paper, "reading_mark")


def test_nobody_is_asked_who_they_are(rf):
    nobody = AnyReader()
    assert nobody.is_authenticated
    template = engines["django"].from_string("{{ user.username }}")
    with pytest.raises(AskedWhoReads, match="username"):
        template.render({"user": nobody})
    for asked in ("{{ request.user.is_staff }}", "{{ request.session.x }}", "{{ request.COOKIES.theme }}"):
        with pytest.raises(AskedWhoReads):
            engines["django"].from_string(asked).render({}, nobodys_request(rf.get("/"), KEY))


def test_the_token_of_a_form_is_asked_for_in_holes_alone(monkeypatch, rf, voter, caplog):
    request = rf.get("/")
    request.resolver_match = None
    form = engines["django"].from_string("<form>{% csrf_token %}</form>")
    monkeypatch.setattr("shortsci.reader_pages.get_template", lambda name: form)
    assert build_page(request, KEY, lambda nobodys: ("form.html", {}, None)) is None
    assert "asks for the token of a form" in caplog.text


def test_a_hole_about_an_object_that_tells_a_name_is_nobody_elses(rf, voter, stranger, caplog):
    template = engines["django"].from_string("{% load own %}{% own thing %}{{ user.username }}{% endown %}").template
    holes = Holes()
    html = template.render(Context({"thing": "thing", "_holes": holes}))
    texts, found = holes.cut(html)
    page = ReaderPage(0, template, texts, found, None, "token")

    class Anybody(Reader):
        def relation_to(self, subject: object) -> int:
            return 0

    for person in (voter, stranger):
        request = rf.get("/")
        request.user = person
        assert page.fill(request, Anybody()) == person.username
    assert "asks for username" in caplog.text


def test_a_template_that_asks_outside_a_hole_is_rendered_for_each(
    log_in, voter, stranger, summaries, monkeypatch, caplog
):
    def asks(request: HttpRequest, user: User) -> tuple[object, dict[str, object]]:
        rows, context = plain(request, user)
        return rows, {**context, "carried": request.user.username}

    from summaries.views import lists

    plain = lists.front_context
    monkeypatch.setattr(lists, "front_context", asks)
    assert log_in(voter).get("/").status_code == 200
    assert log_in(stranger).get("/").status_code == 200
    assert not reader_store().pages
    assert "asks for username" in caplog.text
