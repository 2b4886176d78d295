"""Closing an account: the person is gone at once, the rest follows, and every counter stays right."""

import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import AccountLink, Closing, Notification, User
from accounts.services import confirm_link, create_token, link_accounts, notify, other_accounts_of
from changes.models import Change
from digests.models import Subscription
from digests.services import choose_mails
from papers.models import Paper, Resource
from summaries.models import Comment, Draft, Image, Summary, SummaryRequest
from summaries.services import (
    Text,
    add_comment,
    ask_for_summary,
    hide_summary,
    repair_comment_counts,
    repair_summary_counts,
    repair_wanted_counts,
)
from summaries.services.drafts import save_draft
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Burst, Reputation, ReputationDay, Vote, WithdrawnVote
from votes.services import (
    cast_vote,
    close_account,
    count_reputation,
    finish_closings,
    rank_changed_summaries,
    repair_drift,
    repair_reputations,
)
from votes.tasks import finish_closings as task

pytestmark = pytest.mark.django_db
PASSWORD = "quite-a-pass-7"
CLOSE = "/accounts/settings/close/"


@pytest.fixture
def ada(db) -> User:
    user = UserFactory(username="ada", display_name="Ada Lovelace", bio="Reads tables.", email="ada@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def assert_nothing_drifted() -> None:
    rank_changed_summaries()
    assert (repair_drift(), repair_summary_counts(), repair_comment_counts()) == ([], [], [])
    assert (repair_wanted_counts(), repair_reputations()) == ([], [])


def close(user: User, *, keep: bool = True) -> User:
    close_account(user=user, keep_summaries=keep)
    finish_closings()
    user = User.objects.get(pk=user.pk)
    assert_nothing_drifted()
    return user


# ------------------------------------------------------------ the person


def test_nothing_of_the_person_is_kept(ada, writer, summary):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    create_token(user=ada)
    notify(reader=ada, kind=Notification.Kind.COMMENT, text="Ada, look.", url="/", key="x")
    ada.groups.add(Group.objects.create(name="editors"))
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True, last_login=timezone.now(), language="de")
    choose_mails(reader=ada, frequency="weekly", selections=True)
    pk = ada.pk
    former = close(ada)
    assert re.fullmatch(r"former-[0-9a-f]{20}", former.username)
    assert former.email == f"{former.username}@closed.invalid"
    assert (former.display_name, former.bio, former.language, former.last_login) == ("", "", "", None)
    assert [former.is_active, former.is_staff, former.is_superuser] == [False, False, False]
    assert not former.has_usable_password()
    assert former.closed_at
    assert (str(former), former.get_absolute_url()) == ("A former member", "")
    for rows in (EmailAddress, AuthToken, Notification, AccountLink, Subscription):
        assert not rows.objects.exists()
    assert not former.groups.exists()
    assert former.pk == pk


def test_every_row_that_names_a_user_was_thought_of():
    """A new foreign key to an account needs a decision here: cleared, kept without a name, or a moderator's doing."""
    cleared = {
        "emailaddress.user", "authtoken.user", "notification.reader", "accountlink.first", "accountlink.second",
        "closing.user", "draft.writer", "summaryrequest.reader", "vote.voter", "reputation.writer",
        "reputationday.writer", "withdrawnvote.voter", "image.added_by", "resource.added_by", "user.eldest", "summary.writer",
        "follow.reader", "follow.person", "reading.reader", "readerprofile.user", "subscription.reader",
        "comment.writer", "user_groups.user", "user_user_permissions.user",
    }  # fmt: skip
    decisions_of_moderators = {
        "summary.hidden_by", "burst.decided_by", "accountlink.asked_by", "paperredirect.merged_by",
        "keptapart.decided_by", "logentry.user", "selection.made_by",
    }  # fmt: skip
    relations = {
        f"{relation.related_model._meta.model_name}.{relation.field.name}"
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.field.model is not User
    } | {"user.eldest"}
    assert relations - {"user_groups.user", "user_user_permissions.user"} <= cleared | decisions_of_moderators


