from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from digests.models import Subscription  # noqa: F401 (names the rows)

CLAIM_LASTS = timedelta(minutes=15)  # a worker that has not sent by then is taken to be dead


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def unclaimed(self, now: datetime) -> SubscriptionQuerySet:
        """Nobody is sending to them at this moment."""
        return self.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS))

    def due(self, now: datetime) -> SubscriptionQuerySet:
        """Whose digest is to be sent, those that wait longest first."""
        return self.unclaimed(now).filter(next_at__lte=now).order_by("next_at", "pk")

    def without_selection(self, published_at: datetime, now: datetime) -> SubscriptionQuerySet:
        """Who gets selections by mail and has not got the one of this date."""
        waiting = self.unclaimed(now).filter(mails_selections=True, selections_after__lt=published_at)
        return waiting.order_by("selections_after", "pk")
