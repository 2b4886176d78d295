"""A published selection by mail: once, to those who asked for it, and not when it was taken back."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User
from digests.models import Subscription
from digests.services import choose_mails, mail_selections
from digests.tasks import mail_selections as selection_task
from selections.models import Selection
from selections.services import (
    EntryText,
    Head,
    add_entry,
    create_selection,
    publish_selection,
    save_entry,
    withdraw_selection,
)
from summaries.services import hide_summary
from tests.digests.conftest import make_reader
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def make_selection(slug: str = "best", *, ago: timedelta = AN_HOUR) -> Selection:
    editor = UserFactory(is_staff=True)
    head = Head(title="Best of *May* & more", slug=slug, introduction="What **$x^2$** means.")
    selection = create_selection(by=editor, head=head)
    entry = add_entry(selection=selection, paper=PaperFactory(title="On $\\alpha$"))
    save_entry(entry=entry, text=EntryText(why="Because $a < b$.\n\nAnd so on."), version=1)
    publish_selection(selection=selection)
    Selection.objects.filter(pk=selection.pk).update(published_at=timezone.now() - ago)
    return Selection.objects.get(pk=selection.pk)


def asked_long_ago(**fields: object) -> User:
    reader = make_reader(frequency="never", selections=True, **fields)
    Subscription.objects.update(selections_after=timezone.now() - timedelta(days=2))
    return reader


def test_a_title_of_two_lines_heads_a_mail_in_one():
    selection = make_selection()
    Selection.objects.filter(pk=selection.pk).update(title="Best\nof May")  # stored before titles were one line
    asked_long_ago()
    selection_task()
    assert [message.subject for message in mail.outbox] == ["Shortsci: Best of May"]


def test_it_comes_once_with_the_editors_words():
    selection = make_selection()
    asked_long_ago()
    selection_task()
    selection_task()
    [message] = mail.outbox
    html = message.alternatives[0][0]
    assert message.subject == "Shortsci: Best of *May* & more"
    assert f"http://127.0.0.1:8000{selection.get_absolute_url()}" in message.body
    assert "What x² means." in message.body
    assert "1. On α" in message.body
    assert "Because a < b." in message.body
    assert "Because a &lt; b." in html
    assert "Best of *May* &amp; more" in html
    assert f'href="http://127.0.0.1:8000{selection.get_absolute_url()}"' in html
    assert "<math" not in html
    assert "digests/stop/" in message.extra_headers["List-Unsubscribe"]


def test_who_did_not_ask_gets_nothing():
    make_selection()
    make_reader(frequency="daily", selections=False)
    UserFactory()
    assert mail_selections() == (0, False)


def test_what_came_out_before_it_was_asked_for_is_not_mailed():
    make_selection()
    make_reader(frequency="never", selections=True)
    assert mail_selections() == (0, False)


def test_an_editor_has_minutes_to_take_it_back():
    selection = make_selection(ago=timedelta(minutes=2))
    asked_long_ago()
    assert mail_selections() == (0, False)
    withdraw_selection(selection=selection)
    Selection.objects.update(published_at=timezone.now() - AN_HOUR)
    assert mail_selections() == (0, False)


def test_old_ones_are_no_news():
    make_selection(ago=timedelta(days=15))
    asked_long_ago()
    Subscription.objects.update(selections_after=timezone.now() - timedelta(days=40))
    assert mail_selections() == (0, False)


def test_two_come_in_their_order():
    make_selection("second", ago=AN_HOUR)
    make_selection("first", ago=2 * AN_HOUR)
    asked_long_ago()
    assert mail_selections() == (2, False)
    assert ["/selections/first/" in message.body for message in mail.outbox] == [True, False]


def test_an_edit_or_a_second_publication_mails_nothing_again():
    selection = make_selection()
    asked_long_ago()
    mail_selections()
    withdraw_selection(selection=selection)
    publish_selection(selection=selection)
    assert mail_selections() == (0, False)


def test_it_holds_nothing_of_a_summary():
    selection = make_selection()
    summary = make_summary(paper=selection.entries.get().paper, tldr="To be hidden.")
    entry = selection.entries.get()
    entry.summaries.add(summary)
    asked_long_ago()
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="A reason.")
    mail_selections()
    [message] = mail.outbox
    assert "To be hidden." not in message.body + message.alternatives[0][0]


def test_a_mail_server_that_is_away_loses_nothing(away):
    make_selection()
    asked_long_ago()
    assert mail_selections() == (0, False)
    away()
    assert mail_selections() == (1, False)


def test_whom_it_does_not_reach():
    make_selection()
    reader = asked_long_ago()
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert mail_selections() == (0, False)
    User.objects.filter(pk=reader.pk).update(closed_at=timezone.now())
    Subscription.objects.update(selections_after=timezone.now() - timedelta(days=2))
    assert mail_selections() == (0, False)
    assert not Subscription.objects.exists()


def test_a_run_ends_in_time_and_says_that_more_wait():
    make_selection()
    asked_long_ago()
    assert mail_selections(seconds=-1) == (0, True)
    assert mail_selections() == (1, False)


def test_batches_work_off_all(monkeypatch):
    monkeypatch.setattr("digests.services.selections.BATCH", 2)
    make_selection()
    for number in range(3):
        asked_long_ago(username=f"reader{number}")
    assert mail_selections() == (3, False)
    assert len({message.to[0] for message in mail.outbox}) == 3


def test_turning_it_off_and_on_does_not_bring_the_old_ones():
    reader = asked_long_ago()
    make_selection()
    for wanted in (False, True):
        choose_mails(reader=reader, frequency="never", selections=wanted)
    assert mail_selections() == (0, False)


class GreylistingBackend(BaseEmailBackend):
    """A mail server that takes nothing from strangers at once."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (450, b"greylisted")})


def test_a_mail_that_is_put_off_comes_later(settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.GreylistingBackend"
    make_selection()
    asked_long_ago()
    assert mail_selections() == (0, False)
    settings.EMAIL_BACKEND = working
    assert mail_selections() == (0, False)
    Subscription.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert mail_selections() == (1, False)
