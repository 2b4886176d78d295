"""What crawlers ask for: which pages there are, and which they are asked to leave alone."""

import hashlib
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from feeds.channels import whole
from feeds.sitemaps import SECTIONS
from shortsci.row_numbers import LARGEST

AN_HOUR = "public, max-age=3600"


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The parts that have anything in them: one query a section."""
    parts = [
        whole(reverse("sitemap_part", args=[name, number]))
        for name, section in SECTIONS.items()
        for number in section.parts(section.span)
    ]
    return document(request, "feeds/sitemap_index.xml", {"parts": parts})


@require_safe
def part(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    section = SECTIONS.get(name)
    if section is None or (number + 1) * section.span > LARGEST:
        raise Http404
    found = section.places(number * section.span, (number + 1) * section.span)
    places = [(whole(place.address), place.changed) for place in found]
    if not places or (name == "site" and number):
        raise Http404
    return document(request, "feeds/sitemap.xml", {"places": places})


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    return document(request, "feeds/robots.txt", {"sitemap": whole(reverse("sitemap"))}, "text/plain")


def document(
    request: HttpRequest, template: str, context: Mapping[str, object], media_type: str = "application/xml"
) -> HttpResponseBase:
    response: HttpResponse = render(None, template, dict(context), content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Control"] = AN_HOUR
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, response.headers["ETag"], None, response) or response
