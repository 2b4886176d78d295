"""What a digest holds, whom it reaches, and that it reaches them once."""

import threading
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone, translation

from accounts.models import User
from digests.models import Subscription
from digests.services import choose_mails, send_digests
from digests.services.sending import claim
from digests.tasks import send_digests as digest_task
from selections.models import Selection
from summaries.services import delete_summary, hide_summary
from tests.digests.conftest import confirm, cover_yesterday, make_due, make_reader, publish_yesterday
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


def html_of(message) -> str:
    return message.alternatives[0][0]


def test_a_digest_has_what_one_follows_and_what_was_voted_highest(writer):
    paper = PaperFactory(title="On $x^2$ & more")
    followed = publish_yesterday(make_summary(writer=writer, paper=paper, tldr="It says $a^2 < b$."))
    top = publish_yesterday(make_summary(tldr="The best of all."), score=7)
    make_reader(writer)
    digest_task()
    [message] = mail.outbox
    day = timezone.now().date() - timedelta(days=1)
    assert message.to == ["reader@example.org"]
    assert message.subject == f"Shortsci: {day.day} {day:%B %Y}"
    for text in (message.body, html_of(message)):
        assert text.index("What you follow") < text.index("Voted highest by readers")
        assert f"http://127.0.0.1:8000{followed.get_absolute_url()}" in text
        assert f"http://127.0.0.1:8000{top.get_absolute_url()}" in text
        assert "The best of all." in text
        assert "Summary by Writer" in text
        assert "7 points" in text
    assert "On x² & more" in message.body
    assert "It says a² < b." in message.body
    assert "On x² &amp; more" in html_of(message)
    assert "It says a² &lt; b." in html_of(message)
    assert "\n\n\n" not in message.body
    assert all(len(line) < 200 for line in message.body.splitlines())


def test_it_is_sent_once_and_again_a_day_later(writer):
    publish_yesterday(make_summary(writer=writer))
    reader = make_reader(writer)
    assert send_digests() == (1, False)
    assert send_digests() == (0, False)
    subscription = Subscription.objects.get(reader=reader)
    assert subscription.next_at > timezone.now()
    assert subscription.covered_to == timezone.now().date()
    assert subscription.claimed_at is None
    make_due(reader)
    assert send_digests() == (0, False)  # nothing new since
    assert len(mail.outbox) == 1


def test_days_on_which_nothing_was_sent_are_covered_later(writer):
    summary = publish_yesterday(make_summary(writer=writer))
    type(summary).objects.update(published_at=timezone.now() - timedelta(days=5))
    reader = make_reader(writer)
    assert send_digests() == (0, False)
    make_due(reader)
    Subscription.objects.update(covered_to=timezone.now().date() - timedelta(days=6))
    assert send_digests() == (1, False)


@pytest.mark.parametrize("change", ["hidden", "anonymous"])
def test_what_changes_while_a_run_is_sending_is_not_in_the_next_mail(monkeypatch, change):
    summary = publish_yesterday(make_summary(tldr="Only once."), score=3)
    for name in ("first", "second"):
        make_reader(username=name)

    class ChangingBackend(BaseEmailBackend):
        def send_messages(self, messages):
            mail.outbox += messages
            fields = {"hidden_at": timezone.now()} if change == "hidden" else {"is_anonymous": True}
            type(summary).objects.filter(pk=summary.pk).update(**fields)

    monkeypatch.setattr("digests.services.sending.get_connection", ChangingBackend)
    assert send_digests() == (1, False)
    assert "Only once." in mail.outbox[0].body


def test_what_came_out_today_waits_for_the_next_one(writer):
    make_summary(writer=writer)
    make_reader(writer)
    assert send_digests() == (0, False)


def test_an_empty_digest_is_not_sent(writer):
    publish_yesterday(make_summary(), score=0)
    reader = make_reader(writer)
    assert send_digests() == (0, False)
    assert mail.outbox == []
    assert Subscription.objects.get(reader=reader).next_at > timezone.now()


def test_what_is_hidden_deleted_or_private_is_not_in_it(writer):
    for summary in [make_summary(writer=writer, tldr=f"Gone {number}.") for number in range(3)]:
        publish_yesterday(summary, score=5)
    hidden, deleted, private = type(summary).objects.order_by("pk")
    hide_summary(summary=hidden, by=UserFactory(is_staff=True), reason="A reason.")
    delete_summary(summary=deleted)
    type(summary).objects.filter(pk=private.pk).update(visibility="private")
    make_reader(writer)
    assert send_digests() == (0, False)


def test_what_a_followed_person_writes_anonymously_gives_nobody_away():
    writer = UserFactory(username="wquat", display_name="Wilhelmina")
    anonymous = publish_yesterday(make_summary(writer=writer, tldr="A secret.", is_anonymous=True), score=0)
    reader = make_reader(writer)
    assert send_digests() == (0, False)
    type(anonymous).objects.update(score=4, upvotes=4)
    make_due(reader)
    cover_yesterday(reader)
    assert send_digests() == (1, False)
    [message] = mail.outbox
    assert anonymous.pseudonym in message.body
    assert "What you follow" not in message.body
    for name in ("wquat", "Wilhelmina"):
        assert name not in message.body + html_of(message)


