import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services import mail_notices, notify
from accounts.tasks import mail_notices as mail_task
from summaries.services import add_comment
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def tell(reader: User, number: int = 1, text: str = "Something happened") -> Notification:
    notify(reader=reader, kind=Notification.Kind.WANTED, text=text, url="/about/", key=f"event-{number}")
    return Notification.objects.get(reader=reader, key=f"event-{number}")


def confirm(user: User, *, verified: bool = True) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


@pytest.fixture
def mailed(writer) -> User:
    """The writer with a confirmed address."""
    return confirm(writer)


def test_an_event_tells_a_person_once(writer, voter):
    tell(writer)
    tell(writer, text="The same again")
    tell(voter)
    assert list(writer.notifications.values_list("text", flat=True)) == ["Something happened"]
    assert voter.notifications.count() == 1


def test_a_long_text_is_cut(writer):
    assert len(tell(writer, text="word " * 100).text) == 300


def test_the_page_shows_the_latest_first_and_what_is_new(log_in, writer, voter):
    first, second = tell(writer, 1, "The first."), tell(writer, 2, "The second <b>.")
    tell(voter, 3, "Of somebody else.")
    Notification.objects.filter(pk=first.pk).update(read_at=timezone.now())
    page = log_in(writer).get("/accounts/notifications/").content.decode()
    assert page.index("The second &lt;b&gt;.") < page.index("The first.")
    assert page.count('<li class="new">') == 1
    assert f"/accounts/notifications/{second.pk}/" in page
    assert "Of somebody else." not in page


def test_an_empty_page_says_what_will_come(log_in, writer):
    page = log_in(writer).get("/accounts/notifications/").content.decode()
    assert "comments on your summaries" in page
    assert "@writer" in page
    assert "Mark all as read" not in page


