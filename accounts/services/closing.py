"""What closing does to the account itself; `votes.services.close_account` closes all that hangs on it."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import Closing, User
from accounts.services.links import leave_links, lock_people

# A request that came in before the account was closed may still write for a moment.
GRACE = timedelta(minutes=2)

# Apps above this one enter here what removes all that they keep of a person. Called at once, and again while the
# closing is under way; to be done twice it must be as good as once.
closing_followers: list[Callable[[User], None]] = []


def name_of_former_member(username: str) -> str:
    """What a user name becomes: a keyed digest. It keeps the old name taken and tells it to nobody."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"former:{username.lower()}".encode(), hashlib.sha256)
    return f"former-{digest.hexdigest()[:20]}"


def is_name_of_former_member(username: str) -> bool:
    """Whether an account of this name was closed; who takes it would be thought to be that person."""
    return User.objects.filter(username=name_of_former_member(username), closed_at__isnull=False).exists()


@transaction.atomic
def clear_account(*, user: User, keeps_summaries: bool) -> None:
    """At once: nobody logs in any more, and name, address, tokens, notices and links are gone.

    Done twice it is done once, and the first choice stays.
    """
    lock_people([user])
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.closed_at is None:
        Closing.objects.create(user=locked, keeps_summaries=keeps_summaries)
        clear_person(locked)


def clear_person(user: User) -> None:
    user.username = name_of_former_member(user.username)
    user.email = f"{user.username}@closed.invalid"
    user.display_name = user.bio = user.language = ""
    user.mail_notices = user.is_staff = user.is_superuser = user.is_active = False
    user.last_login = None
    user.set_unusable_password()  # every session ends: it is signed with the old one
    user.closed_at = timezone.now()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    AuthToken.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.notifications.all().delete()
    leave_links(user)
    tell_followers(user)


def tell_followers(user: User) -> None:
    for follow in closing_followers:
        follow(user)


def closings_left() -> list[Closing]:
    """In no order, so that one that fails, or takes long, does not keep the others waiting for ever."""
    return list(Closing.objects.select_related("user").order_by("?"))


def end_closing(closing: Closing) -> None:
    """After a run that found nothing more to do; only when no request from before can still be under way."""
    if closing.asked_at < timezone.now() - GRACE:
        closing.delete()
