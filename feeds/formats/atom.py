"""Atom (RFC 4287), with paging (RFC 5005) and licences (RFC 4946)."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from feeds.channels import Channel
from feeds.formats.documents import Document, latest_date


def write_atom(channel: Channel, document: Document) -> str:
    feed = AtomWithContent(
        title=channel.title,
        link=document.page,
        description=None,
        subtitle=channel.description,
        language=document.language,
        feed_url=document.here,
        feed_guid=document.page,
        feed_copyright=channel.licence.name,
        licence=channel.licence.url,
        first=document.first,
        following=document.following,
        latest=latest_date(channel),
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=None,  # type: ignore[arg-type]  # the short form is written below, as plain text
            author_name=entry.author,
            author_link=entry.author_url or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.key,
            categories=entry.categories,
            item_copyright=channel.licence.name,
            entry=entry,
        )
    return feed.writeString("utf-8")


class AtomWithContent(Atom1Feed):
    """Django's, with the whole text beside the short one, and links that it does not know."""

    def latest_post_date(self) -> datetime:
        latest: datetime = self.feed["latest"]
        return latest

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        add_link(handler, "license", self.feed["licence"])
        add_link(handler, "first", self.feed["first"])
        add_link(handler, "next", self.feed["following"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry = item["entry"]
        if entry.tldr:
            handler.addQuickElement("summary", entry.tldr, {"type": "text"})
        handler.addQuickElement("content", entry.html, {"type": "html"})
        add_link(handler, "license", self.feed["licence"])
        add_link(handler, "related", entry.elsewhere)


def add_link(handler: SimplerXMLGenerator, relation: str, address: str) -> None:
    if address:
        handler.addQuickElement("link", "", {"rel": relation, "href": address})
