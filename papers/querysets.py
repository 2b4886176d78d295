from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from papers.identifiers import Identifier

if TYPE_CHECKING:
    from papers.models import Paper  # noqa: F401 (names the rows)


class PaperQuerySet(models.QuerySet["Paper"]):
    def identified_by(self, identifier: Identifier) -> PaperQuerySet:
        return self.filter(identifiers__kind=identifier.kind, identifiers__value=identifier.value)

    def pending(self) -> PaperQuerySet:
        return self.filter(state="pending")

    def due(self, now: datetime) -> PaperQuerySet:
        """Papers that their source is to be asked for, those that wait longest first."""
        return self.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def written_by(self, name: str) -> PaperQuerySet:
        """Papers with an author whose name holds these letters."""
        written = self.model._default_manager.filter(authorships__author__name__icontains=name)  # noqa: SLF001
        return self.filter(pk__in=written.values("pk"))

    def with_names(self) -> PaperQuerySet:
        """With what a list prints of a paper: identifiers, authors and categories, three queries in all."""
        return self.prefetch_related("identifiers", "authorships__author", "listings__category")
