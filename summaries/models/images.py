from django.conf import settings
from django.db import models
from django.urls import reverse


class Image(models.Model):
    """A picture in summaries, encoded anew by us. Its address is the digest of its bytes and tells nobody's name."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the stored bytes, in hexadecimal.")
    extension = models.CharField(max_length=4, choices=[("png", "PNG"), ("jpg", "JPEG"), ("webp", "WebP")])
    width = models.PositiveIntegerField(help_text="Pixels.")
    height = models.PositiveIntegerField(help_text="Pixels.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["added_by", "added_at"], name="image_by_who_added_it")]

    def __str__(self) -> str:
        return f"{self.digest[:12]}.{self.extension}"

    def get_absolute_url(self) -> str:
        return reverse("image", args=[self.digest, self.extension])
