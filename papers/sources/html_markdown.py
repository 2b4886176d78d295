"""Markdown out of the HTML, or the Markdown with stray HTML in it, that other sites' feeds carry.

What comes out holds no HTML tag: a tag either has a counterpart in Markdown or becomes text. Whatever renders it
still has to treat it as untrusted.
"""

import html
import re
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]

HTML_BLOCK = re.compile(r"</?(?:p|ul|ol|li|h[1-6]|div|blockquote|pre)\b[^<>]*>", re.IGNORECASE)
MATH_SCRIPT = re.compile(
    r"<script\s[^<>]*type=[\"']?math/tex([^<>\"']*)[^<>]*>(.{0,5000}?)</script>", re.IGNORECASE | re.DOTALL
)
FENCE = r"^ {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:.*\n)*? {0,3}(?P=fence)[`~]*[ \t]*$"
CODE_SPAN = r"(?<!`)(?P<ticks>`{1,3})(?!`)[^\n`](?:[^\n]{0,1000}?[^\n`])?(?P=ticks)(?!`)"
CODE = re.compile(f"(?:{FENCE})|(?:{CODE_SPAN})", re.MULTILINE)
MATH = re.compile(
    r"\$\$.{1,2000}?\$\$|(?<![\\$])\$(?![\s$])[^$\n]{1,1000}?(?<![\s\\])\$(?![\d$])"
    r"|\\\(.{1,1000}?\\\)|\\\[.{1,2000}?\\\]",
    re.DOTALL,
)
TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
TAG_START_OR_END = re.compile(r"<(?=[A-Za-z/!?]|\Z)")  # what comes after a piece of text may go on with a letter
# The parser takes quadratic time over tags that never end, and declarations raise in it.
NO_TAG = re.compile(r"<(?![A-Za-z/][^<>]{0,2000}>)")
COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
HTML_CODE = re.compile(r"(?<!<pre>)<code>([^<>`\n]{1,500})</code>", re.IGNORECASE)
LONE_TICK = re.compile(r"(\\*)`")
ENTITY = re.compile(r"&(?=#?\w{1,32};)")
SPECIAL = re.compile(r"([\\`*_\[\]])")
HELD = re.compile("\ue000([0-9]+)\ue001")
LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()\ue000\ue001]+", re.IGNORECASE)
WRAPPERS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
PARAGRAPHS = {"p", "div", "blockquote", "ul", "ol", "table", "tr", "section", "article", "center", "figure"}
SILENT = {
    "span",
    "u",
    "sup",
    "sub",
    "code",
    "small",
    "font",
    "tt",
    "html",
    "body",
    "td",
    "th",
    "tbody",
    "thead",
    "img",
    "hr",
}
DROPPED = {"script", "style", "noscript", "iframe", "object", "head", "template", "svg"}
VOID = {"img", "br", "hr", "input", "meta", "link", "wbr", "embed", "source", "col", "area", "base"}


def to_markdown(text: str) -> str:
    """Markdown with math (`$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`) kept as it is."""
    text = MATH_SCRIPT.sub(read_math_script, text.translate({0xE000: None, 0xE001: None}))
    is_html = bool(HTML_BLOCK.search(CODE.sub("", text)))
    held: list[str] = []
    if is_html:
        text = HTML_CODE.sub(lambda match: hold(f"`{html.unescape(match[1])}`", held), text)
    else:
        text = CODE.sub(lambda match: hold(match[0], held), text)
    text = MATH.sub(lambda match: hold(clean_math(match[0]), held), text)
    converter = Converter(is_html=is_html)
    converter.feed(NO_TAG.sub("&lt;", COMMENT.sub("", text)))
    converter.close()
    markdown = tidy("".join(converter.parts) + ("\n```" if converter.is_preformatted else ""))
    return HELD.sub(lambda match: held[int(match[1])] if int(match[1]) < len(held) else "", markdown).strip()


def hold(text: str, held: list[str]) -> str:
    held.append(text)
    return f"\ue000{len(held) - 1}\ue001"


def read_math_script(match: re.Match[str]) -> str:
    delimiter = "$$" if "display" in match[1] else "$"
    return f"{delimiter}{match[2].strip()}{delimiter}"


