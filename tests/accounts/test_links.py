"""Two accounts of one person: asked from one, confirmed from the other, or linked by a moderator."""

import threading
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AccountLink, Notification, User
from accounts.services import (
    AlreadyLinked,
    LinkHolds,
    OwnAccount,
    TooManyLinks,
    UnknownAccount,
    ask_for_link,
    confirm_link,
    link_accounts,
    other_accounts_of,
    part_accounts,
    withdraw_link,
)
from reading.services import profile_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SETTINGS = "/accounts/settings/"
LINKS = "/accounts/settings/links/"


@pytest.fixture
def ada(db) -> User:
    return UserFactory(username="ada")


@pytest.fixture
def lab(db) -> User:
    return UserFactory(username="ada-lab")


@pytest.fixture
def moderator(db) -> User:
    return UserFactory(username="moderator", is_staff=True, is_superuser=True)


def linked(user: User) -> list[str]:
    return [other.username for other in other_accounts_of(User.objects.get(pk=user.pk))]


def link(one: User, other: User) -> AccountLink:
    return confirm_link(by=other, link=ask_for_link(asker=one, username=other.username))


# ------------------------------------------------------------ asking and confirming


def test_it_holds_once_the_other_account_confirms(ada, lab):
    asked = ask_for_link(asker=ada, username="ADA-lab")
    assert (linked(ada), linked(lab)) == ([], [])
    notice = lab.notifications.get()
    assert (notice.kind, notice.url) == ("account", "/accounts/settings/#accounts")
    assert notice.text.startswith("ada says that your two accounts belong to one person.")
    confirm_link(by=lab, link=asked)
    assert (linked(ada), linked(lab)) == (["ada-lab"], ["ada"])
    assert not lab.notifications.exists()


@pytest.mark.parametrize("is_younger_asking", [True, False])
def test_asked_twice_is_asked_once_in_whatever_order(ada, lab, is_younger_asking):
    asker, other = (lab, ada) if is_younger_asking else (ada, lab)
    first = ask_for_link(asker=asker, username=other.username)
    assert ask_for_link(asker=asker, username=other.username) == first
    assert other.notifications.count() == 1
    assert (first.first, first.second) == (ada, lab)
    confirmed_at = confirm_link(by=other, link=first).confirmed_at
    assert confirm_link(by=other, link=first).confirmed_at == confirmed_at


def test_asking_from_both_sides_confirms(ada, lab):
    ask_for_link(asker=ada, username="ada-lab")
    assert ask_for_link(asker=lab, username="ada").confirmed_at
    assert linked(ada) == ["ada-lab"]


def test_who_asked_cannot_confirm_and_a_stranger_can_neither(ada, lab, stranger):
    asked = ask_for_link(asker=ada, username="ada-lab")
    for user in (ada, stranger):
        with pytest.raises(UnknownAccount):
            confirm_link(by=user, link=asked)
    withdraw_link(by=stranger, link=asked)
    assert AccountLink.objects.get().confirmed_at is None
    assert linked(ada) == []


def test_what_cannot_be_asked(ada, lab):
    for name in ("nobody", "", "ada-lab@example.org"):  # an address tells nothing, whether it is here or not
        with pytest.raises(UnknownAccount):
            ask_for_link(asker=ada, username=name)
    with pytest.raises(OwnAccount):
        ask_for_link(asker=ada, username="Ada")
    link(ada, lab)
    with pytest.raises(AlreadyLinked):
        ask_for_link(asker=ada, username="ada-lab")
    third = UserFactory(username="third")
    link(lab, third)
    with pytest.raises(AlreadyLinked):  # over the one between
        ask_for_link(asker=User.objects.get(username="third"), username="ada")


def test_one_account_asks_few_at_a_time(ada, lab):
    for _ in range(5):
        ask_for_link(asker=ada, username=UserFactory().username)
    with pytest.raises(TooManyLinks):
        ask_for_link(asker=ada, username="ada-lab")
    withdraw_link(by=ada, link=AccountLink.objects.first())
    ask_for_link(asker=ada, username="ada-lab")


@pytest.mark.parametrize("who", ["ada", "ada-lab"])
def test_both_can_end_what_was_only_asked(ada, lab, who):
    asked = ask_for_link(asker=ada, username="ada-lab")
    by = User.objects.get(username=who)
    withdraw_link(by=by, link=asked)
    withdraw_link(by=by, link=asked)
    assert not AccountLink.objects.exists()
    assert not Notification.objects.exists()
    with pytest.raises(UnknownAccount):
        confirm_link(by=lab, link=asked)


