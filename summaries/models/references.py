from django.conf import settings
from django.db import models

from papers.models import Paper
from summaries.models.summaries import Summary
from summaries.querysets import ReferenceQuerySet, SummaryRequestQuerySet


class Reference(models.Model):
    """A summary speaks of another work, by one of its names; the paper may come later, or be merged meanwhile."""

    class How(models.TextChoices):
        MENTIONS = "mentions", "Mentions"
        BUILDS_ON = "builds_on", "Builds on"

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=10, help_text="Of the identifier: arxiv or doi.")
    value = models.CharField(max_length=500, help_text="The identifier as papers.identifiers writes it.")
    how = models.CharField(max_length=10, choices=How, default=How.MENTIONS)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "kind", "value"], name="reference_once_a_summary")]
        indexes = [models.Index(fields=["kind", "value", "how"], name="reference_to_identifier")]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.how} {self.kind}:{self.value}"


class SummaryRequest(models.Model):
    """A reader would like a summary of this paper. Told once one is published."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="requests")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="summary_requests")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SummaryRequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "reader"], name="request_once_a_paper_and_reader")]

    def __str__(self) -> str:
        return f"{self.reader} asks for {self.paper}"
