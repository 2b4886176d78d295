from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from papers.identifiers import Identifier, Kind
from papers.querysets import PaperQuerySet

BYLINE_AUTHORS = 4


class Paper(models.Model):
    """One work. What it is called elsewhere (arXiv id, DOI) stands in its identifiers."""

    class State(models.TextChoices):
        PENDING = "pending", "waiting for its metadata"
        READY = "ready", "ready"
        FAILED = "failed", "not found"

    title = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    comment = models.TextField(blank=True, help_text="The authors' remark at arXiv: pages, venue, withdrawal.")
    journal_ref = models.TextField(blank=True)
    primary_category = models.ForeignKey(
        "Category", on_delete=models.PROTECT, null=True, blank=True, related_name="primary_papers"
    )
    published_on = models.DateField(null=True, blank=True, help_text="Date of the first version.")
    updated_on = models.DateField(null=True, blank=True, help_text="Date of the latest version.")
    version = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Number of the latest version.")
    is_withdrawn = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    failure_reason = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="When to ask the source; empty when nothing is to be asked."
    )
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When the source last answered for this paper.")
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    summary_count = models.PositiveIntegerField(default=0, help_text="Public summaries.")

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "ready", "failed"]), name="paper_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(title=""), name="paper_ready_has_title"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="pending") | models.Q(next_attempt_at__isnull=False),
                name="paper_pending_is_asked_for",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="paper_to_be_fetched",
            ),
            models.Index(fields=["-created_at", "-id"], name="paper_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.label

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.pk])

    @property
    def year(self) -> int | None:
        return self.published_on.year if self.published_on else None

    @property
    def arxiv_id(self) -> str:
        return self.identifier_value(Kind.ARXIV)

    @property
    def doi(self) -> str:
        return self.identifier_value(Kind.DOI)

    @property
    def author_names(self) -> list[str]:
        return [authorship.author.name for authorship in self.authorships.all()]

    @property
    def byline(self) -> str:
        """The first authors and how many more there are."""
        names = self.author_names
        more = len(names) - BYLINE_AUTHORS
        return ", ".join(names[:BYLINE_AUTHORS]) + (f" and {more} more" if more > 0 else "")

    @property
    def label(self) -> str:
        """What a paper without a title is called."""
        return f"arXiv:{self.arxiv_id}" if self.arxiv_id else f"doi:{self.doi}"

    def identifier_value(self, kind: Kind) -> str:
        """The first identifier of a kind, from the prefetched rows where there are any."""
        return next((row.value for row in self.identifiers.all() if row.kind == kind), "")


class PaperIdentifier(models.Model):
    """A name of a paper; identity lives here, so that joining papers moves these rows and nothing else."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.name) for kind in Kind])
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identifier_names_one_paper")]

    def __str__(self) -> str:
        return str(Identifier(Kind(self.kind), self.value))


class PaperVersion(models.Model):
    """One arXiv version; what a source does not tell of an older one stays empty."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submitted_on = models.DateField(null=True, blank=True)
    title = models.TextField(blank=True)
    abstract = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="version_once_a_paper")]

    def __str__(self) -> str:
        return f"v{self.number}"


class Author(models.Model):
    """A name under which papers are written; two people of one name share it."""

    name = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.name


class Authorship(models.Model):
    """An author's place on a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="authorships")
    position = models.PositiveSmallIntegerField()
    affiliation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="authorship_one_a_position")]

    def __str__(self) -> str:
        return f"{self.position}. {self.author}"


class Category(models.Model):
    """An arXiv category, such as cs.LG."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.code


class PaperCategory(models.Model):
    """A paper's listing in a category; carries the date, so that a category page pages by one index."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="listings")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="listings")
    position = models.PositiveSmallIntegerField()
    published_on = models.DateField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "category"], name="listing_once_a_category")]
        indexes = [models.Index(fields=["category", "-published_on", "-paper"], name="listing_newest")]

    def __str__(self) -> str:
        return self.category_id
