"""The whole way: Markdown → HTML with placeholders → allow-list → formulas put in."""

import re
from collections.abc import Iterator, Sequence

from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from shortsci.formulas import formulas_html
from summaries.rendering.markdown import FormulaCollector, parse, to_html

# To be raised with every change of what comes out; rows keep the version that made them.
RENDERER_VERSION = 1

EXCERPT_CHARACTERS = 300

TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
PROTOCOLS = frozenset({"http", "https", "mailto"})
LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+#.-]{1,30}")
ALIGN_CLASSES = {"align-left", "align-center", "align-right"}


def is_allowed(tag: str, name: str, value: str) -> bool:
    """The attributes that may stand on a tag; bleach asks for each one."""
    match tag, name:
        case "a", "href" | "title" | "rel":
            return True
        case "ol", "start":
            return value.isdecimal()
        case "code", "class":
            return bool(LANGUAGE_CLASS.fullmatch(value))
        case "td" | "th", "class":
            return value in ALIGN_CLASSES
    return False


cleaner = Cleaner(tags=TAGS, attributes=is_allowed, protocols=PROTOCOLS, strip=False, strip_comments=True)


def render(markdown: str) -> SafeString:
    """Safe HTML of a whole text; the same text always gives the same bytes, and no text raises."""
    return finish(parse(markdown))


def render_excerpt(markdown: str) -> SafeString:
    """Safe HTML of the first whole blocks of a text, from about 300 characters of source on."""
    return finish(first_blocks(parse(markdown)))


def finish(tokens: Sequence[Token]) -> SafeString:
    formulas = FormulaCollector()
    html = cleaner.clean(to_html(tokens, formulas))
    html = html.replace('<a href="http', '<a rel="nofollow ugc noopener" href="http')
    mathml = formulas_html(formulas.formulas)
    html = formulas.pattern.sub(lambda match: mathml[int(match[1])], html)
    # Safe: the text passed the allow-list, and the formulas passed their own gate in `math`.
    return mark_safe(html)  # noqa: S308


def first_blocks(tokens: Sequence[Token]) -> list[Token]:
    """Blocks from the start until their text is long enough; headings are left out.

    A formula stays with the sentence that leads to it.
    """
    kept: list[Token] = []
    length = 0
    for block in top_level_blocks(tokens):
        if length >= EXCERPT_CHARACTERS and block[0].type != "math_block":
            break
        if block[0].type != "heading_open":
            kept += block
            length += sum(len(part.content) for part in block)
    return kept


def top_level_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting != 1:
            yield block
            block = []
