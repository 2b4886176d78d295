from django.conf import settings
from django.db import models

from papers.models import Paper
from shortsci.links import address_of
from summaries.models.summaries import Summary
from summaries.querysets import DraftQuerySet, RevisionQuerySet


class Revision(models.Model):
    """A text that was saved, as it was; the newest one is the summary itself. Its text is never changed."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(help_text="From 1 for each summary.")
    body = models.TextField()
    tldr = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="What was changed, in the writer's words.")
    paper_version = models.PositiveSmallIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()
    was_public = models.BooleanField(
        default=False, help_text="Everybody could read it once; what was only ever private stays the writer's."
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "number"], name="revision_number_once")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.summary_id} r{self.number}"

    def get_absolute_url(self) -> str:
        return address_of("revision", self.summary_id, self.number)


class Draft(models.Model):
    """What a writer is typing, saved as it grows; what is published does not move with it.

    `version` counts the savings: who sends a text that was not built on the latest one is told, and loses nothing.
    """

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    tldr = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(
        max_length=10, choices=Summary.Visibility, default=Summary.Visibility.PUBLIC, help_text="As chosen so far."
    )
    is_anonymous = models.BooleanField(default=False, help_text="As chosen so far; forgetting it would tell a name.")
    competing_interests = models.CharField(max_length=500, blank=True)
    ai_use = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    base_revision = models.PositiveIntegerField(
        default=0, help_text="Of the summary, when writing began; 0 for a new one."
    )
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "paper"], name="draft_once_a_paper_and_writer")]

    def __str__(self) -> str:
        return f"draft of {self.writer} on {self.paper}"
