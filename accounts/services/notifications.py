"""Telling people what happened."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import Truncator

from accounts.models import Notification, User

LONGEST_TEXT = 300
NOTICES_AT_ONCE = 500


def notify(*, reader: User, kind: Notification.Kind, text: str | Promise, url: str, key: str) -> None:
    """Tells a person once; a second call with the same key does nothing, whatever else it says.

    Called in the transaction of what it tells of. The text names people and papers and quotes nobody:
    what they wrote may be deleted or hidden later. A lazy text is kept in the reader's language.
    `url` starts with the slash; `key` has 60 characters at most.
    """
    if reader.closed_at:
        return
    fields = {"kind": kind, "text": text_for(reader, text), "url": url}
    Notification.objects.get_or_create(reader=reader, key=key, defaults=fields)


def notify_all(*, readers: Iterable[User], kind: Notification.Kind, text: str | Promise, url: str, key: str) -> None:
    """As `notify`, for many people at once."""
    notices = [
        Notification(reader=reader, kind=kind, text=text_for(reader, text), url=url, key=key) for reader in readers
    ]
    Notification.objects.bulk_create(notices, ignore_conflicts=True, batch_size=NOTICES_AT_ONCE)


def text_for(reader: User, text: str | Promise) -> str:
    """In the language that the reader has chosen, and English for who has chosen none."""
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        return Truncator(str(text)).chars(LONGEST_TEXT)


def withdraw_notices(*, readers: Iterable[User], key: str) -> None:
    """What they were told of is gone."""
    Notification.objects.filter(reader__in=list(readers), key=key).delete()


def mark_read(*, reader: User, up_to: int) -> None:
    """All notices up to this one; those that came since stay unread."""
    Notification.objects.unread().filter(reader=reader, pk__lte=up_to).update(read_at=timezone.now())


def mark_opened(*, notice: Notification) -> None:
    """The first opening is the date of reading."""
    Notification.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())
