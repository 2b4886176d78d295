"""Digests that are due, one reader at a time. Each row is claimed by itself, so workers side by side share the work."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from digests.models import Subscription
from digests.schedule import next_sending
from digests.services.contents import Contents, Tops, contents_for
from digests.services.post import PutOff, ServerAway, compose, in_language_of, is_reachable, send
from digests.services.subscriptions import Stream

BATCH = 200  # readers that are looked up at once
SECONDS_A_RUN = 200  # well under the time limit of a task
NEWS = timedelta(days=1)  # so long a digest that the server puts off is tried again


def send_digests(seconds: float = SECONDS_A_RUN) -> tuple[int, bool]:
    """Sends what is due for so many seconds; returns the number of mails, and whether more may wait."""
    ends = time.monotonic() + seconds
    sent, tops = 0, Tops()
    connection = get_connection()
    try:
        while batch := list(Subscription.objects.due(timezone.now())[:BATCH]):
            for subscription in batch:
                if time.monotonic() > ends:
                    return sent, True
                sent += send_digest(subscription, connection, tops)
    except ServerAway:
        return sent, False
    finally:
        connection.close()
    return sent, False


def send_digest(subscription: Subscription, connection: BaseEmailBackend, tops: Tops) -> bool:
    """Claims the row, sends, moves it on; False where another worker has it or nothing is to be sent."""
    now = timezone.now()
    if not claim(subscription, now):
        return False
    reader = User.objects.get(pk=subscription.reader_id)
    if reader.closed_at:
        subscription.delete()
        return False
    is_sent = False
    if is_reachable(reader):
        contents = read_contents(subscription, reader, now, tops)
        if not contents.is_empty:
            with in_language_of(reader):
                message = message_for(reader, subscription, contents)
            try:
                is_sent = send(message, connection, lambda: release(subscription, now))
            except PutOff:
                if subscription.next_at and now - subscription.next_at < NEWS:
                    return False
    move_on(subscription, now)
    return is_sent


def claim(subscription: Subscription, now: datetime) -> bool:
    """One worker gets it: the row must be as it was read."""
    mine = Subscription.objects.unclaimed(now).filter(pk=subscription.pk, next_at=subscription.next_at)
    return bool(mine.update(claimed_at=now))


def release(subscription: Subscription, claimed_at: datetime) -> None:
    Subscription.objects.filter(pk=subscription.pk, claimed_at=claimed_at).update(claimed_at=None)


def move_on(subscription: Subscription, claimed_at: datetime) -> None:
    """To the next sending; a reader who chose anew meanwhile has a row that is not ours any more."""
    Subscription.objects.filter(pk=subscription.pk, claimed_at=claimed_at).update(
        next_at=next_sending(subscription.frequency, claimed_at, settings.DIGEST_HOUR),
        covered_to=claimed_at.date(),
        claimed_at=None,
    )


def read_contents(subscription: Subscription, reader: User, now: datetime, tops: Tops) -> Contents:
    if subscription.covered_to is None:
        raise ValueError("a subscription that is due covers days")  # the database refuses such a row
    with_selections = not subscription.mails_selections
    return contents_for(reader, subscription.covered_to, now.date(), tops=tops, with_selections=with_selections)


def message_for(reader: User, subscription: Subscription, contents: Contents) -> EmailMultiAlternatives:
    title = title_of(subscription.frequency, contents)
    return compose(
        reader,
        Stream.DIGEST,
        name=contents.end.isoformat(),
        template="digest",
        subject=_("Shortsci: %(title)s") % {"title": title},
        context={"contents": contents, "title": title, "frequency": subscription.get_frequency_display()},
    )


def title_of(frequency: str, contents: Contents) -> str:
    """The days that it covers, as its readers would call them."""
    if frequency == Subscription.Frequency.MONTHLY:
        return date_format(contents.first, "YEAR_MONTH_FORMAT")
    if frequency == Subscription.Frequency.WEEKLY:
        return _("the week of %(day)s") % {"day": date_format(contents.first, "DATE_FORMAT")}
    return date_format(contents.first, "DATE_FORMAT")
