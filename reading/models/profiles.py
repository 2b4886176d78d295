import secrets

from django.conf import settings
from django.db import models


def new_feed_key() -> str:
    """192 bits; nobody guesses it."""
    return secrets.token_urlsafe(24)


class ReaderProfile(models.Model):
    """What is kept of a reader apart from what they chose: the key of their private feed, and their last visit."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reader_profile"
    )
    feed_key = models.CharField(
        max_length=32,
        unique=True,
        default=new_feed_key,
        editable=False,
        help_text="What the address of the private feed holds; whoever has it reads the feed. Can be made anew.",
    )
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the lists were last looked at, to some minutes."
    )
    new_since = models.DateTimeField(
        null=True, blank=True, help_text="When the visit before this one ended; what came later is new."
    )

    def __str__(self) -> str:
        return f"reader {self.pk}"
