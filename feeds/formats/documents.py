"""Where one document of a feed stands, and what a text needs to stand in XML."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.channels import Channel, Entry

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # what a feed without entries is dated by: the same at each fetch
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True, slots=True)
class Document:
    """Whole addresses of the page that people read, of the feed itself and of what comes after it (RFC 5005)."""

    page: str
    here: str
    first: str
    following: str
    language: str


def latest_date(channel: Channel) -> datetime:
    return max((entry.updated for entry in channel.entries), default=NEVER)


def fit(channel: Channel) -> Channel:
    """Without the few characters that no XML document may hold, however they are written, nor any HTML."""
    entries = [fit_entry(entry) for entry in channel.entries]
    return replace(channel, title=strip(channel.title), description=strip(channel.description), entries=entries)


def fit_entry(entry: Entry) -> Entry:
    return replace(
        entry, title=strip(entry.title), author=strip(entry.author), tldr=strip(entry.tldr), html=strip(entry.html)
    )


def strip(text: str) -> str:
    return NOT_IN_XML.sub("", text)