def clean_math(math: str) -> str:
    """Emphasis that Markdown made of `_` becomes `_` again; `<` stands apart, so that no tag can begin with it."""
    text = html.unescape(re.sub(r"</?em>", "_", math))
    return TAG_START.sub("< ", text)


def tidy(text: str) -> str:
    lines = [line.rstrip() if not line.endswith("  ") else line.rstrip() + "  " for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class Converter(HTMLParser):
    """Collects Markdown in `parts`. In Markdown (`is_html` false) white space and its special characters stay."""

    def __init__(self, *, is_html: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_html = is_html
        self.parts: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list; None where it has bullets
        self.links: list[str] = []
        self.skipped: list[str] = []  # open tags from the one on whose content is dropped
        self.is_preformatted = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self.skipped or tag in DROPPED or is_rendered_math(attrs):
            self.skipped += [tag] if tag not in VOID else []
        elif tag in {"ul", "ol"}:
            self.break_paragraph()
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "a":
            self.open_link(dict(attrs).get("href") or "")
        else:
            self.write_start(tag)

    def write_start(self, tag: str) -> None:
        if tag == "br":
            self.parts.append("  \n" if self.is_html else "\n")
        elif tag == "li":
            self.start_item()
        elif tag == "pre":
            self.parts.append("" if self.is_preformatted else "\n\n```\n")
            self.is_preformatted = True
        elif re.fullmatch("h[1-6]", tag):
            self.parts.append("\n\n" + "#" * int(tag[1]) + " ")
        elif tag in PARAGRAPHS:
            self.break_paragraph("> " if tag == "blockquote" else "")
        elif tag in WRAPPERS:
            self.parts.append("" if self.is_preformatted else WRAPPERS[tag])
        elif tag not in SILENT:
            self.write_text(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.close_skipped(tag)
        elif tag in {"ul", "ol"}:
            self.lists = self.lists[:-1]
            self.break_paragraph()
        elif tag == "a":
            self.parts.append(self.links.pop() if self.links else "")
        elif tag == "pre":
            self.parts.append("\n```\n\n" if self.is_preformatted else "")
            self.is_preformatted = False
        elif tag in WRAPPERS:
            self.parts.append("" if self.is_preformatted else WRAPPERS[tag])
        elif tag in PARAGRAPHS or re.fullmatch("h[1-6]", tag):
            self.break_paragraph()
        elif tag not in SILENT and tag not in {"li", "br"}:
            self.write_text(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.write_text(data)

    def close_skipped(self, tag: str) -> None:
        if tag in self.skipped:
            last = len(self.skipped) - 1 - self.skipped[::-1].index(tag)
            del self.skipped[last:]

    def write_text(self, text: str) -> None:
        if self.is_preformatted:
            self.parts.append(text.replace("``", "''"))
            return
        if self.is_html:
            text = SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))
            text = text.lstrip() if self.is_at_line_start() else text
        else:
            text = LONE_TICK.sub(escape_tick, text)  # whole code spans are held back; a lone one would open another
        self.parts.append(TAG_START_OR_END.sub("&lt;", ENTITY.sub("&amp;", text)))

    def is_at_line_start(self) -> bool:
        last = next((part for part in reversed(self.parts) if part), "\n")
        return last.endswith("\n")

    def start_item(self) -> None:
        number = self.lists[-1] if self.lists else None
        indent = "  " * max(len(self.lists) - 1, 0)
        self.parts.append(f"\n{indent}- " if number is None else f"\n{indent}{number}. ")
        if number is not None:
            self.lists[-1] = number + 1

    def open_link(self, target: str) -> None:
        is_safe = bool(LINK.fullmatch(target))
        self.parts.append("[" if is_safe else "")
        self.links.append(f"]({target})" if is_safe else "")

    def break_paragraph(self, start: str = "") -> None:
        self.parts.append(("\n" if len(self.lists) > 1 else "\n\n") + start)


def escape_tick(match: re.Match[str]) -> str:
    return match[1] + ("" if len(match[1]) % 2 else "\\") + "`"


def is_rendered_math(attrs: Attributes) -> bool:
    """What MathJax has drawn stands beside its source, which is what we read."""
    return any(name == "class" and "mathjax" in (value or "").lower() for name, value in attrs)
