"""The editors' desk: who gets in, and that nothing written is lost."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from papers.models import Paper, PaperIdentifier, Venue
from selections.editors import make_group
from selections.models import Entry, Selection
from selections.services import Head, add_entry, create_selection, publish_selection
from selections.services.entries import EntryGone, EntryText, TooManyEntries, remove_entry, save_entry
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
DESK = "/selections/best/edit/"


@pytest.fixture
def editor(log_in) -> User:
    return UserFactory(username="editor", is_staff=True)


@pytest.fixture
def desk(log_in, editor) -> Client:
    return log_in(editor)


@pytest.fixture
def selection(editor) -> Selection:
    return create_selection(by=editor, head=Head(title="Best of May", slug="best", introduction="Words."))


@pytest.fixture
def entry(selection, summary) -> Entry:
    return add_entry(selection=selection, paper=summary.paper)


def addresses(entry: Entry) -> list[tuple[str, str]]:
    below = f"/selections/best/entries/{entry.pk}/"
    return [
        ("get", "/selections/new/"),
        ("get", DESK),
        ("get", "/selections/best/edit/text/"),
        ("get", below),
        ("get", f"{below}remove/"),
        ("get", "/selections/best/withdraw/"),
        ("post", "/selections/new/"),
        ("post", "/selections/best/edit/text/"),
        ("post", below),
        ("post", f"{below}remove/"),
        ("post", f"{below}move/"),
        ("post", "/selections/best/entries/add/"),
        ("post", "/selections/best/publish/"),
        ("post", "/selections/best/withdraw/"),
    ]


def test_the_desk_is_for_editors_alone(client, log_in, stranger, entry):
    entry.why = "Because."
    entry.save()
    before = list(Selection.objects.values()), list(Entry.objects.values())
    for method, address in addresses(entry):
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/accounts/login/"), address
        assert getattr(log_in(stranger), method)(address).status_code == 404, address
    assert (list(Selection.objects.values()), list(Entry.objects.values())) == before


def test_the_group_of_editors_opens_it(log_in, stranger, selection):
    make_group()
    group = Group.objects.get(name="Editors")
    stranger.groups.add(group)
    assert log_in(stranger).get(DESK).status_code == 200
    make_group()
    assert group.permissions.count() == 1


def test_wrong_methods(desk, entry):
    below = f"/selections/best/entries/{entry.pk}/"
    for address in (f"{below}move/", "/selections/best/entries/add/", "/selections/best/publish/"):
        assert desk.get(address).status_code == 405, address
    assert desk.post(DESK).status_code == 405


def test_what_is_not_there(desk, entry):
    assert desk.get("/selections/nothing/edit/").status_code == 404
    assert desk.get("/selections/best/entries/999999/").status_code == 404
    create_selection(by=None, head=Head(title="Other", slug="other"))
    assert desk.get(f"/selections/other/entries/{entry.pk}/").status_code == 404


def test_from_nothing_to_a_published_page(desk, client, paper):
    text = {"title": "Picks", "slug": "Picks-1", "introduction": "A\r\nB", "version": 0}
    assert desk.post("/selections/new/", text)["Location"] == "/selections/picks-1/edit/"
    assert Selection.objects.get().introduction == "A\nB"
    added = desk.post("/selections/picks-1/entries/add/", {"identifier": f"https://arxiv.org/abs/{paper.arxiv_id}"})
    entry = Entry.objects.get()
    assert added["Location"] == f"/selections/picks-1/entries/{entry.pk}/"
    refused = desk.post("/selections/picks-1/publish/", follow=True).content.decode()
    assert "Say of each paper why" in refused
    assert client.get("/selections/picks-1/").status_code == 404
    fields = {"why": "It is good.", "insights": "", "version": entry.version}
    assert desk.post(f"/selections/picks-1/entries/{entry.pk}/", fields).status_code == 302
    assert desk.post("/selections/picks-1/publish/")["Location"] == "/selections/picks-1/"
    assert "It is good." in client.get("/selections/picks-1/").content.decode()


@pytest.mark.parametrize("lines", ["\n", "\r\n", " \u2028\t"])
def test_a_title_is_one_line(desk, selection, lines):
    sent = {"title": f"Best{lines}of May", "slug": "best", "version": selection.version, "action": "save"}
    desk.post(f"{DESK}text/", sent)
    selection.refresh_from_db()
    assert (selection.title, selection.version) == ("Best of May", 2)
    assert create_selection(by=None, head=Head(title=f"A{lines}B", slug="other")).title == "A B"


def test_nothing_is_published_without_a_paper(desk, selection):
    assert "Add a paper before" in desk.post("/selections/best/publish/", follow=True).content.decode()
    selection.refresh_from_db()
    assert selection.state == "draft"


def test_a_paper_that_is_new_here_is_asked_for(desk, selection):
    desk.post("/selections/best/entries/add/", {"identifier": "2105.11111"})
    assert Entry.objects.get().paper.state == Paper.State.PENDING
    assert "arXiv:2105.11111" in desk.get(DESK).content.decode()


@pytest.mark.parametrize("typed", ["", "no paper at all"])
def test_what_names_no_paper_comes_back(desk, selection, typed):
    answer = desk.post("/selections/best/entries/add/", {"identifier": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not Entry.objects.exists()


def test_adding_twice_is_adding_once(selection, summary):
    first = add_entry(selection=selection, paper=summary.paper)
    assert add_entry(selection=selection, paper=summary.paper) == first
    assert list(first.summaries.all()) == [summary]


def test_there_is_an_end(selection, monkeypatch):
    monkeypatch.setattr("selections.services.entries.MAXIMUM_ENTRIES", 1)
    add_entry(selection=selection, paper=PaperFactory())
    with pytest.raises(TooManyEntries):
        add_entry(selection=selection, paper=PaperFactory())


def order(selection: Selection) -> list[int]:
    return list(selection.entries.order_by("position").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("position", "expected"),
    [("1", [2, 0, 1]), ("2", [0, 2, 1]), ("99", [0, 1, 2]), ("0", [2, 0, 1]), ("x", [0, 1, 2])],
)
def test_moving_to_a_place_said_twice_is_done_once(desk, selection, position, expected):
    entries = [add_entry(selection=selection, paper=PaperFactory()).pk for _ in range(3)]
    for _ in range(2):
        desk.post(f"/selections/best/entries/{entries[2]}/move/", {"position": position})
        assert order(selection) == [entries[index] for index in expected]
    assert list(selection.entries.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_the_ends_have_no_button_to_go_further(desk, selection):
    for _ in range(2):
        add_entry(selection=selection, paper=PaperFactory())
    assert desk.get(DESK).content.decode().count(" disabled") == 2


def test_removing_asks_first(desk, entry):
    address = f"/selections/best/entries/{entry.pk}/remove/"
    entry.why = "Words."
    entry.save()
    assert "is deleted with it" in desk.get(address).content.decode()
    assert Entry.objects.exists()
    desk.post(address)
    assert not Entry.objects.exists()
    assert desk.post(address).status_code == 404


def test_two_editors_lose_nothing_of_an_entry(desk, entry):
    address = f"/selections/best/entries/{entry.pk}/"
    mine = {"why": "My reason.", "insights": "My insight.", "version": 1}
    desk.post(address, {"why": "Their reason.", "insights": "", "version": 1})
    answer = desk.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Somebody else changed this", "My reason.", "My insight.", "Their reason."):
        assert words in page
    entry.refresh_from_db()
    assert (entry.why, entry.version) == ("Their reason.", 2)
    assert 'name="version" value="2"' in page  # so that saving again is meant
    assert desk.post(address, {**mine, "version": 2}).status_code == 302
    entry.refresh_from_db()
    assert entry.why == "My reason."


def test_two_editors_lose_nothing_of_the_introduction(desk, selection):
    address = "/selections/best/edit/text/"
    fields = {"title": "Best of May", "slug": "best", "version": 1}
    desk.post(address, {**fields, "introduction": "Theirs."})
    answer = desk.post(address, {**fields, "introduction": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()
    selection.refresh_from_db()
    assert selection.introduction == "Theirs."


def test_who_removed_it_meanwhile_does_not_make_the_other_lose_the_text(entry):
    remove_entry(entry=entry)
    with pytest.raises(EntryGone):
        save_entry(entry=entry, text=EntryText(why="Words."), version=1)


def test_looking_at_it_first_saves_nothing(desk, entry, selection):
    page = desk.post(
        f"/selections/best/entries/{entry.pk}/",
        {"why": "Seen *first*.", "insights": "$x$", "version": 1, "preview": "1"},
    ).content.decode()
    assert "Seen <em>first</em>." in page
    assert "Seen *first*." in page
    entry.refresh_from_db()
    assert entry.why == ""
    fields = {"title": "T", "slug": "best", "introduction": "*In*", "version": 1, "preview": "1"}
    assert "<em>In</em>" in desk.post("/selections/best/edit/text/", fields).content.decode()
    selection.refresh_from_db()
    assert selection.title == "Best of May"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "required"),
        ({"slug": "two words"}, "letters"),
        ({"slug": "other"}, "Another selection has this address"),
        ({"slug": "new"}, "Another selection has this address"),
        ({"venue": "nowhere"}, "No venue here has this short name"),
        ({"venue_year": "12"}, "greater than"),
        ({"introduction": "x" * 10_001}, "10,000 characters"),
    ],
)
def test_a_head_that_is_refused_comes_back_with_all_that_was_typed(desk, editor, selection, changed, message):
    create_selection(by=editor, head=Head(title="Other", slug="other"))
    fields = {"title": "Best of May", "slug": "best", "introduction": "Typed words.", "version": 1, **changed}
    answer = desk.post("/selections/best/edit/text/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert fields["introduction"][:5_000] in page
    selection.refresh_from_db()
    assert selection.version == 1


def test_an_address_that_was_published_stays(desk, selection, entry):
    save_entry(entry=entry, text=EntryText(why="Why."), version=1)
    publish_selection(selection=selection)
    fields = {"title": "T", "slug": "moved", "introduction": "", "version": 1}
    answer = desk.post("/selections/best/edit/text/", fields)
    assert answer.status_code == 422
    assert "stays" in answer.content.decode()
    assert Selection.objects.get().slug == "best"
    assert desk.post("/selections/best/edit/text/", {**fields, "slug": "best"}).status_code == 302


def test_summaries_of_other_papers_and_hidden_ones_cannot_be_chosen(desk, entry, summary):
    other = make_summary()
    fields = {"why": "W", "insights": "", "version": 1}
    answer = desk.post(f"/selections/best/entries/{entry.pk}/", {**fields, "summaries": [summary.pk, other.pk]})
    assert answer.status_code == 422
    saved = save_entry(entry=entry, text=EntryText(summaries=[summary.pk, other.pk]), version=1)
    assert list(saved.summaries.all()) == [summary]


def test_suggestions_are_what_readers_voted_up_at_the_venue(desk, editor):
    venue = Venue.objects.create(slug="iclr", name="ICLR", kind="conference")
    there, elsewhere = PaperFactory(title="Paper there", venue=venue, venue_year=2021), PaperFactory(title="Elsewhere")
    for paper in (there, elsewhere):
        summary = make_summary(paper=paper)
        type(summary).objects.filter(pk=summary.pk).update(score=3, upvotes=4, downvotes=1)
    fields = {"title": "ICLR", "slug": "iclr-2021", "venue": "iclr", "venue_year": "2021", "version": 0}
    desk.post("/selections/new/", fields)
    page = desk.get("/selections/iclr-2021/edit/").content.decode()
    assert "Paper there" in page
    assert "4 ↑ 1 ↓" in page
    assert "1 public summaries of 1 papers" in page
    assert "Elsewhere" not in page
    label = PaperIdentifier.objects.get(paper=there)
    desk.post("/selections/iclr-2021/entries/add/", {"identifier": str(label)})
    assert Entry.objects.get().paper == there
    assert "Voted up by readers" not in desk.get("/selections/iclr-2021/edit/").content.decode()


def test_withdrawing_asks_first(desk, client, selection, entry):
    save_entry(entry=entry, text=EntryText(why="Why."), version=1)
    publish_selection(selection=selection)
    assert desk.get("/selections/best/withdraw/").status_code == 200
    assert client.get("/selections/best/").status_code == 200
    desk.post("/selections/best/withdraw/")
    assert client.get("/selections/best/").status_code == 404
    assert "publish it again" in desk.get("/selections/best/withdraw/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_queries(desk, selection, number, django_assert_num_queries):
    for _ in range(number):
        add_entry(selection=selection, paper=make_summary().paper)
    with django_assert_num_queries(9):
        assert desk.get(DESK).status_code == 200
