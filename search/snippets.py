"""What a hit shows of its text: the part with most of the words, these marked, and every formula whole."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate, groupby

from django.utils.safestring import SafeString, mark_safe

from papers.tex import Segment, decode_tex, split_math
from search.schema import stem
from search.tokens import words_of
from shortsci.formulas import Formula, formulas_html

LENGTH = 280  # characters of a snippet, more or less
BEFORE = 60  # characters that lead up to the first word found
LONGEST_FORMULA = 400  # characters; a longer one is left out, whole
FORMULA_LENGTH = 12  # characters that any formula counts as
CHUNK = re.compile(r"\S+\s*|\s+")
WORD = re.compile(r"[^\W_]+")
NOTHING = re.compile(r"(?!)")

# Markdown's signs; what stands between dollar signs is never touched.
IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
REFERENCE = re.compile(r"\(?\[\[[^\[\]]*\]\]\)?")
FENCE = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)
LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|[0-9]{1,3}[.)][ \t]+)+", re.MULTILINE)
EMPHASIS = re.compile(r"\*{1,3}|~~|`+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")


Piece = str | Segment  # a word with the blanks after it, or a formula


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces: where each begins, with the end of the last, and the stems that the pieces with finds hold."""

    pieces: Sequence[Piece]
    starts: Sequence[int]
    finds: Sequence[tuple[int, Set[str]]]


def marked(text: str, wanted: Set[str]) -> SafeString:
    """All of a short text, such as a title; `wanted` are stems."""
    parts = split_math(decode_tex(text))
    return html_of([part if part.is_math else part.source for part in parts], wanted)


def snippet(text: str, wanted: Set[str]) -> SafeString:
    """The best part of a long text in TeX; its beginning where none of the words stands in it."""
    found = pieces_of(decode_tex(" ".join(text.split())), wanted)
    first, last = best_window(found)
    before = "… " if first else ""
    after = " …" if last < len(found.pieces) else ""
    return SafeString(f"{before}{html_of(found.pieces[first:last], wanted)}{after}")


def plain_markdown(text: str) -> str:
    """The words of a text in Markdown, its formulas as they are."""
    return "".join(part.source if part.is_math else without_signs(part.source) for part in split_math(text))


def without_signs(text: str) -> str:
    text = FENCE.sub("", IMAGE_OR_LINK.sub(r"\1", REFERENCE.sub("", text)))
    return EMPHASIS.sub("", LINE_START.sub("", text)).replace("|", " ")


def pieces_of(text: str, wanted: Set[str]) -> Pieces:
    pieces: list[Piece] = []
    lengths: list[int] = []
    finds: list[tuple[int, Set[str]]] = []
    for part in split_math(text):
        if part.is_math:
            if forms := forms_in_formula(part, wanted):
                finds.append((len(pieces), forms))
            pieces.append(part)
            lengths.append(FORMULA_LENGTH)
        else:
            chunks = CHUNK.findall(part.source)
            finds += [(len(pieces) + at, forms) for at, forms in finds_in(part.source, chunks, wanted)]
            pieces += chunks
            lengths += map(len, chunks)
    return Pieces(pieces, list(accumulate(lengths, initial=0)), finds)


def forms_in_formula(part: Segment, wanted: Set[str]) -> Set[str]:
    return wanted & stems_of(part.source) if len(part.tex) <= LONGEST_FORMULA else set()


@lru_cache(maxsize=10_000)
def stems_of(formula: str) -> frozenset[str]:
    return frozenset(map(form_of, words_of(formula)))


def finds_in(text: str, chunks: Sequence[str], wanted: Set[str]) -> Iterable[tuple[int, Set[str]]]:
    """Which chunks hold wanted stems."""
    shown = list(shown_words(text, wanted))
    if not shown:
        return
    ends = list(accumulate(map(len, chunks)))
    places = [(bisect_right(ends, match.start()), form_of(match[0])) for match in shown]
    for at, found in groupby(places, key=lambda place: place[0]):
        yield at, {form for _, form in found}


def shown_words(text: str, wanted: Set[str]) -> Iterator[re.Match[str]]:
    """The words of a text with wanted stems."""
    may_be = words_like(frozenset(form[:1] for form in wanted)) if text.isascii() else WORD
    return (match for match in may_be.finditer(text) if form_of(match[0]) in wanted)


@lru_cache(maxsize=1_000)
def words_like(letters: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with one of these, small or capital: no stem of an ASCII word begins otherwise than the word."""
    either = re.escape("".join(sorted({form for letter in letters for form in (letter, letter.upper())})))
    # The first sign comes first, so that the others are passed over quickly; what is before it is looked at then.
    return re.compile(rf"[{either}](?<![^\W_].)[^\W_]*") if either else NOTHING


@lru_cache(maxsize=50_000)
def form_of(word: str) -> str:
    """The stem of a word as it is printed."""
    words = words_of(word)
    return stem(words[0]) if words else ""


def best_window(found: Pieces) -> tuple[int, int]:
    """From which piece to which (not included): the most different words, of equal ones the first."""
    starts = found.starts
    first = max(bisect_right(starts, starts[most_telling(found)] - BEFORE) - 1, 0)
    return first, min(bisect_left(starts, starts[first] + LENGTH), len(found.pieces))


def most_telling(found: Pieces) -> int:
    """The find from which on one snippet shows the most different words; 0 without finds.

    In one pass: each find comes into the window at its end once, and leaves it at its beginning once.
    """
    window: deque[tuple[int, Set[str]]] = deque()
    shown: Counter[str] = Counter()
    best, most = 0, 0
    for number, forms in found.finds:
        window.append((number, forms))
        shown.update(forms)
        while found.starts[number] - found.starts[window[0][0]] > LENGTH - BEFORE:
            shown -= Counter(window.popleft()[1])
        if len(shown) > most:
            best, most = window[0][0], len(shown)
    return best


def html_of(pieces: Sequence[Piece], wanted: Set[str]) -> SafeString:
    shown = [piece for piece in pieces if not isinstance(piece, str) and len(piece.tex) <= LONGEST_FORMULA]
    formulas = iter(formulas_html([Formula(piece.tex, is_display=False) for piece in shown]) if shown else ())
    parts: list[str] = []
    run: list[str] = []
    for piece in [*pieces, None]:
        if isinstance(piece, str):
            run.append(piece)
            continue
        parts += marked_words("".join(run), wanted)
        run.clear()
        if piece is not None:
            parts.append(formula_of(piece, formulas, wanted))
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
