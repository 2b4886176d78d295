"""Citation keys as people type them, family name + year + first word of the title: `vaswani2017attention`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from papers.citations import Citation
from papers.exports.parts import family_and_given, issue_date, plain_title, whole_name

# Letters that Unicode does not decompose.
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
MATH = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
WORD = re.compile(r"[a-z0-9]+")
APOSTROPHES = re.compile(r"['’`]")
ARTICLES = frozenset({"a", "an", "the"})
LONGEST_PART = 30  # characters


def with_keys(citations: Iterable[Citation]) -> Iterator[tuple[str, Citation]]:
    """Each citation with a key of its own; who comes second with the same words gets `a`, then `b` … `z`, `aa`."""
    taken: set[str] = set()
    seen: Counter[str] = Counter()
    for citation in citations:
        base = key(citation)
        name = base
        while name in taken:
            seen[base] += 1
            name = base + letters(seen[base])
        taken.add(name)
        yield name, citation


def key(citation: Citation) -> str:
    """Lower-case ASCII letters and digits; `anonymous` where the first author's name has neither."""
    year = "".join(map(str, issue_date(citation)[:1]))
    return (first_author(citation) or "anonymous") + year + first_word(MATH.sub(" ", plain_title(citation)))


def first_author(citation: Citation) -> str:
    """A family name as one word; of a collaboration its first word."""
    if not citation.authors:
        return ""
    parts = family_and_given(citation.authors[0])
    if parts is None:
        return first_word(whole_name(citation.authors[0]))
    return "".join(WORD.findall(in_ascii(parts[0])))[:LONGEST_PART]


def first_word(text: str) -> str:
    words = WORD.findall(in_ascii(text))
    return next((word for word in words if word not in ARTICLES), "".join(words[:1]))[:LONGEST_PART]


def in_ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return APOSTROPHES.sub("", folded).encode("ascii", "ignore").decode()


def letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    before, digit = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(ord("a") + digit)
