from django.db import models


class CountedTable(models.Model):
    """Numbers of the whole site as they were counted last; a page reads these and counts nothing."""

    name = models.CharField(max_length=40, unique=True)
    rows = models.JSONField(default=list, help_text="Each a list with a value for each column.")
    settled = models.JSONField(default=dict, help_text="What the next count need not count again.")
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
