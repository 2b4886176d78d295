"""What somebody may have meant who typed a word that no title and no name here has."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

import tantivy
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from tantivy import Query

from search.language import Filter
from search.plans import Group, names_in
from search.schema import schema, stem

NAMES = {"author": "people", "by": "by", "venue": "venue_words"}  # where the words of a filter are looked up
SHORTEST = 4  # letters; a shorter word is a letter away from too many
LONG = 8  # letters; from here on two slips are looked for
KNOWN_BEGINNING = 2  # letters that a word with two slips must have in common with what was meant
CANDIDATES = 4_000  # words with the same beginning that are compared
SEEN_OFTEN = 20  # a rare word is taken for a slip where one beside it is so many times as frequent


def corrections(searcher: tantivy.Searcher, groups: Sequence[Group], filters: Sequence[Filter]) -> dict[str, str]:
    """For each word that is likely a slip, the most frequent word near it; of a filter, near it among its names."""
    places = [("exact", word) for group in groups for word in group.parts]
    places += [
        (NAMES[chosen.field], word)
        for chosen in filters
        if chosen.field in NAMES and not chosen.is_excluded
        for word in names_in(chosen.value)
    ]
    found: dict[str, str] = {}
    for field, word in places:
        if len(word) >= SHORTEST and word.isalpha() and (better := correct(searcher, word, field)):
            found[word] = better
    return found


def correct(searcher: tantivy.Searcher, word: str, field: str) -> str | None:
    seen = searcher.doc_freq(field, word)
    if seen > SEEN_OFTEN:
        return None
    if field == "exact" and not seen and searcher.doc_freq("words", stem(word)) > SEEN_OFTEN:
        return None  # it stands in texts, in another form
    enough = max(seen * SEEN_OFTEN, 1) + 1
    if seen and not are_near(searcher, word, field, slips=1, enough=enough):
        return None  # as it is with most words; to look up all that are near takes longer
    best = most_frequent(searcher, set(one_slip(word, places_of_slip(searcher, word, field))), field)
    if best is None and len(word) >= LONG and are_near(searcher, word, field, slips=2, enough=enough):
        best = two_slips(searcher, word, field)
    return best[0] if best and best[1] >= enough else None


def are_near(searcher: tantivy.Searcher, word: str, field: str, *, slips: int, enough: int) -> bool:
    """Whether so many texts have the word or any that is so many slips away."""
    near = Query.fuzzy_term_query(schema(), field, word, slips, transposition_cost_one=True)
    return len(searcher.search(near, enough, count=False).hits) == enough


def most_frequent(searcher: tantivy.Searcher, words: set[str], field: str) -> tuple[str, int] | None:
    counted = [(searcher.doc_freq(field, word), word) for word in words]
    count, word = max(counted, default=(0, ""))
    return (word, count) if count else None


def places_of_slip(searcher: tantivy.Searcher, word: str, field: str) -> int:
    """Among so many of the first places there is the slip: no word begins with more letters as they are typed.

    Of a short beginning that is not asked, since there are too many words with it.
    """
    places = len(word) + 1
    while places > SHORTEST + 1 and not searcher.terms_with_prefix(field, word[: places - 1], limit=1):
        places -= 1
    return places


def one_slip(word: str, places: int) -> Iterator[str]:
    """All that is a letter away: left out, doubled or added, another one, two exchanged."""
    for at in range(places):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in ascii_lowercase)


def two_slips(searcher: tantivy.Searcher, word: str, field: str) -> tuple[str, int] | None:
    """Among words that begin alike; the nearest, and of these the most frequent."""
    alike = searcher.terms_with_prefix(field, word[:KNOWN_BEGINNING], limit=CANDIDATES)  # the most frequent first
    nearest = extractOne(word, [other for other, _ in alike], scorer=OSA.distance, score_cutoff=2)
    return alike[nearest[2]] if nearest else None
