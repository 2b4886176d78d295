"""A lenient tree of the HTML, JATS and MathML that stands in titles and abstracts, well-formed or not."""

import html
import re
from dataclasses import dataclass, field

NAMES_TEXT = """
a abbr abstract alternatives annotation annotation-xml b blockquote bold br center cite code del disp-formula
disp-quote div em email emph ext-link fn font graphic h1 h2 h3 h4 h5 h6 hr html i img inf inline-formula
inline-graphic ins italic li list list-item math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded
mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover named-content
ol overline p para pre roman sans-serif sc scp script sec semantics small span strike strong style styled-content
sub sup table tbody td tex-math th title tr tt u ul underline uri xref
"""
NAMES = frozenset(NAMES_TEXT.split())
PREFIXES = "jats|mml|m|ce|xhtml|html|oasis|ns[0-9]"
VOID = frozenset({"br", "hr", "img", "graphic", "inline-graphic", "mspace"})
HIDDEN = frozenset({"script", "style", "graphic", "inline-graphic", "img", "fn"})
BLOCKS_TEXT = (
    "abstract blockquote disp-quote div h1 h2 h3 h4 h5 h6 li list list-item ol p para pre sec table title tr ul"
)
BLOCKS = frozenset(BLOCKS_TEXT.split())
MAXIMUM_DEPTH = 30
PARAGRAPH, LINE = "\u2029", "\u2028"
# A `<` is a tag only with a name that these languages know, so that `p <i and j>` stays what it is.
ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=/]+))*"""
TAG = re.compile(
    rf"<(?P<end>/?)(?:(?P<prefix>{PREFIXES}):)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{ATTRIBUTES})\s*(?P<void>/?)>"
)
NOISE = re.compile(r"<!--[^<>]{0,500}-->|<!\[CDATA\[|\]\]>|<\?xml[^<>]{0,200}>")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


@dataclass
class Element:
    name: str
    children: list["Element | str"] = field(default_factory=list)


def parse(source: str) -> Element:
    """A tree of the tags that are known; entities are decoded twice, for many records are escaped twice."""
    text = decode_entities(decode_entities(source)).replace("\r", "\n")
    text = NOISE.sub("", text).replace(PARAGRAPH, " ").replace(LINE, " ")
    stack, position = [Element("")], 0
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if not tag["prefix"] and name not in NAMES:
            continue
        stack[-1].children.append(text[position : tag.start()])
        position = tag.end()
        handle_tag(stack, name, is_end=bool(tag["end"]), is_void=bool(tag["void"]) or name in VOID)
    stack[-1].children.append(text[position:])
    return stack[0]


def handle_tag(stack: list[Element], name: str, *, is_end: bool, is_void: bool) -> None:
    """An end tag closes the nearest element of its name; one that fits none is passed over."""
    is_second_paragraph = name == "p" and stack[-1].name == "p"
    if is_end or is_second_paragraph:
        depth = next((depth for depth in range(len(stack) - 1, 0, -1) if stack[depth].name == name), None)
        if depth is not None:
            del stack[depth:]
    if not is_end and (is_void or len(stack) < MAXIMUM_DEPTH):
        element = Element(name)
        stack[-1].children.append(element)
        if not is_void:
            stack.append(element)


def decode_entities(text: str) -> str:
    """Entities with their semicolon only: `AT&T` and `?a=1&copy=2` are no entities."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text)


def text_of(element: Element) -> str:
    return "".join(child if isinstance(child, str) else text_of(child) for child in element.children)
