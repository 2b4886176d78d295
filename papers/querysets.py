from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from papers.identifiers import Identifier, Kind

if TYPE_CHECKING:
    from papers.models import Paper  # noqa: F401 (names the rows)


class PaperQuerySet(models.QuerySet["Paper"]):
    def identified_by(self, identifier: Identifier) -> PaperQuerySet:
        return self.filter(identifiers__kind=identifier.kind, identifiers__value=identifier.value)

    def listed(self) -> PaperQuerySet:
        """What lists show: papers whose metadata is there, without those that became a part of another."""
        return self.filter(state="ready")

    def pending(self) -> PaperQuerySet:
        """By the small index of papers that have a date to be asked for, which every pending one has."""
        return self.filter(state="pending", next_attempt_at__isnull=False)

    def due(self, now: datetime) -> PaperQuerySet:
        """Papers that their source is to be asked for, those that wait longest first."""
        return self.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def named_at_arxiv(self) -> PaperQuerySet:
        return self.filter(identifiers__kind=Kind.ARXIV)

    def named_by_doi_alone(self) -> PaperQuerySet:
        papers = self.model._default_manager.filter(pk=OuterRef("pk"))  # noqa: SLF001
        at_arxiv = papers.filter(identifiers__kind=Kind.ARXIV)
        return self.filter(Exists(papers.filter(identifiers__kind=Kind.DOI)), ~Exists(at_arxiv))

    def written_by(self, name: str) -> PaperQuerySet:
        """Papers with an author whose name holds these letters."""
        written = self.model._default_manager.filter(authorships__author__name__icontains=name)  # noqa: SLF001
        return self.filter(pk__in=written.values("pk"))

    def with_names(self) -> PaperQuerySet:
        """With what exports and the API tell of it: identifiers, all authors and categories, three more queries."""
        return self.select_related("venue").prefetch_related("identifiers", "authorships", "listings")
