"""Nothing that a page shows has been forgotten, and German is complete."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polib
import pytest
from django.test import Client
from django.utils import timezone

from digests.services.subscriptions import Stream, stop_token
from papers.models import Paper
from reading.services import follow, set_note
from scripts.messages import LOCALES, collect, in_python, in_template, placeholders, problems_of, problems_of_entry
from search.services.building import build_index
from selections.models import Entry
from selections.services import Head, add_entry, create_selection
from shortsci.language import ENGLISH
from stats.services import count_statistics
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.project.pseudo_language import Page, words_of_people, write_catalogue
from tests.summaries.test_visibility import ROUTES, Scene, row_of
from votes.models import Burst
from votes.services import cast_vote, decide_burst

GERMAN = LOCALES / "de" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    write_catalogue(folder)
    return folder


@pytest.fixture
def pseudo(settings, catalogue, db) -> None:
    """German is the pseudo-language while this holds."""
    settings.LOCALE_PATHS = [str(catalogue)]


@pytest.fixture
def search_index(settings, tmp_path, db) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    build_index()


def left_in(client: Client, address: str, data: dict | None = None) -> list[str]:
    """Words of the page that no translation has passed through."""
    headers = {"Accept-Language": "de"}
    if data is None:
        response = client.get(address, headers=headers)
    else:
        response = client.post(address, data, headers=headers, follow=True)
    if not response.headers.get("Content-Type", "").startswith("text/html") or response.status_code == 302:
        return []
    assert response.headers["Content-Language"] == "de", address
    asked = parse_qs(urlsplit(address).query).get("q", [""])[0].split()
    content = re.sub("</?mark>", "", response.getvalue().decode())  # cuts what people wrote into pieces
    return Page(content, [*words_of_people(), "testserver", "example.org", "@article", *asked]).left


@pytest.mark.parametrize("state", ["public", "private", "unlisted", "anonymous", "hidden"])
@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # Django's own form of an address
def test_every_page_is_translated(pseudo, search_index, log_in, api_as, state):
    scene = Scene(log_in, api_as)
    scene.put(state)
    left = {}
    for route in ROUTES:
        for address in row_of(route).addresses:
            # Only pages about the summary differ by its state.
            depends = re.search(r"\{(summary|secret|paper|comment)\}|drafts|users", address)
            if ENGLISH.match(address.partition("?")[0]) or not (state == "public" or depends):
                continue
            stranger, _, writer, moderator = scene.pages
            for client in (writer, moderator) if state != "public" else (stranger, writer, moderator):
                if found := left_in(client, scene.fill(address)):
                    left[scene.fill(address)] = found
    assert left == {}, "\n".join(f"{address}: {found}" for address, found in left.items())


SENT = {
    "/accounts/login/": {"login": "nobody", "password": "wrong"},
    "/accounts/signup/": {"email": "no address", "username": "!", "password1": "short", "password2": "other"},
    "/accounts/password/reset/": {"email": ""},
    "/submit/": {"identifier": "no identifier"},
    "/doi/no-doi": None,
    "/no/such/page/": None,
}


@pytest.mark.parametrize("address", SENT)
def test_what_strangers_get_back_is_translated(pseudo, client, address):
    assert left_in(client, address, SENT[address]) == []


SENT_BY_WRITER = {
    "/accounts/settings/": {"display_name": "x" * 100, "language": "tlh"},
    "/accounts/settings/tokens/": {},
    "/accounts/settings/tokens/revoke/": {"digest": ""},
    "/accounts/settings/links/": {"username": "nobody"},
    "/accounts/close/": {"password": "wrong"},
    "/submit/bibtex/": {"text": "@article{a, title={T}} @article{b, title={}, doi={10.1000/182}}"},
    "/submit/shortscience/": {},
    "/papers/{paper}/write/": {"body": ""},
    "/papers/{paper}/preview/": {"body": "Short $x ![](/images/a.png) [[nothing]]"},
    "/papers/{paper}/resources/add/": {"kind": "none", "url": "none"},
    "/papers/{paper}/want/": {"is_wanted": "1"},
    "/summaries/{summary}/comments/": {"body": ""},
    "/summaries/{summary}/vote/": {"value": "1"},
    "/summaries/{summary}/delete/": {},
}


@pytest.mark.parametrize("address", SENT_BY_WRITER)
def test_what_writers_get_back_is_translated(pseudo, log_in, writer, summary, address):
    filled = address.format(paper=PaperFactory().pk, summary=summary.pk)
    assert left_in(log_in(writer), filled, SENT_BY_WRITER[address]) == []


def test_votes_and_their_reasons_are_translated(pseudo, settings, log_in, voter, summary):
    settings.DOWNVOTE_REASON_REQUIRED = True
    settings.VOTE_DELAY_HOURS = 100
    address = f"/summaries/{summary.pk}/vote/"
    for sent in ({"value": "1"}, {"value": "-1"}, {"value": "-1", "reason": "thin"}):
        assert left_in(log_in(voter), address, sent) == []


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_papers_without_metadata_are_translated(pseudo, log_in, client, writer, state):
    paper = PaperFactory(
        state=state,
        title="",
        attempts=1,
        failure_reason="arXiv knows no paper with this id.",
        next_attempt_at=timezone.now() if state == "pending" else None,
    )
    assert left_in(client, f"/papers/{paper.pk}/") == left_in(log_in(writer), f"/papers/{paper.pk}/") == []


def test_what_the_authors_withdrew_is_translated(pseudo, client):
    paper = PaperFactory(is_withdrawn=True, comment="Wrong.", venue_year=None)
    assert left_in(client, f"/papers/{paper.pk}/") == []


def test_an_empty_site_is_translated(pseudo, client, log_in, writer):
    Paper.objects.all().delete()
    for address in ("/", "/?period=day", "/wanted/", "/venues/", "/users/writer/", "/drafts/", "/categories/math.NT/"):
        assert left_in(client, address) == left_in(log_in(writer), address) == []


def test_held_votes_are_translated(pseudo, settings, log_in):
    settings.BURST_VOTES_ON_SUMMARY = 2
    for fields in ({}, {"is_anonymous": True}):
        summary = make_summary(**fields)
        for _voter in range(4):
            cast_vote(voter=UserFactory(), summary=summary, value=1)
    moderator = UserFactory(is_staff=True)
    assert left_in(log_in(moderator), "/moderation/votes/") == []
    decide_burst(burst=Burst.objects.first(), by=moderator, is_counted=False)
    assert left_in(log_in(moderator), "/moderation/votes/") == []


def test_the_words_of_formulas_are_translated(pseudo, client, settings):
    """All that pages on ranking take from modules that know nothing of Django."""
    settings.VOTE_DELAY_HOURS, settings.DOWNVOTE_REPUTATION, settings.VOTES_A_MINUTE = 5, 3, 60
    settings.BURST_VOTES_ON_SUMMARY, settings.FAIR_START_PLACES = 10, 1
    paper = PaperFactory()
    summaries = [make_summary(paper=paper) for _ in range(3)]
    for order in ("hot", "new", "top", "discussed", "best", "old"):
        assert left_in(client, f"/summaries/{summaries[1].pk}/why/?order={order}&on=paper") == []
    for query in ("up=1&down=0", "up=8&down=1&rival_up=8&rival_down=1&age=5&rival_age=5", "up=x"):
        assert left_in(client, f"/ranking/?{query}") == []


def test_selections_are_translated(pseudo, log_in, client, summary):
    editor = UserFactory(is_staff=True)
    desk = log_in(editor)
    selection = create_selection(by=editor, head=Head(title="Best of May", slug="best", introduction="Words."))
    address = "/selections/best/"
    for empty in (address, f"{address}edit/"):
        assert left_in(desk, empty) == []
    entry = add_entry(selection=selection, paper=summary.paper)
    for ending in ("edit/", "edit/text/", f"entries/{entry.pk}/", f"entries/{entry.pk}/remove/"):
        assert left_in(desk, address + ending) == []
    assert left_in(desk, f"{address}publish/", {}) == []  # Why is not said
    assert left_in(desk, f"{address}entries/add/", {"paper": "no paper"}) == []
    Entry.objects.update(why="Because.", why_html="<p>Because.</p>")
    assert left_in(desk, f"{address}publish/", {}) == []
    for published in (address, "/selections/"):
        assert left_in(client, published) == left_in(desk, published) == []
    assert left_in(desk, f"{address}withdraw/") == left_in(desk, f"{address}withdraw/", {}) == []


def test_statistics_are_translated(pseudo, client, summary):
    cast_vote(voter=UserFactory(), summary=summary, value=1)
    assert left_in(client, "/stats/") == []
    count_statistics()
    assert left_in(client, "/stats/") == []


def test_what_readers_keep_is_translated(pseudo, log_in, summary):
    reader = UserFactory()
    pages, paper = log_in(reader), summary.paper
    addresses = (
        "/following/",
        "/following/feed/",
        "/since-last-visit/",
        "/reading/",
        "/reading/read/",
        "/reading/notes/",
    )
    for address in addresses:
        assert left_in(pages, address) == []
    follow(reader=reader, target=summary.writer)
    set_note(reader=reader, paper=paper, note="A note.")
    for state in ("to_read", "read", "nonsense"):
        assert left_in(pages, f"/papers/{paper.pk}/reading/", {"state": state}) == []
    for address in (*addresses, f"/papers/{paper.pk}/", f"/papers/{paper.pk}/note/"):
        assert left_in(pages, address) == []


def test_pages_about_mails_are_translated(pseudo, log_in, client):
    reader = UserFactory()
    for sent in (None, {"frequency": "weekly", "selections": "on"}, {"frequency": "nonsense"}):
        assert left_in(log_in(reader), "/digests/", sent) == []
    for stream in Stream:
        address = f"/digests/stop/{stop_token(reader, stream)}/"
        assert left_in(client, address) == left_in(client, address, {}) == []


def test_what_a_search_says_is_translated(pseudo, settings, tmp_path, client, summary):
    settings.SEARCH_DIR = tmp_path / "search"
    assert left_in(client, "/search/?q=thing") == []  # being built
    build_index()
    for query in ("", "q=xyzzy", "q=thing", "q=thing+xyzzy", "q=thing&page=9", "q=has:summary+year:2000-2030"):
        assert left_in(client, f"/search/?{query}") == []


def test_a_page_without_words_passes_and_one_with_words_does_not():
    assert Page('<p title="⟦a title⟧">⟦See <a href="/">this page</a>⟧ · 12</p>', []).left == []
    assert Page('<p title="a title">⟦See⟧ that</p>', []).left == ["p title= a title", "p that"]
    assert Page('<div class="prose">Written by <b>somebody</b></div><p>arXiv Ada</p>', ["Ada"]).left == []


# ------------------------------------------------------------ the catalogue


def test_german_is_complete():
    assert list(problems_of(GERMAN, collect())) == []


def test_texts_are_found_in_python_and_in_templates():
    source = """
