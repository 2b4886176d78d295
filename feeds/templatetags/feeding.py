"""Where a page's feeds are told: in its head for programs, and beside its list for people."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from feeds.channels import whole, with_query
from feeds.formats import FORMATS
from reading.services import profile_of

register = template.Library()

# By the name of the page's address; that of its feed takes the same arguments.
FEEDS = {
    "front": "front_feed",
    "category": "category_feed",
    "venue": "venue_feed",
    "venue_year": "venue_year_feed",
    "author": "author_feed",
    "user": "user_feed",
    "paper": "paper_feed",
    "wanted": "wanted_feed",
    "search": "search_feed",
    "selections": "selections_feed",
    "selection": "selections_feed",
}
LEADS = {
    "paper": _("Feed of this paper’s summaries:"),
    "user": _("Feed of these summaries:"),
    "search": _("Feed of this search:"),
    "selection": _("Feed of the selections:"),
    "selections": _("Feed of the selections:"),
}
WHOLE = {"selection"}  # the feed is that of all of its kind, and takes nothing from the page's address
ASKED = {"front": ("sort", "period"), "search": ("q",)}  # what of the page's query its feed takes too


@register.simple_tag(takes_context=True)
def feed_alternates(context: template.Context) -> SafeString:
    """For the head of every page; nothing on one without a list."""
    return SafeString("".join([alternate(feed) for feed in feeds_of(context.get("request"))]))


def alternate(feed: Mapping[str, str]) -> str:
    name, url = escape(feed["name"]), escape(feed["url"])
    return f'<link rel="alternate" type="{feed["media_type"]}" title="{name}" href="{url}">'


@register.simple_tag(takes_context=True)
def feed_links(context: template.Context) -> SafeString:
    request = context.get("request")
    match = request.resolver_match if request else None
    links = [
        f' <a href="{escape(feed["url"])}" type="{feed["media_type"]}">{escape(feed["name"])}</a>'
        for feed in feeds_of(request)
    ]
    if match is None or not links:
        return SafeString("")
    lead = escape(str(LEADS.get(match.url_name, _("Feed of this list:"))))
    return SafeString(f'<p class="exports feeds">{lead}{"".join(links)}</p>')


def feeds_of(request: HttpRequest | None) -> list[dict[str, str]]:
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name not in FEEDS:
        return []
    query = {name: request.GET[name] for name in ASKED.get(match.url_name, ()) if request.GET.get(name)}
    if match.url_name == "search" and not query:
        return []
    given = {} if match.url_name in WHOLE else {key: value for key, value in match.kwargs.items() if key != "form"}
    addresses = addresses_of(FEEDS[match.url_name], tuple(given.items()))
    end = with_query("", query)
    return [
        {"name": form.name, "media_type": form.media_type, "url": addresses[key] + end} for key, form in FORMATS.items()
    ]


@lru_cache(maxsize=1_000)
def addresses_of(name: str, given: tuple[tuple[str, object], ...]) -> dict[str, str]:
    """By form. A page asks twice for them, and most pages ask for those of few lists."""
    return {key: reverse(name, kwargs={**dict(given), "form": key}) for key in FORMATS}


@register.inclusion_tag("feeds/_own.html", takes_context=True)
def own_feed(context: template.Context) -> dict[str, object]:
    """The section of the settings page with the secret addresses of one's own stream."""
    key = profile_of(context["user"]).feed_key
    feeds = [
        {"name": form.name, "suffix": suffix, "url": whole(reverse("own_feed", args=[key, suffix]))}
        for suffix, form in FORMATS.items()
    ]
    return {"feeds": feeds, "csrf_token": context.get("csrf_token")}