def test_an_anonymous_summary_which_is_dated_to_the_day_is_in_the_digest_of_that_day():
    paper = PaperFactory()
    summary = make_summary(paper=paper, is_anonymous=True)
    type(summary).objects.update(published_at=summary.published_at - timedelta(days=1))
    make_reader(paper)
    assert send_digests() == (1, False)


def test_ones_own_summaries_are_no_news(writer):
    paper = PaperFactory()
    publish_yesterday(make_summary(writer=writer, paper=paper), score=9)
    from reading.services import follow

    confirm(writer)
    follow(reader=writer, target=paper)
    choose_mails(reader=writer, frequency="daily", selections=False)
    make_due(writer)
    assert send_digests() == (0, False)


def test_one_paper_stands_once_among_the_highest():
    paper = PaperFactory()
    for score in (2, 5):
        publish_yesterday(make_summary(paper=paper, tldr=f"Score {score}."), score=score)
    make_reader()
    send_digests()
    [message] = mail.outbox
    assert "Score 5." in message.body
    assert "Score 2." not in message.body


def test_a_long_digest_ends(writer):
    for _ in range(13):
        publish_yesterday(make_summary(writer=writer))
    make_reader(writer)
    send_digests()
    [message] = mail.outbox
    assert message.body.count("Summary by") == 10
    assert "… and 3 more on the site." in message.body


@pytest.mark.parametrize("by_mail", [True, False])
def test_a_new_selection_stands_in_it_unless_it_comes_by_itself(by_mail):
    published_at = timezone.now() - timedelta(days=1)
    Selection.objects.create(title="Best of May", slug="best", state="published", published_at=published_at)
    make_reader(selections=by_mail)
    send_digests()
    assert [("Best of May" in message.body) for message in mail.outbox] == ([] if by_mail else [True])


@pytest.mark.parametrize(("language", "words"), [("de", "Neues von dem, dem Sie folgen"), ("", "What you follow")])
def test_a_digest_is_in_the_language_of_its_reader(writer, language, words):
    publish_yesterday(make_summary(writer=writer))
    reader = make_reader(writer)
    User.objects.filter(pk=reader.pk).update(language=language)
    with translation.override("de"):
        send_digests()
    [message] = mail.outbox
    assert words in message.body
    assert words in html_of(message)
    assert f'<html lang="{language or "en"}">' in html_of(message)


def test_weekly_and_monthly_ones_cover_their_time(writer):
    summary = publish_yesterday(make_summary(writer=writer))
    reader = make_reader(writer, frequency="weekly")
    Subscription.objects.update(covered_to=timezone.now().date() - timedelta(days=7))
    send_digests()
    assert "the week of" in mail.outbox[0].subject
    assert Subscription.objects.get(reader=reader).next_at.weekday() == 0
    monthly = make_reader(writer, username="monthly", frequency="monthly")
    Subscription.objects.filter(reader=monthly).update(covered_to=timezone.now().date().replace(day=1))
    type(summary).objects.update(published_at=timezone.now().replace(day=1) - timedelta(hours=1))
    Subscription.objects.filter(reader=monthly).update(covered_to=timezone.now().date() - timedelta(days=40))
    send_digests()
    assert len(mail.outbox) == 2
    assert Subscription.objects.get(reader=monthly).next_at.day == 1


def test_whom_it_does_not_reach(writer):
    publish_yesterday(make_summary(writer=writer), score=3)
    make_reader(username="never", frequency="never")
    for person in (UserFactory(username="unknown"), confirm(UserFactory(username="unsure"), verified=False)):
        choose_mails(reader=person, frequency="daily", selections=False)
        make_due(person)
    User.objects.filter(pk=make_reader(username="away").pk).update(is_active=False)
    assert send_digests() == (0, False)
    assert not Subscription.objects.due(timezone.now()).exists()


def test_nothing_is_kept_of_who_has_left():
    reader = make_reader()
    User.objects.filter(pk=reader.pk).update(is_active=False, closed_at=timezone.now())
    send_digests()
    assert not Subscription.objects.exists()


def test_a_mail_server_that_is_away_loses_nothing(away):
    publish_yesterday(make_summary(), score=3)
    make_reader()
    assert send_digests() == (0, False)
    assert Subscription.objects.get().claimed_at is None
    away()
    assert send_digests() == (1, False)


