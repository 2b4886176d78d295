"""One mail a person with the notices that wait for them. It holds no text of a summary or a comment."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Notification, User
from shortsci.errors import DomainError

MOST_IN_A_MAIL = 20
READERS_A_RUN = 500
SALT = "accounts.mail_notices"

logger = logging.getLogger(__name__)


class InvalidUnsubscribeLink(DomainError):
    code = "invalid_link"
    status = 404
    message = _("This link is not complete. You can turn the mails off in your settings.")


def mail_notices() -> int:
    """Mails unread notices and returns the number of mails; a server that does not answer ends the run.

    Two workers at once send nothing twice: notices are marked under a lock before their mail leaves.
    """
    sent = 0
    waiting = Notification.objects.to_mail(timezone.now())
    for reader_id in list(waiting.order_by("reader").values_list("reader", flat=True).distinct()[:READERS_A_RUN]):
        notices = take_notices(reader_id)
        if not notices:
            continue
        try:
            message_for(User.objects.get(pk=reader_id), notices).send()
        except SMTPRecipientsRefused as error:
            logger.warning("notices for user %s not mailed, and not tried again: %s", reader_id, error)
        except (SMTPException, OSError) as error:
            logger.warning("notices wait for the next run, the mail server fails: %s", error)
            give_back(notices)
            break
        else:
            sent += 1
    return sent


@transaction.atomic
def take_notices(reader_id: int) -> list[Notification]:
    """The reader's notices that wait, newest first and marked as mailed; none where another worker has them."""
    waiting = Notification.objects.to_mail(timezone.now()).filter(reader=reader_id).order_by("-pk")
    notices = list(waiting.select_for_update(skip_locked=True, of=("self",)))
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    return notices


def give_back(notices: list[Notification]) -> None:
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)


def message_for(reader: User, notices: list[Notification]) -> EmailMultiAlternatives:
    """In the language that the reader has chosen, and English for who has chosen none."""
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        return write_message(reader, notices)


def write_message(reader: User, notices: list[Notification]) -> EmailMultiAlternatives:
    unsubscribe = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(reader)])
    context = {
        "reader": reader,
        "notices": notices[:MOST_IN_A_MAIL],
        "others": len(notices[MOST_IN_A_MAIL:]),
        "site": settings.SITE_URL,
        "unsubscribe": unsubscribe,
    }
    number = len(notices)
    message = EmailMultiAlternatives(
        subject=ngettext("A new notice on Shortsci", "%(number)s new notices on Shortsci", number) % {"number": number},
        body=render_to_string("accounts/mail_notices.txt", context),
        to=[reader.email],
        headers={"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    message.attach_alternative(render_to_string("accounts/mail_notices.html", context), "text/html")
    return message


def unsubscribe_token(reader: User) -> str:
    """Opens one door only, and has no end date: a mail may be read years later."""
    return signing.dumps(reader.pk, salt=SALT)


def read_unsubscribe_token(token: str) -> User:
    """Raises InvalidUnsubscribeLink."""
    try:
        return User.objects.get(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise InvalidUnsubscribeLink from error


def stop_mail(*, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(mail_notices=False)
