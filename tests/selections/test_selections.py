"""What readers see of selections: the list, the page, the export, the API."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from papers.models import Resource
from papers.services.merging import merge_papers, undo_merge
from related.models import RelatedPaper
from selections.models import Entry, Selection
from selections.services import (
    EntryText,
    Head,
    add_entry,
    create_selection,
    publish_selection,
    rerender_selections,
    save_entry,
    withdraw_selection,
)
from summaries.services import hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory(username="editor", is_staff=True)


def make_selection(editor: User, *, papers: int = 1, slug: str = "best", title: str = "Best of May") -> Selection:
    """Published, of papers with a summary each."""
    selection = create_selection(by=editor, head=Head(title=title, slug=slug, introduction="What $x^2$ **means**."))
    for _ in range(papers):
        summary = make_summary(tldr=f"Short words on {slug}.")
        entry = add_entry(selection=selection, paper=summary.paper)
        text = EntryText(why=f"Because of {slug}.", insights="- It is $n$.", summaries=[summary.pk])
        save_entry(entry=entry, text=text, version=1)
    return publish_selection(selection=selection)


@pytest.fixture
def selection(editor) -> Selection:
    return make_selection(editor)


def test_the_page_has_all_that_the_editor_wrote(client, selection, editor):
    entry = selection.entries.get()
    Resource.objects.create(paper=entry.paper, kind="code", url="https://example.org/code", title="Their code")
    page = client.get("/selections/best/").content.decode()
    assert "Best of May" in page
    assert "<strong>means</strong>" in page
    assert "<math" in page
    assert "Because of best." in page
    assert "Short words on best." in page
    assert "Their code" in page
    assert f'href="{entry.paper.get_absolute_url()}"' in page
    assert f'href="{entry.summaries.get().get_absolute_url()}"' in page
    assert 'href="papers.bib"' in page
    assert "edit" not in page.lower().replace("edited", "").replace("credit", "")


def test_a_hidden_summary_vanishes_from_the_page_and_the_api(client, selection, editor):
    summary = selection.entries.get().summaries.get()
    hide_summary(summary=summary, by=editor, reason="A reason.")
    assert "Short words" not in client.get("/selections/best/").content.decode()
    [entry] = client.get("/api/v1/selections/best/").json()["entries"]
    assert entry["summaries"] == []


def test_an_anonymous_summary_stands_under_its_pseudonym(client, editor):
    selection = create_selection(by=editor, head=Head(title="A", slug="a"))
    summary = make_summary(writer=UserFactory(display_name="Wilhelmina"), is_anonymous=True)
    entry = add_entry(selection=selection, paper=summary.paper)
    save_entry(entry=entry, text=EntryText(why="Why.", summaries=[summary.pk]), version=1)
    publish_selection(selection=selection)
    page = client.get("/selections/a/").content.decode()
    assert summary.pseudonym in page
    assert "Wilhelmina" not in page


def test_works_that_the_texts_name_stand_among_the_references(client, selection):
    other = PaperFactory(title="A work that is named")
    entry = selection.entries.get()
    save_entry(entry=entry, text=EntryText(why=f"It beats [[arxiv:{other.arxiv_id}]]."), version=2)
    page = client.get("/selections/best/").content.decode()
    assert "Also named" in page
    assert page.count("A work that is named") == 2  # in the text and below it


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_is_for_editors_alone(client, log_in, editor, stranger, selection, state):
    Selection.objects.update(state=state)
    for reader in (client, log_in(stranger)):
        assert reader.get("/selections/best/").status_code == 404
        assert reader.get("/selections/best/papers.bib").status_code == 404
        assert reader.get("/api/v1/selections/best/").status_code == 404
        assert "Best of May" not in reader.get("/selections/").content.decode()
    assert client.get("/api/v1/selections/").json()["results"] == []
    response = log_in(editor).get("/selections/best/")
    assert "Only editors see this page" in response.content.decode()
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "Best of May" in log_in(editor).get("/selections/").content.decode()


def test_an_empty_list_says_what_to_do(client):
    page = client.get("/selections/").content.decode()
    assert "No selection has been published yet" in page
    assert "sort=top&amp;period=month" in page


def test_the_list_names_the_first_papers_and_comes_in_pages(client, editor, monkeypatch):
    monkeypatch.setattr("selections.views.pages.PAGE_SIZE", 2)
    for number in range(3):
        one = make_selection(editor, papers=5 if number == 2 else 1, slug=f"s{number}", title=f"Selection {number}")
        Selection.objects.filter(pk=one.pk).update(published_at=datetime(2026, 1, 1 + number, tzinfo=UTC))
    page = client.get("/selections/")
    content = page.content.decode()
    assert content.index("Selection 2") < content.index("Selection 1")
    assert "Selection 0" not in content
    assert "and 2 more papers" in content
    cursor = page.context["page"].next_cursor
    assert "Selection 0" in client.get(f"/selections/?after={cursor}").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries(client, editor, number, django_assert_num_queries):
    for index in range(number):
        make_selection(editor, papers=2, slug=f"s{index}")
    with django_assert_num_queries(2):
        client.get("/selections/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries(client, editor, number, django_assert_num_queries):
    make_selection(editor, papers=number)
    with django_assert_num_queries(6):
        assert client.get("/selections/best/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_api_costs_the_same_queries(client, editor, number, django_assert_num_queries):
    make_selection(editor, papers=number)
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/selections/best/").json()["entries"]) == number


def test_related_papers_stand_beside_a_pick_without_the_other_picks(client, editor):
    selection = make_selection(editor, papers=2)
    first, second = (entry.paper for entry in selection.entries.order_by("position"))
    for paper in [second, *(PaperFactory(title=f"Alike {number}") for number in range(4))]:
        RelatedPaper.objects.create(paper=first, related=paper, score=0.5, why="cites_same")
    page = client.get("/selections/best/").content.decode()
    assert page.count("You might also like") == 1
    assert page.count("cites the same") == 3
    assert "Alike 3" in page
    assert "Alike 0" not in page


def test_papers_leave_in_their_order(client, editor):
    selection = make_selection(editor, papers=3)
    first, *_ = selection.entries.order_by("position")
    Entry.objects.filter(pk=first.pk).update(position=9)
    papers = [entry.paper for entry in selection.entries.order_by("position")]
    bibliography = b"".join(client.get("/selections/best/papers.bib").streaming_content).decode()
    places = [bibliography.index(paper.arxiv_id) for paper in papers]
    assert places == sorted(places)
    assert bibliography.count("@") == 3


def test_the_api(client, selection):
    [row] = client.get("/api/v1/selections/").json()["results"]
    assert row["slug"] == "best"
    assert row["title"] == "Best of May"
    assert "entries" not in row
    found = client.get("/api/v1/selections/best/").json()
    [entry] = found["entries"]
    assert entry["why"] == "Because of best."
    assert entry["why_html"] == "<p>Because of best.</p>\n"
    assert entry["paper"]["arxiv_id"] == selection.entries.get().paper.arxiv_id
    assert entry["summaries"][0]["tldr"] == "Short words on best."
    assert found["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("address", ["/selections/", "/selections/best/", "/selections/best/papers.bib"])
def test_pages_only_read(client, selection, address):
    assert client.post(address).status_code == 405


def test_missing_and_invalid(client, selection):
    assert client.get("/selections/nothing/").status_code == 404
    assert client.get("/api/v1/selections/nothing/").status_code == 404
    assert client.get("/selections/?after=nonsense").status_code == 400
    assert client.post("/api/v1/selections/", {}).status_code in {401, 403, 405}


def test_withdrawing_and_publishing_again_keeps_the_first_date(selection):
    withdraw_selection(selection=selection)
    again = publish_selection(selection=selection)
    assert again.published_at == selection.published_at
    assert again.state == "published"


def test_a_change_after_publication_is_dated(selection, editor):
    assert selection.edited_at is None
    entry = selection.entries.get()
    save_entry(entry=entry, text=EntryText(why="Otherwise."), version=2)
    selection.refresh_from_db()
    assert timezone.now() - selection.edited_at < timedelta(minutes=1)


def test_entries_follow_a_paper_that_is_joined_with_another(selection, editor):
    paper, target = selection.entries.get().paper, PaperFactory()
    merge_papers(source=paper, target=target)
    assert selection.entries.get().paper == target
    undo_merge(paper=paper)
    assert selection.entries.get().paper == paper


def test_a_selection_with_both_papers_keeps_both_entries(client, editor):
    selection = make_selection(editor, papers=2)
    first, second = selection.entries.order_by("position")
    merge_papers(source=first.paper, target=second.paper)
    assert selection.entries.count() == 2
    assert client.get("/selections/best/").status_code == 200


def test_rerendering_shows_a_title_that_has_arrived(selection):
    entry = selection.entries.get()
    save_entry(entry=entry, text=EntryText(why="See [[arxiv:2101.99999]]."), version=2)
    assert rerender_selections() == 0
    PaperFactory(arxiv_id="2101.99999", title="It has arrived")
    assert rerender_selections() == 1
    entry.refresh_from_db()
    assert "It has arrived" in entry.why_html
    assert entry.version == 3


def test_the_month_after():
    assert Selection(month=date(2026, 12, 1)).month_end == date(2027, 1, 1)
    assert Selection(month=date(2026, 1, 1)).month_end == date(2026, 2, 1)
    assert Selection().month_end is None
