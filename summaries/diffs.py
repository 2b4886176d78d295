"""What changed between two texts, word by word. A formula is one word: it is shown whole, before and after.

First the lines are compared, then the words of the lines that changed, each by the longest common subsequence.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rapidfuzz.distance import Indel

from shortsci.formulas import Formula, formulas_html
from summaries.rendering.macros import MacroError, Macros, collect, split_definitions

Item = TypeVar("Item", bound=Hashable)

# Pairs of words in one comparison. They cost a bit of memory each; beyond it, old and new are shown as a whole.
MAXIMUM_PAIRS = 100_000_000
CONTEXT = 1  # unchanged lines that are shown before and after a change

FORMULA = re.compile(
    r"\$\$(?P<dollars>[^$]{1,5000})\$\$"
    r"|\\\[(?P<brackets>(?:(?!\\\[).){1,5000}?)\\\]"
    r"|\\\((?P<parens>(?:(?!\\\().){1,5000}?)\\\)"
    r"|(?P<environment>\\begin\{(?:equation|align|gather|multline)\*?\}"
    r"(?:(?!\\begin\{(?:equation|align|gather|multline)).){1,5000}?\\end\{(?:equation|align|gather|multline)\*?\})"
    r"|\$(?![\s$])(?P<inline>[^$\n]{1,5000})(?<!\s)\$(?![0-9])",
    re.DOTALL,
)
DISPLAYS = {"dollars", "brackets", "environment"}
LABEL = re.compile(r"\\(?:label|tag\*?)\{[^{}]*\}")
PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
WORD = re.compile(
    rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', FORMULA.pattern)})|\n|[^\S\n]+|[^\W_]+(?:['’][^\W_]+)*|.", re.DOTALL
)


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row that share their fate."""

    change: Change
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part as a page shows it."""

    change: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that are shown, or unchanged ones that are folded away."""

    lines: list[list[Piece]]
    is_folded: bool


def compare(old: str, new: str) -> list[Part]:
    """The parts of both texts in their order; what was removed stands before what took its place."""
    old_lines, new_lines = lines_of(words_of(old)), lines_of(words_of(new))
    parts: list[Part] = []
    for same, removed, added in blocks(old_lines, new_lines):
        parts += [Part(Change.SAME, line) for line in same]
        parts += compare_words(flat(removed), flat(added))
    return list(joined(parts))


def words_of(text: str) -> list[str]:
    return WORD.findall(text.replace("\r\n", "\n"))


def lines_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each with its line end; a displayed formula of several lines belongs to one."""
    lines: list[tuple[str, ...]] = []
    start = 0
    for position, word in enumerate(words, start=1):
        if word == "\n":
            lines.append(tuple(words[start:position]))
            start = position
    return [*lines, tuple(words[start:])] if start < len(words) else lines


def flat(lines: Sequence[tuple[str, ...]]) -> list[str]:
    return [word for line in lines for word in line]


def compare_words(removed: Sequence[str], added: Sequence[str]) -> Iterator[Part]:
    """Blanks and points between two changes change with them: half-words in a row are hard to read."""
    found = list(blocks(removed, added))
    before: list[str] = []
    after: list[str] = []
    for number, (same, gone, come) in enumerate(found):
        is_between = bool(before or after) and bool(gone or come)
        if is_between and is_thin(same):
            before += same
            after += same
        else:
            yield from changed(before, after)
            before, after = [], []
            if same:
                yield Part(Change.SAME, tuple(same))
        before += gone
        after += come
        if number == len(found) - 1:
            yield from changed(before, after)


def is_thin(words: Sequence[str]) -> bool:
    text = "".join(words)
    return "\n" not in text and not any(character.isalnum() for character in text)


def changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    if before:
        yield Part(Change.REMOVED, tuple(before))
    if after:
        yield Part(Change.ADDED, tuple(after))


def blocks(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[list[Item], list[Item], list[Item]]]:
    """(what is the same, then what was removed and added after it), until both are used up."""
    if len(old) * len(new) > MAXIMUM_PAIRS:
        yield [], list(old), list(new)
        return
    numbers: dict[Hashable, int] = {}
    sides = [[numbers.setdefault(item, len(numbers)) for item in side] for side in (old, new)]
    same: list[Item] = []
    removed: list[Item] = []
    added: list[Item] = []
    for step in Indel.opcodes(*sides):
        if step.tag == "equal" and (removed or added):
            yield same, removed, added
            same, removed, added = [], [], []
        if step.tag == "equal":
            same += old[step.src_start : step.src_end]
        else:
            removed += old[step.src_start : step.src_end]
            added += new[step.dest_start : step.dest_end]
    yield same, removed, added


def joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbours of one fate as one part."""
    waiting: Part | None = None
    for part in parts:
        if waiting and waiting.change == part.change:
            waiting = Part(part.change, waiting.words + part.words)
        else:
            if waiting:
                yield waiting
            waiting = part
    if waiting:
        yield waiting


# ------------------------------------------------------------ as a page shows it


def sections(old: str, new: str) -> list[Section]:
    """The lines around what changed, and the others folded away; empty where nothing changed but blanks."""
    lines = [line for line in split_lines(compare(old, new)) if any(part.text.strip() for part in line)]
    are_changed = [any(part.change != Change.SAME and part.text.strip() for part in line) for line in lines]
    if not any(are_changed):
        return []
    formulas = typeset_formulas(lines, collect(PARAGRAPHS.split(f"{new}\n\n{old}")))
    result: list[Section] = []
    for number, line in enumerate(lines):
        is_folded = not any(are_changed[max(0, number - CONTEXT) : number + CONTEXT + 1])
        if not result or result[-1].is_folded != is_folded:
            result.append(Section([], is_folded))
        result[-1].lines.append([Piece(part.change.value, typeset(part, formulas)) for part in line])
    return result


def split_lines(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of each line, without the line ends."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        for number, line in enumerate(lines_of([*part.words, "\n"])):
            if number:
                lines.append([])
            if words := tuple(word for word in line if word != "\n"):
                lines[-1].append(Part(part.change, words))
    return lines


def typeset_formulas(lines: Sequence[Sequence[Part]], macros: Macros) -> dict[str, SafeString]:
    """MathML of every formula by its source, with the commands that the texts define and without numbers."""
    found = {
        word: match for line in lines for part in line for word in part.words if (match := FORMULA.fullmatch(word))
    }
    formulas = [
        Formula(tex=written_out(match[match.lastgroup or 0], macros), is_display=match.lastgroup in DISPLAYS)
        for match in found.values()
    ]
    return dict(zip(found, formulas_html(formulas), strict=True))


def written_out(tex: str, macros: Macros) -> str:
    tex = LABEL.sub("", tex).strip()
    try:
        return macros.expand(split_definitions(tex)[0])
    except MacroError:
        return tex


def typeset(part: Part, formulas: dict[str, SafeString]) -> SafeString:
    """Markdown stays as it was typed; formulas are drawn, with their source at hand, since many look alike."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="formula" title="{}">{}</span>', word, formulas[word]),)
            if word in formulas
            else (word,)
            for word in part.words
        ),
    )
