"""A published selection goes once to everybody who asked for selections by mail."""

import time
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User
from digests.models import Subscription
from digests.plain_text import paragraphs_of
from digests.services.post import PutOff, ServerAway, compose, in_language_of, is_reachable, send
from digests.services.sending import BATCH, SECONDS_A_RUN, release
from digests.services.subscriptions import Stream
from selections.models import Entry, Selection

# An editor sees a slip on the page first; and a date that an earlier transaction took has been committed by then.
SETTLES = timedelta(minutes=10)
NEWS = timedelta(days=14)  # what waits longer is no news, and is not mailed any more


def mail_selections(seconds: float = SECONDS_A_RUN) -> tuple[int, bool]:
    """Sends for so many seconds, the oldest selection first; returns the number of mails, and whether more wait."""
    ends = time.monotonic() + seconds
    now = timezone.now()
    published = Selection.objects.published().filter(published_at__gt=now - NEWS, published_at__lte=now - SETTLES)
    connection = get_connection()
    sent = 0
    try:
        for selection in published.order_by("published_at", "pk"):
            sent += mail_selection(selection, connection, ends)
    except ServerAway:
        return sent, False
    finally:
        connection.close()
    return sent, time.monotonic() > ends


def mail_selection(selection: Selection, connection: BaseEmailBackend, ends: float) -> int:
    sent = 0
    content = content_of(selection)
    while batch := waiting_for(selection):
        for subscription in batch:
            if time.monotonic() > ends:
                return sent
            sent += send_selection(selection, content, subscription, connection)
    return sent


def waiting_for(selection: Selection) -> list[Subscription]:
    if selection.published_at is None:
        return []
    return list(Subscription.objects.without_selection(selection.published_at, timezone.now())[:BATCH])


def send_selection(
    selection: Selection, content: dict[str, object], subscription: Subscription, connection: BaseEmailBackend
) -> bool:
    """Claims the row, sends, moves it on. One that was withdrawn a moment ago goes to nobody else."""
    now = timezone.now()
    if not claim(subscription, now):
        return False
    reader = User.objects.get(pk=subscription.reader_id)
    if reader.closed_at:
        subscription.delete()
        return False
    is_sent = False
    if is_reachable(reader) and Selection.objects.published().filter(pk=selection.pk).exists():
        with in_language_of(reader):
            message = compose(
                reader,
                Stream.SELECTIONS,
                name=str(selection.pk),
                template="selection",
                subject=f"Shortsci: {selection.title}",
                context=content,
            )
        try:
            is_sent = send(message, connection, lambda: release(subscription, now))
        except PutOff:
            return False
    move_on(subscription, selection, now)
    return is_sent


def claim(subscription: Subscription, now: datetime) -> bool:
    """One worker gets it: the row must be as it was read."""
    mine = Subscription.objects.unclaimed(now).filter(
        pk=subscription.pk, mails_selections=True, selections_after=subscription.selections_after
    )
    return bool(mine.update(claimed_at=now))


def move_on(subscription: Subscription, selection: Selection, claimed_at: datetime) -> None:
    ours = Subscription.objects.filter(pk=subscription.pk, claimed_at=claimed_at)
    ours.update(selections_after=selection.published_at, claimed_at=None)


def content_of(selection: Selection) -> dict[str, object]:
    """The editor's words as plain text. Of summaries it holds nothing, so nothing that may be hidden later."""
    entries = Entry.objects.filter(selection=selection).for_reading()
    return {
        "selection": selection,
        "introduction": paragraphs_of(selection.introduction),
        "picks": [{"paper": entry.paper, "why": paragraphs_of(entry.why)} for entry in entries],
    }
