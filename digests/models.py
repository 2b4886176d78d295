from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from digests.querysets import SubscriptionQuerySet


class Subscription(models.Model):
    """Which mails a reader asked for; who never asked has no row. Workers note in it what has been sent.

    A row is claimed before its mail leaves and moved on afterwards. A worker that dies in between leaves the claim,
    which lapses, and the mail is sent again: none is lost, and at most one comes twice.
    """

    class Frequency(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week, on Mondays")
        MONTHLY = "monthly", _("Every month, on the first")

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscription")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.NEVER)
    next_at = models.DateTimeField(null=True, blank=True, help_text="When the next digest is due.")
    covered_to = models.DateField(null=True, blank=True, help_text="The first day that no digest has covered.")
    mails_selections = models.BooleanField(default=False)
    selections_after = models.DateTimeField(
        null=True, blank=True, help_text="Date of the last selection that was mailed, or when they were asked for."
    )
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="A worker is sending since then.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency__in=["never", "daily", "weekly", "monthly"]), name="subscription_frequency_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency="never", next_at__isnull=True)
                | (~Q(frequency="never") & Q(next_at__isnull=False, covered_to__isnull=False)),
                name="subscription_is_due_or_never",
            ),
            models.CheckConstraint(
                condition=Q(mails_selections=False) | Q(selections_after__isnull=False),
                name="subscription_selections_have_begin",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="subscription_due"),
            models.Index(
                fields=["selections_after", "id"],
                condition=Q(mails_selections=True),
                name="subscription_to_selections",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.frequency}"
