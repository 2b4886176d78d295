from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Prefetch

from accounts.models import User
from papers.models import listed_names
from selections.editors import is_editor
from summaries.models import Summary
from summaries.orders import BEST

if TYPE_CHECKING:
    from selections.models import Entry, Selection  # noqa: F401 (name the rows)

NEWEST = ("-published_at", "-id")


class SelectionQuerySet(models.QuerySet["Selection"]):
    def published(self) -> SelectionQuerySet:
        """What everybody finds."""
        return self.filter(state="published")

    def visible_to(self, user: User | AnonymousUser) -> SelectionQuerySet:
        """Editors read drafts and withdrawn ones too."""
        return self.all() if is_editor(user) else self.published()

    def without_texts(self) -> SelectionQuerySet:
        """For who reads its date and title alone."""
        return self.defer("introduction", "introduction_html", "works")


class EntryQuerySet(models.QuerySet["Entry"]):
    def for_reading(self) -> EntryQuerySet:
        """In order, with all that the page prints; of the chosen summaries those that everybody finds, best first."""
        chosen = Summary.objects.public().select_related("writer").defer("body", "html", "excerpt")
        return (
            self.order_by("position", "pk")
            .select_related("paper__venue")
            .prefetch_related(
                "paper__resources",
                listed_names("paper__"),
                Prefetch("summaries", queryset=chosen.order_by(*BEST.keys), to_attr="chosen"),
            )
        )
