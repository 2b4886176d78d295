"""CommonMark with tables and dollar math; raw HTML stays text, and formulas become placeholders."""

import re
import secrets
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from shortsci.formulas import Formula

TOP_HEADING = 3  # a page has its own first and second level
FORMULA_TYPES = {"math_inline": False, "math_inline_double": True, "math_block": True}


class FormulaCollector:
    """Hands out a placeholder for each formula; its random part keeps a text from forging one."""

    def __init__(self) -> None:
        self.nonce = secrets.token_hex(12)
        self.formulas: list[Formula] = []

    def add(self, formula: Formula) -> str:
        self.formulas.append(formula)
        return f"formula{self.nonce}n{len(self.formulas) - 1}e"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a placeholder; its group is the number of the formula."""
        return re.compile(rf"formula{self.nonce}n([0-9]+)e")


def new_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).enable(["table", "strikethrough"])
    # "$5 and $10" stays text: no blank beside a dollar sign on the inside, no digit on the outside.
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.core.ruler.push("house_style", apply_house_style)
    parser.add_render_rule("image", render_image_as_link)
    for name in FORMULA_TYPES:
        parser.add_render_rule(name, render_placeholder)
    return parser


def apply_house_style(state: StateCore) -> None:
    """Headings start below the page's own, and table cells carry a class where the parser writes a style."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(int(token.tag[1]), TOP_HEADING)}"
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def render_placeholder(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    collector: FormulaCollector = env["formulas"]
    return collector.add(Formula(tex=token.content.strip(), is_display=FORMULA_TYPES[token.type]))


def render_image_as_link(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """A picture from elsewhere would tell its host who reads here, so it is offered as a link."""
    renderer = RendererHTML()
    token = tokens[index]
    text = renderer.renderInlineAsText(token.children or [], options, env)
    link = Token("link_open", "a", 1, attrs={"href": str(token.attrs.get("src", ""))})
    label = Token("text", "", 0, content=text or "picture")
    return str(renderer.render([link, label, Token("link_close", "a", -1)], options, env))


parser = new_parser()


def parse(markdown: str) -> list[Token]:
    return parser.parse(markdown)


def to_html(tokens: Sequence[Token], formulas: FormulaCollector) -> str:
    """HTML that holds placeholders where the formulas stood."""
    return str(parser.renderer.render(tokens, parser.options, {"formulas": formulas}))