def test_what_was_confirmed_holds(ada, lab):
    held = link(ada, lab)
    for by in (ada, lab):
        with pytest.raises(LinkHolds):
            withdraw_link(by=by, link=held)
    assert linked(ada) == ["ada-lab"]


# ------------------------------------------------------------ many, and moderators


def test_links_go_on_over_other_accounts(ada, lab):
    third, fourth = UserFactory(username="third"), UserFactory(username="fourth")
    link(fourth, third)
    link(ada, lab)
    assert (linked(ada), linked(fourth)) == (["ada-lab"], ["third"])
    link(third, ada)
    for user in (ada, lab, third, fourth):
        assert sorted([user.username, *linked(user)]) == ["ada", "ada-lab", "fourth", "third"]
    assert set(User.objects.filter(username__in=["ada", "third"]).values_list("eldest", flat=True)) == {ada.pk}


def test_a_moderator_links_at_once_and_parts_again(ada, lab, moderator):
    third = UserFactory(username="third")
    link(lab, third)
    held = link_accounts(one=lab, other=ada, by=moderator)
    assert link_accounts(one=ada, other=lab, by=moderator) == held
    assert linked(ada) == ["ada-lab", "third"]
    assert ada.notifications.get().text.startswith("A moderator found that your account and ada-lab belong")
    part_accounts(link=held)
    part_accounts(link=held)
    assert (linked(ada), linked(lab), linked(third)) == ([], ["third"], ["ada-lab"])
    assert ada.notifications.last().text.startswith("A moderator parted your account from ada-lab")
    assert User.objects.get(username="ada").eldest is None


def test_a_moderator_need_not_wait_for_an_answer(ada, lab, moderator):
    ask_for_link(asker=ada, username="ada-lab")
    link_accounts(one=ada, other=lab, by=moderator)
    assert linked(ada) == ["ada-lab"]
    with pytest.raises(OwnAccount):
        link_accounts(one=ada, other=ada, by=moderator)


def test_the_database_holds_one_link_in_order(ada, lab):
    AccountLink.objects.create(first=ada, second=lab)
    for first, second in ((ada, lab), (lab, ada), (ada, ada)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountLink.objects.create(first=first, second=second)


def test_the_admin_links_and_parts(log_in, ada, lab, moderator, stranger):
    client = log_in(moderator)
    address = "/admin/accounts/accountlink/"
    assert client.get(f"{address}add/").status_code == 200
    same = client.post(f"{address}add/", {"first": ada.pk, "second": ada.pk})
    assert "cannot be linked with itself" in same.content.decode()
    assert client.post(f"{address}add/", {"first": lab.pk, "second": ada.pk}).status_code == 302
    held = AccountLink.objects.get()
    assert (held.first, held.asked_by, linked(ada)) == (ada, moderator, ["ada-lab"])
    assert "ada-lab" in client.get(address).content.decode()
    assert client.post(f"{address}{held.pk}/change/", {"first": ada.pk, "second": stranger.pk}).status_code == 403
    client.post(f"{address}{held.pk}/delete/", {"post": "yes"})
    assert (AccountLink.objects.count(), linked(ada)) == (0, [])
    assert log_in(stranger).get(address).status_code == 302


def test_a_request_that_a_moderator_deletes_parts_nobody(log_in, ada, lab, moderator):
    asked = ask_for_link(asker=ada, username="ada-lab")
    log_in(moderator).post(f"/admin/accounts/accountlink/{asked.pk}/delete/", {"post": "yes"})
    assert not AccountLink.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize("is_younger_asking", [True, False])
def test_the_admin_links_what_was_asked_for(log_in, ada, lab, moderator, is_younger_asking):
    asker, other = (lab, ada) if is_younger_asking else (ada, lab)
    asked = ask_for_link(asker=asker, username=other.username)
    client, address = log_in(moderator), "/admin/accounts/accountlink/add/"
    assert client.post(address, {"first": other.pk, "second": asker.pk}).status_code == 302
    held = AccountLink.objects.get()
    assert (held.pk, held.asked_by, held.confirmed_at is None) == (asked.pk, asker, False)
    assert linked(ada) == ["ada-lab"]
    assert other.notifications.get().text.startswith("A moderator found that")
    again = client.post(address, {"first": ada.pk, "second": lab.pk})
    assert "These two accounts are linked already." in again.content.decode()
    assert ada.notifications.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_links_confirmed_at_once_make_one_group():
    """A chain of eight accounts, each link confirmed in a thread of its own."""
    people = UserFactory.create_batch(8)
    asked = [ask_for_link(asker=one, username=other.username) for one, other in pairwise(people)]
    barrier = threading.Barrier(len(asked))
    errors: list[BaseException] = []

    def confirm(number: int) -> None:
        barrier.wait()
        try:
            confirm_link(by=people[number + 1], link=asked[number])
        except BaseException as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(number,)) for number in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(User.objects.values_list("eldest", flat=True)) == {people[0].pk}


