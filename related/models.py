from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from papers.models import Paper
from related.querysets import RelatedPaperQuerySet
from related.weighing import Reason


class RelatedPaper(models.Model):
    """A paper that readers of another one may like, and the strongest reason. Derived; computed anew by a task."""

    class Why(models.TextChoices):
        CITED = Reason.CITED.value, _("cited here")
        CITES = Reason.CITES.value, _("cites this paper")
        CITES_SAME = Reason.CITES_SAME.value, _("cites the same")
        READERS = Reason.READERS.value, _("voted by the same readers")
        AUTHORS = Reason.AUTHORS.value, _("same authors")
        WORDS = Reason.WORDS.value, _("same words")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="related_papers", db_index=False)
    related = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="related_from")
    score = models.FloatField(help_text="Between 0 and 1; orders the list.")
    why = models.CharField(max_length=10, choices=Why)
    words = models.CharField(max_length=80, blank=True, help_text="That both papers use, where these are the reason.")

    objects = RelatedPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "related"], name="related_once_a_paper"),
            models.CheckConstraint(condition=~Q(paper=models.F("related")), name="related_is_another_paper"),
            models.CheckConstraint(
                condition=Q(why__in=["cited", "cites", "cites_same", "readers", "authors", "words"]),
                name="related_why_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.related_id}: {self.reason}"

    @property
    def reason(self) -> str:
        """What a reader is told."""
        return f"{self.get_why_display()}: {self.words}" if self.words else self.get_why_display()


class StalePaper(models.Model):
    """A paper whose related papers are to be computed anew; several rows of one paper are as good as one.

    Rows are only added and deleted, and hold no foreign key: who writes one waits for nobody.
    """

    paper_number = models.PositiveBigIntegerField(help_text="Id of the paper.")
    due_at = models.DateTimeField(db_default=Now(), help_text="Later than now after a try without the search index.")

    def __str__(self) -> str:
        return str(self.paper_number)