class RefusingBackend(BaseEmailBackend):
    """A mail server that knows of no such address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


def test_an_address_that_is_refused_is_not_tried_for_ever(settings):
    publish_yesterday(make_summary(), score=3)
    make_reader()
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    assert send_digests() == (0, False)
    assert Subscription.objects.get().next_at > timezone.now()


class PickyBackend(EmailBackend):
    """A mail server that does not take what is meant for the first reader."""

    error: SMTPException

    def send_messages(self, messages):
        if messages[0].to == ["first@example.org"]:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def two_readers(settings):
    """The mail of the first is refused."""
    publish_yesterday(make_summary(), score=3)
    readers = [make_reader(username=name, selections=True) for name in ("first", "second")]
    settings.EMAIL_BACKEND = f"{__name__}.PickyBackend"
    return readers


def test_a_mail_whose_content_is_refused_keeps_nobody_waiting(two_readers, monkeypatch):
    monkeypatch.setattr(PickyBackend, "error", SMTPDataError(554, b"looks like spam"), raising=False)
    assert send_digests() == (1, False)
    assert not Subscription.objects.due(timezone.now()).exists()
    assert Subscription.objects.filter(claimed_at=None).count() == 2


@pytest.mark.parametrize(
    "error", [SMTPRecipientsRefused({"first@example.org": (450, b"greylisted")}), SMTPDataError(451, b"try again")]
)
def test_a_mail_that_is_put_off_comes_later_and_keeps_nobody_waiting(two_readers, monkeypatch, settings, error):
    monkeypatch.setattr(PickyBackend, "error", error, raising=False)
    first, second = two_readers
    assert send_digests() == (1, False)
    assert [message.to for message in mail.outbox] == [[second.email]]
    assert send_digests() == (0, False)
    Subscription.objects.filter(reader=first).update(claimed_at=timezone.now() - timedelta(minutes=16))
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    assert send_digests() == (1, False)
    assert mail.outbox[-1].to == [first.email]


def test_a_mail_that_is_put_off_for_a_day_is_given_up(two_readers, monkeypatch):
    error = SMTPRecipientsRefused({"first@example.org": (452, b"mailbox full")})
    monkeypatch.setattr(PickyBackend, "error", error, raising=False)
    Subscription.objects.update(next_at=timezone.now() - timedelta(hours=25))
    assert send_digests() == (1, False)
    assert Subscription.objects.filter(claimed_at=None, next_at__gt=timezone.now()).count() == 2


def test_a_worker_that_died_leaves_a_claim_that_lapses():
    publish_yesterday(make_summary(), score=3)
    make_reader()
    row = Subscription.objects.get()
    assert claim(row, timezone.now())
    assert not claim(row, timezone.now())
    assert send_digests() == (0, False)
    Subscription.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert send_digests() == (1, False)


def test_sent_twice_it_has_one_number_by_which_programs_know_it():
    publish_yesterday(make_summary(), score=3)
    reader = make_reader()
    send_digests()
    make_due(reader)  # as after a crash between the sending and the note of it
    cover_yesterday(reader)
    send_digests()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    other = make_reader(username="other")
    send_digests()
    assert mail.outbox[2].to == [other.email]
    assert mail.outbox[2].extra_headers["Message-ID"] != first.extra_headers["Message-ID"]


def test_who_chooses_anew_while_it_is_sent_keeps_the_choice(monkeypatch):
    publish_yesterday(make_summary(), score=3)
    reader = make_reader()

    class ChoosingBackend(BaseEmailBackend):
        def send_messages(self, messages):
            choose_mails(reader=reader, frequency="monthly", selections=False)

    monkeypatch.setattr("digests.services.sending.get_connection", ChoosingBackend)
    assert send_digests() == (1, False)
    chosen = Subscription.objects.get()
    assert (chosen.frequency, chosen.next_at.day) == ("monthly", 1)


def test_a_run_ends_in_time_and_says_that_more_wait():
    publish_yesterday(make_summary(), score=3)
    make_reader()
    assert send_digests(seconds=-1) == (0, True)
    assert send_digests() == (1, False)


def test_batches_work_off_all(monkeypatch):
    monkeypatch.setattr("digests.services.sending.BATCH", 2)
    publish_yesterday(make_summary(), score=3)
    for number in range(3):
        make_reader(username=f"reader{number}")
    assert send_digests() == (3, False)
    assert len({message.to[0] for message in mail.outbox}) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_mail_costs_the_same_queries(writer, number, django_assert_num_queries):
    for _ in range(number):
        publish_yesterday(make_summary(writer=writer), score=3)
    make_reader(writer)
    make_due(User.objects.get(username="reader"))
    with django_assert_num_queries(14):
        assert send_digests() == (1, False)


def test_the_heads_of_a_mail():
    publish_yesterday(make_summary(), score=3)
    make_reader()
    send_digests()
    head = mail.outbox[0].message()
    assert parseaddr(head["From"])[0] == "Shortsci"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert head["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/digests/stop/")
    assert head["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in head.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_mail_once():
    publish_yesterday(make_summary(), score=3)
    for number in range(8):
        make_reader(username=f"reader{number}")
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        send_digests()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(message.to[0] for message in mail.outbox) == [f"reader{n}@example.org" for n in range(8)]
