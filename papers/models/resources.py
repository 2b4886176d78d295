from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.models.paper import Paper
from shortsci.links import address_of


class Resource(models.Model):
    """Something to go with a paper, elsewhere on the web; the more it is opened, the higher it stands."""

    class Kind(models.TextChoices):
        CODE = "code", _("Code")
        DEMO = "demo", _("Demo")
        BLOG = "blog", _("Blog post")
        VIDEO = "video", _("Video")
        SLIDES = "slides", _("Slides")
        DATA = "data", _("Data")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="resources", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.URLField(max_length=500)
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="resources"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    use_count = models.PositiveIntegerField(default=0, help_text="Readers who opened it, each once a day.")

    class Meta:
        ordering = ["-use_count", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "url"], name="resource_once_a_paper"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["code", "demo", "blog", "video", "slides", "data"]),
                name="resource_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Counts the reader and sends on."""
        return address_of("open_resource", self.pk)

    @property
    def site(self) -> str:
        """The host, so that readers see where a link leads."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")
