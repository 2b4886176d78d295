"""Pages for who is logged in: built once every few seconds for all of them, with holes for what is the reader's own.

See docs/decisions/0024-page-cache.md. Templates mark by `{% own %}` what depends on who reads. While such a page is
built nobody reads it, and whatever asks outside a hole who does ends the building: the page is then rendered for its
reader as any other, which is right and slow.
"""

import logging
import secrets
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.context_processors import auth
from django.contrib.messages.context_processors import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context, NodeList, Template
from django.template.loader import get_template
from django.utils.translation import get_language

from shortsci.page_cache import PAGE, Key, impersonal
from shortsci.page_store import PageStore
from shortsci.templatetags.own import HOLES

logger = logging.getLogger(__name__)
MOST_VARIANTS = 2_000  # of the holes of one page, that are kept


class AskedWhoReads(Exception):
    """A template needs to know, outside a hole, who reads the page."""


class Unknown:
    """What is not there while a page is built for many."""

    def __getattr__(self, name: str) -> object:
        raise AskedWhoReads(name)


class NoToken:
    """In the place of the token of a form, which is its reader's own."""

    def __bool__(self) -> bool:
        raise AskedWhoReads("the token of a form")


class AnyReader(Unknown):
    """Somebody who is logged in; nothing more is known. In a hole about an object they have a number, to be compared
    with that of its owner."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, **known: object) -> None:
        self.__dict__.update(known)


@dataclass(frozen=True)
class Hole:
    """What is rendered for each reader, with the variables that stood around it."""

    content: NodeList
    variables: dict[str, Any]
    subject: Any


@dataclass
class Holes:
    """A hole is left as a mark that no text can forge: its word is drawn for each building."""

    word: str = field(default_factory=lambda: secrets.token_hex(16))
    found: list[Hole] = field(default_factory=list)

    def leave(self, content: NodeList, context: Context, subject: object) -> str:
        self.found.append(Hole(content, context.flatten(), subject))  # type: ignore[arg-type]
        return f"{self.word}:{len(self.found) - 1}:"

    def cut(self, html: str) -> tuple[list[str], list[Hole]]:
        """The text between the holes, and the holes in the order they stand in."""
        first, *others = html.split(f"{self.word}:")
        numbers, texts = zip(*(part.split(":", 1) for part in others), strict=True) if others else ((), ())
        return [first, *texts], [self.found[int(number)] for number in numbers]


@dataclass(eq=False)
class ReaderPage:
    """`about` is what the view needs to know of the page to fill it."""

    began: float
    template: Template
    texts: list[str]
    holes: list[Hole]
    about: Any
    token: str
    variants: dict[Hashable, str] = field(default_factory=dict)

    def size(self) -> int:
        """Bytes at a guess; the objects in the holes are of the size of what they print."""
        return 3 * sum(map(len, self.texts)) + 20_000

    def fill(self, request: HttpRequest, reader: "Reader") -> str:
        """The page for its reader."""
        known = {**auth(request), **messages(request), "request": request, "csrf_token": self.token, HOLES: None}
        parts = [self.texts[0]]
        for number, hole in enumerate(self.holes):
            parts += self.fill_hole(number, hole, known, reader), self.texts[number + 1]
        return "".join(parts).replace(self.token, get_token(request))

    def fill_hole(self, number: int, hole: Hole, known: dict[str, Any], reader: "Reader") -> str:
        if hole.subject is None:
            return self.render_hole(hole, known, reader)
        variant = (number, reader.relation_to(hole.subject))
        text = self.variants.get(variant)
        if text is None:
            anybodys = {**known, "user": AnyReader(pk=known["user"].pk), "request": Unknown(), "messages": ()}
            try:
                text = self.render_hole(hole, anybodys, reader)
            except AskedWhoReads as error:
                logger.warning("a hole about %s is rendered for each reader: it asks for %s", hole.subject, error)
                return self.render_hole(hole, known, reader)
            if len(self.variants) < MOST_VARIANTS:
                self.variants[variant] = text
        return text

    def render_hole(self, hole: Hole, known: dict[str, Any], reader: "Reader") -> str:
        """What a tag in a hole assigns is known to the holes after it."""
        context = Context(Around(hole.variables, reader))
        context.update(known)
        with context.bind_template(self.template):
            text = hole.content.render(context)
        known.update(context.dicts[-1])
        return text


class Around(dict[str, Any]):
    """The variables around a hole, each as its reader's own once it is asked for."""

    def __init__(self, variables: Mapping[str, Any], reader: "Reader") -> None:
        super().__init__(variables)
        self.reader = reader

    def __getitem__(self, name: str) -> Any:
        return self.reader.own(super().__getitem__(name))


class Reader:
    """Who a page is filled for. A view with pages about more than the reader's name makes its own kind of it."""

    def relation_to(self, subject: Any) -> Hashable:
        """All that a hole about the subject depends on."""
        raise NotImplementedError

    def own(self, value: Any) -> Any:
        """What stands in a hole for this shared value: itself, or a copy that knows its reader."""
        return value


Build = Callable[[HttpRequest], tuple[str, dict[str, Any], Any]]


def reader_page(request: HttpRequest, build: Build) -> ReaderPage | None:
    """The page of this address for anybody who is logged in; None where it must be rendered for its reader.

    `build` takes a request in which nobody reads, and returns the template's name, its context and what `about` is.
    """
    if not settings.PAGE_CACHE_MEGABYTES:
        return None
    language = get_language() or ""
    query = request.META.get("QUERY_STRING", "")
    key = Key(PAGE, request.scheme or "", request.get_host(), request.path_info, query, language)
    return reader_store().find(key, lambda: build_page(request, key, build))


def build_page(request: HttpRequest, key: Key, build: Build) -> ReaderPage | None:
    began, holes = time.monotonic(), Holes()
    try:
        name, context, about = build(nobodys := nobodys_request(request, key))
        html = get_template(name).render({**context, "csrf_token": NoToken(), HOLES: holes}, nobodys)
    except AskedWhoReads as error:
        logger.warning("%s is rendered for each reader: it asks for %s of the reader outside a hole", key.path, error)
        return None
    texts, cut = holes.cut(html)
    return ReaderPage(began, get_template(name).template, texts, cut, about, f"{holes.word}-token")  # type: ignore[attr-defined]


def nobodys_request(request: HttpRequest, key: Key) -> HttpRequest:
    nobodys = impersonal(request, key)
    nobodys.resolver_match = request.resolver_match
    for name, value in (("user", AnyReader()), ("session", Unknown()), ("COOKIES", Unknown())):
        setattr(nobodys, name, value)
    return nobodys


@cache
def reader_store() -> PageStore[ReaderPage]:
    """The one of this process, beside that of pages for anybody."""
    return PageStore(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024 // 2)
