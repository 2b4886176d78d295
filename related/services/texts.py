"""The words of titles and abstracts: the search index finds who uses the same rare ones, here they are compared."""

from collections import Counter

from papers.models import Paper
from papers.tex import to_plain
from related.weighing import count_words
from search.errors import SearchUnavailable
from search.services.finding import similar_papers

ALIKE = 20  # papers asked for


def words_of(paper: Paper) -> Counter[str]:
    """Of the title twice and of the abstract."""
    title = to_plain(paper.title)
    return count_words(f"{title} {title} {to_plain(paper.abstract)}")


def alike(paper: Paper) -> list[int] | None:
    """What the search index finds by the rare words of the paper; None while this machine has no index."""
    try:
        return [number for number, _ in similar_papers(paper.pk, ALIKE)]
    except SearchUnavailable:
        return None
