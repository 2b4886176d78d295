from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from papers.models import Paper
from reading.querysets import ReadingQuerySet
from summaries.rendering import RENDERER_VERSION, render
from summaries.rendering.fields import RenderedHtmlField


class Reading(models.Model):
    """What one reader keeps of one paper: whether they mean to read it or have read it, and a note.

    Theirs alone: no moderator, no dump and nobody else's API call reads it.
    """

    class State(models.TextChoices):
        TO_READ = "to_read", _("To read")
        READ = "read", _("Read")
        UNLISTED = "", _("Not on the list")

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="readings")
    state = models.CharField(max_length=8, choices=State, blank=True, default=State.UNLISTED)
    listed_at = models.DateTimeField(null=True, blank=True, help_text="When it came to this state.")
    note = models.TextField(blank=True, help_text="Markdown with LaTeX.")
    note_html = RenderedHtmlField(blank=True, help_text="The note as rendered by `renderer_version`.")
    renderer_version = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField(null=True, blank=True, help_text="When the note was saved last.")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "paper"], name="reading_once_a_reader_and_paper"),
            models.CheckConstraint(condition=Q(state__in=["to_read", "read", ""]), name="reading_state_known"),
            models.CheckConstraint(condition=~Q(state="") | ~Q(note=""), name="reading_says_something"),
            models.CheckConstraint(condition=Q(state="") | Q(listed_at__isnull=False), name="reading_listed_has_date"),
            models.CheckConstraint(condition=Q(note="") | Q(noted_at__isnull=False), name="reading_note_has_date"),
        ]
        indexes = [
            models.Index(fields=["reader", "state", "-listed_at", "-id"], name="reading_list"),
            models.Index(fields=["reader", "-noted_at", "-id"], condition=~Q(note=""), name="reading_notes"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.paper_id}: {self.state or 'a note'}"

    @property
    def shown_note(self) -> SafeString:
        """As the renderer of today has it; one that was stored by an older one is rendered here."""
        return self.note_html if self.renderer_version == RENDERER_VERSION else render(self.note)
