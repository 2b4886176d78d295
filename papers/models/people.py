from django.db import models
from django.utils.text import slugify

from papers.models.paper import Paper
from shortsci.links import address_of


class Author(models.Model):
    """A name under which papers are written; two people of one name share it, and one person may have several."""

    name = models.CharField(max_length=300)
    family = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="The end of the name, where a source told it apart.",
    )
    name_key = models.CharField(
        max_length=100, blank=True, db_default="", help_text="Family name and initial, in plain letters."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="author_name_once")]
        indexes = [models.Index(fields=["name_key"], name="author_alike")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("author", self.slug)

    @property
    def slug(self) -> str:
        """Readable, and unique by the number at its end; a name in other letters has the number alone."""
        return f"{slugify(self.name)}-{self.pk}".lstrip("-")


class AuthorshipManager(models.Manager["Authorship"]):
    """With the author in the same query; a list of thousands of ids is more than SQLite takes."""

    def get_queryset(self) -> models.QuerySet["Authorship"]:
        return super().get_queryset().select_related("author")


class Authorship(models.Model):
    """An author's place on a paper; carries the date, so that an author's page pages by one index."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="authorships", db_index=False)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="authorships", db_index=False)
    position = models.PositiveSmallIntegerField()
    affiliation = models.CharField(max_length=300, blank=True, db_default="")
    listed_on = models.DateField(null=True)

    objects = AuthorshipManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="authorship_one_a_position")]
        indexes = [models.Index(fields=["author", "-listed_on", "-paper"], name="authorship_newest")]

    def __str__(self) -> str:
        return f"{self.position}. {self.author}"
