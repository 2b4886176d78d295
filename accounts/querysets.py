from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import AccountLink, Notification, User  # noqa: F401 (name the rows)

NEWS = timedelta(days=3)  # what waits longer is no news, and is not mailed any more


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at__isnull=True)

    def numbers_of(self, readers: Collection[int]) -> models.QuerySet[Notification, tuple[int]]:
        """How many each of these readers has; the numbers alone, and none of who has none."""
        counted = self.filter(reader__in=readers).order_by().values("reader").annotate(number=models.Count("*"))
        return counted.values_list("number")

    def to_mail(self, now: datetime) -> NotificationQuerySet:
        """Unread, not yet mailed, and of readers who want mail at an address that they have confirmed."""
        return self.unread().filter(
            mailed_at__isnull=True,
            created_at__gt=now - NEWS,
            reader__mail_notices=True,
            reader__is_active=True,
            reader__emailaddress__verified=True,
            reader__emailaddress__primary=True,
        )


class AccountLinkQuerySet(models.QuerySet["AccountLink"]):
    def of(self, user: User) -> AccountLinkQuerySet:
        """Those that the account is a part of."""
        return self.filter(models.Q(first=user) | models.Q(second=user))

    def confirmed(self) -> AccountLinkQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def pending(self) -> AccountLinkQuerySet:
        return self.filter(confirmed_at__isnull=True)
