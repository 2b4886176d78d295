import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from papers.models import Paper
from shortsci.links import address_of
from summaries.querysets import SummaryQuerySet
from summaries.rendering.fields import RenderedHtmlField

LISTED = Q(visibility="public", hidden_at__isnull=True)


def new_secret() -> str:
    return secrets.token_urlsafe(16)  # 128 bits; nobody guesses it


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a summary is shown by; `url` is empty where that is a pseudonym."""

    name: str
    url: str = ""

    def __str__(self) -> str:
        return self.name


# Words for `Summary.restriction`, shown as tags.
RESTRICTIONS = (gettext_noop("hidden"), gettext_noop("unlisted"), gettext_noop("private"))


class Summary(models.Model):
    """What one writer says about one paper. Its counters and ranks are derived from its votes."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public")
        UNLISTED = "unlisted", _("Unlisted")
        PRIVATE = "private", _("Private")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="summaries")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summaries")
    merged_from = models.ForeignKey(
        Paper,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
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
    secret = models.CharField(
        max_length=22, default=new_secret, editable=False, help_text="What the address of an unlisted summary ends in."
    )
    is_anonymous = models.BooleanField(
        default=False, help_text="Shown under a pseudonym for this writer on this paper, until its writer claims it."
    )
    pseudonym = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text="Given when it first becomes anonymous and kept, whatever becomes of the paper or of the site's key.",
    )
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="By a moderator; its writer still sees it.")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    hidden_reason = models.CharField(max_length=300, blank=True, help_text="Told to the writer.")
    competing_interests = models.CharField(
        max_length=500, blank=True, help_text="What ties the writer to the paper or to its rivals; shown."
    )
    ai_use = models.CharField(max_length=500, blank=True, help_text="How a language model took part; shown.")
    revision_number = models.PositiveIntegerField(default=1, help_text="Of the revision that is shown.")
    comment_count = models.PositiveIntegerField(default=0, help_text="Comments that are not deleted.")

    created_at = models.DateTimeField(auto_now_add=True)
    # Dates of an anonymous summary are those of the day: what is not stored cannot tell who was here at that minute.
    published_at = models.DateTimeField(null=True, blank=True, help_text="First publication; never moves.")
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Last change of a text that was public.")

    upvotes = models.PositiveIntegerField(default=0)
    downvotes = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0, help_text="Up-votes less down-votes.")
    wilson = models.FloatField(default=0.0, help_text="Order on the paper's page.")
    hot = models.FloatField(default=0.0, help_text="Order on the front page.")
    recency = models.PositiveSmallIntegerField(
        default=4,
        db_default=4,
        help_text="The shortest period it belongs to: 4 day, 3 week, 2 month, 1 year, 0 none; kept by a task.",
    )
    seen_count = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Readers who were shown it in one of the front page's reserved places."
    )
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
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "unlisted", "private"]), name="summary_visibility_known"
            ),
            models.CheckConstraint(
                condition=~LISTED | Q(published_at__isnull=False), name="summary_public_has_publication_date"
            ),
            models.CheckConstraint(
                condition=Q(score=models.F("upvotes") - models.F("downvotes")), name="summary_score_is_sum"
            ),
            models.UniqueConstraint(fields=["secret"], name="summary_secret_unique"),
        ]
        # One index for each list, in the list's own order.
        indexes = [
            models.Index(fields=["-hot", "-id"], condition=LISTED, name="summary_hot"),
            models.Index(fields=["-published_at", "-id"], condition=LISTED, name="summary_new"),
            models.Index(fields=["-score", "-published_at", "-id"], condition=LISTED, name="summary_top"),
            models.Index(fields=["-comment_count", "-published_at", "-id"], condition=LISTED, name="summary_discussed"),
            *(
                models.Index(fields=order, condition=LISTED & Q(recency__gte=recency), name=f"summary_{name}_{period}")
                for name, order in {
                    "hot": ["-hot", "-id"],
                    "top": ["-score", "-published_at", "-id"],
                    "discussed": ["-comment_count", "-published_at", "-id"],
                }.items()
                for period, recency in {"day": 4, "week": 3, "month": 2, "year": 1}.items()
            ),
            models.Index(fields=["recency", "published_at"], condition=Q(recency__gt=0), name="summary_period_ends"),
            models.Index(
                fields=["paper", "-wilson", "-score", "published_at", "id"], condition=LISTED, name="summary_on_paper"
            ),
            models.Index(
                fields=["writer", "-published_at", "-id"],
                condition=LISTED & Q(is_anonymous=False),
                name="summary_by_writer",
            ),
            models.Index(fields=["id"], condition=Q(needs_ranking=True), name="summary_needs_ranking"),
            models.Index(fields=["renderer_version"], name="summary_renderer"),
            # Of the few that have one: each vote writes every index that its summary stands in.
            models.Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="summary_merged_from"),
            models.Index(fields=["hidden_by"], condition=Q(hidden_by__isnull=False), name="summary_hidden_by"),
        ]

    def __str__(self) -> str:
        return f"{self.byline} on {self.paper}"

    def get_absolute_url(self) -> str:
        return address_of("summary", self.pk)

    @property
    def byline(self) -> Byline:
        """The only name of its writer that pages, the API, exports and mails may show."""
        if self.is_anonymous:
            return Byline(self.pseudonym or "Anonymous")
        return Byline(str(self.writer), self.writer.get_absolute_url() if self.writer.is_active else "")

    @property
    def shared_url(self) -> str:
        """The address that an unlisted summary is passed on by."""
        return reverse("shared_summary", args=[self.secret])

    @property
    def permalink(self) -> str:
        """Where its readers find it."""
        return self.shared_url if self.visibility == self.Visibility.UNLISTED else self.get_absolute_url()

    @property
    def restriction(self) -> str:
        """Why not everybody finds it, in a word; empty for a public one."""
        if self.hidden_at:
            return "hidden"
        return "" if self.is_public else self.visibility

    @property
    def is_for_older_version(self) -> bool:
        """The paper has a newer version than the one that was summarised."""
        return bool(self.paper_version and self.paper.version and self.paper_version < self.paper.version)

    @property
    def is_public(self) -> bool:
        """Anybody finds and reads it."""
        return self.visibility == self.Visibility.PUBLIC and self.hidden_at is None
