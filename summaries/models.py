from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from papers.models import Paper
from summaries.querysets import SummaryQuerySet
from summaries.rendering.fields import RenderedHtmlField

LISTED = Q(visibility="public")


class Summary(models.Model):
    """What one writer says about one paper. Its counters and ranks are derived from its votes."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Public"
        PRIVATE = "private", "Private"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="summaries")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summaries")
    merged_from = models.ForeignKey(
        Paper,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The paper it was written on, where that was joined with one that its writer had summarised too.",
    )
    paper_version = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The paper's latest version when the summary was written."
    )
    body = models.TextField(help_text="Markdown with LaTeX.")
    html = RenderedHtmlField(help_text="The body as rendered by `renderer_version`.")
    excerpt = RenderedHtmlField(blank=True, help_text="The first paragraphs of the body as HTML, for lists.")
    renderer_version = models.PositiveSmallIntegerField()
    tldr = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)

    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="First publication; never moves.")
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Last change of a text that was public.")

    upvotes = models.PositiveIntegerField(default=0)
    downvotes = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0, help_text="Up-votes less down-votes.")
    wilson = models.FloatField(default=0.0, help_text="Order on the paper's page.")
    hot = models.FloatField(default=0.0, help_text="Order on the front page.")
    formula_version = models.PositiveSmallIntegerField(default=0, help_text="Of the formulas behind the two ranks.")
    needs_ranking = models.BooleanField(default=False, help_text="Counters moved after the ranks were computed.")

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "writer"],
                condition=Q(merged_from__isnull=True),
                name="summary_once_a_paper_and_writer",
            ),
            models.CheckConstraint(condition=Q(visibility__in=["public", "private"]), name="summary_visibility_known"),
            models.CheckConstraint(
                condition=~LISTED | Q(published_at__isnull=False), name="summary_public_has_publication_date"
            ),
            models.CheckConstraint(
                condition=Q(score=models.F("upvotes") - models.F("downvotes")), name="summary_score_is_sum"
            ),
        ]
        # One index for each list, in the list's own order.
        indexes = [
            models.Index(fields=["-hot", "-id"], condition=LISTED, name="summary_hot"),
            models.Index(fields=["-published_at", "-id"], condition=LISTED, name="summary_new"),
            models.Index(fields=["-score", "-published_at", "-id"], condition=LISTED, name="summary_top"),
            models.Index(
                fields=["paper", "-wilson", "-score", "published_at", "id"], condition=LISTED, name="summary_on_paper"
            ),
            models.Index(fields=["writer", "-published_at", "-id"], condition=LISTED, name="summary_by_writer"),
            models.Index(fields=["id"], condition=Q(needs_ranking=True), name="summary_needs_ranking"),
        ]

    def __str__(self) -> str:
        return f"{self.writer} on {self.paper}"

    def get_absolute_url(self) -> str:
        return reverse("summary", args=[self.pk])

    @property
    def is_for_older_version(self) -> bool:
        """The paper has a newer version than the one that was summarised."""
        return bool(self.paper_version and self.paper.version and self.paper_version < self.paper.version)

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC
