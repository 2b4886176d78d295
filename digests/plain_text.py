"""Markdown as paragraphs of plain text: mail programs show no MathML, so a formula becomes one line of Unicode."""

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from papers.tex import to_plain
from summaries.rendering.markdown import parse

MATH = {"math_inline", "math_display", "math_block"}
SILENT = {"math_definitions", "image", "footnote_ref"}


def paragraphs_of(markdown: str) -> list[str]:
    """One for each paragraph, item, row of a table or formula on its own; items begin with a bullet."""
    return [text for text in read_blocks(parse(markdown).tokens) if text.strip(" •")]


def read_blocks(tokens: Iterable[Token]) -> Iterator[str]:
    begins = ""
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        if token.type == "list_item_open":
            begins = "• "
        elif token.type == "inline":
            yield begins + " ".join("".join(map(text_of, token.children or [])).split())
            begins = ""
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip()
        elif token.type in MATH:
            yield text_of(token)


def text_of(token: Token) -> str:
    if token.type in MATH:
        return to_plain(f"${' '.join(token.content.split())}$")
    if token.type == "cited":
        return str(token.meta["identifier"])
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "mention":
        return f"@{token.content}"
    return "" if token.type in SILENT or token.nesting else token.content
