import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from papers.models import Paper
from papers.services.merging import merge_papers, undo_merge
from summaries.models import Draft, Summary
from summaries.services import Text
from summaries.services.drafts import DraftConflict, discard_draft, finish_draft, save_draft
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
FIELDS = {"tldr": "In short.", "body": "A long thought", "visibility": "public", "version": "0", "base_revision": "0"}


def make_draft(writer, paper, body="Half a thought", **fields):
    return save_draft(writer=writer, paper=paper, text=Text(body=body), **fields)


def test_savings_are_counted_and_keep_everything_that_was_chosen(writer, paper):
    text = Text(
        body="One", tldr="T", visibility="private", is_anonymous=True, competing_interests="A friend", ai_use="None"
    )
    assert save_draft(writer=writer, paper=paper, text=text, note="n").version == 1
    draft = Draft.objects.get()
    assert (draft.body, draft.tldr, draft.visibility, draft.is_anonymous) == ("One", "T", "private", True)
    assert (draft.competing_interests, draft.ai_use, draft.note) == ("A friend", "None", "n")
    assert make_draft(writer, paper, "One more", version=1).version == 2
    assert Draft.objects.get().body == "One more"


def test_the_same_text_again_is_one_saving(writer, paper):
    first = make_draft(writer, paper)
    assert make_draft(writer, paper, version=0).version == first.version
    assert Draft.objects.get().saved_at == first.saved_at


def test_a_text_built_on_an_older_saving_is_refused_and_the_newer_one_shown(writer, paper):
    make_draft(writer, paper, "Of the first tab")
    with pytest.raises(DraftConflict) as refusal:
        make_draft(writer, paper, "Of the second tab", version=0)
    assert refusal.value.current.body == "Of the first tab"
    assert make_draft(writer, paper, "Of the second tab", version=1).version == 2


def test_a_draft_discarded_elsewhere_begins_anew_with_a_later_number(writer, paper):
    make_draft(writer, paper)
    discard_draft(writer=writer, paper=paper)
    assert make_draft(writer, paper, "Still typing", version=1).version == 2


def test_the_revision_that_writing_began_on_is_remembered(writer, paper):
    make_draft(writer, paper, base_revision=3)
    make_draft(writer, paper, "More", version=1, base_revision=4)
    assert Draft.objects.get().base_revision == 3


def test_finishing_leaves_what_another_tab_wrote(writer, paper):
    make_draft(writer, paper, "Of another tab", version=4)
    finish_draft(writer=writer, paper=paper, text=Text(body="Published"), version=4)
    assert Draft.objects.get().body == "Of another tab"
    finish_draft(writer=writer, paper=paper, text=Text(body="Of another tab"), version=0)
    assert not Draft.objects.exists()


def test_drafts_are_their_writers_alone(writer, stranger, paper, admin_user):
    from django.contrib.auth.models import AnonymousUser

    make_draft(writer, paper)
    assert Draft.objects.visible_to(writer).count() == 1
    for other in (stranger, admin_user, AnonymousUser()):
        assert not Draft.objects.visible_to(other).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_are_one_draft_and_one_refusal(writer, paper):
    outcomes: list[str] = []

    def save(body: str) -> None:
        try:
            outcomes.append(make_draft(writer, paper, body).body)
        except DraftConflict as error:
            outcomes.append(f"refused for {error.current.body}")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[body]) for body in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = Draft.objects.get().body
    assert sorted(outcomes) == sorted([kept, f"refused for {kept}"])


# ---------------------------------------------------------------- over HTTP


def test_saving_answers_with_number_and_time(log_in, writer, paper):
    client = log_in(writer)
    answer = client.post(f"/papers/{paper.pk}/draft/", FIELDS).json()
    draft = Draft.objects.get(writer=writer)
    assert answer == {"version": 1, "saved_at": draft.saved_at.isoformat()}
    assert (
        client.post(f"/papers/{paper.pk}/draft/", {**FIELDS, "body": "Longer", "version": "1"}).json()["version"] == 2
    )
    assert not Summary.objects.exists()


def test_a_conflict_brings_the_other_text(log_in, writer, paper):
    client = log_in(writer)
    client.post(f"/papers/{paper.pk}/draft/", {**FIELDS, "body": "First tab", "is_anonymous": "on"})
    response = client.post(f"/papers/{paper.pk}/draft/", {**FIELDS, "body": "Second tab"})
    answer = response.json()
    assert (response.status_code, answer["code"], answer["version"]) == (409, "draft_conflict", 1)
    assert (answer["fields"]["body"], answer["fields"]["is_anonymous"]) == ("First tab", True)
    assert Draft.objects.get().body == "First tab"


def test_a_stranger_saves_a_draft_of_their_own(log_in, writer, stranger, paper):
    make_draft(writer, paper, "The writer's thought")
    response = log_in(stranger).post(f"/papers/{paper.pk}/draft/", FIELDS)
    assert response.status_code == 200
    assert "The writer's thought" not in response.content.decode()
    assert Draft.objects.get(writer=writer).body == "The writer's thought"
    assert "The writer's thought" not in log_in(stranger).get(f"/papers/{paper.pk}/write/").content.decode()


def test_anonymous_drafts_are_refused_in_json(client, paper):
    for response in (client.post(f"/papers/{paper.pk}/draft/", FIELDS), client.get(f"/papers/{paper.pk}/draft/")):
        assert response.status_code == 401
        assert response.json()["code"] == "not_authenticated"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"body": "x" * 200_001},
        {"tldr": "t" * 301},
        {"visibility": "secret"},
        {"version": "-1"},
        {"version": "x"},
        {"body": "\0"},
    ],
    ids=["too long", "long sentence", "unknown readers", "negative", "no number", "null"],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(log_in, writer, paper, change):
    response = log_in(writer).post(f"/papers/{paper.pk}/draft/", {**FIELDS, **change})
    assert response.status_code == 422
    assert response.json()["detail"].endswith(".")
    assert not Draft.objects.exists()