def test_nobody_logs_in_with_it_and_all_sessions_end(client, log_in, api, ada):
    elsewhere = log_in(ada)
    key = create_token(user=ada).key
    close_account(user=ada, keep_summaries=True)  # before any task has run
    assert elsewhere.get("/accounts/settings/").status_code == 302
    for login in ("ada", "ada@example.org", User.objects.get().username):
        client.post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert client.get("/accounts/settings/").status_code == 302
    api.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    assert api.get("/api/v1/me/").status_code == 401
    assert client.get("/users/ada/").status_code == 404
    assert client.get(f"/users/{User.objects.get().username}/").status_code == 404


@pytest.mark.parametrize("username", ["ada", "Ada", "former-me", "FORMER-0123"])
def test_the_name_stays_taken(client, ada, username):
    close(ada)
    fields = {"email": "ada@example.org", "username": username, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/signup/", fields).content.decode()
    assert "This name belonged to somebody who has left, or looks as if it did." in page
    assert User.objects.count() == 1
    client.post("/accounts/signup/", {**fields, "username": "adele"})  # the address is free again
    assert User.objects.filter(username="adele").exists()


def test_nobody_is_told_or_mailed_any_more(ada, voter):
    kept = make_summary(writer=ada)
    close(ada)
    add_comment(writer=voter, summary=kept, body="Well said.")
    assert not Notification.objects.exists()


# ------------------------------------------------------------ the work


def test_votes_are_withdrawn_and_counters_follow(ada, voter, summary):
    hidden, anonymous = make_summary(), make_summary(is_anonymous=True)
    for target, value in ((summary, 1), (hidden, -1), (anonymous, 1)):
        cast_vote(voter=ada, summary=target, value=value)
    cast_vote(voter=voter, summary=summary, value=1)
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="Copied.")
    rank_changed_summaries()
    close(ada)
    assert list(Summary.objects.order_by("pk").values_list("upvotes", "downvotes", "score")) == [
        (1, 0, 1),
        (0, 0, 0),
        (0, 0, 0),
    ]
    assert Vote.objects.get().voter == voter


@pytest.mark.parametrize("state", ["waiting", "held", "set_aside"])
def test_votes_that_did_not_count_move_no_counter(ada, voter, summary, state):
    cast_vote(voter=voter, summary=summary, value=1)
    Vote.objects.create(voter=ada, summary=summary, value=1, state=state)
    close_account(user=ada, keep_summaries=True)
    finish_closings()
    assert Summary.objects.get().upvotes == 1
    assert Vote.objects.count() == 1


def test_it_is_forgotten_that_a_vote_left_a_burst(ada, summary):
    cast_vote(voter=ada, summary=summary, value=1)
    burst = Burst.objects.create(summary=summary, kind="summary")
    Vote.objects.update(state="held", burst=burst)
    repair_drift()
    close(ada)
    assert not WithdrawnVote.objects.exists()


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_not_public_goes_and_what_was_is_kept_or_goes(client, api, ada, voter, keep):
    public = make_summary(writer=ada, body="For all.")
    for visibility in ("private", "unlisted"):
        make_summary(writer=ada, visibility=visibility)
    cast_vote(voter=voter, summary=public, value=1)
    add_comment(writer=voter, summary=public, body="Well said.")
    close(ada, keep=keep)
    assert list(Summary.objects.values_list("pk", flat=True)) == ([public.pk] if keep else [])
    assert Vote.objects.count() == Comment.objects.count() == keep
    page = client.get(f"/summaries/{public.pk}/")
    if keep:
        answer = api.get(f"/api/v1/summaries/{public.pk}/").json()
        assert (answer["byline"], answer["writer"]["url"], answer["writer"]["reputation"]) == ("A former member", "", 0)
        assert "by A former member" in page.content.decode()
        assert 'href=""' not in page.content.decode()
        shown = [
            page,
            client.get("/"),
            client.get(f"/papers/{public.paper_id}/"),
            client.get(f"/summaries/{public.pk}/history/"),
        ]
        for response in shown:
            assert not re.search("lovelace|ada@|/users/ada", response.content.decode().lower())
    else:
        assert page.status_code == 404


