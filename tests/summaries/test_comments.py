import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Notification, User
from changes.models import Change
from summaries.models import Comment, Summary
from summaries.services import (
    CommentEmpty,
    CommentGone,
    CommentsClosed,
    CommentTooLong,
    add_comment,
    delete_comment,
    delete_summary,
    edit_comment,
    hide_comment,
    repair_comment_counts,
    restore_comment,
)
from summaries.services.mentions import people_of
from summaries.threads import MAXIMUM_DEPTH, PAGE_SIZE, read_thread_page, reading_order, start_of_page_with
from tests.factories import UserFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db) -> User:
    return UserFactory(username="moderator", is_staff=True)


@pytest.fixture
def comment(summary, voter) -> Comment:
    return add_comment(writer=voter, summary=summary, body="Does it hold for $n = 1$?")


def count(summary: Summary) -> int:
    return Summary.objects.get(pk=summary.pk).comment_count


def notices(reader: User) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(reader=reader).order_by("pk").values_list("kind", "text"))


def test_a_comment_is_rendered_counted_and_noted(summary, comment, voter):
    assert "<mi>n</mi>" in comment.html
    assert (comment.writer, comment.parent, comment.is_anonymous, comment.edited_at) == (voter, None, False, None)
    assert count(summary) == 1
    assert Change.objects.filter(what="comment", object_id=comment.pk).count() == 1


@pytest.mark.parametrize(
    ("body", "error"), [("", CommentEmpty), (" \r\n ", CommentEmpty), ("x" * 10_001, CommentTooLong)]
)
def test_what_is_no_comment(summary, voter, body, error):
    with pytest.raises(error):
        add_comment(writer=voter, summary=summary, body=body)
    assert count(summary) == 0


def test_the_longest_comment(summary, voter):
    assert add_comment(writer=voter, summary=summary, body="x" * 10_000 + "\r\n").body == "x" * 10_000


def test_the_same_comment_twice_within_a_minute_is_one(summary, comment, voter, stranger):
    again = add_comment(writer=voter, summary=summary, body=f"{comment.body}\r\n")
    assert again == comment
    assert add_comment(writer=stranger, summary=summary, body=comment.body) != comment
    assert add_comment(writer=voter, summary=summary, body=comment.body, parent=comment) != comment
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(seconds=61))
    assert add_comment(writer=voter, summary=summary, body=comment.body) != comment
    assert count(summary) == 4


def test_private_and_hidden_summaries_take_no_comments(writer, summary, private_summary):
    Summary.objects.filter(pk=summary.pk).update(hidden_at=timezone.now())
    for closed in (private_summary, summary):
        with pytest.raises(CommentsClosed):
            add_comment(writer=writer, summary=closed, body="Mine")
    assert not Comment.objects.exists()


def test_a_summary_that_was_deleted_meanwhile_takes_no_comments(summary, comment, voter):
    delete_summary(summary=summary)
    assert not Comment.objects.exists()
    with pytest.raises(CommentsClosed):
        add_comment(writer=voter, summary=summary, body="Late")
    with pytest.raises(CommentsClosed):
        delete_comment(comment=comment)


def test_one_answers_what_is_there_and_on_the_same_summary(summary, comment, stranger):
    elsewhere = make_summary()
    with pytest.raises(CommentGone):
        add_comment(writer=stranger, summary=elsewhere, body="Across", parent=comment)
    hide_comment(comment=comment)
    with pytest.raises(CommentGone):
        add_comment(writer=stranger, summary=summary, body="To nobody", parent=comment)
    assert Comment.objects.count() == 1


def test_an_edit_is_dated_and_one_that_changes_nothing_is_not(comment):
    assert edit_comment(comment=comment, body=f"{comment.body}\r\n").edited_at is None
    edited = edit_comment(comment=comment, body="Does it hold for *small* n?")
    assert edited.edited_at is not None
    assert "<em>small</em>" in Comment.objects.get().html
    assert Change.objects.filter(what="comment").count() == 2
    with pytest.raises(CommentEmpty):
        edit_comment(comment=comment, body="")


def test_a_comment_without_answers_goes_whole(summary, comment):
    delete_comment(comment=comment)
    delete_comment(comment=comment)
    assert not Comment.objects.exists()
    assert count(summary) == 0


def test_a_comment_with_answers_keeps_its_place_and_loses_its_text(summary, comment, stranger):
    answer = add_comment(writer=stranger, summary=summary, body="It does.", parent=comment)
    delete_comment(comment=comment)
    comment.refresh_from_db()
    assert (comment.body, comment.html) == ("", "")
    assert comment.deleted_at is not None
    assert count(summary) == 1
    with pytest.raises(CommentGone):
        edit_comment(comment=comment, body="Back")
    with pytest.raises(CommentGone):
        add_comment(writer=stranger, summary=summary, body="More", parent=comment)
    delete_comment(comment=answer)  # the place was kept for this answer alone
    assert not Comment.objects.exists()


