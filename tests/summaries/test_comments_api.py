import json

import pytest
from django.utils import timezone

from summaries.models import Comment, Summary
from summaries.services import add_comment, hide_comment
from tests.factories import UserFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(summary, voter) -> Comment:
    return add_comment(writer=voter, summary=summary, body="On $x$?")


def test_writing_and_answering(api_as, voter, writer, summary):
    address = f"/api/v1/summaries/{summary.pk}/comments/"
    answer = api_as(voter).post(address, {"body": "On $x$?"})
    fields = answer.json()
    assert answer.status_code == 201
    assert (fields["body"], fields["parent"], fields["summary"]) == ("On $x$?", None, summary.pk)
    assert "<mi>x</mi>" in fields["html"]
    assert (fields["writer"]["username"], fields["byline"]) == ("voter", "Voter")
    assert fields["url"] == f"/summaries/{summary.pk}/#comment-{fields['id']}"
    assert api_as(voter).post(address, {"body": "On $x$?"}).json()["id"] == fields["id"]
    below = api_as(writer).post(address, {"body": "Yes.", "parent": fields["id"]}).json()
    assert below["parent"] == fields["id"]
    assert Summary.objects.get().comment_count == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": None}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"parent": "x"}, "parent"),
        ({"parent": 2**63}, "parent"),
    ],
)
def test_bad_input_names_its_field(api_as, voter, summary, change, field):
    answer = api_as(voter).post(f"/api/v1/summaries/{summary.pk}/comments/", {"body": "x", **change})
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Comment.objects.exists()


def test_an_answer_to_what_is_not_on_this_summary_is_refused(api_as, voter, summary, comment):
    other = make_summary()
    answer = api_as(voter).post(f"/api/v1/summaries/{other.pk}/comments/", {"body": "x", "parent": comment.pk})
    assert (answer.status_code, answer.json()["code"]) == (409, "comment_gone")


def test_anonymous_may_read_and_not_write(api, summary, comment):
    address = f"/api/v1/comments/{comment.pk}/"
    assert api.get(address).json()["body"] == comment.body
    for answer in (
        api.post(f"/api/v1/summaries/{summary.pk}/comments/", {"body": "x"}),
        api.patch(address, {"body": "x"}),
        api.delete(address),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert Comment.objects.get().body == comment.body


def test_patching_and_deleting_one_s_own(api_as, voter, comment):
    client = api_as(voter)
    fields = client.patch(f"/api/v1/comments/{comment.pk}/", {"body": "On $y$?"}).json()
    assert fields["body"] == "On $y$?"
    assert fields["edited_at"]
    assert list(client.patch(f"/api/v1/comments/{comment.pk}/", {}).json()) == ["body"]
    assert client.delete(f"/api/v1/comments/{comment.pk}/").status_code == 204
    assert client.delete(f"/api/v1/comments/{comment.pk}/").status_code == 404
    assert Summary.objects.get().comment_count == 0


def test_strangers_change_nothing(api_as, stranger, comment):
    client = api_as(stranger)
    assert client.patch(f"/api/v1/comments/{comment.pk}/", {"body": "x"}).json()["code"] == "permission_denied"
    assert client.delete(f"/api/v1/comments/{comment.pk}/").status_code == 403
    assert Comment.objects.get().body == comment.body


def test_a_deleted_one_with_answers_tells_only_its_place(api, api_as, voter, stranger, summary, comment):
    add_comment(writer=stranger, summary=summary, body="Yes.", parent=comment)
    api_as(voter).delete(f"/api/v1/comments/{comment.pk}/")
    fields = api.get(f"/api/v1/comments/{comment.pk}/").json()
    assert (fields["is_deleted"], fields["body"], fields["html"], fields["writer"]) == (True, "", "", None)
    assert api_as(voter).patch(f"/api/v1/comments/{comment.pk}/", {"body": "x"}).status_code == 403


def test_a_hidden_one_tells_only_its_place(api, api_as, voter, comment):
    hide_comment(comment=comment)
    fields = api.get(f"/api/v1/comments/{comment.pk}/").json()
    assert (fields["is_hidden"], fields["body"], fields["html"], fields["writer"]) == (True, "", "", None)
    answer = api_as(voter).patch(f"/api/v1/comments/{comment.pk}/", {"body": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "comment_gone")


def test_the_list_is_in_order_and_pages(api, voter, summary):
    numbers = [add_comment(writer=voter, summary=summary, body=f"N{n}").pk for n in range(5)]
    add_comment(writer=voter, summary=make_summary(), body="Elsewhere")
    address, seen = f"/api/v1/summaries/{summary.pk}/comments/?page_size=2", []
    while address:
        page = api.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == numbers
    broken = api.get(f"/api/v1/summaries/{summary.pk}/comments/", {"cursor": "x"})
    assert (broken.status_code, broken.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_two_queries(api, summary, number, django_assert_num_queries):
    for person in UserFactory.create_batch(number):
        add_comment(writer=person, summary=summary, body="A remark")
    with django_assert_num_queries(2):
        assert len(api.get(f"/api/v1/summaries/{summary.pk}/comments/").json()["results"]) == number


def test_comments_on_what_one_cannot_read_are_not_there(api, api_as, writer, voter, stranger, summary, comment):
    unlisted = make_summary(writer=writer, visibility="unlisted")
    quiet = add_comment(writer=voter, summary=unlisted, body="Quiet")
    Summary.objects.filter(pk=summary.pk).update(hidden_at=timezone.now())
    for reader in (api, api_as(stranger)):
        for one in (comment, quiet):
            assert reader.get(f"/api/v1/comments/{one.pk}/").status_code == 404
            assert reader.get(f"/api/v1/summaries/{one.summary_id}/comments/").status_code == 404
    assert api_as(stranger).post(f"/api/v1/summaries/{unlisted.pk}/comments/", {"body": "x"}).status_code == 404
    own = api_as(writer)
    assert own.get(f"/api/v1/comments/{quiet.pk}/").json()["body"] == "Quiet"
    closed = own.post(f"/api/v1/summaries/{summary.pk}/comments/", {"body": "x"})
    assert (closed.status_code, closed.json()["code"]) == (409, "comments_closed")


def test_nothing_tells_who_wrote_an_anonymous_summary_s_comments(api, api_as, voter):
    ghost = UserFactory(username="ghost_writer", display_name="Greta Ghost")
    summary = make_summary(writer=ghost, is_anonymous=True)
    sent = api_as(ghost).post(f"/api/v1/summaries/{summary.pk}/comments/", {"body": "Mine.", "is_anonymous": False})
    own = sent.json()
    assert own["writer"] is None
    assert Comment.objects.get().is_anonymous
    for reader in (api, api_as(voter)):
        for address in (f"/api/v1/comments/{own['id']}/", f"/api/v1/summaries/{summary.pk}/comments/"):
            text = json.dumps(reader.get(address).json())
            assert "Mine." in text
            assert "ghost_writer" not in text
            assert "Greta" not in text


def test_wrong_methods_and_missing_ones(api, api_as, voter, summary, comment):
    client = api_as(voter)
    assert client.delete(f"/api/v1/summaries/{summary.pk}/comments/").status_code == 405
    assert client.put(f"/api/v1/comments/{comment.pk}/", {"body": "x"}).status_code == 405
    assert api.get("/api/v1/comments/99999/").json()["code"] == "not_found"
    assert api.get("/api/v1/summaries/99999/comments/").status_code == 404
