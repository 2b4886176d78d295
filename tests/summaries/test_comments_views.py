import re

import pytest
from django.utils import timezone

from accounts.models import User
from summaries.models import Comment, Summary
from summaries.services import add_comment, delete_comment, edit_comment, hide_comment
from summaries.threads import PAGE_SIZE
from tests.factories import UserFactory, make_summary
from tests.summaries.test_comments import many_comments

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def moderator(db) -> User:
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture
def comment(summary, voter) -> Comment:
    return add_comment(writer=voter, summary=summary, body="Does it hold for $n = 1$?")


def section(client, summary: Summary, query: str = "") -> str:
    page = client.get(f"/summaries/{summary.pk}/{query}").content.decode()
    return page[page.index('id="comments"') :]


def test_commenting_leads_to_the_comment(log_in, voter, summary):
    client = log_in(voter)
    response = client.post(f"/summaries/{summary.pk}/comments/", {"body": "A remark on $x$."})
    comment = Comment.objects.get()
    assert response.headers["Location"] == f"/summaries/{summary.pk}/#comment-{comment.pk}"
    page = section(client, summary)
    assert comment.html in page
    assert "1 comment<" in page
    assert f'id="comment-{comment.pk}"' in page


def test_an_answer_stands_below_what_it_answers(client, log_in, writer, comment, summary):
    form = log_in(writer).get(f"/comments/{comment.pk}/answer/").content.decode()
    assert comment.html in form
    assert f'name="parent" value="{comment.pk}"' in form
    log_in(writer).post(f"/summaries/{summary.pk}/comments/", {"body": "It does.", "parent": comment.pk})
    page = section(client, summary)
    answer = Comment.objects.get(parent=comment)
    assert page.index(f'id="comment-{comment.pk}"') < page.index('class="answers"') < page.index("It does.")
    assert f'class="comment answer" id="comment-{answer.pk}"' in page
    assert '<span class="tag">writer</span>' in page