# ------------------------------------------------------------ the settings page


def test_asking_and_confirming_on_the_page(log_in, ada, lab):
    mine, other = log_in(ada), log_in(lab)
    response = mine.post(LINKS, {"username": "ada-lab"}, follow=True)
    assert "Now confirm it from your other account." in response.content.decode()
    assert "has not confirmed yet" in response.content.decode()
    assert "says that it is yours too" in other.get(SETTINGS).content.decode()
    pk = AccountLink.objects.get().pk
    page = other.post(f"{LINKS}{pk}/", {"answer": "confirm"}, follow=True).content.decode()
    assert "The accounts are linked." in page
    assert '<a href="/users/ada/">ada</a>' in page
    assert linked(ada) == ["ada-lab"]
    refused = mine.post(f"{LINKS}{pk}/", {"answer": "withdraw"})
    assert (refused.status_code, "A confirmed link stays" in refused.content.decode()) == (409, True)


def test_declining_on_the_page(log_in, ada, lab):
    asked = ask_for_link(asker=ada, username="ada-lab")
    page = log_in(lab).post(f"{LINKS}{asked.pk}/", {"answer": "decline"}, follow=True).content.decode()
    assert "The accounts are not linked." in page
    assert not AccountLink.objects.exists()
    assert log_in(lab).post(f"{LINKS}{asked.pk}/", {"answer": "confirm"}).status_code == 404


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("nobody", "There is no account of this name."),
        ("ada", "This is the account that you are using."),
        ("", "This field is required."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(log_in, ada, username, sentence):
    response = log_in(ada).post(LINKS, {"username": username})
    assert (response.status_code, sentence in response.content.decode()) == (400, True)
    assert not AccountLink.objects.exists()


def test_who_may_not(client, log_in, ada, lab, stranger):
    asked = ask_for_link(asker=ada, username="ada-lab")
    address = f"{LINKS}{asked.pk}/"
    assert client.post(LINKS, {"username": "ada"}).headers["Location"].startswith("/accounts/login/")
    assert client.post(address, {"answer": "confirm"}).headers["Location"].startswith("/accounts/login/")
    assert log_in(stranger).post(address, {"answer": "confirm"}).status_code == 404
    assert log_in(ada).post(address, {"answer": "confirm"}).status_code == 404  # the one that asked
    assert log_in(ada).post(f"{LINKS}99/", {"answer": "confirm"}).status_code == 404
    assert (log_in(ada).get(LINKS).status_code, log_in(ada).get(address).status_code) == (405, 405)
    assert linked(ada) == []


def test_nobody_else_is_shown_that_two_accounts_belong_together(client, log_in, ada, lab, stranger):
    before = [log_in(stranger).get(f"/users/{name}/").content.count(b"ada-lab") for name in ("ada", "ada-lab")]
    link(ada, lab)
    after = [log_in(stranger).get(f"/users/{name}/").content.count(b"ada-lab") for name in ("ada", "ada-lab")]
    assert after == before
    assert before[0] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries(log_in, ada, number, django_assert_num_queries):
    for _ in range(number):
        ask_for_link(asker=UserFactory(), username="ada")
        link(ada, UserFactory())
    client = log_in(ada)
    profile_of(ada)  # made with the first look at the page
    with django_assert_num_queries(7):  # session, user, tokens, others, pending, the key of the private feed, notices
        assert client.get(SETTINGS).content.decode().count("says that it is yours too") == number