def test_comments_lose_their_text_and_answers_keep_their_place(client, ada, voter, summary):
    alone = add_comment(writer=ada, summary=summary, body="Lonely remark.")
    answered = add_comment(writer=ada, summary=summary, body="Wrong remark.")
    add_comment(writer=voter, summary=summary, body="No, right.", parent=answered)
    assert summary.writer.notifications.filter(text__startswith="Ada Lovelace").exists()
    close(ada)
    assert not Comment.objects.filter(pk=alone.pk).exists()
    answered.refresh_from_db()
    assert (answered.body, answered.html) == ("", "")
    page = client.get(f"/summaries/{summary.pk}/").content.decode()
    assert "Deleted by its writer" in page
    assert "No, right." in page
    assert "remark" not in page
    assert not Notification.objects.filter(text__contains="Lovelace").exists()


def test_drafts_wishes_pictures_and_resources(ada, voter, paper):
    save_draft(writer=ada, paper=paper, text=Text(body="Half a thought."))
    ask_for_summary(reader=ada, paper=paper)
    ask_for_summary(reader=voter, paper=paper)
    Image.objects.create(digest="0" * 64, extension="png", width=1, height=1, size=1, added_by=ada)
    Resource.objects.create(paper=paper, kind="code", url="https://example.org/", title="Code", added_by=ada)
    answered = PaperFactory()
    ask_for_summary(reader=ada, paper=answered)
    make_summary(paper=answered)
    close(ada)
    assert not Draft.objects.exists()
    assert SummaryRequest.objects.get().reader == voter
    assert Paper.objects.get(pk=paper.pk).wanted_count == 1
    assert Image.objects.get().added_by is None
    assert Resource.objects.get().added_by is None


def test_reputation_is_gone(ada, voter):
    kept = make_summary(writer=ada)
    cast_vote(voter=voter, summary=kept, value=1)
    assert count_reputation(ada) == 1
    close(ada)
    assert not Reputation.objects.filter(writer=ada, points__gt=0).exists()
    assert not ReputationDay.objects.exists()


# ------------------------------------------------------------ anonymity


def test_what_was_anonymous_keeps_its_pseudonym_and_stays_apart(client, api, ada, voter):
    named, anonymous = make_summary(writer=ada), make_summary(writer=ada, is_anonymous=True)
    theirs = add_comment(writer=ada, summary=anonymous, body="I would add this.")
    cast_vote(voter=voter, summary=anonymous, value=1)
    rank_changed_summaries()
    addresses = [
        f"/summaries/{anonymous.pk}/",
        f"/papers/{anonymous.paper_id}/",
        f"/api/v1/summaries/{anonymous.pk}/",
        f"/api/v1/summaries/{anonymous.pk}/comments/",
        f"/summaries/{anonymous.pk}/history/",
    ]
    before = [client.get(address).content for address in addresses]
    last = Change.objects.order_by("pk").last().pk
    close(ada)
    assert [client.get(address).content for address in addresses] == before  # nothing moves when its writer leaves
    assert Comment.objects.get().pk == theirs.pk
    assert anonymous.pseudonym in before[0].decode()
    assert "former" not in b"".join(before).decode()
    changed = set(Change.objects.filter(pk__gt=last).values_list("what", "object_id"))
    assert ("summary", named.pk) in changed
    assert ("summary", anonymous.pk) not in changed
    former = User.objects.get(closed_at__isnull=False).username
    results = api.get(f"/api/v1/summaries/?author={former}").json()["results"]
    assert [row["id"] for row in results] == [named.pk]


def test_of_those_who_delete_all_nothing_anonymous_stays(ada):
    anonymous = make_summary(writer=ada, is_anonymous=True)
    add_comment(writer=ada, summary=anonymous, body="I would add this.")
    close(ada, keep=False)
    assert (Summary.objects.count(), Comment.objects.count()) == (0, 0)


