"""A channel as the answer to a request: in its format, with what lets readers ask again cheaply."""

import hashlib
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from feeds.channels import Channel, whole, with_query
from feeds.formats import Format
from feeds.formats.documents import Document, fit
from feeds.freshness import unchanged_since

PUBLIC = "public, max-age=60"
PRIVATE = "private, max-age=0, must-revalidate"


def answer(request: HttpRequest, form: Format, channel: Channel) -> HttpResponseBase:
    """For everybody: the same bytes whoever asks, or 304 where they have not changed."""
    response = written(request, form, channel)
    response.headers["Cache-Control"] = PUBLIC
    if request.GET.get("after") or "q" in channel.query:  # of such addresses there is no end
        return conditional(request, response)
    if not channel.entries:  # such as those of the papers that nobody has written about, of which there are millions
        return conditional(request, response)
    address = with_query(request.path, channel.query)
    return conditional(request, response, unchanged_since(address, response.headers["ETag"]))


def answer_to_one(request: HttpRequest, form: Format, channel: Channel) -> HttpResponseBase:
    """For the one reader who has the address, which nobody else is to find out."""
    response = written(request, form, channel)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return conditional(request, response)


def written(request: HttpRequest, form: Format, channel: Channel) -> HttpResponse:
    channel = replace(fit(channel), title=f"{channel.title} · Shortsci")
    content = form.write(channel, document_of(request, channel)).encode()
    response = HttpResponse(content, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def document_of(request: HttpRequest, channel: Channel) -> Document:
    first = whole(with_query(request.path, channel.query))
    after = request.GET.get("after", "")
    following = {**channel.query, "after": channel.next_cursor} if channel.next_cursor else None
    return Document(
        page=whole(channel.page),
        here=whole(with_query(request.path, {**channel.query, "after": after})) if after else first,
        first=first,
        following=whole(with_query(request.path, following)) if following else "",
        language=translation.get_language() or "en",
    )


def conditional(request: HttpRequest, response: HttpResponse, since: int | None = None) -> HttpResponseBase:
    """304 where the reader has it already (`since` in seconds since 1970), else compressed where it may be."""
    if since is not None:
        response.headers["Last-Modified"] = http_date(since)
    found = get_conditional_response(request, response.headers["ETag"], since, response) or response
    if found.status_code == 304:
        return found
    return GZipMiddleware(lambda _: found).process_response(request, found)
