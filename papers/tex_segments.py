"""Which parts of a text are formulas: the rules for dollar signs and what else fences math."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"\\\\|\\\$|\\[()\[\]]|\\(?:begin|end)\{[a-z]+\*?\}|\$|\n[ \t]*\n")
ENVIRONMENTS = frozenset(
    f"{name}{star}"
    for name in ["equation", "displaymath", "align", "eqnarray", "gather", "multline", "alignat", "flalign"]
    for star in ["", "*"]
)
TEX_SIGN = re.compile(r"[\\^_=<>{}]")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
PROSE = re.compile(r"(?<![\\A-Za-z{])(?:[A-Za-z]{2,}[ \n]+[A-Za-z]{2,}|(?:and|for|from|in|is|of|or|per|the|to|with)\b)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text, or a formula; `source` is what stands in the text, `tex` has no `$` or `\\(` around it."""

    source: str
    tex: str
    is_math: bool = False
    is_display: bool = False


def may_hold_math(text: str) -> bool:
    return "$" in text or "\\(" in text or "\\[" in text or "\\begin" in text


def split_math(text: str) -> list[Segment]:
    r"""Text and formulas in turn: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and display environments; `$5 and $10` is text.

    The sources, joined, are the text again. Takes time in proportion to the length, whatever stands there.
    """
    if not may_hold_math(text):
        return [Segment(source=text, tex=text)] if text else []
    segments: list[Segment] = []
    position = 0
    for segment, start in find_formulas(text):
        if start > position:
            segments.append(Segment(source=text[position:start], tex=text[position:start]))
        segments.append(segment)
        position = start + len(segment.source)
    if position < len(text):
        segments.append(Segment(source=text[position:], tex=text[position:]))
    return segments


def find_formulas(text: str) -> Iterator[tuple[Segment, int]]:
    """Each formula with the place where it starts."""
    first = min(at for at in (text.find("$"), text.find("\\"), len(text)) if at >= 0)  # nothing opens before it
    tokens = list(TOKEN.finditer(text, first))
    index = 0
    while index < len(tokens):
        found = read_formula(text, tokens, index)
        if found:
            segment, index = found
            yield segment, tokens[index].end() - len(segment.source)
        index += 1


def read_formula(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Segment, int] | None:
    """The formula that this token opens, with the number of the token that ends it."""
    opener = tokens[index][0]
    if opener == "$":
        return read_display(text, tokens, index) or read_inline(text, tokens, index)
    if opener in {"\\(", "\\["}:
        return read_bracketed(text, tokens, index)
    if opener.startswith("\\begin") and opener[7:-1] in ENVIRONMENTS:
        return read_environment(text, tokens, index)
    return None


def read_inline(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Segment, int] | None:
    for end in range(index + 1, len(tokens)):
        if tokens[end][0].isspace():
            return None
        if tokens[end][0] == "$":
            start, stop = tokens[index].end(), tokens[end].start()
            if not is_formula(text[start:stop], after=text[stop + 1 : stop + 2]):
                return None
            return Segment(text[start - 1 : stop + 1], text[start:stop].strip(), is_math=True), end
    return None


def is_formula(content: str, *, after: str) -> bool:
    """Whether what stands between two dollar signs is math and not the words between two prices.

    Unlike in Markdown, `5$\\sigma$`, `$\\sim$10` and `$ x $` are math: abstracts are written as TeX.
    """
    if not content.strip():
        return False
    if content[0].isspace() or content[-1].isspace():
        words = PROSE.search(content.removeprefix("\\"))
        is_price = content.lstrip()[0].isdigit() and not NUMBER.fullmatch(content.strip())
        return not words and (not is_price or bool(TEX_SIGN.search(content)))
    follows_price = content[0].isdigit() and (after.isdigit() or after == "\\")
    return not follows_price or bool(TEX_SIGN.search(content))


def read_display(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Segment, int] | None:
    start = tokens[index].start()
    if not is_double(tokens, index):
        return None
    for end in range(index + 2, len(tokens)):
        if tokens[end][0].isspace():
            return None
        if tokens[end][0] == "$" and is_double(tokens, end):
            stop = tokens[end + 1].end()
            content = text[start + 2 : stop - 2].strip()
            return (Segment(text[start:stop], content, is_math=True, is_display=True), end + 1) if content else None
    return None


def is_double(tokens: Sequence[re.Match[str]], index: int) -> bool:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following is not None and following[0] == "$" and following.start() == tokens[index].end()


def read_bracketed(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Segment, int] | None:
    is_display = tokens[index][0] == "\\["
    closer = "\\]" if is_display else "\\)"
    start = tokens[index].start()
    for end in range(index + 1, len(tokens)):
        if tokens[end][0] == closer:
            stop = tokens[end].end()
            content = text[start + 2 : stop - 2].strip()
            return (Segment(text[start:stop], content, is_math=True, is_display=is_display), end) if content else None
        if tokens[end][0].isspace() or tokens[end][0] in {"\\(", "\\["}:
            return None
    return None


def read_environment(text: str, tokens: Sequence[re.Match[str]], index: int) -> tuple[Segment, int] | None:
    opener = tokens[index][0]
    for end in range(index + 1, len(tokens)):
        if tokens[end][0] == opener.replace("begin", "end"):
            source = text[tokens[index].start() : tokens[end].end()]
            return Segment(source, source, is_math=True, is_display=True), end
        if tokens[end][0] == opener:
            return None
    return None
