"""Which summaries a feed of papers tells of: the latest written on the papers of a category, venue or author.

No index holds "the latest summaries of this category", and with millions of papers none of the two ways to them alone
is short for every category: a busy one has too many papers to look through, a quiet one too few summaries among all. So
both ways are gone, a bounded number of steps each. The feed is exact where one of them reaches far enough, which is
everywhere but in a category that is large and has been silent for long.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from papers.models import Author, Authorship, Category, Paper, PaperCategory, Venue
from summaries.models import Summary
from summaries.querysets import SummaryQuerySet

SIZE = 25  # entries of a feed
LATEST_SUMMARIES = 5000  # of the whole site that are looked through
LATEST_PAPERS = 5000  # of a category, venue or author that are


def in_category(category: Category) -> list[int]:
    listings = PaperCategory.objects.filter(category=category).order_by("-published_on", "-paper")
    here = PaperCategory.objects.filter(paper=OuterRef("paper"), category=category)
    return newest(
        among_latest(Exists(here)), Summary.objects.public().filter(paper__in=listings.values("paper")[:LATEST_PAPERS])
    )


def at_venue(venue: Venue, year: int | None) -> list[int]:
    papers = Paper.objects.filter(venue=venue, venue_year__isnull=False)
    if year is not None:
        papers = papers.filter(venue_year=year)
    found = papers.order_by("-venue_year", "-id").values("pk")[:LATEST_PAPERS]
    latest = among_latest(Exists(papers.filter(pk=OuterRef("paper"))))
    return newest(latest, Summary.objects.public().filter(paper__in=found))


def by_author(author: Author) -> list[int]:
    """Nobody has written more papers than are looked through."""
    listed = Authorship.objects.filter(author=author).order_by("-listed_on", "-paper")
    return newest(Summary.objects.public().filter(paper__in=listed.values("paper")[:LATEST_PAPERS]))


def among_latest(here: Exists) -> SummaryQuerySet:
    """Each of them is asked whether it is one; a join would be begun at the other end, at all papers of a category."""
    latest = Summary.objects.public().order_by("-published_at", "-id").values("pk")[:LATEST_SUMMARIES]
    return Summary.objects.public().filter(here, pk__in=latest)


def newest(*ways: SummaryQuerySet) -> list[int]:
    """The latest of all ways, each once. Sorted by an expression, lest a planner walks all summaries by date instead
    of those that were asked for."""
    found: set[tuple[datetime, int]] = set()
    for way in ways:
        dated = way.annotate(dated=Coalesce("published_at", "created_at")).order_by("-dated", "-id")
        found.update(dated.values_list("dated", "pk")[:SIZE])
    return [number for _, number in sorted(found, reverse=True)[:SIZE]]
