"""Feeds read as strict programs do: what the specifications ask for is asserted, then the entries are given back."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
import html5lib

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
CC = "{http://backend.userland.com/creativeCommonsRssModule}"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
TAG_URI = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w:]+")
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass
class Read:
    """What every format has to tell of an entry."""

    key: str
    url: str
    title: str
    author: str
    html: str
    tldr: str
    categories: list[str]
    updated: datetime


def is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def moment(text: str) -> datetime:
    assert RFC_3339.fullmatch(text), text
    return datetime.fromisoformat(text)


def only(parent: ET.Element, name: str) -> ET.Element:
    found = parent.findall(name)
    assert len(found) == 1, (name, len(found))
    return found[0]


def relations(parent: ET.Element, name: str = f"{ATOM}link") -> dict[str, str]:
    links = {link.get("rel", "alternate"): link.get("href", "") for link in parent.findall(name)}
    assert all(map(is_whole, links.values())), links
    assert len(links) == len(parent.findall(name)), "a relation twice"
    return links


def read(form: str, response) -> tuple[dict[str, str], list[Read]]:
    """The feed's links by their relation, and its entries."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{MEDIA_TYPES[form]}; charset=utf-8"
    content = response.content
    links, entries = {"rss": read_rss, "atom": read_atom, "json": read_json}[form](content)
    keys = [entry.key for entry in entries]
    assert len(set(keys)) == len(keys)
    for entry in entries:
        assert TAG_URI.fullmatch(entry.key), entry.key
        assert is_whole(entry.url)
        assert entry.title.strip() == entry.title != ""
        assert entry.author
        check_html(entry.html)
    if form != "json":
        check_with_feedparser(content, entries)
    return links, entries


def check_html(fragment: str) -> None:
    """Nothing that another site could not show: whole addresses, whole elements, no script."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(fragment)
    assert not parser.errors, parser.errors
    for node in tree.iter():
        assert not isinstance(node.tag, str) or node.tag not in {"script", "style", "iframe", "form"}
        for name in ("href", "src"):
            assert node.get(name) is None or is_whole(node.get(name)) or node.get(name).startswith("mailto:"), node.get(
                name
            )


def read_atom(content: bytes) -> tuple[dict[str, str], list[Read]]:
    """RFC 4287, section 4.1."""
    root = ET.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    assert is_whole(only(root, f"{ATOM}id").text)
    assert only(root, f"{ATOM}title").text
    latest = moment(only(root, f"{ATOM}updated").text)
    links = relations(root)
    assert {"self", "alternate", "license"} <= set(links)
    assert only(root, f"{ATOM}rights").text
    entries = []
    for node in root.findall(f"{ATOM}entry"):
        body, of_entry = only(node, f"{ATOM}content"), relations(node)
        assert body.get("type") == "html"
        assert of_entry["license"] == links["license"]
        assert only(node, f"{ATOM}rights").text
        published, updated = moment(only(node, f"{ATOM}published").text), moment(only(node, f"{ATOM}updated").text)
        assert published <= updated <= latest
        short = node.find(f"{ATOM}summary")
        assert short is None or short.get("type") == "text"
        author = only(node, f"{ATOM}author")
        uri = author.find(f"{ATOM}uri")
        assert uri is None or is_whole(uri.text)
        entries.append(
            Read(
                key=only(node, f"{ATOM}id").text,
                url=of_entry["alternate"],
                title=only(node, f"{ATOM}title").text,
                author=only(author, f"{ATOM}name").text,
                html=body.text,
                tldr="" if short is None else short.text,
                categories=[category.get("term") for category in node.findall(f"{ATOM}category")],
                updated=updated,
            )
        )
    return links, entries


def read_rss(content: bytes) -> tuple[dict[str, str], list[Read]]:
    root = ET.fromstring(content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = only(root, "channel")
    for name in ("title", "link", "description", "language", "copyright", "lastBuildDate"):
        assert only(channel, name).text
    assert RFC_822.fullmatch(only(channel, "lastBuildDate").text)
    links = {
        **relations(channel),
        "alternate": only(channel, "link").text,
        "license": only(channel, f"{CC}license").text,
    }
    assert {"self", "alternate"} <= set(links)
    entries = []
    for node in channel.findall("item"):
        guid, date = only(node, "guid"), only(node, "pubDate").text
        assert guid.get("isPermaLink") == "false"
        assert RFC_822.fullmatch(date)
        assert only(node, f"{CC}license").text == links["license"]
        changed = node.find(f"{ATOM}updated")
        short = node.find("description")
        entries.append(
            Read(
                key=guid.text,
                url=only(node, "link").text,
                title=only(node, "title").text,
                author=only(node, f"{DC}creator").text,
                html=only(node, f"{CONTENT}encoded").text,
                tldr="" if short is None else html5lib.parseFragment(short.text).itertext().__next__(),
                categories=[category.text for category in node.findall("category")],
                updated=parsedate_to_datetime(date) if changed is None else moment(changed.text),
            )
        )
    return links, entries


def read_json(content: bytes) -> tuple[dict[str, str], list[Read]]:
    feed = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    names = {"alternate": "home_page_url", "self": "feed_url", "next": "next_url"}
    links = {relation: feed[name] for relation, name in names.items() if name in feed}
    assert all(map(is_whole, links.values()))
    assert {"self", "alternate"} <= set(links)
    entries = []
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert moment(item["date_published"]) <= moment(item["date_modified"])
        assert "external_url" not in item or is_whole(item["external_url"])
        assert item["_licence"] == feed["_licence"]
        assert "author" not in item  # of version 1
        (author,) = item["authors"]
        assert "url" not in author or is_whole(author["url"])
        entries.append(
            Read(
                key=item["id"],
                url=item["url"],
                title=item["title"],
                author=author["name"],
                html=item["content_html"],
                tldr=item.get("summary", ""),
                categories=item.get("tags", []),
                updated=moment(item["date_modified"]),
            )
        )
    return {**links, "license": feed["_licence"]["url"]}, entries


def check_with_feedparser(content: bytes, entries: list[Read]) -> None:
    """A program that thousands use understands the same."""
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert [entry.id for entry in found.entries] == [entry.key for entry in entries]
    assert [entry.link for entry in found.entries] == [entry.url for entry in entries]
    assert [entry.author for entry in found.entries] == [entry.author for entry in entries]
    for entry, ours in zip(found.entries, entries, strict=True):
        assert entry.published_parsed
        assert [tag.term for tag in entry.get("tags", [])] == ours.categories
        assert any(part.value for part in entry.content)
