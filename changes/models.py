from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """Something was written. Search, feeds and dumps follow in their own time, each with its own cursor.

    On PostgreSQL a lower number can commit after a higher one; a follower reads a trailing window again.
    """

    class What(models.TextChoices):
        PAPER = "paper", "Paper"
        SUMMARY = "summary", "Summary"
        COMMENT = "comment", "Comment"
        USER = "user", "Account"
        SCORE = "score", "Score of a summary"

    what = models.CharField(max_length=10, choices=What)
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.what} {self.object_id}"


class Cursor(models.Model):
    """How far a follower has read the log."""

    follower = models.CharField(max_length=40, unique=True)
    change_id = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} at {self.change_id}"
