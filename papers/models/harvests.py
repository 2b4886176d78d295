from django.db import models


class Harvest(models.Model):
    """How far the harvest of one arXiv set in one format is; moves on in the transaction that saves a page."""

    set_spec = models.CharField(max_length=60, blank=True, help_text="Such as cs:cs:LG; empty for everything.")
    metadata_prefix = models.CharField(max_length=20, default="arXivRaw")
    window_from = models.DateField(null=True, blank=True)
    window_until = models.DateField(null=True, blank=True)
    resumption_token = models.TextField(blank=True)
    recent_tokens = models.JSONField(default=list, blank=True, help_text="Digests, to notice a source in a circle.")
    began_at = models.DateTimeField(
        null=True, blank=True, help_text="The server's date of the window's first page; the next window begins there."
    )
    is_running = models.BooleanField(default=False)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    restarts = models.PositiveSmallIntegerField(default=0, help_text="Of this window, for tokens that expired.")
    problem = models.CharField(max_length=500, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    record_count = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True, help_text="The first hundred records that could not be read.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["set_spec", "metadata_prefix"], name="harvest_one_a_set_and_format")
        ]

    def __str__(self) -> str:
        return f"{self.set_spec or 'everything'} as {self.metadata_prefix}"


class SnapshotLoad(models.Model):
    """How far a snapshot file is loaded; moves on in the transaction that saves a batch."""

    file_key = models.CharField(max_length=64, unique=True, help_text="Digest of the file's size and first megabyte.")
    file_name = models.CharField(max_length=300)
    lines_done = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.lines_done} lines"
