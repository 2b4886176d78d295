"""Signs from readers who voted up both papers, in such a way that nobody's vote can be read from them.

docs/decisions/0020-related-papers.md weighs what could be read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils.crypto import salted_hmac

from accounts.models import User
from related.weighing import Reason, Sign, weigh_shared_readers
from summaries.models import Summary
from votes.models import Vote

FEWEST = 5  # readers in common
MORE_FOR_SOME = 4  # a pair asks for up to one less than this more; nobody outside knows which asks for how many
LARGEST_SHARE = 0.75  # of the readers of either paper; beyond it, to have read the one would tell of the other
READERS_READ = 200  # of one paper
VOTES_A_READER = 500  # who votes for everything says little of two papers
VOTES_READ = 10_000
PAPERS_WEIGHED = 100

Readers = Mapping[int, int]  # account → person: accounts that are linked are one person


def signs_from_readers(paper_id: int, *, until: datetime) -> Iterator[Sign]:
    """From votes that were cast before `until`, which is the beginning of a day. In six queries at most."""
    readers = readers_of(paper_id, until)
    here = len(set(readers.values()))
    if here < FEWEST:
        return
    shared = papers_they_like(quietest(readers), paper_id, readers, until)
    likely = sorted((paper for paper in shared if len(shared[paper]) >= FEWEST), key=lambda p: (-len(shared[p]), p))
    upvotes = count_upvotes(likely[:PAPERS_WEIGHED])
    accounts = User.objects.filter(is_active=True).count() if upvotes else 0
    for paper in likely[:PAPERS_WEIGHED]:
        number, there = len(shared[paper]), upvotes.get(paper, 0)
        if number >= needed(paper_id, paper) and number <= LARGEST_SHARE * min(here, there):
            yield Sign(paper, Reason.READERS, weigh_shared_readers(number, here, there, accounts))


def settled(until: datetime) -> Q:
    """Votes up that count, and have stood since before the day began."""
    return Q(value=Vote.UP, state=Vote.State.COUNTED, cast_at__lt=until, changed_at__lt=until)


def readers_of(paper_id: int, until: datetime) -> Readers:
    summaries = Summary.objects.public().filter(paper=paper_id).values("pk")
    votes = Vote.objects.filter(settled(until), summary__in=summaries).order_by("summary", "voter")
    rows = votes.values_list("voter", "voter__eldest")[:READERS_READ]
    return {account: eldest or account for account, eldest in rows}


def quietest(readers: Readers) -> Collection[int]:
    """The accounts with the fewest votes, as many as can be read: they choose most."""
    counted = Vote.objects.filter(voter__in=readers).values_list("voter").annotate(number=Count("pk")).order_by()
    taken: list[int] = []
    room = VOTES_READ
    for account, number in sorted(counted, key=lambda row: (row[1], row[0])):
        room -= number
        if number > VOTES_A_READER or room < 0:
            break
        taken.append(account)
    return taken


def papers_they_like(
    accounts: Collection[int], paper_id: int, readers: Readers, until: datetime
) -> dict[int, set[int]]:
    """For each other paper, who of them voted up a public summary of it."""
    public = Q(summary__visibility="public", summary__hidden_at__isnull=True)
    votes = Vote.objects.filter(settled(until), public, voter__in=accounts).exclude(summary__paper=paper_id)
    shared: dict[int, set[int]] = defaultdict(set)
    for account, paper in votes.values_list("voter", "summary__paper"):
        shared[paper].add(readers[account])
    return shared


def count_upvotes(papers: Collection[int]) -> dict[int, int]:
    if not papers:
        return {}
    counted = Summary.objects.public().filter(paper__in=papers).order_by().values_list("paper")
    return dict(counted.annotate(number=Sum("upvotes")))


def needed(one: int, other: int) -> int:
    """The same for both directions and at all times, and known to nobody without the site's key."""
    digest = salted_hmac("related.readers", f"{min(one, other)}:{max(one, other)}", algorithm="sha256").digest()
    return FEWEST + digest[0] % MORE_FOR_SOME
