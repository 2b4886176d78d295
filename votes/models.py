from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from summaries.models import Summary
from votes.querysets import BurstQuerySet


class Burst(models.Model):
    """Votes that came faster than a setting allows: held, and shown to moderators, until one of them decides."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("Many votes at once")
        NETWORK = "network", _("Many votes from one address range")

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="bursts")
    kind = models.CharField(max_length=8, choices=Kind)
    network = models.CharField(
        max_length=16, blank=True, help_text="A keyed digest of the address range; the address itself is not kept."
    )
    noticed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_counted = models.BooleanField(null=True, blank=True, help_text="What was decided.")

    objects = BurstQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["summary", "network"]), name="burst_kind_known"),
            models.UniqueConstraint(
                fields=["summary", "kind", "network"], condition=Q(decided_at__isnull=True), name="burst_open_once"
            ),
        ]
        indexes = [models.Index(fields=["-id"], condition=Q(decided_at__isnull=True), name="burst_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.summary_id}"


class Vote(models.Model):
    """What one voter thinks of one summary; no row means no vote. Who voted what is never public."""

    UP = 1
    DOWN = -1

    class State(models.TextChoices):
        COUNTED = "counted", _("Counted")
        WAITING = "waiting", _("Counts when the account is old enough")
        HELD = "held", _("Held for the moderators")
        SET_ASIDE = "set_aside", _("Set aside by a moderator")

    class Reason(models.TextChoices):
        """Why a summary was voted down. Stored words; they do not change."""

        INACCURATE = "inaccurate", _("It says what the paper does not")
        UNCLEAR = "unclear", _("It is hard to understand")
        THIN = "thin", _("It adds little to the abstract")
        COPIED = "copied", _("It is copied from elsewhere")
        OFF_TOPIC = "off_topic", _("It is not about the paper")
        OTHER = "other", _("Something else")

    # Protected: votes that vanished with their voter would leave the counters wrong.
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
    # The index of the constraint begins with the summary; another one would cost each vote as much again.
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="votes", db_index=False)
    value = models.SmallIntegerField()
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="", db_default="")
    state = models.CharField(max_length=9, choices=State, default=State.COUNTED, db_default="counted")
    counts_at = models.DateTimeField(null=True, blank=True, help_text="When a waiting vote begins to count.")
    burst = models.ForeignKey(
        Burst, on_delete=models.SET_NULL, null=True, blank=True, related_name="votes", db_index=False
    )
    cast_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "voter"], name="vote_one_a_summary_and_voter"),
            models.CheckConstraint(condition=Q(value__in=[-1, 1]), name="vote_is_up_or_down"),
            models.CheckConstraint(
                condition=Q(state__in=["counted", "waiting", "held", "set_aside"]), name="vote_state_known"
            ),
            models.CheckConstraint(condition=Q(reason="") | Q(value=-1), name="vote_reason_only_down"),
        ]
        indexes = [
            models.Index(fields=["counts_at"], condition=Q(state="waiting"), name="vote_waiting"),
            models.Index(fields=["burst"], condition=Q(burst__isnull=False), name="vote_of_burst"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"


class WithdrawnVote(models.Model):
    """That a voter withdrew a vote of a burst, not what it was: the next one goes where the withdrawn one was."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="+", db_index=False)
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    burst = models.ForeignKey(Burst, on_delete=models.CASCADE, related_name="withdrawn")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "voter"], name="withdrawn_vote_once")]

    def __str__(self) -> str:
        return f"from burst {self.burst_id}"


class Reputation(models.Model):
    """What a writer's signed summaries have earned. Anonymous work is left out until it is claimed."""

    writer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reputation")
    points = models.IntegerField(default=0)
    is_stale = models.BooleanField(default=False, help_text="Votes moved after it was counted.")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(is_stale=True), name="reputation_stale")]

    def __str__(self) -> str:
        return f"{self.points}"


class ReputationDay(models.Model):
    """One day of votes (UTC) on a writer's signed summaries."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reputation_days")
    day = models.DateField()
    received = models.IntegerField(help_text="Up-votes less down-votes of that day.")
    gained = models.IntegerField(help_text="The same, cut at the daily cap.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "day"], name="reputation_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.gained:+d}"