x = _("One " "text")
y = ngettext("%(number)s thing", "%(number)s things", 3)
z = str("Not marked")
"""
    assert set(in_python(source)) == {("One text", ""), ("%(number)s thing", "%(number)s things")}
    template = """{% load i18n %}{% if a %}{% translate "100 %" %}{% endif %}{% translate variable %}
{% for x in y %}{% blocktranslate trimmed count n=x with b=c.d %}
  {{ n }} thing of
  {{ b }}
{% plural %}{{ n }} things of {{ b }}{% endblocktranslate %}{% endfor %}"""
    assert set(in_template(template)) == {
        ("100 %%", ""),
        ("%(n)s thing of %(b)s", "%(n)s things of %(b)s"),
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"msgid": "A text", "msgstr": ""}, "is not translated"),
        ({"msgid": "A text", "msgstr": "Ein Text", "flags": ["fuzzy"]}, "is a guess"),
        ({"msgid": "%(name)s wrote", "msgstr": "%(nam)s schrieb"}, "has other placeholders"),
        ({"msgid": "{name} wrote", "msgstr": "schrieb"}, "has other placeholders"),
        ({"msgid": "a", "msgid_plural": "%(n)s", "msgstr_plural": {0: "a", 1: "%(m)s"}}, "has other placeholders"),
        ({"msgid": "a", "msgid_plural": "%(n)s", "msgstr_plural": {0: "a", 1: ""}}, "is not translated"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(fields, problem):
    assert list(problems_of_entry(polib.POEntry(**fields))) == [problem]


def test_a_good_translation_has_no_problem():
    entry = polib.POEntry(msgid="One", msgid_plural="%(n)s", msgstr_plural={0: "Eine", 1: "%(n)s"})
    assert list(problems_of_entry(entry)) == []
    assert placeholders("100 %% of %(a)s and {b}") == ["%%", "%(a)s", "{b}"]


def test_a_catalogue_that_is_not_up_to_date_is_noticed(tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(GERMAN.read_text().replace('msgid "About"', 'msgid "Obout"'))
    path.with_suffix(".mo").write_bytes(GERMAN.with_suffix(".mo").read_bytes())
    found = list(problems_of(path, collect()))
    assert len(found) == 2
    assert "run `make messages`\n    About" in found[0]
    assert ".mo" in found[1]
