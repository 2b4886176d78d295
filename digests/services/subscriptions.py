"""What a reader asks for, and the link in every mail that ends it."""

from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from digests.models import Subscription
from digests.schedule import first_day, next_sending
from shortsci.errors import DomainError

SALT = "digests.stop"


class Stream(StrEnum):
    """The two kinds of mail, each with a link of its own to end it."""

    DIGEST = "digest"
    SELECTIONS = "selections"


class InvalidStopLink(DomainError):
    code = "invalid_link"
    status = 404
    message = _("This link is not complete. You can turn the mails off in your settings.")


def subscription_of(reader: User) -> Subscription:
    """The stored one, or one that asks for nothing."""
    return Subscription.objects.filter(reader=reader).first() or Subscription(reader=reader)


@transaction.atomic
def choose_mails(*, reader: User, frequency: str, selections: bool) -> Subscription:
    """The same choice again changes nothing. What came out before it was asked for is not mailed."""
    now = timezone.now()
    Subscription.objects.get_or_create(reader=reader)
    held = Subscription.objects.select_for_update().get(reader=reader)
    if frequency != held.frequency:
        set_frequency(held, frequency)
    if selections and not held.mails_selections:
        held.selections_after = now
    held.mails_selections = selections
    held.save()
    return held


def set_frequency(held: Subscription, frequency: str) -> None:
    """A digest that is being sent at this moment still arrives."""
    held.frequency, held.claimed_at = frequency, None
    held.next_at = held.covered_to = None
    if frequency != Subscription.Frequency.NEVER:
        held.next_at = next_sending(frequency, timezone.now(), settings.DIGEST_HOUR)
        held.covered_to = first_day(frequency, held.next_at)


def stop_mails(*, reader: User, stream: Stream) -> None:
    """Ends one kind of mail and leaves the other."""
    current = subscription_of(reader)
    is_digest = stream == Stream.DIGEST
    frequency = Subscription.Frequency.NEVER.value if is_digest else current.frequency
    choose_mails(reader=reader, frequency=frequency, selections=is_digest and current.mails_selections)


def forget_subscription(user: User) -> None:
    """Of an account that is closed. A worker that holds the row at this moment finds nothing to move on."""
    Subscription.objects.filter(reader=user).delete()


def stop_token(reader: User, stream: Stream) -> str:
    """Opens one door only, and has no end date: a mail may be read years later."""
    return signing.dumps([reader.pk, stream.value], salt=SALT)


def read_stop_token(token: str) -> tuple[User, Stream]:
    """Raises InvalidStopLink."""
    try:
        pk, stream = signing.loads(token, salt=SALT)
        return User.objects.get(pk=pk), Stream(stream)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError) as error:
        raise InvalidStopLink from error
