"""The formats that a feed comes in, by the suffix of its address."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import register_converter

from feeds.channels import Channel
from feeds.formats.atom import write_atom
from feeds.formats.documents import Document
from feeds.formats.json_feed import write_json
from feeds.formats.rss import write_rss


@dataclass(frozen=True, slots=True)
class Format:
    suffix: str
    name: str
    media_type: str
    write: Callable[[Channel, Document], str]


FORMATS = {
    form.suffix: form
    for form in (
        Format("atom", "Atom", "application/atom+xml", write_atom),
        Format("rss", "RSS", "application/rss+xml", write_rss),
        Format("json", "JSON Feed", "application/feed+json", write_json),
    )
}


class FeedConverter:
    """The suffix of an address: rss, atom or json."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: str | Format) -> str:
        return value if isinstance(value, str) else value.suffix


register_converter(FeedConverter, "feed")
