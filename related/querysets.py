from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from related.models import RelatedPaper  # noqa: F401 (names the rows)


class RelatedPaperQuerySet(models.QuerySet["RelatedPaper"]):
    def listed(self) -> RelatedPaperQuerySet:
        """Those that a list may show: a paper that was joined with another one since is left out."""
        return self.filter(related__state="ready")

    def best_first(self) -> RelatedPaperQuerySet:
        return self.order_by("-score", "-related")