def test_hiding_is_undone_and_told_to_the_writer_each_time(comment, voter, summary):
    hide_comment(comment=comment)
    hide_comment(comment=comment)
    assert Comment.objects.get().hidden_at is not None
    assert [kind for kind, _ in notices(voter)] == ["moderation"]
    assert notices(summary.writer) == []  # no mail leads to what was hidden
    with pytest.raises(CommentGone):
        edit_comment(comment=comment, body="Milder")
    restore_comment(comment=comment)
    restore_comment(comment=comment)
    assert Comment.objects.get().hidden_at is None
    assert [kind for kind, _ in notices(voter)] == ["moderation", "moderation"]
    assert [kind for kind, _ in notices(summary.writer)] == ["comment"]


def test_recount_repairs_the_number_of_comments(summary, comment):
    assert repair_comment_counts() == []
    Summary.objects.update(comment_count=7)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("recount", stdout=out)
    assert f"summary {summary.pk}: comment_count is 1 now" in out.getvalue()
    assert count(summary) == 1


# ------------------------------------------------------------------ mentions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ada and @ben_b, (@cee-d)?", ["ada", "ben_b", "cee-d"]),
        ("**@ada**, [see @ben](https://example.org) and @ADA again", ["ada"]),  # a link holds no other one
        ("ada@example.org, `@code`, $@x$, //@ada, @@ada, @a, @" + "x" * 31, []),
        ("```\n@block\n```\n\n> @quoted", ["quoted"]),
        ("", []),
        (" ".join(f"@person{n}" for n in range(30)), [f"person{n}" for n in range(20)]),
    ],
)
def test_people_whom_a_text_calls(text, names):
    for number in range(30):
        UserFactory(username=f"person{number}")
    for name in ["ada", "ben", "ben_b", "cee-d", "quoted", "block", "code", "a1"]:
        UserFactory(username=name)
    assert set(people_of(text)) == set(names)


# ------------------------------------------------------------------ who is told


def test_the_summary_s_writer_is_told_of_a_comment_and_of_nothing_twice(summary, comment, writer, voter):
    assert notices(writer) == [("comment", f"Voter commented on your summary of “{summary.paper}”")]
    notice = Notification.objects.get(reader=writer)
    assert notice.url == f"/summaries/{summary.pk}/#comment-{comment.pk}"
    assert comment.body not in notice.text
    add_comment(writer=voter, summary=summary, body=comment.body)
    edit_comment(comment=comment, body="Changed.")
    assert len(notices(writer)) == 1
    assert notices(voter) == []


def test_an_answer_that_mentions_as_well_tells_once(summary, comment, writer, voter, stranger):
    add_comment(writer=stranger, summary=summary, body="@voter @writer @stranger @nobody: it does.", parent=comment)
    assert [kind for kind, _ in notices(voter)] == ["answer"]
    assert [kind for kind, _ in notices(writer)] == ["comment", "comment"]
    assert notices(stranger) == []
    answer = add_comment(writer=writer, summary=summary, body="Thanks.", parent=comment)
    add_comment(writer=voter, summary=summary, body="Welcome.", parent=answer)
    assert [kind for kind, _ in notices(writer)][2:] == ["answer"]


def test_who_is_mentioned_is_told_also_by_a_later_edit(summary, comment, stranger):
    edit_comment(comment=comment, body="What does @Stranger think?")
    assert notices(stranger) == [("mention", f"Voter mentioned you in a comment on a summary of “{summary.paper}”")]
    edit_comment(comment=comment, body="What does @stranger think of it?")
    assert len(notices(stranger)) == 1
    delete_comment(comment=comment)
    assert notices(stranger) == notices(summary.writer) == []


def test_nobody_is_called_to_an_unlisted_summary(writer, voter, stranger):
    unlisted = make_summary(writer=writer, visibility="unlisted")
    comment = add_comment(writer=voter, summary=unlisted, body="Nice, @stranger!")
    add_comment(writer=writer, summary=unlisted, body="Thanks", parent=comment)
    assert [kind for kind, _ in notices(writer)] == ["comment"]
    assert [kind for kind, _ in notices(voter)] == ["answer"]
    assert notices(stranger) == []


def test_an_inactive_person_is_not_mentioned(summary, voter):
    gone = UserFactory(username="gone", is_active=False)
    comment = add_comment(writer=voter, summary=summary, body="@gone?")
    assert notices(gone) == []
    assert "/users/gone/" not in comment.html


def test_a_long_title_is_cut(writer, voter):
    summary = make_summary(writer=writer)
    summary.paper.title = "Long " * 200
    summary.paper.save()
    add_comment(writer=voter, summary=summary, body="Long title.")
    [(_, text)] = notices(writer)
    assert len(text) <= 300
    assert text.endswith("…”")


# ------------------------------------------------------------------ anonymous summaries


