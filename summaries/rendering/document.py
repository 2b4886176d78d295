"""A text after parsing: its blocks, with all that one part of it says about another worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from shortsci.formulas import Formula
from summaries.rendering.equations import NUMBERED, Equations, TagError
from summaries.rendering.highlighting import MAXIMUM_CODE_IN_ALL, is_highlighted, language_of
from summaries.rendering.macros import MacroError, Macros, collect
from summaries.rendering.pieces import Code, Pieces

# bleach takes a tenth of a millisecond for an element; a text that makes more is shown as it was written.
MAXIMUM_ELEMENTS = 5_000
# Characters of all addresses and titles. One that is defined once may stand at many links.
MAXIMUM_ADDRESSES = 300_000
NO_ELEMENTS = {
    "text",
    "softbreak",
    "math_inline",
    "math_block",
    "math_display",
    "math_definitions",
    "mention",
    "escaped_dollar",
}
DISPLAY = {"math_block", "math_display"}
FORMULAS = {"math_inline", "math_definitions", *DISPLAY}
CLOSING = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]", "": ""}


@dataclass(frozen=True)
class Document:
    source: str
    tokens: Sequence[Token]
    pieces: Pieces


def all_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    """In reading order, those inside of lines included."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []
        else:
            yield token


def work_out(markdown: str, tokens: Sequence[Token]) -> Document:
    """Gives each formula, piece of code and reference to an equation its placeholder, in `meta["piece"]`."""
    if is_too_much(tokens):
        return as_source(markdown)
    pieces = Pieces(markdown)
    place_formulas(tokens, pieces)
    place_code(tokens, pieces)
    return Document(markdown, tokens, pieces)


def as_source(markdown: str) -> Document:
    """The text as it was written, for one that would make too much."""
    return Document(markdown, [Token("fence", "code", 0, content=markdown, block=True)], Pieces(markdown))


def is_too_much(tokens: Sequence[Token]) -> bool:
    elements = addresses = 0
    for token in all_tokens(tokens):
        elements += token.nesting >= 0 and token.type not in NO_ELEMENTS
        if token.type in {"link_open", "image"}:
            addresses += sum(len(str(value)) for value in token.attrs.values())
    return elements > MAXIMUM_ELEMENTS or addresses > MAXIMUM_ADDRESSES


def place_formulas(tokens: Sequence[Token], pieces: Pieces) -> None:
    formulas = [token for token in all_tokens(tokens) if token.type in FORMULAS]
    references = [token for token in all_tokens(tokens) if token.type == "equation_ref"]
    if not formulas:
        return
    macros = collect(token.content for token in formulas)
    equations = Equations(pieces)
    written = [write_out(token, macros, equations) for token in formulas]
    for token, formula in zip(formulas, written, strict=True):
        if formula.problem or formula.tex.strip():
            resolved = Formula(equations.resolve(formula.tex), formula.is_display, formula.source, formula.problem)
            token.meta["piece"] = pieces.add(resolved)
    for token in references:
        if piece := equations.link(token.markup.removeprefix("\\"), token.content):
            token.meta["piece"] = piece


def write_out(token: Token, macros: Macros, equations: Equations) -> Formula:
    """The token's formula without the text's own commands, and with numbers."""
    is_display = token.type in DISPLAY
    source = f"{token.markup}{token.content.strip()}{CLOSING.get(token.markup, '')}"
    try:
        tex = macros.expand(macros.take_definitions(token.content)).strip()
        if tex and (is_display or NUMBERED.match(tex)):
            tex = equations.number_rows(tex, token.info)
    except (MacroError, TagError) as error:
        return Formula("", is_display, source, str(error))
    if tex.endswith("\\") and token.content[-1:].isspace():
        tex += " "  # the blank belonged to it
    return Formula(tex, is_display, source)


def place_code(tokens: Sequence[Token], pieces: Pieces) -> None:
    left = MAXIMUM_CODE_IN_ALL
    for token in tokens:
        if token.type == "fence" and is_highlighted(token.content, language := language_of(token.info)):
            left -= len(token.content)
            if left >= 0:
                token.meta["piece"] = pieces.add(Code(token.content, language))
