"""The summaries that a reader's stream is made of.

One condition over all that somebody follows would make a database walk through a million summaries where few of them
match. So each kind of follow finds its newest by the index made for it, and what comes out is a set of numbers, which
any order, period or page then works on. Large categories and venues, or many of them, are looked for among the latest
summaries of the site, which are a range of an index too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from papers.models import Authorship, Paper, PaperCategory
from reading.models import Follow
from summaries.models import Summary
from summaries.orders import NEW
from summaries.querysets import SummaryQuerySet

REACH = 1000  # summaries of one kind of follow: so far back does a stream go
LARGE = 1000  # papers of a category or venue from which it is looked for the other way round
FEW = 10  # categories, or venues; of who follows more, all are looked for the other way round
LATEST = 5_000  # summaries of the whole site among which large ones are looked for


@dataclass
class Followed:
    """Primary keys of what a reader follows; large are categories and venues of very many papers, and all where they
    are many."""

    people: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    venues: list[int] = field(default_factory=list)
    large_categories: list[str] = field(default_factory=list)
    large_venues: list[int] = field(default_factory=list)

    def keep_few(self) -> None:
        """Many small ones are as much work as a large one."""
        if len(self.categories) > FEW:
            self.large_categories, self.categories = self.large_categories + self.categories, []
        if len(self.venues) > FEW:
            self.large_venues, self.venues = self.large_venues + self.venues, []


def stream_of(user: User) -> SummaryQuerySet:
    """The public summaries of what the reader follows, each once; to be paged in the order `summaries.orders.NEW`.

    Of people those that they signed. Another order or a period may be laid on it. Up to eight small queries find the
    set, and the one that is returned reads it; for who follows nothing it is empty.
    """
    numbers = {
        number for part in parts_of(user) for number in part.order_by(*NEW.keys).values_list("pk", flat=True)[:REACH]
    }
    return Summary.objects.public().filter(pk__in=numbers).order_by(*NEW.keys)


def parts_of(user: User) -> Iterator[SummaryQuerySet]:
    """One set of summaries for each kind of what is followed."""
    followed = followed_by(user)
    public = Summary.objects.public()
    if followed.people:
        yield public.signed().filter(writer__in=followed.people)
    if followed.papers:
        yield public.filter(paper__in=followed.papers)
    if followed.authors:
        yield public.filter(paper__in=Authorship.objects.filter(author__in=followed.authors).values("paper"))
    if followed.categories:
        yield public.filter(paper__in=PaperCategory.objects.filter(category__in=followed.categories).values("paper"))
    if followed.venues:
        yield public.filter(paper__in=Paper.objects.filter(venue__in=followed.venues).values("pk"))
    if followed.large_categories or followed.large_venues:
        # As an expression, so that the few listings of the paper are read, not each category looked up for each paper.
        listings = PaperCategory.objects.alias(code=Coalesce("category", Value("")))
        in_category = listings.filter(paper=OuterRef("paper"), code__in=followed.large_categories)
        yield latest_of_all().filter(Exists(in_category) | Q(paper__venue__in=followed.large_venues))


def followed_by(user: User) -> Followed:
    """Whether a category or venue is large is one look into its index."""
    listings = PaperCategory.objects.filter(category=OuterRef("category"))
    papers = Paper.objects.filter(venue=OuterRef("venue"), venue__isnull=False)
    is_large = Exists(listings[LARGE : LARGE + 1]) | Exists(papers[LARGE : LARGE + 1])
    followed = Followed()
    for row in Follow.objects.of(user).annotate(is_large=is_large):
        row_is_large = bool(getattr(row, "is_large", False))
        if row.person_id is not None:
            followed.people.append(row.person_id)
        elif row.paper_id is not None:
            followed.papers.append(row.paper_id)
        elif row.author_id is not None:
            followed.authors.append(row.author_id)
        elif row.category_id is not None:
            (followed.large_categories if row_is_large else followed.categories).append(row.category_id)
        elif row.venue_id is not None:
            (followed.large_venues if row_is_large else followed.venues).append(row.venue_id)
    followed.keep_few()
    return followed


def latest_of_all() -> SummaryQuerySet:
    """The latest of the whole site: all, where there are not so many."""
    public = Summary.objects.public()
    first = public.order_by(*NEW.keys).values_list("published_at", flat=True)[LATEST - 1 : LATEST].first()
    return public.filter(published_at__gte=first) if first else public
