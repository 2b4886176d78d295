from django.conf import settings
from django.db import models
from django.db.models import Q

from summaries.models import Summary


class Vote(models.Model):
    """What one voter thinks of one summary; no row means no vote. Who voted what is never public."""

    UP = 1
    DOWN = -1

    # Protected: votes that vanished with their voter would leave the counters wrong.
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()
    cast_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "voter"], name="vote_one_a_summary_and_voter"),
            models.CheckConstraint(condition=Q(value__in=[-1, 1]), name="vote_is_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