def test_an_empty_text_and_one_too_long_to_publish_are_kept(log_in, writer, paper):
    client = log_in(writer)
    assert client.post(f"/papers/{paper.pk}/draft/", {**FIELDS, "body": ""}).status_code == 200
    long = "x" * 200_000
    assert client.post(f"/papers/{paper.pk}/draft/", {**FIELDS, "body": long, "version": "1"}).status_code == 200
    assert Draft.objects.get().body == long


def test_drafts_need_the_token_of_our_own_page(writer, paper):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert client.post(f"/papers/{paper.pk}/draft/", FIELDS).status_code == 403
    answer = client.get(f"/papers/{paper.pk}/draft/").json()
    assert answer["user"] == writer.pk
    fields = {**FIELDS, "csrfmiddlewaretoken": answer["token"]}
    assert client.post(f"/papers/{paper.pk}/draft/", fields).status_code == 200


def test_wrong_methods_and_missing_papers(log_in, writer, paper):
    client = log_in(writer)
    assert client.put(f"/papers/{paper.pk}/draft/").status_code == 405
    assert client.post("/drafts/").status_code == 405
    assert client.post("/papers/999/draft/", FIELDS).status_code == 404
    assert client.get("/papers/999/draft/discard/").status_code == 404
    assert client.get(f"/papers/{paper.pk}/draft/discard/").status_code == 404


def test_the_list_is_ones_own_newest_first(client, log_in, writer, stranger):
    old, new = PaperFactory(title="The Old One"), PaperFactory(title="The New One")
    make_draft(writer, old)
    make_draft(writer, new)
    Draft.objects.filter(paper=old).update(saved_at=timezone.now() - timezone.timedelta(days=3))
    page = log_in(writer).get("/drafts/").content.decode()
    assert page.index("The New One") < page.index("The Old One")
    assert "saved 3\xa0days ago" in page
    assert f"/papers/{old.pk}/write/" in page
    assert "The Old One" not in log_in(stranger).get("/drafts/").content.decode()
    assert client.get("/drafts/").headers["Location"].startswith("/accounts/login/")


def test_an_empty_list_says_so_and_ones_page_leads_there(log_in, writer, stranger):
    assert "You have no drafts." in log_in(writer).get("/drafts/").content.decode()
    assert ">Your drafts</a>" in log_in(writer).get("/users/writer/").content.decode()
    assert ">Your drafts</a>" not in log_in(stranger).get("/users/writer/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(log_in, writer, number, django_assert_num_queries):
    for _ in range(number):
        make_draft(writer, PaperFactory())
    client = log_in(writer)
    with django_assert_num_queries(5):  # session, user, drafts, identifiers
        client.get("/drafts/")


def test_the_list_goes_on_over_pages(log_in, writer):
    for number in range(31):
        make_draft(writer, PaperFactory(title=f"Paper {number:02d}"))
    client = log_in(writer)
    page = client.get("/drafts/").content.decode()
    assert "Paper 30" in page
    assert "Paper 00" not in page
    rest = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Paper 00" in client.get(f"/drafts/{rest}").content.decode()


def test_discarding_asks_first_and_may_be_repeated(client, log_in, writer, stranger, paper):
    make_draft(writer, paper)
    address = f"/papers/{paper.pk}/draft/discard/"
    assert log_in(stranger).get(address).status_code == 404
    log_in(stranger).post(address)
    client.post(address)
    assert Draft.objects.exists()
    own = log_in(writer)
    assert "gone for good" in own.get(address).content.decode()
    assert Draft.objects.exists()
    for _ in range(2):
        assert own.post(address).headers["Location"] == "/drafts/"
    assert not Draft.objects.exists()


# ---------------------------------------------------------------- joined papers


def test_a_draft_follows_its_paper_and_comes_back(writer, paper):
    other = PaperFactory()
    make_draft(writer, paper)
    merge_papers(source=paper, target=other)
    assert Draft.objects.get().paper == other
    undo_merge(paper=Paper.objects.get(pk=paper.pk))
    assert Draft.objects.get().paper == paper


def test_a_draft_stays_where_it_was_beside_another_text(log_in, writer, paper):
    other = PaperFactory()
    make_summary(writer=writer, paper=other, body="On the other one")
    mine = make_summary(writer=writer, paper=paper, body="On this one")
    make_draft(writer, paper, "More on this one", base_revision=1)
    merge_papers(source=Paper.objects.get(pk=paper.pk), target=Paper.objects.get(pk=other.pk))
    assert Draft.objects.get().paper == paper
    client = log_in(writer)
    assert client.get(f"/papers/{paper.pk}/write/").headers["Location"] == f"/summaries/{mine.pk}/edit/"
    assert "More on this one" in client.get(f"/summaries/{mine.pk}/edit/").content.decode()


def test_others_drafts_move_one_by_one(writer, stranger, paper):
    other = PaperFactory()
    make_draft(writer, paper, "The writer's")
    make_draft(stranger, paper, "The stranger's")
    make_draft(stranger, other, "The stranger's other")
    make_draft(UserFactory(), other)
    merge_papers(source=paper, target=other)
    assert Draft.objects.get(writer=writer).paper == other
    assert {draft.paper_id for draft in Draft.objects.filter(writer=stranger)} == {paper.pk, other.pk}
