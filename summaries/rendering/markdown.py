"""Markdown as this site knows it: CommonMark, tables, footnotes, tasks, formulas, references. HTML stays text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from summaries.rendering.document import Document, as_source, work_out
from summaries.rendering.elements import ELEMENTS
from summaries.rendering.formula_rules import formula_plugin
from summaries.rendering.references import reference_plugin
from summaries.rendering.tables import has_too_many_cells, table_plugin

TOP_HEADING = 3  # a page has its own first and second level
TASK = re.compile(r"\[([ xX])\](?=\s)")


def new_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).enable("strikethrough")
    parser.use(table_plugin)
    parser.use(footnote_plugin, inline=False)  # notes inside of notes inside of a line would nest without end
    parser.use(formula_plugin)
    parser.use(reference_plugin)
    parser.core.ruler.push("house_style", apply_house_style)
    for name, rule in ELEMENTS.items():
        parser.add_render_rule(name, rule)
    return parser


def apply_house_style(state: StateCore) -> None:
    """Headings start below the page's own; cells carry a class where the parser writes a style; tasks get a box."""
    for position, token in enumerate(state.tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(int(token.tag[1]), TOP_HEADING)}"
        elif token.type == "inline":
            mark_task(state.tokens[max(position - 2, 0) : position], token)
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def mark_task(before: Sequence[Token], line: Token) -> None:
    """A list item that begins with `[ ]` or `[x]`."""
    if [token.type for token in before] != ["list_item_open", "paragraph_open"] or not line.children:
        return
    first = line.children[0]
    if first.type == "text" and (match := TASK.match(first.content)):
        first.content = first.content[match.end() :]
        before[0].attrSet("class", "task-item")
        line.children.insert(0, Token("task", "", 0, content="To do" if match[1] == " " else "Done"))


parser = new_parser()


@lru_cache(maxsize=8)
def parse(markdown: str) -> Document:
    """Kept for a moment, since a text is asked for its references, its whole and its beginning in a row.

    Who gets a document changes nothing in it.
    """
    # Half a character, as JSON can carry it, is in no encoding.
    markdown = markdown.encode("utf-8", "replace").decode()
    env: dict[str, int] = {}
    tokens = parser.parse(markdown, env)
    return as_source(markdown) if has_too_many_cells(env) else work_out(markdown, tokens)


def to_html(document: Document, tokens: Sequence[Token], **known: object) -> str:
    """HTML of some of the document's tokens, with placeholders where its pieces stand."""
    return str(parser.renderer.render(tokens, parser.options, {"document": document, **known}))