def test_a_script_gets_the_comments_and_no_page(log_in, voter, summary):
    response = log_in(voter).post(f"/summaries/{summary.pk}/comments/", {"body": "In place."}, headers=HTMX)
    text = response.content.decode()
    comment = Comment.objects.get()
    assert text.lstrip().startswith("<section")
    assert "In place." in text
    assert 'rows="4"' in text  # with an empty form for the next one
    assert response.headers["HX-Reswap"] == f"outerHTML show:#comment-{comment.pk}:top"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": ""}, "A comment needs some text."),
        ({"body": "long " * 2001}, "Nothing is lost"),
        ({"body": "To nothing.", "parent": "99999"}, "is gone"),
        ({"body": "To nothing.", "parent": "x"}, "whole number"),
        ({"body": "To nothing.", "parent": "9" * 30}, "less than or equal"),
    ],
)
def test_bad_input_comes_back_with_the_text(log_in, voter, summary, fields, message):
    client = log_in(voter)
    for headers in ({}, HTMX):
        response = client.post(f"/summaries/{summary.pk}/comments/", fields, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert message in page
        assert fields["body"].strip() in page
        assert ("<html" in page) == (headers == {})
    assert response.headers["HX-Retarget"] == "#comment-form"
    assert not Comment.objects.exists()


def test_an_answer_to_a_comment_that_went_meanwhile_keeps_its_text(log_in, writer, summary, comment):
    hide_comment(comment=comment)
    fields = {"body": "My long answer.", "parent": comment.pk}
    response = log_in(writer).post(f"/summaries/{summary.pk}/comments/", fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "deleted or hidden meanwhile" in page
    assert "My long answer." in page
    assert comment.html not in page
    assert log_in(writer).get(f"/comments/{comment.pk}/answer/").status_code == 409


def test_a_text_sent_while_logged_out_waits_for_its_writer(client, voter, summary):
    response = client.post(f"/summaries/{summary.pk}/comments/", {"body": "Kept words."})
    assert response.headers["Location"] == f"/accounts/login/?next=/summaries/{summary.pk}/%23comment-form"
    assert "Kept words." not in section(client, summary)
    client.force_login(voter)
    assert "Kept words." in section(client, summary)
    assert "Kept words." not in section(client, summary)
    assert not Comment.objects.exists()


def test_so_do_an_answer_and_an_edit(client, voter, summary, comment):
    response = client.post(f"/summaries/{summary.pk}/comments/", {"body": "Kept answer.", "parent": comment.pk})
    assert response.headers["Location"] == f"/accounts/login/?next=/comments/{comment.pk}/answer/"
    client.force_login(voter)
    assert "Kept answer." not in section(client, summary)
    assert "Kept answer." in client.get(f"/comments/{comment.pk}/answer/").content.decode()
    client.logout()
    response = client.post(f"/comments/{comment.pk}/edit/", {"body": "Kept edit."}, headers=HTMX)
    assert response.headers["HX-Redirect"] == f"/accounts/login/?next=/comments/{comment.pk}/edit/"
    client.force_login(voter)
    assert "Kept edit." in client.get(f"/comments/{comment.pk}/edit/").content.decode()


def test_anonymous_readers_are_asked_to_log_in(client, summary, comment):
    page = section(client, summary)
    assert "Log in to comment" in page
    assert "<form" not in page
    for address in ("answer", "edit", "delete"):
        location = client.get(f"/comments/{comment.pk}/{address}/").headers["Location"]
        assert location == f"/accounts/login/?next=/comments/{comment.pk}/{address}/"
    for address in ("hide", "restore", "delete"):
        assert "/accounts/login/" in client.post(f"/comments/{comment.pk}/{address}/").headers["Location"]
    assert Comment.objects.get().hidden_at is None


def test_editing_leaves_a_trace(client, log_in, voter, summary, comment):
    own = log_in(voter)
    assert comment.body in own.get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "edited" not in section(client, summary)
    response = own.post(f"/comments/{comment.pk}/edit/", {"body": "Milder."})
    assert response.headers["Location"] == f"/summaries/{summary.pk}/#comment-{comment.pk}"
    page = section(client, summary)
    assert "Milder." in page
    assert f"edited {timezone.now():%-d %b %Y}" in page
    assert (
        "Milder still."
        in own.post(f"/comments/{comment.pk}/edit/", {"body": "Milder still."}, headers=HTMX).content.decode()
    )
    again = own.post(f"/comments/{comment.pk}/edit/", {"body": " "})
    assert again.status_code == 422


def test_deleting_asks_first(client, log_in, voter, writer, summary, comment):
    answer = add_comment(writer=writer, summary=summary, body="It does.", parent=comment)
    own = log_in(voter)
    assert "gone for good" in own.get(f"/comments/{comment.pk}/delete/").content.decode()
    assert Comment.objects.count() == 2
    response = own.post(f"/comments/{comment.pk}/delete/")
    assert response.headers["Location"] == f"/summaries/{summary.pk}/#comments"
    page = section(client, summary)
    assert "Deleted by its writer" in page
    assert answer.body in page
    assert "Does it hold" not in page
    assert own.post(f"/comments/{comment.pk}/delete/").status_code == 403
    assert own.post(f"/comments/{comment.pk}/edit/", {"body": "x"}).status_code == 403


def test_strangers_change_nothing(log_in, stranger, comment):
    client = log_in(stranger)
    for address in ("edit", "delete", "hide", "restore"):
        assert client.post(f"/comments/{comment.pk}/{address}/", {"body": "x"}).status_code == 403
    unchanged = Comment.objects.get()
    assert (unchanged.body, unchanged.hidden_at) == (comment.body, None)
    page = section(client, comment.summary)
    for address in ("edit", "delete", "hide"):
        assert f"/comments/{comment.pk}/{address}/" not in page


def test_moderators_hide_and_restore(client, log_in, moderator, voter, summary, comment):
    judge = log_in(moderator)
    assert f"/comments/{comment.pk}/hide/" in section(judge, summary)
    judge.post(f"/comments/{comment.pk}/hide/")
    page = section(client, summary)
    assert "Hidden by a moderator" in page
    assert comment.html not in page
    assert voter.get_full_name() not in page
    for reader in (judge, log_in(voter)):
        assert comment.html in section(reader, summary)
    assert log_in(voter).get(f"/comments/{comment.pk}/edit/").status_code == 403
    judge.post(f"/comments/{comment.pk}/restore/")
    assert comment.html in section(client, summary)


def test_preview_is_what_the_page_will_show(log_in, voter, stranger, summary):
    client = log_in(voter)
    fields = {"body": "On $x$ with @stranger"}
    fragment = client.post(f"/summaries/{summary.pk}/comments/preview/", fields, headers=HTMX).content.decode()
    page = client.post(f"/summaries/{summary.pk}/comments/preview/", fields).content.decode()
    client.post(f"/summaries/{summary.pk}/comments/", fields)
    html = Comment.objects.get().html
    assert html in fragment
    assert "<html" not in fragment
    assert html in page
    assert "On $x$ with @stranger" in page
    too_long = client.post(f"/summaries/{summary.pk}/comments/preview/", {"body": "x" * 10_001}, headers=HTMX)
    assert "Nothing is lost" in too_long.content.decode()


def test_preview_of_an_answer_and_of_an_edit_stay_what_they_are(log_in, voter, summary, comment):
    client = log_in(voter)
    address = f"/summaries/{summary.pk}/comments/preview/"
    answer = client.post(address, {"body": "An answer", "parent": comment.pk}).content.decode()
    assert f'name="parent" value="{comment.pk}"' in answer
    edit = client.post(address, {"body": "An edit", "edited": comment.pk}).content.decode()
    assert f'action="/comments/{comment.pk}/edit/"' in edit
    stray = client.post(address, {"body": "Neither", "edited": "x", "parent": "99999"}).content.decode()
    assert f'action="/summaries/{summary.pk}/comments/"' in stray


def test_permalinks(client, comment, summary, voter):
    assert (
        client.get(f"/comments/{comment.pk}/").headers["Location"] == f"/summaries/{summary.pk}/#comment-{comment.pk}"
    )
    numbers = many_comments(summary, voter, PAGE_SIZE + 5)
    late = numbers[-1]
    location = client.get(f"/comments/{late}/").headers["Location"]
    assert location == f"/summaries/{summary.pk}/?comments_from={late}#comment-{late}"
    page = section(client, summary, f"?comments_from={late}")
    assert f'id="comment-{late}"' in page
    assert "From the first comment on" in page


def test_a_page_shows_a_bounded_number_and_leads_on(client, summary, voter):
    numbers = many_comments(summary, voter, PAGE_SIZE + 5)
    page = section(client, summary)
    assert page.count('<div class="comment"') == PAGE_SIZE
    more = re.search(r'href="(\?comments_from=\d+)#comments"', page)[1]
    assert more == f"?comments_from={numbers[PAGE_SIZE]}"
    assert section(client, summary, more).count('<div class="comment"') == 5
    for nonsense in ("x", "9" * 40, "-1"):
        assert section(client, summary, f"?comments_from={nonsense}").count('<div class="comment"') == PAGE_SIZE


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("is_nested", [False, True])
def test_a_summary_with_comments_costs_the_same_queries(
    client, log_in, summary, stranger, number, is_nested, django_assert_num_queries
):
    for person in UserFactory.create_batch(number):
        parent = Comment.objects.order_by("-pk").first() if is_nested else None
        add_comment(writer=person, summary=summary, body="A remark", parent=parent)
    with django_assert_num_queries(5):
        client.get(f"/summaries/{summary.pk}/")
    reader = log_in(stranger)
    with django_assert_num_queries(8):  # three more for session, user and unread notices
        reader.get(f"/summaries/{summary.pk}/")


def test_lists_tell_the_number_of_comments_and_lead_there(client, summary, comment, voter):
    link = f'<a href="/summaries/{summary.pk}/#comments">1 comment</a>'
    for address in ("/", f"/papers/{summary.paper_id}/", "/users/writer/"):
        assert link in client.get(address).content.decode(), address
    delete_comment(comment=comment)
    assert "#comments" not in client.get("/").content.decode()


def test_comments_on_a_private_summary_are_found_nowhere(client, log_in, stranger, writer, summary, voter):
    comment = add_comment(writer=voter, summary=summary, body="A secret remark.")
    Summary.objects.update(visibility="private")
    for reader in (client, log_in(stranger)):
        for address in ("", "answer/", "edit/"):
            assert reader.get(f"/comments/{comment.pk}/{address}").status_code == 404
        assert reader.post(f"/summaries/{summary.pk}/comments/", {"body": "x"}).status_code == 404
        assert reader.post(f"/summaries/{summary.pk}/comments/preview/", {"body": "x"}).status_code == 404
    page = section(log_in(writer), summary)
    assert "A secret remark." in page
    assert "takes no comments" in page


def test_an_unlisted_summary_is_commented_by_who_has_its_secret(client, log_in, voter, stranger, writer):
    summary = make_summary(writer=writer, visibility="unlisted")
    address = f"/summaries/{summary.pk}/comments/"
    with_secret = {"body": "Quietly.", "secret": summary.secret}
    assert log_in(stranger).post(address, {"body": "Guess.", "secret": "guess"}).status_code == 404
    assert log_in(stranger).post(address, {"body": "Guess."}).status_code == 404
    log_in(voter).post(address, with_secret)
    comment = Comment.objects.get()
    assert comment.body == "Quietly."
    edit = f"/comments/{comment.pk}/edit/"
    assert log_in(voter).get(edit).status_code == 404
    page = log_in(voter).get(f"{edit}?secret={summary.secret}").content.decode()
    assert f'name="secret" value="{summary.secret}"' in page
    log_in(voter).post(edit, {**with_secret, "body": "More quietly."})
    assert "More quietly." in section(log_in(writer), summary)


def test_nothing_on_the_page_tells_who_wrote_an_anonymous_summary_s_comments(client, log_in, voter):
    ghost = UserFactory(username="ghost_writer", display_name="Greta Ghost")
    summary = make_summary(writer=ghost, is_anonymous=True)
    asked = add_comment(writer=voter, summary=summary, body="Why?")
    own = add_comment(writer=ghost, summary=summary, body="Because.", parent=asked)
    edit_comment(comment=own, body="Just because.")
    for reader in (client, log_in(voter)):
        page = section(reader, summary)
        assert "Just because." in page
        assert own.byline in page
        for page_text in (page, reader.get(f"/comments/{own.pk}/answer/", follow=True).content.decode()):
            assert "ghost_writer" not in page_text
            assert "Greta Ghost" not in page_text


def test_a_comment_never_yields_script(client, log_in, voter, summary):
    log_in(voter).post(
        f"/summaries/{summary.pk}/comments/", {"body": "<script>alert(1)</script> [x](javascript:alert)"}
    )
    page = section(client, summary)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_wrong_methods_and_missing_comments(client, log_in, writer, summary, comment):
    own = log_in(writer)
    assert own.get(f"/summaries/{summary.pk}/comments/").status_code == 405
    assert own.get(f"/summaries/{summary.pk}/comments/preview/").status_code == 405
    assert own.post(f"/comments/{comment.pk}/answer/").status_code == 405
    assert own.post(f"/comments/{comment.pk}/").status_code == 405
    assert own.get(f"/comments/{comment.pk}/hide/").status_code == 405
    for address in ("", "answer/", "edit/", "delete/"):
        assert own.get(f"/comments/99999/{address}").status_code == 404
    assert own.post("/summaries/99999/comments/", {"body": "x"}).status_code == 404


def test_no_page_tells_the_second_of_a_pseudonymous_comment(log_in, stranger, api):
    summary = make_summary(is_anonymous=True)
    comment = add_comment(writer=summary.writer, summary=summary, body="Mine.")
    reader = log_in(stranger)
    second = f"{comment.created_at:%H:%M:%S}"
    for address in (f"/summaries/{summary.pk}/", f"/comments/{comment.pk}/answer/"):
        page = reader.get(address).content.decode()
        assert "Mine." in page
        assert second not in page
        assert f"{comment.created_at:%H:%M}" not in page
    for address in (f"/api/v1/summaries/{summary.pk}/comments/", f"/api/v1/comments/{comment.pk}/"):
        assert second not in api.get(address).content.decode()


def test_on_an_unlisted_summary_everything_leads_to_its_address(log_in, client, stranger):
    summary = make_summary(visibility="unlisted")
    share = f"?secret={summary.secret}"
    comment = add_comment(writer=stranger, summary=summary, body="Thanks.")
    member = log_in(stranger)
    assert member.get(f"/comments/{comment.pk}/{share}").headers["Location"].startswith(summary.shared_url)
    answer = member.post(f"/comments/{comment.pk}/delete/{share}", {"secret": summary.secret})
    assert answer.headers["Location"] == f"{summary.shared_url}#comments"
    assert client.get(summary.shared_url).status_code == 200
