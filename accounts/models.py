from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse


class User(AbstractUser):
    """A person with an account: writer, voter, reader."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField(
        "name", max_length=80, blank=True, help_text="Shown beside your summaries; your user name when left empty."
    )
    bio = models.CharField(
        "about you", max_length=300, blank=True, help_text="One or two sentences: what you work on, what you read."
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_whatever_case"),
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def get_absolute_url(self) -> str:
        return reverse("user", args=[self.username])