# ------------------------------------------------------------ links


def test_links_go_and_what_it_held_together_stays_together(ada, writer, voter, stranger):
    moderator = UserFactory(is_staff=True)
    for other in (writer, voter):
        link_accounts(one=ada, other=other, by=moderator)
    AccountLink.objects.create(first=ada, second=stranger, asked_by=stranger)
    close(ada)
    link = AccountLink.objects.get()
    assert (link.first, link.second) == (writer, voter)
    assert other_accounts_of(User.objects.get(pk=writer.pk)) == [voter]
    assert User.objects.get(pk=ada.pk).eldest is None


# ------------------------------------------------------------ again, and half-way


def test_closed_twice_is_closed_once_and_the_first_choice_stays(ada):
    kept = make_summary(writer=ada)
    close(ada, keep=True)
    once = User.objects.get(pk=ada.pk)
    close(ada, keep=False)
    twice = User.objects.get(pk=ada.pk)
    assert (twice.username, twice.closed_at) == (once.username, once.closed_at)
    assert Summary.objects.get() == kept


def test_it_goes_on_where_it_was_killed(ada, voter, monkeypatch):
    """Killed after each number of deletions of votes, summaries and comments, then run again."""
    for _ in range(3):
        cast_vote(voter=ada, summary=make_summary(), value=1)
        add_comment(writer=ada, summary=make_summary(), body="A remark.")
        make_summary(writer=ada)
    close_account(user=ada, keep_summaries=False)
    left = lambda: (Vote.objects.count(), Summary.objects.filter(writer=ada).count(), Comment.objects.count())  # noqa: E731
    seen = [left()]
    while seen[-1] != (0, 0, 0):
        with pytest.raises(KeyboardInterrupt):
            run_until_killed(after=1)
        seen.append(left())
        assert_nothing_drifted()
        assert sum(seen[-1]) == sum(seen[-2]) - 1
    finish_closings()
    assert len(seen) == 10


def run_until_killed(*, after: int) -> None:
    """A real deletion ends, and the next statement that begins a piece of work dies."""
    from django.db.models.signals import post_delete

    deleted = []

    def count(sender, **kwargs) -> None:
        if sender in {Vote, Comment, Summary}:
            deleted.append(sender)

    def die(execute, sql, params, many, context):
        if len(deleted) >= after and sql.startswith("SAVEPOINT"):
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    post_delete.connect(count)
    try:
        with connection.execute_wrapper(die):
            finish_closings()
            raise KeyboardInterrupt  # it was the last one
    finally:
        post_delete.disconnect(count)


def test_the_sweep_looks_again_until_no_old_request_can_write(ada, summary):
    close_account(user=ada, keep_summaries=True)
    assert finish_closings() == 1
    cast_vote(voter=ada, summary=summary, value=1)  # a request that had come in before
    assert Summary.objects.get().upvotes == 1
    task()
    assert Summary.objects.get().upvotes == 0
    assert Closing.objects.exists()
    Closing.objects.update(asked_at=timezone.now() - timedelta(minutes=3))
    task()
    assert not Closing.objects.exists()
    assert finish_closings() == 0
    close_account(user=User.objects.get(pk=ada.pk), keep_summaries=False)
    assert not Closing.objects.exists()