def test_opening_a_notice_reads_it_and_leads_there(log_in, writer, stranger):
    notice = tell(writer)
    assert log_in(stranger).get(f"/accounts/notifications/{notice.pk}/").status_code == 404
    assert log_in(writer).get(f"/accounts/notifications/{notice.pk}/").headers["Location"] == "/about/"
    notice.refresh_from_db()
    read_at = notice.read_at
    assert read_at is not None
    log_in(writer).get(f"/accounts/notifications/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == read_at


def test_marking_all_leaves_what_came_meanwhile(log_in, writer, voter):
    first, second, other = tell(writer, 1), tell(writer, 2), tell(voter, 1)
    client = log_in(writer)
    response = client.post("/accounts/notifications/read/", {"up_to": first.pk})
    assert response.headers["Location"] == "/accounts/notifications/"
    assert list(Notification.objects.unread().order_by("pk")) == [second, other]
    client.post("/accounts/notifications/read/", {"up_to": other.pk})
    assert list(Notification.objects.unread()) == [other]
    for nonsense in ({}, {"up_to": "x"}, {"up_to": "9" * 30}):
        assert client.post("/accounts/notifications/read/", nonsense).status_code == 302


def test_the_head_of_every_page_shows_the_number_of_new_ones(client, log_in, writer):
    reader = log_in(writer)
    assert 'class="unread"' not in reader.get("/about/").content.decode()
    notice = tell(writer)
    tell(writer, 2)
    assert re.search(r'class="unread">2<', reader.get("/about/").content.decode())
    reader.get(f"/accounts/notifications/{notice.pk}/")
    assert re.search(r'class="unread">1<', reader.get("/about/").content.decode())
    assert "Notices" not in client.get("/about/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries(log_in, writer, number, django_assert_num_queries):
    for key in range(number):
        tell(writer, key)
    client = log_in(writer)
    with django_assert_num_queries(4):
        assert client.get("/accounts/notifications/").content.decode().count('<li class="new">') == number


def test_many_notices_come_in_pages(log_in, writer):
    for number in range(33):
        tell(writer, number, f"Number {number:02d}.")
    client = log_in(writer)
    page = client.get("/accounts/notifications/").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    rest = client.get(f"/accounts/notifications/{following}").content.decode()
    seen = [re.findall(r"Number (\d\d)\.", text) for text in (page, rest)]
    assert [int(number) for number in seen[0] + seen[1]] == list(range(32, -1, -1))
    assert client.get("/accounts/notifications/?after=x").status_code == 400


def test_strangers_and_wrong_methods(client, log_in, writer):
    notice = tell(writer)
    for address in ("/accounts/notifications/", f"/accounts/notifications/{notice.pk}/"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
        assert log_in(writer).post(address).status_code == 405
    assert client.post("/accounts/notifications/read/").headers["Location"].startswith("/accounts/login/")
    assert log_in(writer).get("/accounts/notifications/read/").status_code == 405
    assert Notification.objects.unread().count() == 1


# ------------------------------------------------------------------ mail


def test_one_mail_a_person_with_what_is_new_and_once(mailed, voter, summary):
    comment = add_comment(writer=voter, summary=summary, body="A secret opinion.")
    tell(mailed, 2, "Another & more")
    mail_task()
    mail_task()
    [message] = mail.outbox
    html = message.alternatives[0][0]
    assert message.to == ["writer@example.org"]
    assert message.subject == "2 new notices on Shortsci"
    for text in (message.body, html):
        assert f"Voter commented on your summary of “{summary.paper}”" in text
        assert f"/accounts/notifications/{Notification.objects.earliest('pk').pk}/" in text
        assert comment.body not in text
        assert summary.tldr not in text
    assert "Another & more" in message.body
    assert "Another &amp; more" in html


def test_what_is_not_mailed(mailed, voter, stranger):
    tell(UserFactory())  # no address known to be theirs
    tell(confirm(stranger, verified=False))
    tell(confirm(UserFactory(is_active=False)))
    tell(confirm(UserFactory(mail_notices=False)))
    Notification.objects.filter(pk=tell(mailed, 1).pk).update(read_at=timezone.now())
    Notification.objects.filter(pk=tell(mailed, 2).pk).update(created_at=timezone.now() - timedelta(days=4))
    assert mail_notices() == 0
    assert mail.outbox == []


def test_a_mail_is_bounded(mailed):
    for number in range(23):
        tell(mailed, number, f"Number {number:02d}.")
    assert mail_notices() == 1
    [message] = mail.outbox
    assert "Number 22." in message.body
    assert "Number 02." not in message.body
    assert "3 more" in message.body


class BrokenBackend(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")


def test_a_mail_server_that_is_away_loses_nothing(mailed, settings):
    tell(mailed)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    assert mail_notices() == 0
    assert Notification.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = working
    assert mail_notices() == 1


def test_stopping_the_mails_takes_one_click(client, mailed):
    tell(mailed)
    mail_notices()
    [message] = mail.outbox
    address = re.search(r"Stop these mails: \S+?(/accounts/\S+)", message.body)[1]
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{address}>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Stop the mails" in client.get(address).content.decode()
    mailed.refresh_from_db()
    assert mailed.mail_notices  # a scanner that opens the link stops nothing
    strict = Client(enforce_csrf_checks=True)  # a mail program has no cookie of ours
    assert "no more mails" in strict.post(address, {"List-Unsubscribe": "One-Click"}).content.decode()
    mailed.refresh_from_db()
    assert not mailed.mail_notices
    assert strict.post(address).status_code == 200
    tell(mailed, 2)
    assert mail_notices() == 0


@pytest.mark.parametrize("token", ["x", "MQ:1vabcd:signature"])
def test_a_forged_link_stops_nothing(client, mailed, token):
    for answer in (
        client.get(f"/accounts/notifications/unsubscribe/{token}/"),
        client.post(f"/accounts/notifications/unsubscribe/{token}/"),
    ):
        assert answer.status_code == 404
        assert "not complete" in answer.content.decode()
    mailed.refresh_from_db()
    assert mailed.mail_notices


def test_mails_are_turned_on_and_off_in_the_settings(log_in, mailed):
    client = log_in(mailed)
    assert "mail_notices" in client.get("/accounts/settings/").content.decode()
    client.post("/accounts/settings/", {"display_name": "W", "bio": ""})
    mailed.refresh_from_db()
    assert not mailed.mail_notices
    client.post("/accounts/settings/", {"display_name": "W", "bio": "", "mail_notices": "on"})
    mailed.refresh_from_db()
    assert mailed.mail_notices


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_mail_once():
    for person in range(8):
        tell(confirm(UserFactory(username=f"reader{person}")))
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        mail_notices()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(message.to[0] for message in mail.outbox) == [f"reader{n}@example.org" for n in range(8)]
