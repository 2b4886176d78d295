"""How each kind of token looks in HTML, before the allow-list."""

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from django.conf import settings
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from papers.identifiers import Identifier
from summaries.rendering.context import Context
from summaries.rendering.highlighting import language_of
from summaries.rendering.references import own_page, shown

OWN_PICTURE = re.compile(r"/images/[0-9a-f]{64}\.(?:png|jpg|webp)")
FOREIGN = "nofollow ugc noopener"  # what `rel` says of links that lead elsewhere
OWN_PAGE = re.compile(r"#|/(?![/\\])")
BOXES = {"Done": "☑", "To do": "☐"}
plain_renderer = RendererHTML()


def formula(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return str(tokens[index].meta.get("piece", ""))


def equation_ref(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """The equation's number; what refers to nothing stays as it was written."""
    token = tokens[index]
    return str(token.meta.get("piece") or escape(f"{token.markup}{{{token.content}}}"))


def fence(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    language = language_of(token.info)
    opening = f'<code class="language-{escape(language)}">' if language else "<code>"
    return f"<pre>{opening}{token.meta.get('piece') or escape(token.content, quote=False)}</code></pre>\n"


def picture(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Ours are shown. One from elsewhere would tell its host who reads here, so it is offered as a link."""
    token = tokens[index]
    text = escape(plain_renderer.renderInlineAsText(token.children or [], options, env))
    address = str(token.attrs.get("src", ""))
    own = address.removeprefix(settings.SITE_URL)
    if OWN_PICTURE.fullmatch(own):
        return f'<img src="{own}" alt="{text}" loading="lazy">'
    rel = "" if OWN_PAGE.match(address) else f'rel="{FOREIGN}" '
    return f'<a {rel}href="{escape(address)}">{text or "picture"}</a>'


def task(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """A sign instead of a disabled checkbox: it stays in feeds and mails, and is read out by its label."""
    label = tokens[index].content
    return f'<span class="task" role="img" aria-label="{label}">{BOXES[label]}</span>'


def cited(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    meta = tokens[index].meta
    return f"{opening_of(meta['identifier'], env)}{escape(shown(meta['identifier']))}</a>"


def link_open(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    if identifier := token.meta.get("identifier"):
        return opening_of(identifier, env)
    if not OWN_PAGE.match(str(token.attrs.get("href", ""))):
        token = token.copy(attrs={"rel": FOREIGN, **token.attrs})
        return plain_renderer.renderToken([token], 0, options, env)
    return plain_renderer.renderToken(tokens, index, options, env)


def opening_of(identifier: Identifier, env: MutableMapping[str, Any]) -> str:
    """The start tag of a link to the work's page here, with its title where the work is known."""
    context: Context = env["context"]
    work = context.works.get((str(identifier.kind), identifier.value))
    if work is None:
        return f'<a class="cited" href="{escape(own_page(identifier))}">'
    url, title = (env["document"].pieces.without_placeholders(words) for words in (work.url, work.title))
    return f'<a class="cited" href="{escape(url)}" title="{escape(title)}">'


def as_written(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return escape(tokens[index].content)


def mention(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    name = tokens[index].content
    address = env["document"].pieces.without_placeholders(env["context"].people.get(name.lower(), ""))
    return f'<a class="mention" href="{escape(address)}">@{name}</a>' if address else f"@{name}"


def note_ref(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Nothing in an excerpt, which has no notes."""
    if not env["is_anchored"]:
        return ""
    note, place = places(tokens[index], env)
    number = tokens[index].meta["id"] + 1
    return f'<sup class="note-ref"><a href="#{note}" id="{place}" role="doc-noteref">{number}</a></sup>'


def places(token: Token, env: MutableMapping[str, Any]) -> tuple[str, str]:
    """The anchors of a note and of the place that refers to it."""
    prefix, number, turn = env["document"].pieces.prefix, token.meta["id"] + 1, token.meta.get("subId", 0)
    return f"{prefix}-fn{number}", f"{prefix}-ref{number}" + (f"-{turn + 1}" if turn else "")


def notes_open(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return '<section class="notes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'


def notes_close(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return "</ol>\n</section>\n"


def note_open(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return f'<li id="{places(tokens[index], env)[0]}">'


def note_close(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return "</li>\n"


def note_back(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    # The variation selector keeps phones from drawing the arrow as a coloured picture.
    place = places(tokens[index], env)[1]
    return f' <a class="note-back" href="#{place}" role="doc-backlink" aria-label="Back to the text">\u21a9\ufe0e</a>'


ELEMENTS = {
    "math_inline": formula,
    "math_display": formula,
    "math_block": formula,
    "math_definitions": formula,
    "equation_ref": equation_ref,
    "fence": fence,
    "image": picture,
    "task": task,
    "cited": cited,
    "link_open": link_open,
    "dangling": as_written,
    "escaped_dollar": as_written,
    "mention": mention,
    "footnote_ref": note_ref,
    "footnote_block_open": notes_open,
    "footnote_block_close": notes_close,
    "footnote_open": note_open,
    "footnote_close": note_close,
    "footnote_anchor": note_back,
}