def test_the_writer_of_an_anonymous_summary_comments_under_its_pseudonym(writer, voter):
    summary = make_summary(writer=writer, is_anonymous=True)
    asked = add_comment(writer=voter, summary=summary, body="Why?")
    own = add_comment(writer=writer, summary=summary, body="Because.", parent=asked)
    assert (asked.is_anonymous, own.is_anonymous) == (False, True)
    assert own.byline != str(writer)
    assert own.byline == str(getattr(summary, "byline", "the summary’s writer"))
    assert asked.byline == str(voter)
    [(kind, text)] = notices(voter)
    assert kind == "answer"
    assert text.startswith(f"{own.byline} answered your comment")
    assert str(writer) not in text


def test_a_signed_comment_is_no_trace_once_the_summary_is_anonymous(writer, summary):
    comment = add_comment(writer=writer, summary=summary, body="Mine.")
    Summary.objects.update(is_anonymous=True)
    comment = Comment.objects.get(pk=comment.pk)
    assert comment.is_pseudonymous
    assert comment.byline != str(writer)


def test_a_claimed_summary_signs_its_comments(writer):
    summary = make_summary(writer=writer, is_anonymous=True)
    comment = add_comment(writer=writer, summary=summary, body="Mine.")
    Summary.objects.update(is_anonymous=False)
    assert Comment.objects.get(pk=comment.pk).byline == str(writer)


# ------------------------------------------------------------------ order


def test_reading_order_keeps_threads_together():
    assert reading_order([(1, None), (2, None), (3, 1), (4, 3), (5, 1), (6, 2)]) == [1, 3, 4, 5, 2, 6]
    assert reading_order([]) == []


def test_a_chain_of_thousands_is_no_matter():
    chain = [(number, number - 1 or None) for number in range(1, 5001)]
    assert reading_order(chain) == list(range(1, 5001))


def chain_of(summary: Summary, writer: User, length: int) -> list[Comment]:
    chain: list[Comment] = []
    for number in range(length):
        chain.append(
            add_comment(writer=writer, summary=summary, body=f"Step {number}", parent=chain[-1] if chain else None)
        )
    return chain


def test_deep_answers_stand_beside_each_other(summary, voter, stranger):
    chain = chain_of(summary, voter, MAXIMUM_DEPTH + 4)
    page = read_thread_page(summary, stranger, None)
    [node] = page.nodes
    for depth in range(1, MAXIMUM_DEPTH):
        [node] = node.answers
        assert (node.depth, node.names_parent) == (depth, False)
    assert [below.comment for below in node.answers] == chain[MAXIMUM_DEPTH:]
    assert [below.names_parent for below in node.answers] == [False, True, True, True]


def many_comments(summary: Summary, writer: User, number: int) -> list[int]:
    now = timezone.now()
    rows = [
        Comment(summary=summary, writer=writer, body=f"N{n}", html=f"N{n}", renderer_version=1, created_at=now)
        for n in range(number)
    ]
    return [row.pk for row in Comment.objects.bulk_create(rows)]


def test_pages_of_many_comments_hold_each_once(summary, voter, stranger):
    numbers = many_comments(summary, voter, 2 * PAGE_SIZE + 7)
    seen, start = [], None
    for _ in range(4):
        page = read_thread_page(summary, stranger, start)
        seen += [node.comment.pk for node in page.nodes]
        start = page.next
        if start is None:
            break
    assert seen == numbers
    first = Comment.objects.get(pk=numbers[0])
    late = Comment.objects.get(pk=numbers[PAGE_SIZE + 3])
    assert start_of_page_with(first) is None
    assert start_of_page_with(late) == late.pk
    answer = add_comment(writer=stranger, summary=summary, body="To that", parent=late)
    assert start_of_page_with(answer) == late.pk
    assert read_thread_page(summary, stranger, 10**12).is_first_page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("is_nested", [False, True])
def test_a_thread_costs_two_queries(summary, stranger, number, is_nested, django_assert_num_queries):
    for person in UserFactory.create_batch(number):
        parent = Comment.objects.order_by("-pk").first() if is_nested else None
        add_comment(writer=person, summary=summary, body="A remark", parent=parent)
    summary = Summary.objects.get()
    with django_assert_num_queries(2):
        nodes = read_thread_page(summary, stranger, None).nodes
        names = [node.comment.byline for node in nodes]
    assert len(names) == (1 if is_nested else number)


# ------------------------------------------------------------------ many at once


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_comments_at_once_are_all_counted_and_a_repeated_one_once():
    summary, people = make_summary(), UserFactory.create_batch(4)
    start = threading.Barrier(8)

    def work(person: User) -> None:
        start.wait()
        add_comment(writer=person, summary=summary, body="The same remark")
        connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in people * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(summary) == Comment.objects.count() == 4
    assert Notification.objects.filter(reader=summary.writer).count() == 4
    assert repair_comment_counts() == []
