"""The feed of selections: whole, with one name for good, and nothing hidden in it."""

import pytest

from selections.models import Selection
from selections.services import (
    EntryText,
    Head,
    add_entry,
    create_selection,
    publish_selection,
    save_entry,
    withdraw_selection,
)
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary
from tests.feeds.readers import MEDIA_TYPES, read

pytestmark = pytest.mark.django_db
FORMS = list(MEDIA_TYPES)


@pytest.fixture
def selection() -> Selection:
    selection = create_selection(by=None, head=Head(title="Best < May", slug="best", introduction="What $x^2$ means."))
    summary = make_summary(paper=PaperFactory(title="On $y$"), tldr="In short.")
    entry = add_entry(selection=selection, paper=summary.paper)
    text = EntryText(why="Because.", insights="- one", summaries=[summary.pk])
    save_entry(entry=entry, text=text, version=1)
    return publish_selection(selection=selection)


def test_the_page_of_a_selection_names_the_feed_of_all(client, selection):
    page = client.get(selection.get_absolute_url()).content.decode()
    assert "Feed of the selections:" in page
    assert page.count('href="/selections/feed.atom"') == 2


@pytest.mark.parametrize("form", FORMS)
def test_it_has_every_text_and_keeps_its_name(client, selection, form):
    address = f"/selections/feed.{form}"
    [first] = read(form, client.get(address))[1]
    assert (first.title, first.author) == ("Best < May", "The editors")
    assert first.url.endswith("/selections/best/")
    for words in ("<math", "Because.", "one", "In short.", "http://127.0.0.1:8000/papers/"):
        assert words in first.html
    entry = selection.entries.get()
    save_entry(entry=entry, text=EntryText(why="Otherwise."), version=2)
    [second] = read(form, client.get(address))[1]
    assert second.key == first.key
    assert "Otherwise." in second.html
    assert second.updated >= first.updated


@pytest.mark.parametrize("form", FORMS)
def test_a_hidden_summary_and_a_withdrawn_selection_are_gone(client, selection, form):
    address = f"/selections/feed.{form}"
    hide_summary(summary=selection.entries.get().summaries.get(), by=UserFactory(is_staff=True), reason="A reason.")
    [entry] = read(form, client.get(address))[1]
    assert "In short." not in entry.html
    withdraw_selection(selection=selection)
    assert read(form, client.get(address))[1] == []


def test_the_list_tells_of_its_feeds_and_the_sitemap_of_the_page(client, selection):
    page = client.get("/selections/").content.decode()
    assert 'type="application/atom+xml"' in page
    assert "/selections/feed.atom" in page
    number = selection.pk // 5000
    assert "/selections/best/</loc>" in client.get(f"/sitemaps/selections-{number}.xml").content.decode()
    withdraw_selection(selection=selection)
    assert "/selections/best/" not in client.get(f"/sitemaps/selections-{number}.xml").content.decode()
