"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping

from django.utils.feedgenerator import rfc3339_date

from feeds.channels import Channel, Entry, Licence
from feeds.formats.documents import Document

VERSION = "https://jsonfeed.org/version/1.1"


def write_json(channel: Channel, document: Document) -> str:
    content = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": document.page,
        "feed_url": document.here,
        "description": channel.description,
        "next_url": document.following or None,
        "language": document.language,
        "_licence": described(channel.licence),
        "items": [item_of(entry, channel.licence) for entry in channel.entries],
    }
    return json.dumps(without_empty(content), ensure_ascii=False)


def item_of(entry: Entry, licence: Licence) -> dict[str, object]:
    item = {
        "id": entry.key,
        "url": entry.url,
        "external_url": entry.elsewhere or None,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.tldr or None,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "authors": [without_empty({"name": entry.author, "url": entry.author_url or None})],
        "tags": list(entry.categories) or None,
        "_licence": described(licence),
    }
    return without_empty(item)


def described(licence: Licence) -> dict[str, str]:
    return {"name": licence.name, "url": licence.url}


def without_empty(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
