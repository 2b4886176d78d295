from datetime import datetime

from django.conf import settings
from django.db import models

from summaries.models.summaries import Summary
from summaries.pseudonyms import to_the_day
from summaries.querysets import CommentQuerySet
from summaries.rendering.fields import RenderedHtmlField


class Comment(models.Model):
    """A remark on a summary, or an answer to one. A deleted one leaves its place, so that answers keep theirs."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    is_anonymous = models.BooleanField(
        default=False, help_text="By the writer of an anonymous summary, under the summary's pseudonym."
    )
    body = models.TextField(help_text="Markdown with LaTeX; empty when deleted.")
    html = RenderedHtmlField(help_text="The body as rendered by `renderer_version`.")
    renderer_version = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="By a moderator.")

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["summary", "created_at", "id"], name="comment_on_summary"),
            models.Index(fields=["renderer_version"], name="comment_renderer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) | models.Q(body=""), name="comment_deleted_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.summary_id}"

    def get_absolute_url(self) -> str:
        return f"{self.summary.permalink}#comment-{self.pk}"

    @property
    def is_pseudonymous(self) -> bool:
        """By the writer of an anonymous summary; whoever shows the comment shows nothing of its writer."""
        summary = self.summary
        return summary.is_anonymous and (self.is_anonymous or self.writer_id == summary.writer_id)

    @property
    def byline(self) -> str:
        """The name that it stands under."""
        return str(self.summary.byline) if self.is_pseudonymous else str(self.writer)

    @property
    def shown_created_at(self) -> datetime:
        """To the day where the hour could tell who is behind a pseudonym."""
        return to_the_day(self.created_at) if self.is_pseudonymous else self.created_at

    @property
    def shown_edited_at(self) -> datetime | None:
        return to_the_day(self.edited_at) if self.edited_at and self.is_pseudonymous else self.edited_at

    @property
    def is_by_summary_writer(self) -> bool:
        return self.writer_id == self.summary.writer_id
