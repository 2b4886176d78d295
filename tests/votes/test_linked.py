"""Accounts of one person do not vote on each other, and have one vote together on anything else."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AccountLink, User
from accounts.services import ask_for_link, confirm_link, link_accounts, part_accounts
from summaries.models import Summary
from summaries.services import hide_summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.services import LinkedAccount, cast_vote, linked_voters, rank_changed_summaries, repair_drift
from votes.tasks import follow_new_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(writer) -> User:
    """Another account of the writer's."""
    return link(writer, UserFactory(username="twin"))


def link(one: User, other: User) -> User:
    confirm_link(by=other, link=ask_for_link(asker=one, username=other.username))
    one.refresh_from_db()
    other.refresh_from_db()
    return other


def votes() -> set[tuple[str, int, int]]:
    return set(Vote.objects.values_list("voter__username", "summary", "value"))


def assert_no_drift() -> None:
    rank_changed_summaries()
    assert repair_drift() == []


def test_who_has_one_account_pays_nothing(voter, twin, writer, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert linked_voters(voter) == frozenset()
    with django_assert_num_queries(1):
        assert linked_voters(twin) == {writer.pk}


@pytest.mark.parametrize("is_anonymous", [False, True])
@pytest.mark.parametrize("value", [1, -1])
def test_linked_accounts_do_not_vote_on_each_other(writer, twin, value, is_anonymous):
    for one, other in ((writer, twin), (twin, writer)):
        with pytest.raises(LinkedAccount):
            cast_vote(voter=one, summary=make_summary(writer=other, is_anonymous=is_anonymous), value=value)
    assert not Vote.objects.exists()


def test_they_have_one_vote_together(writer, twin):
    summary = make_summary()
    cast_vote(voter=twin, summary=summary, value=1)
    cast_vote(voter=twin, summary=summary, value=-1)  # may be changed
    with pytest.raises(LinkedAccount):
        cast_vote(voter=writer, summary=summary, value=-1)
    cast_vote(voter=twin, summary=summary, value=0)
    assert cast_vote(voter=writer, summary=summary, value=-1).downvotes == 1
    assert cast_vote(voter=twin, summary=summary, value=0).downvotes == 1  # to have none is always allowed


def test_it_holds_over_an_account_between(writer, twin, voter):
    link(twin, voter)
    with pytest.raises(LinkedAccount):
        cast_vote(voter=voter, summary=make_summary(writer=writer), value=1)


def test_one_sentence_for_both_reasons(api_as, log_in, writer, twin):
    """Whoever is refused does not learn whether the other account wrote it."""
    written, voted_on = make_summary(writer=writer, is_anonymous=True), make_summary(is_anonymous=True)
    cast_vote(voter=writer, summary=voted_on, value=1)
    answers = [api_as(twin).put(f"/api/v1/summaries/{one.pk}/vote/", {"value": 1}) for one in (written, voted_on)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["code"] == "linked_account"
    page = log_in(twin).post(f"/summaries/{written.pk}/vote/", {"value": "1"})
    assert (page.status_code, "One of your linked accounts" in page.content.decode()) == (403, True)


def test_a_link_withdraws_the_votes_between(writer, voter, stranger):
    theirs, mine, other = make_summary(writer=writer), make_summary(writer=voter), make_summary()
    cast_vote(voter=voter, summary=theirs, value=1)
    cast_vote(voter=stranger, summary=theirs, value=1)
    cast_vote(voter=writer, summary=mine, value=-1)
    cast_vote(voter=writer, summary=other, value=1)
    cast_vote(voter=voter, summary=other, value=-1)
    hide_summary(summary=mine, by=UserFactory(is_staff=True), reason="Copied.")  # also where it takes no votes now
    rank_changed_summaries()
    link(writer, voter)
    assert votes() == {("stranger", theirs.pk, 1), ("writer", other.pk, 1)}  # of two, the one that was cast first
    counts = {row.pk: (row.upvotes, row.downvotes) for row in Summary.objects.all()}
    assert counts == {theirs.pk: (1, 0), mine.pk: (0, 0), other.pk: (1, 0)}
    assert_no_drift()
    [notice] = voter.notifications.filter(kind="account")
    assert notice.text.startswith("2 of your votes were withdrawn: accounts of one person do not vote on each other")
    assert writer.notifications.filter(text__startswith="One of your votes was withdrawn").count() == 1


def test_the_notice_names_no_summary(voter):
    secret = make_summary(is_anonymous=True)
    cast_vote(voter=voter, summary=secret, value=1)
    link_accounts(one=secret.writer, other=voter, by=UserFactory(is_staff=True))
    assert not Vote.objects.exists()
    told = " ".join(f"{notice.text} {notice.url}" for notice in voter.notifications.all())
    for name in (str(secret.paper), secret.pseudonym, f"/{secret.pk}/"):
        assert name not in told


@pytest.mark.parametrize("state", ["waiting", "held", "set_aside"])
def test_a_vote_that_did_not_count_goes_without_moving_the_counter(writer, voter, state):
    summary = make_summary(writer=writer)
    cast_vote(voter=UserFactory(), summary=summary, value=1)
    Vote.objects.create(voter=voter, summary=summary, value=1, state=state)
    link(writer, voter)
    assert Vote.objects.count() == 1
    assert Summary.objects.get().upvotes == 1


def test_three_accounts_keep_one_vote(writer, voter, stranger):
    summary = make_summary()
    link(writer, voter)
    for one, value in ((stranger, -1), (writer, 1)):
        cast_vote(voter=one, summary=summary, value=value)
    link(voter, stranger)
    assert votes() == {("stranger", summary.pk, -1)}
    assert_no_drift()


def test_parted_accounts_vote_again(writer, voter):
    held = link_accounts(one=writer, other=voter, by=UserFactory(is_staff=True))
    part_accounts(link=held)
    voter.refresh_from_db()
    assert cast_vote(voter=voter, summary=make_summary(writer=writer), value=1).upvotes == 1


def test_a_vote_that_was_under_way_while_the_link_was_confirmed_goes(writer, voter, stranger):
    """Its request had read the voter before; the next minute looks again."""
    summary, own = make_summary(), make_summary(writer=writer)
    early = User.objects.get(pk=voter.pk)
    cast_vote(voter=writer, summary=summary, value=1)
    link(writer, voter)
    cast_vote(voter=early, summary=summary, value=1)
    cast_vote(voter=early, summary=own, value=1)
    cast_vote(voter=stranger, summary=own, value=1)
    for _ in range(2):
        follow_new_links()
        assert votes() == {("writer", summary.pk, 1), ("stranger", own.pk, 1)}
    assert_no_drift()


def test_older_and_parted_links_are_not_looked_at_again(writer, voter):
    own = make_summary(writer=writer)
    early = User.objects.get(pk=voter.pk)
    link(writer, voter)
    cast_vote(voter=early, summary=own, value=1)
    AccountLink.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))
    follow_new_links()
    assert votes() == {("voter", own.pk, 1)}
    part_accounts(link=AccountLink.objects.get())
    follow_new_links()
    assert votes() == {("voter", own.pk, 1)}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_linking_while_all_of_them_vote():
    """Real connections: five accounts are linked while they vote on the same summaries, and workers rank."""
    people = UserFactory.create_batch(5)
    summaries = [make_summary() for _ in range(6)]
    asked = [ask_for_link(asker=people[0], username=other.username) for other in people[1:]]
    errors: list[BaseException] = []

    def work(do) -> None:
        try:
            do()
        except LinkedAccount:
            pass
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    def cast(number: int) -> None:
        for value in (1, -1, 1, -1):
            for summary in summaries:
                cast_vote(voter=User.objects.get(pk=people[number].pk), summary=summary, value=value)

    jobs = [lambda number=number: cast(number) for number in range(5)]
    jobs += [
        lambda link=link, by=by: confirm_link(by=by, link=link) for link, by in zip(asked, people[1:], strict=True)
    ]
    jobs += [rank_changed_summaries] * 2
    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(User.objects.filter(pk__in=[user.pk for user in people]).values_list("eldest", flat=True)) == {
        people[0].pk
    }
    assert_no_drift()
