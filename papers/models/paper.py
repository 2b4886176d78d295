from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from papers.identifiers import Identifier, Kind
from papers.querysets import PaperQuerySet
from papers.tex import decode_tex, to_plain
from papers.typesetting import tex_html, tex_paragraphs
from shortsci.links import address_of

if TYPE_CHECKING:
    from papers.models.people import Author, Authorship

BYLINE_AUTHORS = 4
HEAD_AUTHORS = 25
LEAD_AUTHORS = 10
TITLES_KEPT = 5_000  # lists show the same ones again and again


@lru_cache(maxsize=TITLES_KEPT)
def plain_title(title: str) -> str:
    return to_plain(title)


@lru_cache(maxsize=TITLES_KEPT)
def typeset_title(title: str) -> SafeString:
    return tex_html(decode_tex(title))


def lead_authors_of(authors: Sequence[tuple[str, str]]) -> str:
    """What `Paper.lead_authors` holds of all authors of a paper, each with its name and its family name or ""."""
    folded = [(" ".join(name.split()), " ".join(family.split())) for name, family in authors[:LEAD_AUTHORS]]
    return "\n".join([f"{name}\t{family}" if family else name for name, family in folded])


def byline_of(lead_authors: str, number: int) -> str:
    """The first of the authors, and how many more there are of `number`."""
    more = number - BYLINE_AUTHORS
    lines = lead_authors.split("\n", BYLINE_AUTHORS)[:BYLINE_AUTHORS]
    shown = ", ".join([line.partition("\t")[0] for line in lines])
    return gettext("%(names)s and %(number)s more") % {"names": shown, "number": more} if more > 0 else shown


