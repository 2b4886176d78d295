import pytest

from summaries.models import Summary
from tests.factories import make_summary

pytestmark = pytest.mark.django_db


def test_writing(api_as, writer, paper):
    answer = api_as(writer).post("/api/v1/summaries/", {"paper": paper.pk, "body": "On $x$.", "tldr": "Short."})
    fields = answer.json()
    assert answer.status_code == 201
    assert fields["writer"]["username"] == "writer"
    assert fields["body"] == "On $x$."
    assert "<mi>x</mi>" in fields["html"]
    assert (fields["score"], fields["my_vote"], fields["licence"]) == (0, 0, "CC BY 4.0")
    assert fields["rank"]["inputs"] == {
        "upvotes": 0,
        "downvotes": 0,
        "score": 0,
        "comments": 0,
        "published_at": fields["published_at"],
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"paper": 999}, "paper"),
        ({"body": ""}, "body"),
        ({"body": "x" * 50_001}, "body"),
        ({"tldr": "x" * 301}, "tldr"),
        ({"visibility": "secret"}, "visibility"),
        ({"anonymous": "perhaps"}, "anonymous"),
        ({"ai_use": "x" * 501}, "ai_use"),
        ({"body": "a\x00b"}, "body"),
        ({"is_anonymous": True}, "is_anonymous"),
    ],
)
def test_bad_input_names_its_field(api_as, writer, paper, change, field):
    answer = api_as(writer).post("/api/v1/summaries/", {"paper": paper.pk, "body": "x", **change})
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Summary.objects.exists()


def test_writing_twice_is_a_conflict(api_as, writer, summary):
    answer = api_as(writer).post("/api/v1/summaries/", {"paper": summary.paper_id, "body": "Other"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_summarised")


def test_anonymous_may_read_and_not_write(api, summary):
    assert api.get(f"/api/v1/summaries/{summary.pk}/").json()["body"] == summary.body
    for answer in (
        api.post("/api/v1/summaries/", {"paper": summary.paper_id, "body": "x"}),
        api.patch(f"/api/v1/summaries/{summary.pk}/", {"body": "x"}),
        api.delete(f"/api/v1/summaries/{summary.pk}/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_wrong_token_is_refused(api, summary):
    api.credentials(HTTP_AUTHORIZATION="Token 0123456789abcdef")
    assert api.get(f"/api/v1/summaries/{summary.pk}/").status_code == 401


def test_patching_changes_what_it_names(api_as, writer, summary):
    answer = api_as(writer).patch(f"/api/v1/summaries/{summary.pk}/", {"tldr": "Newer."}).json()
    assert (answer["tldr"], answer["body"]) == ("Newer.", summary.body)
    assert answer["edited_at"]
    assert api_as(writer).patch(f"/api/v1/summaries/{summary.pk}/", {"visibility": "x"}).status_code == 400


def test_strangers_change_nothing(api_as, stranger, summary, private_summary):
    client = api_as(stranger)
    assert client.patch(f"/api/v1/summaries/{summary.pk}/", {"body": "x"}).json()["code"] == "permission_denied"
    assert client.delete(f"/api/v1/summaries/{summary.pk}/").status_code == 403
    assert client.delete(f"/api/v1/summaries/{private_summary.pk}/").status_code == 404
    assert Summary.objects.count() == 2


def test_deleting(api_as, writer, summary):
    assert api_as(writer).delete(f"/api/v1/summaries/{summary.pk}/").status_code == 204
    assert not Summary.objects.exists()


def test_lists(api, api_as, writer, stranger, private_summary):
    first, second = make_summary(writer=writer), make_summary(writer=stranger)
    Summary.objects.filter(pk=first.pk).update(upvotes=3, score=3, hot=1, wilson=0.5)
    Summary.objects.filter(pk=second.pk).update(hot=2)

    def ids(query: str, client=api) -> list[int]:
        return [row["id"] for row in client.get(f"/api/v1/summaries/{query}").json()["results"]]

    assert ids("") == [second.pk, first.pk]
    assert ids("?sort=top") == [first.pk, second.pk]
    assert ids("?sort=best") == [second.pk, first.pk]  # on one paper, or by one author; else as without
    assert ids("?sort=best&author=WRITER") == [first.pk]
    assert ids("?sort=new&period=day") == [second.pk, first.pk]
    assert ids("?author=WRITER") == [first.pk]
    assert ids(f"?paper={first.paper_id}") == [first.pk]
    assert ids(f"?paper={private_summary.paper_id}") == []
    assert ids("?author=writer", api_as(writer)) == [first.pk]  # lists are of public ones, for everybody
    page = api.get("/api/v1/summaries/?page_size=1").json()
    assert [row["id"] for row in api.get(page["next"]).json()["results"]] == [first.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_one_query(api, number, django_assert_num_queries):
    for _ in range(number):
        make_summary()
    with django_assert_num_queries(1):
        assert len(api.get("/api/v1/summaries/").json()["results"]) == number


def test_render_is_what_a_page_shows(api, summary):
    assert api.post("/api/v1/render/", {"body": summary.body}).json() == {"html": summary.html}
    assert api.post("/api/v1/render/", {"body": ""}).json() == {"html": ""}
    assert list(api.post("/api/v1/render/", {"body": "x" * 50_001}).json()) == ["body"]
    assert api.post("/api/v1/render/", "not json", content_type="application/json").json()["code"] == "parse_error"
    assert api.get("/api/v1/render/").json()["code"] == "method_not_allowed"
