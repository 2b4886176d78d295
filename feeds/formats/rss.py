"""RSS 2.0 (https://www.rssboard.org/rss-specification), with the whole text in content:encoded."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from feeds.channels import Channel
from feeds.formats.documents import Document, latest_date

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
}


def write_rss(channel: Channel, document: Document) -> str:
    feed = RssWithContent(
        title=channel.title,
        link=document.page,
        description=channel.description,
        language=document.language,
        feed_url=document.here,
        feed_copyright=channel.licence.name,
        licence=channel.licence.url,
        following=document.following,
        latest=latest_date(channel),
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            # It is read as HTML; without one there is no such element.
            description=str(escape(entry.tldr)) if entry.tldr else None,  # type: ignore[arg-type]
            author_name=entry.author,
            pubdate=entry.published,
            unique_id=entry.key,
            unique_id_is_permalink=False,
            categories=entry.categories,
            entry=entry,
        )
    return feed.writeString("utf-8")


class RssWithContent(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def latest_post_date(self) -> datetime:
        latest: datetime = self.feed["latest"]
        return latest

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("creativeCommons:license", self.feed["licence"])
        if self.feed["following"]:
            handler.addQuickElement("atom:link", None, {"rel": "next", "href": self.feed["following"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry = item["entry"]
        handler.addQuickElement("content:encoded", entry.html)
        handler.addQuickElement("creativeCommons:license", self.feed["licence"])
        if entry.updated != entry.published:
            handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))
