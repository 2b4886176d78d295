"""One mail: who may get it, what its head says, and what happens where the server does not take it."""

import logging
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from accounts.models import User
from digests.services.subscriptions import Stream, stop_token

BLANK_LINES = re.compile(r"\n{3,}")  # tags of the template leave some

logger = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server takes nothing at the moment; the next run tries again."""


class PutOff(Exception):
    """The mail server does not take this mail now. The claim is left to lapse: later it is tried again, and until then
    it keeps nobody else waiting."""


def is_reachable(reader: User) -> bool:
    """An account in use, with an address that its owner has confirmed."""
    if not reader.is_active or reader.closed_at:
        return False
    return bool(EmailAddress.objects.filter(user=reader, primary=True, verified=True).exists())


def in_language_of(reader: User) -> AbstractContextManager[None]:
    """That which the reader has chosen, and English for who has chosen none."""
    return translation.override(reader.language or settings.LANGUAGE_CODE)


def compose(
    reader: User, stream: Stream, *, name: str, template: str, subject: str, context: Mapping[str, object]
) -> EmailMultiAlternatives:
    """`name` tells this mail of a reader from all others; sent twice after a crash, it has the same number twice,
    by which many mail programs show it once."""
    stop = settings.SITE_URL + reverse("stop_mails", args=[stop_token(reader, stream)])
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    filled = {**context, "reader": reader, "site": settings.SITE_URL, "stop": stop, "subject": subject}
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),  # a header is one line; some titles are of earlier times
        body=BLANK_LINES.sub("\n\n", render_to_string(f"digests/{template}.txt", filled)).strip() + "\n",
        to=[reader.email],
        headers={
            "Message-ID": f"<{salted_hmac(stream.value, f'{reader.pk} {name}').hexdigest()}@{host}>",
            "List-Id": f"<{stream.value}.{host}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"digests/{template}.html", filled), "text/html")
    return message


def send(message: EmailMultiAlternatives, connection: BaseEmailBackend, give_back: Callable[[], object]) -> bool:
    """False where this mail is refused for good. Raises PutOff where it is for now, and ServerAway, after giving the
    claim back, where the server takes none."""
    try:
        connection.send_messages([message])
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        number = message.extra_headers["Message-ID"]
        if not is_final(error):
            logger.warning("%s not taken for now: %s", number, error)
            raise PutOff from error
        logger.warning("%s not taken, and not tried again: %s", number, error)
        return False
    except (SMTPException, OSError) as error:
        give_back()
        logger.warning("mails wait for the next run, the mail server fails: %s", error)
        raise ServerAway from error
    return True


def is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """A code of 400 and more means later, one of 500 and more never (RFC 5321, section 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return error.smtp_code >= 500
