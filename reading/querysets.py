from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User

if TYPE_CHECKING:
    from reading.models import Follow, Reading  # noqa: F401 (name the rows)


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, reader: User) -> FollowQuerySet:
        """What the reader follows and can look at: no closed account, no paper that became part of another."""
        return self.filter(reader=reader).exclude(Q(person__is_active=False) | Q(paper__state="merged"))

    def with_targets(self) -> FollowQuerySet:
        """With what their names and addresses are made of, in one more query."""
        return self.select_related("person", "paper", "category", "venue", "author").prefetch_related(
            "paper__identifiers"
        )


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, reader: User | int) -> ReadingQuerySet:
        """The only door: the reader's own, without those on papers that became part of another."""
        return self.filter(reader=reader).exclude(paper__state="merged")

    def with_note(self) -> ReadingQuerySet:
        return self.exclude(note="")
