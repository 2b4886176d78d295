from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from summaries.querysets import readable_by

if TYPE_CHECKING:
    from votes.models import Burst  # noqa: F401 (names the rows)


class BurstQuerySet(models.QuerySet["Burst"]):
    def visible_to(self, user: User) -> BurstQuerySet:
        """For moderators, on summaries that they find."""
        return self.filter(readable_by(user, prefix="summary__")) if user.is_staff else self.none()

    def waiting(self) -> BurstQuerySet:
        """No moderator has decided."""
        return self.filter(decided_at__isnull=True)

    def decided(self) -> BurstQuerySet:
        return self.filter(decided_at__isnull=False)

    def for_list(self) -> BurstQuerySet:
        """With all that is printed of the summary and of who decided."""
        return self.select_related("summary__paper", "summary__writer", "decided_by").defer(
            "summary__body", "summary__html", "summary__excerpt"
        )