class Paper(models.Model):
    """One work. What it is called elsewhere (arXiv id, DOI) stands in its identifiers.

    Title and abstract are kept as their source has them, in TeX; what readers see is derived from them.
    """

    class State(models.TextChoices):
        PENDING = "pending", "waiting for its metadata"
        READY = "ready", "ready"
        FAILED = "failed", "not found"
        MERGED = "merged", "joined with another paper"

    title = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    comment = models.TextField(blank=True, help_text="The authors' remark at arXiv: pages, venue, withdrawal.")
    journal_ref = models.TextField(blank=True)
    lead_authors = models.TextField(
        blank=True,
        db_default="",
        help_text="The first ten for lists, a line each: name, and after a tab the family name where a source told it.",
    )
    author_count = models.PositiveIntegerField(db_default=0, help_text="All authors.")
    primary_category = models.ForeignKey(
        "Category", on_delete=models.PROTECT, null=True, blank=True, related_name="primary_papers", db_index=False
    )
    published_on = models.DateField(null=True, blank=True, help_text="Date of the first version.")
    updated_on = models.DateField(null=True, blank=True, help_text="Date of the latest version.")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the first version.")
    version = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Number of the latest version.")
    is_withdrawn = models.BooleanField(default=False, db_default=False)

    kind = models.CharField(max_length=20, blank=True, db_default="", help_text="article, inproceedings, book, …")
    container = models.TextField(blank=True, db_default="", help_text="Title of the journal or the proceedings.")
    volume = models.CharField(max_length=300, blank=True, db_default="")
    issue = models.CharField(max_length=100, blank=True, db_default="")
    pages = models.CharField(max_length=100, blank=True, db_default="")
    publisher = models.CharField(max_length=300, blank=True, db_default="")
    license_url = models.CharField(max_length=300, blank=True, db_default="")
    keywords = models.TextField(blank=True, db_default="", help_text="Separated by semicolons.")
    venue = models.ForeignKey(
        "Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="papers", db_index=False
    )
    venue_year = models.PositiveSmallIntegerField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    failure_reason = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="When to ask the source; empty when nothing is to be asked."
    )
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When the source last answered for this paper.")
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    source_digest = models.BigIntegerField(
        null=True, blank=True, help_text="Of the record that was saved last; the same record again changes nothing."
    )

    summary_count = models.PositiveIntegerField(default=0, help_text="Public summaries.")
    wanted_count = models.PositiveIntegerField(db_default=0, help_text="Readers who ask for a summary and wait.")

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "ready", "failed", "merged"]), name="paper_state_known"
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
            models.Index(
                fields=["-published_on", "-id"],
                condition=models.Q(published_on__isnull=False),
                name="paper_published",
            ),
            models.Index(
                fields=["venue", "-venue_year", "-id"],
                condition=models.Q(venue__isnull=False),
                name="paper_at_venue",
            ),
            models.Index(
                fields=["-summary_count", "-id"], condition=models.Q(summary_count__gt=0), name="paper_summarised"
            ),
            models.Index(fields=["-wanted_count", "-id"], condition=models.Q(wanted_count__gt=0), name="paper_wanted"),
        ]

    def __str__(self) -> str:
        return plain_title(self.title) or self.label

    def get_absolute_url(self) -> str:
        return address_of("paper", self.pk)

    @property
    def title_html(self) -> SafeString:
        """The title with its formulas as MathML."""
        return typeset_title(self.title) if self.title else tex_html(self.label)

    @property
    def abstract_html(self) -> SafeString:
        """The abstract's paragraphs with their formulas as MathML."""
        return tex_paragraphs(decode_tex(self.abstract))

    @property
    def comment_html(self) -> SafeString:
        return tex_html(decode_tex(self.comment))

    @property
    def journal_ref_html(self) -> SafeString:
        return tex_html(decode_tex(self.journal_ref))

    @property
    def published_in(self) -> str:
        """Journal or proceedings with volume, issue and pages; empty where the venue and its year say it all."""
        if (
            self.venue
            and self.container in {self.venue.name, f"{self.venue.name} {self.venue_year}"}
            and not self.volume
        ):
            return ""
        volume = f"{self.volume}({self.issue})" if self.volume and self.issue else self.volume
        return ", ".join(part for part in (f"{self.container} {volume}".strip(), self.pages) if part)

    @property
    def source_name(self) -> str:
        """Who is asked for its metadata."""
        return "arXiv" if self.arxiv_id else gettext("Crossref and DataCite")

    @property
    def shown_failure_reason(self) -> str:
        """In the reader's language where it is a sentence of ours, else as it came."""
        return gettext(self.failure_reason) if self.failure_reason else ""

    @property
    def arxiv_id(self) -> str:
        return self.identifier_value(Kind.ARXIV)

    @property
    def doi(self) -> str:
        return self.identifier_value(Kind.DOI)

    @property
    def identifier_rows(self) -> "Iterable[PaperIdentifier]":
        """As a list has read them (`listed_names`), else by the relation."""
        listed: list[PaperIdentifier] | None = self.__dict__.get("listed_identifiers")
        return self.identifiers.all() if listed is None else listed

    @property
    def authorship_rows(self) -> list["Authorship"]:
        """In their order; as the paper's page has read them (`read_names`), else by the relation."""
        listed: list[Authorship] | None = self.__dict__.get("listed_authorships")
        return list(self.authorships.all()) if listed is None else listed

    @property
    def author_names(self) -> list[str]:
        return [authorship.author.name for authorship in self.authorship_rows]

    @property
    def first_authors(self) -> list["Author"]:
        return [authorship.author for authorship in self.authorship_rows[:HEAD_AUTHORS]]

    @property
    def further_authors(self) -> list["Author"]:
        """Those that a page shows only when asked to: some papers have three thousand."""
        return [authorship.author for authorship in self.authorship_rows[HEAD_AUTHORS:]]

    @property
    def byline(self) -> str:
        """The first authors and how many more there are."""
        return byline_of(self.lead_authors, self.author_count)

    @property
    def signed_by(self) -> list[tuple[str, str]]:
        """Names and family names or "" of all authors."""
        return [(row.author.name, row.author.family) for row in self.authorship_rows]

    @property
    def lead_people(self) -> list[tuple[str, str]]:
        """Names and family names or "" of the first authors, without asking for them."""
        parted = [line.partition("\t") for line in self.lead_authors.split("\n") if line]
        return [(name, family) for name, _tab, family in parted]

    @property
    def label(self) -> str:
        """What a paper without a title is called."""
        return f"arXiv:{self.arxiv_id}" if self.arxiv_id else f"doi:{self.doi}"

    @property
    def further_names(self) -> list[str]:
        """Identifiers beside the first of each kind: of papers that were joined with it, and aliases."""
        shown = {self.arxiv_id, self.doi}
        return [str(row) for row in self.identifier_rows if row.value not in shown]

    @property
    def keyword_list(self) -> list[str]:
        return [word.strip() for word in self.keywords.split(";") if word.strip()]

    def identifier_value(self, kind: Kind) -> str:
        """The first identifier of a kind, from the prefetched rows where there are any."""
        return next((row.value for row in self.identifier_rows if row.kind == kind), "")


class PaperIdentifier(models.Model):
    """A name of a paper; identity lives here, so that joining papers moves these rows and nothing else."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.name) for kind in Kind])
    value = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identifier_names_one_paper")]

    def __str__(self) -> str:
        return str(Identifier(Kind(self.kind), self.value))


class PaperVersion(models.Model):
    """One arXiv version. Its text stands here once a newer version has taken its place on the paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    submitted_on = models.DateField(null=True, blank=True)
    title = models.TextField(blank=True, db_default="")
    abstract = models.TextField(blank=True, db_default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="version_once_a_paper")]

    def __str__(self) -> str:
        return f"v{self.number}"
