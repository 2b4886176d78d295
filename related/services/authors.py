"""Signs from authors that two papers have in common."""

from collections import Counter
from collections.abc import Iterator

from papers.models import Authorship
from related.weighing import Reason, Sign, weigh_shared_authors

AUTHORS_ASKED = 6  # the first ones; of three thousand few wrote the paper
PAPERS_OF_EACH = 40


def signs_from_authors(paper_id: int) -> Iterator[Sign]:
    """The latest papers of each author that have a summary, by one range of an index each."""
    authors = Authorship.objects.filter(paper=paper_id).order_by("position").values_list("author", flat=True)
    shared: Counter[int] = Counter()
    for author in authors[:AUTHORS_ASKED]:
        others = Authorship.objects.filter(author=author, paper__summary_count__gt=0).exclude(paper=paper_id)
        shared.update(set(others.order_by("-listed_on", "-paper").values_list("paper", flat=True)[:PAPERS_OF_EACH]))
    for paper, number in shared.items():
        yield Sign(paper, Reason.AUTHORS, weigh_shared_authors(number))
