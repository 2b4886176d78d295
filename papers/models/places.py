from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shortsci.links import address_of


class Category(models.Model):
    """An arXiv category, such as cs.LG."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return address_of("category", self.code)


class PaperCategoryManager(models.Manager["PaperCategory"]):
    def get_queryset(self) -> models.QuerySet["PaperCategory"]:
        return super().get_queryset().select_related("category")


class PaperCategory(models.Model):
    """A paper's listing in a category; carries the date, so that a category page pages by one index."""

    paper = models.ForeignKey("Paper", on_delete=models.CASCADE, related_name="listings", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="listings", db_index=False)
    position = models.PositiveSmallIntegerField()
    published_on = models.DateField(null=True)

    objects = PaperCategoryManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "category"], name="listing_once_a_category")]
        indexes = [models.Index(fields=["category", "-published_on", "-paper"], name="listing_newest")]

    def __str__(self) -> str:
        return self.category_id


HEADINGS = {
    "conference": _("Conferences"),
    "journal": _("Journals"),
    "workshop": _("Workshops"),
    "other": _("Others"),
}


class Venue(models.Model):
    """A conference or journal. Those that arXiv papers name often are known by a short name."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        JOURNAL = "journal", _("Journal")
        WORKSHOP = "workshop", _("Workshop")
        OTHER = "other", _("Other")

        @property
        def heading(self) -> str | Promise:
            """Of a list of several."""
            return HEADINGS[self.value]

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=300)
    full_name = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("venue", self.slug)
