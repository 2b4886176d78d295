from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.models import Paper, Venue
from selections.querysets import EntryQuerySet, SelectionQuerySet
from summaries.models import Summary
from summaries.rendering.fields import RenderedHtmlField


class Selection(models.Model):
    """Papers that an editor recommends, in order, each with the reason: the best of a month, a pick of a conference.

    `version` counts the savings of title and introduction: who sends a text that was not built on the latest is told.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    title = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    introduction = models.TextField(blank=True, help_text="Markdown with LaTeX.")
    introduction_html = RenderedHtmlField(blank=True)
    works = models.JSONField(default=list, help_text="What the introduction names, as pairs of kind and value.")
    month = models.DateField(null=True, blank=True, unique=True, help_text="First day of the month it is the best of.")
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    venue_year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="First publication; never moves.")
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Last change since publication.")

    objects = SelectionQuerySet.as_manager()

    class Meta:
        permissions = [("edit_selections", "Writes and publishes selections")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "withdrawn"]), name="selection_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="selection_published_has_date"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published"), name="selection_newest_published"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("selection", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def month_end(self) -> date | None:
        """First day of the month after its own."""
        if self.month is None:
            return None
        return date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)


class Entry(models.Model):
    """One paper of a selection: why one should read it, and what is in it."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="entries", db_index=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="picks")
    position = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True, help_text="Markdown with LaTeX.")
    why_html = RenderedHtmlField(blank=True)
    insights = models.TextField(blank=True, help_text="Markdown with LaTeX.")
    insights_html = RenderedHtmlField(blank=True)
    works = models.JSONField(default=list, help_text="What the texts name, as pairs of kind and value.")
    summaries = models.ManyToManyField(Summary, blank=True, related_name="picks")
    version = models.PositiveIntegerField(default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "paper"], name="entry_once_a_paper")]
        indexes = [models.Index(fields=["selection", "position", "id"], name="entry_in_order")]

    def __str__(self) -> str:
        return f"{self.paper} in {self.selection}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page; the same wherever it is moved to."""
        return f"paper-{self.paper_id}"
