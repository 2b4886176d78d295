"""What a feed says, whatever the format: a channel of entries. Addresses are whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings

OWNED_SINCE = 2026  # a tag names a year in which its host was the site's


@dataclass(frozen=True, slots=True)
class Licence:
    name: str
    url: str


CC_BY = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
CC0 = Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` never changes, whatever else does. `title`, `author` and `tldr` are plain text, `html` is a fragment."""

    key: str
    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    tldr: str = ""
    author_url: str = ""
    categories: Sequence[str] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """`page` is the list that readers see, from the slash; `query` is what the feed's own address asks for."""

    title: str
    description: str
    page: str
    entries: Sequence[Entry]
    query: Mapping[str, str] = field(default_factory=dict)
    next_cursor: str | None = None
    licence: Licence = CC_BY


def whole(address: str) -> str:
    """An address of this site from the slash, with the site before it."""
    return f"{settings.SITE_URL}{address}"


def with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def tag(kind: str, number: int) -> str:
    """A name for good (RFC 4151), such as "tag:example.org,2026:summary:12"."""
    host = (urlsplit(settings.SITE_URL).hostname or "localhost").replace(":", "-")
    return f"tag:{host},{OWNED_SINCE}:{kind}:{number}"
