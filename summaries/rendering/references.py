"""Other works that a text names, and people: `[[arxiv:…]]`, `\\cite{…}`, links to arXiv, `@name`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from papers.identifiers import Identifier, Kind, find_identifier

WIKI_LINK = re.compile(r"\[\[\s*(builds[ -]on\s+)?([^\[\]\n]{1,600})\]\]", re.IGNORECASE)
CITE = re.compile(r"\\[cC]ite[a-z]{0,10}\*?(?:\[[^\[\]\n]{0,100}\]){0,2}\{([^{}\n]{1,2000})\}")
ARXIV_LINK = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/"
    r"(?P<id>(?:[a-z-]{2,20}(?:\.[A-Z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})(?:v[0-9]{1,4})?)"
    r"(?:\.pdf)?/?(?:[?#][^\s<>]{0,100})?"
)
NAME = re.compile(r"(?<![\w@./+-])@(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{1,29})(?![\w@-]|\.\w)")
WORTH_READING = re.compile(rf"(?<![\w/])(?:{ARXIV_LINK.pattern})(?!\w)|{NAME.pattern}")


@dataclass(frozen=True)
class Cited:
    """A work that a text names. `builds_on`: its writer says that the paper builds on it."""

    kind: str
    value: str
    builds_on: bool = False


def reference_plugin(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("link", "wiki_link", wiki_link)
    parser.inline.ruler.before("escape", "cite", cite)
    parser.core.ruler.push("mentions", find_in_texts)
    parser.core.ruler.push("arxiv_links", read_links)


def cited_token(identifier: Identifier, *, builds_on: bool = False) -> Token:
    token = Token("cited", "", 0)
    token.meta = {"identifier": identifier, "builds_on": builds_on}
    return token


def wiki_link(state: StateInline, silent: bool) -> bool:
    """What is no identifier stays for Markdown's own links; find_dangling tells of it."""
    if not state.src.startswith("[[", state.pos) or state.linkLevel > 0:
        return False
    match = WIKI_LINK.match(state.src, state.pos, state.posMax)
    identifier = find_identifier(match[2]) if match else None
    if match is None or identifier is None:
        return False
    if not silent:
        push(state, cited_token(identifier, builds_on=bool(match[1])))
    state.pos = match.end()
    return True


def cite(state: StateInline, silent: bool) -> bool:
    """Keys that are identifiers become references; the others stay visible as they were written."""
    if state.src[state.pos] != "\\" or state.linkLevel > 0:
        return False
    match = CITE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        for number, key in enumerate(match[1].split(",")):
            if number:
                push(state, text_token(", "))
            identifier = find_identifier(key)
            push(state, cited_token(identifier) if identifier else dangling_token(key.strip()))
    state.pos = match.end()
    return True


def push(state: StateInline, token: Token) -> None:
    pushed = state.push(token.type, "", 0)
    pushed.content, pushed.meta = token.content, token.meta


def text_token(text: str) -> Token:
    return Token("text", "", 0, content=text)


def dangling_token(key: str) -> Token:
    return Token("dangling", "", 0, content=f"\\cite{{{key}}}")


def find_in_texts(state: StateCore) -> None:
    """Names and bare links to arXiv, in the words of a line that are no link yet."""
    if "@" not in state.src and "arxiv.org/" not in state.src:
        return
    for line in state.tokens:
        if line.type == "inline" and line.children:
            line.children = list(split_texts(line.children))


def split_texts(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in children:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and depth == 0:
            yield from split_text(token)
        else:
            yield token


def split_text(token: Token) -> Iterator[Token]:
    position = 0
    for match in WORTH_READING.finditer(token.content):
        if match["name"]:
            found = Token("mention", "", 0, content=match["name"])
        elif identifier := find_identifier(match["id"]):
            found = cited_token(identifier)
        else:
            continue
        if match.start() > position:
            yield text_token(token.content[position : match.start()])
        yield found
        position = match.end()
    if position == 0:
        yield token
    elif position < len(token.content):
        yield text_token(token.content[position:])


def read_links(state: StateCore) -> None:
    """A link to arXiv leads to the paper here, with the words that its writer gave it."""
    for line in state.tokens:
        for position, token in enumerate(line.children or []):
            if token.type == "link_open" and (match := ARXIV_LINK.fullmatch(str(token.attrs.get("href", "")))):
                identifier = find_identifier(match["id"])
                if identifier and line.children:
                    token.meta = {"identifier": identifier, "builds_on": False}
                    if token.markup == "autolink":
                        line.children[position + 1].content = shown(identifier)


def own_page(identifier: Identifier) -> str:
    """Where the work is found here, known or not."""
    place = "abs" if identifier.kind is Kind.ARXIV else "doi"
    return f"/{place}/{quote(identifier.value, safe='/:;()@!$*,=+~')}"


def shown(identifier: Identifier) -> str:
    return f"arXiv:{str(identifier).partition(':')[2]}" if identifier.kind is Kind.ARXIV else f"doi:{identifier.value}"
