from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User

if TYPE_CHECKING:
    from summaries.models import Summary  # noqa: F401 (names the rows)

# Total orders: the last key is unique, so that no two rows tie and a page can start after any row.
HOT = ("-hot", "-id")
NEW = ("-published_at", "-id")
TOP = ("-score", "-published_at", "-id")
ON_PAPER = ("-wilson", "-score", "published_at", "id")

PERIODS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}


class SummaryQuerySet(models.QuerySet["Summary"]):
    def public(self) -> SummaryQuerySet:
        return self.filter(visibility="public")

    def visible_to(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """The only door to summaries: public ones and one's own."""
        if user.is_authenticated:
            return self.filter(Q(visibility="public") | Q(writer=user))
        return self.public()

    def published_within(self, period: str, now: datetime) -> SummaryQuerySet:
        """First published within a period of PERIODS; any other word means all time."""
        return self.filter(published_at__gte=now - PERIODS[period]) if period in PERIODS else self

    def with_my_vote(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """Adds `my_vote`: −1, 0 or 1. `votes` is the relation that the votes app adds to a summary."""
        if not user.is_authenticated:
            return self.annotate(my_vote=Value(0))
        return self.annotate(
            my_votes=FilteredRelation("votes", condition=Q(votes__voter=user)),
            my_vote=Coalesce(F("my_votes__value"), Value(0)),
        )

    def for_list(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """With all that a card prints, in a number of queries that does not depend on the rows."""
        return (
            self.with_my_vote(user)
            .defer("body", "html")
            .select_related("writer", "paper__venue")
            .prefetch_related("paper__identifiers", "paper__authorships")
        )

    def without_text(self) -> SummaryQuerySet:
        """For who works on numbers: texts are read only when asked for."""
        return self.defer("body", "html", "excerpt", "tldr")

    def needing_rank(self) -> SummaryQuerySet:
        return self.filter(needs_ranking=True)
