"""The whole way: Markdown → HTML with placeholders → allow-list → formulas and code put in."""

import re
from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from shortsci.formulas import Formula, problems_of
from summaries.rendering.allowed import pass_gate
from summaries.rendering.context import NOTHING_KNOWN, Context
from summaries.rendering.document import Document, all_tokens, as_source
from summaries.rendering.markdown import parse, to_html
from summaries.rendering.pieces import TooLongError
from summaries.rendering.references import WIKI_LINK, Cited

# To be raised with every change of what comes out; rows keep the version that made them.
RENDERER_VERSION = 5

EXCERPT_CHARACTERS = 300
MAXIMUM_EXCERPT = 20_000  # characters of HTML; fifteen on a page
LONE_DOLLAR = re.compile(r"[^\s$]{0,20}\${1,2}(?=[A-Za-z\\({])[^$\n]{0,60}")
NAMES_A_WORK = re.compile(r"arxiv|\[\[|\\[cC]ite")


def render(markdown: str, context: Context = NOTHING_KNOWN) -> SafeString:
    """Safe HTML of a whole text; the same text and context always give the same bytes, and no text raises."""
    document = parse(markdown)
    return finish(document, document.tokens, context, is_anchored=True)


def render_excerpt(markdown: str, context: Context = NOTHING_KNOWN) -> SafeString:
    """Safe HTML of the first whole blocks of a text, from about 300 characters of source on.

    Without notes and anchors, so that it can stand on a page beside the whole. Of a beginning that is one huge block,
    the source of its first characters.
    """
    document = parse(markdown)
    excerpt = finish(document, first_blocks(document.tokens), context, is_anchored=False)
    if len(excerpt) <= MAXIMUM_EXCERPT:
        return excerpt
    source = as_source(f"{document.source[:EXCERPT_CHARACTERS].rstrip()} …")
    return finish(source, source.tokens, context, is_anchored=False)


def finish(document: Document, tokens: Sequence[Token], context: Context, *, is_anchored: bool) -> SafeString:
    blocks = (to_html(document, block, context=context, is_anchored=is_anchored) for block in top_level_blocks(tokens))
    html = "".join(map(pass_gate, blocks))
    try:
        html = document.pieces.put_in(html, is_anchored=is_anchored)
    except TooLongError:
        source = as_source(document.source)
        return finish(source, source.tokens, context, is_anchored=is_anchored)
    # Safe: the text passed the allow-list, and each kind of piece its own gate, see `pieces`.
    return mark_safe(html)  # noqa: S308


def find_references(markdown: str) -> list[Cited]:
    """The works that a text names, each once, in the order of their first mention."""
    found: dict[tuple[str, str], bool] = {}
    if NAMES_A_WORK.search(markdown):
        for token in all_tokens(parse(markdown).tokens):
            if identifier := token.meta.get("identifier"):
                key = (str(identifier.kind), identifier.value)
                found[key] = found.get(key, False) or token.meta["builds_on"]
    return [Cited(kind, value, builds_on) for (kind, value), builds_on in found.items()]


def find_mentions(markdown: str) -> list[str]:
    """The `@names` of a text without their sign, as typed, each once."""
    if "@" not in markdown:
        return []
    return list(dict.fromkeys(token.content for token in all_tokens(parse(markdown).tokens) if token.type == "mention"))


def find_dangling(markdown: str) -> list[str]:
    """What was meant as a reference, to a work or an equation, and leads nowhere; as written."""
    found: list[str] = []
    for token in all_tokens(parse(markdown).tokens):
        if token.type == "dangling":
            found.append(token.content)
        elif token.type == "equation_ref" and "piece" not in token.meta:
            found.append(f"{token.markup}{{{token.content}}}")
        elif token.type == "text":
            found += [match[0] for match in WIKI_LINK.finditer(token.content)]
    return list(dict.fromkeys(found))


def find_problems(markdown: str) -> list[tuple[str, str]]:
    """The formulas that cannot be shown, as written, each with the reason."""
    document = parse(markdown)
    formulas = [piece for piece in document.pieces.pieces if isinstance(piece, Formula)]
    return list(dict.fromkeys(problems_of(formulas)))


def find_lone_dollars(markdown: str) -> list[str]:
    """Where a dollar sign that is no price stands in the text, with the words around it."""
    texts = (token.content for token in all_tokens(parse(markdown).tokens) if token.type == "text")
    return [match[0] for text in texts for match in LONE_DOLLAR.finditer(text)]


def first_blocks(tokens: Sequence[Token]) -> list[Token]:
    """Blocks from the start until their text is long enough; headings and notes are left out.

    A formula stays with the sentence that leads to it.
    """
    kept: list[Token] = []
    length = 0
    for block in top_level_blocks(tokens):
        if block[0].type == "footnote_block_open" or (length >= EXCERPT_CHARACTERS and block[0].type != "math_block"):
            break
        if block[0].type not in {"heading_open", "math_definitions"}:
            kept += block
            length += sum(len(part.content) for part in block)
    return kept


def top_level_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The notes at the end are one block; the parser gives what is inside of them no level of its own."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        is_in_notes = block[0].type == "footnote_block_open" and token.type != "footnote_block_close"
        if token.level == 0 and token.nesting != 1 and not is_in_notes:
            yield block
            block = []
    if block:  # of a note in a quotation in a note, the parser gives an end without a beginning
        yield block