def test_the_broker_may_be_away(broker_away, ada, summary, django_capture_on_commit_callbacks, caplog):
    cast_vote(voter=ada, summary=summary, value=1)
    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=ada, keep_summaries=True)
    assert "its sweep will find the work" in caplog.text
    task()
    assert Summary.objects.get().upvotes == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_accounts_close_while_others_vote_and_workers_rank():
    """Real connections: two workers close the same accounts while their votes and others' still come in."""
    leaving, staying = UserFactory.create_batch(4), UserFactory.create_batch(4)
    summaries = [make_summary() for _ in range(6)] + [make_summary(writer=user) for user in leaving]
    for user in leaving:
        for summary in summaries[:6]:
            cast_vote(voter=user, summary=summary, value=1)
    errors: list[BaseException] = []

    def work(do) -> None:
        try:
            do()
        except (ObjectDoesNotExist, KeyboardInterrupt):
            pass  # a vote on a summary that its writer has just taken away
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    def cast(user: User) -> None:
        for value in (1, -1, 1):
            for summary in summaries[:6]:
                cast_vote(voter=user, summary=summary, value=value)

    def close_all() -> None:
        for user in leaving:
            close_account(user=user, keep_summaries=False)
            finish_closings()

    jobs = [lambda user=user: cast(user) for user in [*staying, *leaving]]
    jobs += [close_all, close_all, rank_changed_summaries, rank_changed_summaries]
    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    finish_closings()
    assert not Vote.objects.filter(voter__in=leaving).exists()
    assert set(Summary.objects.values_list("upvotes", "downvotes")) == {(4, 0)}
    assert Summary.objects.count() == 6
    assert_nothing_drifted()


# ------------------------------------------------------------ the page


def test_the_page_says_exactly_what_happens(log_in, ada, summary):
    cast_vote(voter=ada, summary=summary, value=1)
    make_summary(writer=ada)
    make_summary(writer=ada, visibility="private")
    client = log_in(ada)
    page = client.get(CLOSE).content.decode()
    for sentence in (
        "nobody can log in as ada again",
        "your reading list with its notes",
        "Your 1 vote is withdrawn.",
        "Your 1 private and unlisted summary is deleted.",
        "Your 1 public summary stays or goes, as you choose",
    ):
        assert sentence in page
    assert "What you published anonymously" not in page
    assert "comments are deleted" not in page
    make_summary(writer=ada, is_anonymous=True)
    assert "What you published anonymously" in client.get(CLOSE).content.decode()
    assert CLOSE in client.get("/accounts/settings/").content.decode()


@pytest.mark.parametrize("choice", ["keep", "delete"])
def test_closing_on_the_page(log_in, ada, choice):
    make_summary(writer=ada)
    client = log_in(ada)
    response = client.post(CLOSE, {"password": PASSWORD, "summaries": choice})
    assert response.headers["Location"] == "/accounts/closed/"
    assert "Your account is closed" in client.get("/accounts/closed/").content.decode()
    assert client.get(CLOSE).headers["Location"].startswith("/accounts/login/")
    assert Closing.objects.get().keeps_summaries == (choice == "keep")
    assert User.objects.get().closed_at


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "wrong", "summaries": "keep"}, "This is not your password."),
        ({"password": "", "summaries": "keep"}, "This field is required."),
        ({"password": PASSWORD}, "Choose what becomes of your public summaries."),
        ({"password": PASSWORD, "summaries": "sell"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(log_in, ada, fields, sentence):
    make_summary(writer=ada)
    response = log_in(ada).post(CLOSE, fields)
    assert (response.status_code, sentence in response.content.decode()) == (400, True)
    assert User.objects.get().closed_at is None


def test_who_has_no_public_summary_has_nothing_to_choose(log_in, ada):
    make_summary(writer=ada, visibility="private")
    client = log_in(ada)
    assert "Your public summaries" not in client.get(CLOSE).content.decode()
    assert client.post(CLOSE, {"password": PASSWORD}).headers["Location"] == "/accounts/closed/"
    finish_closings()
    assert not Summary.objects.exists()


def test_who_may_not(client, log_in, ada):
    assert client.get(CLOSE).headers["Location"].startswith("/accounts/login/")
    assert client.post(CLOSE, {"password": PASSWORD, "summaries": "keep"}).status_code == 302
    assert log_in(ada).put(CLOSE).status_code == 405
    assert client.post("/accounts/closed/").status_code == 405
    assert User.objects.get().closed_at is None


def test_a_link_that_waits_for_a_leaver_cannot_be_confirmed(ada, voter):
    link = AccountLink.objects.create(first=ada, second=voter, asked_by=ada)
    close(ada)
    with pytest.raises(Exception, match="no account of this name"):
        confirm_link(by=voter, link=link)
