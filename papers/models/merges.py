from django.conf import settings
from django.db import models

from papers.models.paper import Paper


class PaperRedirect(models.Model):
    """A paper that was joined with another one: its address leads there, and `moved` tells how to undo it."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="redirect")
    target = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="redirects_here")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)
    previous_state = models.CharField(max_length=10)
    moved = models.JSONField(default=dict, help_text="Ids of the rows that moved, by what they are.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(paper=models.F("target")), name="redirect_leads_elsewhere")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.target_id}"


class KeptApartQuerySet(models.QuerySet["KeptApart"]):
    def between(self, one: Paper, other: Paper) -> "KeptApartQuerySet":
        return self.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


class KeptApart(models.Model):
    """Two papers that a moderator has parted, so that no record joins them again."""

    first = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    parted_at = models.DateTimeField(auto_now_add=True)

    objects = KeptApartQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "kept apart"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
