"""The reading list, what is followed and the stream, for programs."""

import pytest

from papers.services.merging import merge_papers
from reading.models import Follow, Reading
from reading.services import follow, set_note, set_state
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


# Reading


def test_a_place_and_a_note_are_set_read_and_removed(api_as, reader, paper):
    client, url = api_as(reader), f"/api/v1/papers/{paper.pk}/reading/"
    empty = {"paper": paper.pk, "state": "", "listed_at": None, "note": "", "note_html": "", "noted_at": None}
    assert client.get(url).json() == empty
    kept = client.put(url, {"state": "to_read"}).json()
    assert (kept["state"], kept["note"]) == ("to_read", "")
    assert client.put(url, {"state": "to_read"}).json() == kept
    noted = client.put(url, {"note": "A *note*."}).json()
    assert (noted["state"], noted["note"], noted["note_html"].strip()) == (
        "to_read", "A *note*.", "<p>A <em>note</em>.</p>",
    )  # fmt: skip
    both = client.put(url, {"state": "read", "note": ""}).json()
    assert (both["state"], both["note"]) == ("read", "")
    assert client.get(url).json() == both
    for _ in range(2):
        assert client.delete(url).status_code == 204
    assert client.get(url).json() == empty


def test_what_the_reading_call_refuses(api, api_as, reader, paper):
    client, url = api_as(reader), f"/api/v1/papers/{paper.pk}/reading/"
    assert "state" in client.put(url, {"state": "burnt"}).json()
    assert "note" in client.put(url, {"note": "x" * 20_001}).json()
    assert client.post(url, {}).status_code == 405
    pending = PaperFactory(state="failed")
    refused = client.put(f"/api/v1/papers/{pending.pk}/reading/", {"state": "read"})
    assert (refused.status_code, refused.json()["code"]) == (409, "paper_not_ready")
    for method in ("get", "put", "delete"):
        assert getattr(client, method)("/api/v1/papers/999999/reading/").status_code == 404
        assert getattr(api, method)(url).status_code == 401
    assert Reading.objects.count() == 0


def test_of_a_paper_that_was_joined_it_is_that_of_the_other(api_as, reader, paper):
    target = PaperFactory()
    set_note(reader=reader, paper=paper, note="Kept.")
    merge_papers(source=paper, target=target)
    answer = api_as(reader).get(f"/api/v1/papers/{paper.pk}/reading/").json()
    assert (answer["paper"], answer["note"]) == (target.pk, "Kept.")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_is_one_s_own(api, api_as, reader, stranger, number, django_assert_num_queries):
    papers = PaperFactory.create_batch(number)
    for paper in papers:
        set_state(reader=reader, paper=paper, state="to_read")
    set_note(reader=stranger, paper=papers[0], note="Of somebody else.")
    client = api_as(reader)
    with django_assert_num_queries(5):
        answer = client.get("/api/v1/reading/").json()
    assert [row["paper"]["id"] for row in answer["results"]] == [paper.pk for paper in papers][::-1]
    assert [row["note"] for row in answer["results"]] == [""] * number
    for state in ("read", "unheard", "%00"):
        assert client.get(f"/api/v1/reading/?state={state}").json()["results"] == []
    assert len(client.get("/api/v1/reading/?state=to_read&page_size=1").json()["results"]) == 1
    assert api.get("/api/v1/reading/").status_code == 401
    assert client.post("/api/v1/reading/", {}).status_code == 405


# Follows


@pytest.mark.parametrize("kind", ["person", "paper", "category", "venue", "author"])
def test_following_by_call(api_as, reader, writer, paper, venue, kind):
    keys = {"person": "writer", "paper": paper.pk, "category": "cs.LG", "venue": "iclr"}
    key = keys.get(kind) or paper.authorships.first().author_id
    client, url = api_as(reader), f"/api/v1/follows/{kind}/{key}/"
    assert client.get(url).json() == {"followed": False}
    for _ in range(2):
        assert client.put(url).json() == {"followed": True}
    assert client.get(url).json() == {"followed": True}
    row = client.get("/api/v1/follows/").json()["results"]
    assert [(one["kind"], one["key"]) for one in row] == [(kind, str(key))]
    assert row[0]["url"].startswith("/")
    for _ in range(2):
        assert client.delete(url).json() == {"followed": False}
    assert Follow.objects.count() == 0


def test_what_the_follow_call_refuses(api, api_as, reader, writer):
    client = api_as(reader)
    own = client.put("/api/v1/follows/person/reader/")
    assert (own.status_code, own.json()["code"]) == (409, "own_page")
    for path in ("person/nobody", "planet/mars", "paper/x", "venue/none"):
        for method in ("get", "put", "delete"):
            assert getattr(client, method)(f"/api/v1/follows/{path}/").status_code == 404, path
    for method in ("get", "put", "delete"):
        assert getattr(api, method)("/api/v1/follows/person/writer/").status_code == 401
    assert api.get("/api/v1/follows/").status_code == 401
    assert client.post("/api/v1/follows/person/writer/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_follows_costs_the_same_with_one_and_with_three(api_as, reader, number, django_assert_num_queries):
    for _ in range(number):
        follow(reader=reader, target=PaperFactory())
        follow(reader=reader, target=UserFactory())
    client = api_as(reader)
    with django_assert_num_queries(3):
        assert len(client.get("/api/v1/follows/").json()["results"]) == 2 * number


# The stream


@pytest.mark.parametrize("number", [1, 3])
def test_the_stream(api, api_as, reader, writer, number, django_assert_num_queries):
    follow(reader=reader, target=writer)
    written = [make_summary(writer=writer).pk for _ in range(number)]
    make_summary(writer=writer, is_anonymous=True)
    make_summary()
    client = api_as(reader)
    with django_assert_num_queries(4):
        answer = client.get("/api/v1/stream/").json()
    assert [row["id"] for row in answer["results"]] == written[::-1]
    assert len(client.get("/api/v1/stream/?page_size=1").json()["results"]) == 1
    assert client.get("/api/v1/stream/?cursor=nonsense").json()["code"] == "invalid_cursor"
    assert api.get("/api/v1/stream/").status_code == 401
    assert client.post("/api/v1/stream/", {}).status_code == 405
