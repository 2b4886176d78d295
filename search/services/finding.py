"""What other apps ask the index: ids only, since rows are read through their own doors (`public`, `visible_to`).

The index follows the database within seconds, so an id may be of something that was hidden a moment ago: who shows
rows reads them with `Summary.objects.public()` or `Paper.objects.listed()`. All raise SearchUnavailable while this
machine has no index.
"""

from collections import Counter
from math import log

import tantivy
from tantivy import Occur, Query

from papers.models import Paper
from search.engine import searching
from search.plans import term
from search.schema import key_of, record_of, stem
from search.services.ordering import DATE, RELEVANCE
from search.services.searching import search
from search.stop_words import STOP_WORDS
from search.tokens import words_of

TELLING_WORDS = 16  # of a paper, those that are rarest elsewhere and most frequent in it
IN_TITLE = 2  # a word of the title counts as so many of the abstract
MOST_OFTEN = 3  # a word counts no more often
SPARE = 10  # finds that may turn out to be something else than papers


def find_summaries(query: str, *, limit: int) -> list[int]:
    """Ids of public summaries that a query in the language of the search page finds, the latest published first."""
    found = search(query, kind="summary", sort=DATE, limit=limit, is_literal=True)
    return [hit.number for hit in found.hits]


def find_papers(query: str, *, limit: int, offset: int = 0) -> list[int]:
    """Ids of papers that a query finds, the most relevant first."""
    found = search(query, kind="paper", sort=RELEVANCE, limit=limit, offset=offset, is_literal=True)
    return [hit.number for hit in found.hits]


def similar_papers(paper_id: int, limit: int) -> list[tuple[int, float]]:
    """Papers with the same rare words in title and abstract, and how alike they are: at most 1, the most alike first.

    Empty for a paper that has no text yet.
    """
    paper = Paper.objects.listed().filter(pk=paper_id).only("title", "abstract").first()
    if paper is None:
        return []
    with searching() as searcher:
        query = words_like(searcher, paper.title, paper.abstract)
        hits = searcher.search(query, 2 * limit + SPARE, count=False).hits
        keys = searcher.fast_field_values("key", [address for _, address in hits])
    scores = {int(key): float(score) for key, (score, _) in zip(keys, hits, strict=True) if key is not None}
    most = scores.pop(key_of("paper", paper_id), None) or max(scores.values(), default=1.0)
    alike = [(record_of(key), score) for key, score in scores.items()]
    return [(number, min(score / most, 1.0)) for (kind, number), score in alike if kind == "paper"][:limit]


def words_like(searcher: tantivy.Searcher, title: str, abstract: str) -> Query:
    """The words that tell most of a text, by how often they stand in it and how seldom elsewhere."""
    counts = Counter(stem(word) for word in words_of(abstract) if is_telling(word))
    counts.update({stem(word): IN_TITLE for word in words_of(title) if is_telling(word)})
    weights: dict[str, float] = {}
    for word, count in counts.items():
        frequency = searcher.doc_freq("words", word)
        if frequency > 1:
            weights[word] = min(count, MOST_OFTEN) * log((searcher.num_docs + 1) / frequency)
    chosen = sorted(weights, key=lambda word: (-weights[word], word))[:TELLING_WORDS]
    clauses = [
        (Occur.Should, Query.boost_query(term("words", word), float(min(counts[word], MOST_OFTEN)))) for word in chosen
    ]
    return Query.boolean_query(clauses) if clauses else Query.empty_query()


def is_telling(word: str) -> bool:
    return len(word) > 2 and word not in STOP_WORDS and not word.isdigit()
