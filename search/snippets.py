"""What a hit shows of its text: the part with most of the words, these marked, and every formula whole."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate

from django.utils.safestring import SafeString, mark_safe

from papers.tex import Segment, decode_segments, split_math
from search.schema import stem
from search.tokens import words_of
from shortsci.formulas import Formula, formulas_html

LENGTH = 280  # characters of a snippet, more or less
BEFORE = 60  # characters that lead up to the first word found
LONGEST_FORMULA = 400  # characters; a longer one is left out, whole
FORMULA_LENGTH = 12  # characters that any formula counts as
WORD_START = re.compile(r"(?<=\s)\S")
UP_TO_WORD = re.compile(r"(?s:.*)\s(?=\S)")
WORD = re.compile(r"[^\W_]+")

# Markdown's signs; what stands between dollar signs is never touched.
IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
REFERENCE = re.compile(r"\(?\[\[[^\[\]]*\]\]\)?")
FENCE = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)
LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|[0-9]{1,3}[.)][ \t]+)+", re.MULTILINE)
EMPHASIS = re.compile(r"\*{1,3}|~~|`+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")


Piece = str | Segment  # a run of words, or a formula


@dataclass(frozen=True, slots=True)
class Line:
    """A text as it would stand on one line: where each part begins, and the end of the last.

    Any formula is FORMULA_LENGTH long. The line is cut where a formula or a word begins.
    """

    parts: Sequence[Segment]
    starts: Sequence[int]

    @property
    def end(self) -> int:
        return self.starts[-1]


def marked(text: str, wanted: Set[str]) -> SafeString:
    """All of a short text, such as a title; `wanted` are stems."""
    return html_of([part if part.is_math else part.source for part in decode_segments(text)], wanted)


def snippet(text: str, wanted: Set[str]) -> SafeString:
    """The best part of a long text in TeX; its beginning where none of the words stands in it."""
    line = on_a_line(decode_segments(in_one_line(text)))
    first, last = best_window(line, wanted)
    before = "… " if first else ""
    after = " …" if last < line.end else ""
    return SafeString(f"{before}{html_of(cut_out(line, first, last), wanted)}{after}")


def in_one_line(text: str) -> str:
    """Single spaces for all blanks. Most texts have no others, and to see that takes less than to part the words."""
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def plain_markdown(text: str) -> str:
    """The words of a text in Markdown, its formulas as they are."""
    return "".join(part.source if part.is_math else without_signs(part.source) for part in split_math(text))


def without_signs(text: str) -> str:
    text = FENCE.sub("", IMAGE_OR_LINK.sub(r"\1", REFERENCE.sub("", text)))
    return EMPHASIS.sub("", LINE_START.sub("", text)).replace("|", " ")


def on_a_line(parts: Sequence[Segment]) -> Line:
    lengths = [FORMULA_LENGTH if part.is_math else len(part.source) for part in parts]
    return Line(parts, list(accumulate(lengths, initial=0)))


def forms_in_formula(part: Segment, wanted: Set[str]) -> Set[str]:
    return wanted & stems_of(part.source) if len(part.tex) <= LONGEST_FORMULA else set()


@lru_cache(maxsize=10_000)
def stems_of(formula: str) -> frozenset[str]:
    return frozenset(map(form_of, words_of(formula)))


def finds_in(line: Line, wanted: Set[str]) -> Iterator[tuple[int, Set[str]]]:
    """Where words and formulas with wanted stems begin, and the stems."""
    for part, start in zip(line.parts, line.starts, strict=False):
        if not part.is_math:
            for at, form in finds_in_text(part.source, wanted):
                yield start + at, {form}
        elif forms := forms_in_formula(part, wanted):
            yield start, forms


def finds_in_text(text: str, wanted: Set[str]) -> Iterator[tuple[int, str]]:
    """No part of a text is looked at twice, so that one of a single endless word takes no longer."""
    at = seen = 0
    for match in shown_words(text, wanted):
        at, seen = word_at(text, match.start(), since=seen, otherwise=at), match.start()
        yield at, form_of(match[0])


def word_at(text: str, place: int, *, since: int = 0, otherwise: int = 0) -> int:
    """Where the word begins that stands there, or ends in the blanks there; `otherwise` if it began before `since`.

    In a text of letters without accents all blanks of a line are spaces, and to find one takes no pattern.
    """
    if text.isascii() and not text.startswith(" ", place):
        return max(text.rfind(" ", since, place) + 1, otherwise)
    before = UP_TO_WORD.match(text, since, place + 1)
    return before.end() if before else otherwise


def shown_words(text: str, wanted: Set[str]) -> Iterator[re.Match[str]]:
    """The words of a text with wanted stems, in its order. One with accents is read no further than is asked for."""
    words = words_in_ascii(text, wanted) if text.isascii() else WORD.finditer(text)
    return (match for match in words if form_of(match[0]) in wanted)


def words_in_ascii(text: str, wanted: Set[str]) -> Sequence[re.Match[str]]:
    """Those that begin as one of the stems does: to look for letters takes a tenth of the time of a pattern."""
    lower = text.lower()
    found = [match for letters in beginnings_of(frozenset(wanted)) for match in words_from(text, lower, letters)]
    return sorted(found, key=re.Match.start) if len(found) > 1 else found


@lru_cache(maxsize=1_000)
def beginnings_of(wanted: frozenset[str]) -> Set[str]:
    """One or two letters of each, none twice: a word begins as its stem does, but for dying, tying and lying."""
    letters = {form[:2] for form in wanted if form}
    letters |= {f"{two[0]}y" for two in letters if two[1:] == "i"}
    return {some for some in letters if len(some) == 1 or some[0] not in letters}


def words_from(text: str, lower: str, letters: str) -> Iterator[re.Match[str]]:
    """The words that begin with these letters, of which `lower` has no capitals."""
    at = lower.find(letters)
    while at >= 0:
        if (at == 0 or not lower[at - 1].isalnum()) and (match := WORD.match(text, at)):
            yield match
        at = lower.find(letters, at + 1)


@lru_cache(maxsize=50_000)
def form_of(word: str) -> str:
    """The stem of a word as it is printed."""
    words = words_of(word)
    return stem(words[0]) if words else ""


def best_window(line: Line, wanted: Set[str]) -> tuple[int, int]:
    """From where to where (not included): the most different words, of equal ones the first."""
    first = begins_before(line, most_telling(finds_in(line, wanted), len(wanted)) - BEFORE)
    return first, begins_after(line, first + LENGTH)


def most_telling(finds: Iterable[tuple[int, Set[str]]], all_words: int) -> int:
    """The find from which on one snippet shows the most different words; 0 without finds.

    In one pass: each find comes into the window at its end once, and leaves it at its beginning once. What comes after
    a window with all words is not looked at: of a single word, all but the first find.
    """
    window: deque[tuple[int, Set[str]]] = deque()
    shown: Counter[str] = Counter()
    best, most = 0, 0
    for place, forms in finds:
        window.append((place, forms))
        shown.update(forms)
        while place - window[0][0] > LENGTH - BEFORE:
            shown -= Counter(window.popleft()[1])
        if len(shown) > most:
            best, most = window[0][0], len(shown)
        if most == all_words:
            break
    return best


def begins_before(line: Line, place: int) -> int:
    """The beginning of the word or formula that stands there."""
    if place <= 0:
        return 0
    at = bisect_right(line.starts, place) - 1
    part, start = line.parts[at], line.starts[at]
    return start if part.is_math else start + word_at(part.source, place - start)


def begins_after(line: Line, place: int) -> int:
    """The first beginning of a word or formula from there on, or the end."""
    if place >= line.end:
        return line.end
    at = bisect_left(line.starts, place) - 1
    part, start = line.parts[at], line.starts[at]
    word = None if part.is_math else WORD_START.search(part.source, place - start)
    return start + word.start() if word else line.starts[at + 1]


def cut_out(line: Line, first: int, last: int) -> Iterator[Piece]:
    for part, start, end in zip(line.parts, line.starts, line.starts[1:], strict=False):
        if start < last and end > first:
            yield part if part.is_math else part.source[max(first - start, 0) : last - start]


def html_of(pieces: Iterable[Piece], wanted: Set[str]) -> SafeString:
    pieces = list(pieces)
    shown = [piece for piece in pieces if not isinstance(piece, str) and len(piece.tex) <= LONGEST_FORMULA]
    formulas = iter(formulas_html([Formula(piece.tex, is_display=False) for piece in shown]) if shown else ())
    parts: list[str] = []
    for piece in pieces:
        parts += marked_words(piece, wanted) if isinstance(piece, str) else [formula_of(piece, formulas, wanted)]
    # Safe: marked_words escapes, and formulas passed their gate.
    return mark_safe("".join(parts))  # noqa: S308


def formula_of(piece: Segment, formulas: Iterator[SafeString], wanted: Set[str]) -> str:
    if len(piece.tex) > LONGEST_FORMULA:
        return " … "
    formula = next(formulas)
    return f"<mark>{formula}</mark>" if forms_in_formula(piece, wanted) else formula


def marked_words(text: str, wanted: Set[str]) -> Iterable[str]:
    """Escaped; the words that were looked for marked, the signs around them not."""
    end = 0
    for match in shown_words(text, wanted):
        yield f"{escape(text[end : match.start()])}<mark>{escape(match[0])}</mark>"
        end = match.end()
    yield escape(text[end:])
