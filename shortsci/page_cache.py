"""Pages that are the same for everybody who reads without an account, answered from memory.

See docs/decisions/0024-page-cache.md. A view says by `shared_page` that its page may be kept. Such a page is built from
a request that holds nothing but what the page is kept under, so that nothing else of its first reader can get into it.
"""

import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language_from_request

from shortsci.page_store import Page, page_store

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Answer = Callable[[HttpRequest], HttpResponseBase]

PAGE, FEED = "page", "feed"
ACCEPTED = {PAGE: "text/html", FEED: "*/*"}
LONGEST_ADDRESS = 2_000  # characters; a longer one is answered, but not kept
# What a page may depend on: all of it is in the key, or keeps a request away from the cache.
VARIES = {"accept", "accept-encoding", "accept-language", "authorization", "cookie", "hx-request", "origin"}
# Of the server, not of who asks.
OF_SERVER = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_HOST")
MESSAGES_COOKIE = "messages"


def shared_page(view: View) -> View:
    """The view's page is the same for everybody without an account, for some seconds; by Accept it may be none."""
    view.shared_as = PAGE  # type: ignore[attr-defined]
    return view


def shared_feed(view: View) -> View:
    """The same for an answer that does not depend on Accept."""
    view.shared_as = FEED  # type: ignore[attr-defined]
    return view


Response = TypeVar("Response", bound=HttpResponseBase)


def for_each_reader(response: Response, act: Callable[[HttpRequest], object]) -> Response:
    """`act` is called with the request of each reader who gets this answer, from memory or not, and must be quick."""
    response.on_reader = act  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True, slots=True)
class Key:
    """All that a kept page depends on."""

    kind: str
    scheme: str
    host: str
    path: str
    query: str
    language: str


class PageCacheMiddleware:
    """The outermost one: an answer from memory passes by sessions, log-in and everything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request) if settings.PAGE_CACHE_MEGABYTES else None
        if key is None:
            return told(self.get_response(request), request)
        unkept: list[HttpResponseBase] = []
        page = page_store().find(key, lambda: self.build(request, key, unkept))
        if page is not None:
            return answer(request, key, page)
        if unkept and not unkept[0].cookies:
            return told(unkept[0], request)
        return told(self.get_response(request), request)

    def build(self, request: HttpRequest, key: Key, unkept: list[HttpResponseBase]) -> Page | None:
        """What must not be kept goes to `unkept`."""
        began = time.monotonic()
        response = self.get_response(impersonal(request, key))
        if isinstance(response, HttpResponse) and may_be_kept(response):
            return page_of(response, began)
        unkept.append(response)
        return None


def told(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    act = getattr(response, "on_reader", None)
    if act:
        act(request)
    return response


# ---------------------------------------------------------------- which requests


def key_of(request: HttpRequest) -> Key | None:
    """None for a request that may see something of its own, or that asks for anything but a shared page."""
    meta = request.META
    if request.method not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in meta or "HTTP_HX_REQUEST" in meta:
        return None
    path, query = request.path_info, meta.get("QUERY_STRING", "")
    kind = kind_of(path) if len(path) + len(query) <= LONGEST_ADDRESS else ""
    if not kind or (kind == PAGE and not is_for_page(meta.get("HTTP_ACCEPT", ""))):
        return None
    if "HTTP_COOKIE" in meta and {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE} & request.COOKIES.keys():
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None  # the usual way refuses it
    return Key(kind, request.scheme or "", host, path, query, get_language_from_request(request))


@lru_cache(maxsize=10_000)
def kind_of(path: str) -> str:
    """What the view behind the address says; empty where it says nothing."""
    try:
        return str(getattr(resolve(path).func, "shared_as", ""))
    except Http404:
        return ""


@lru_cache(maxsize=1_000)
def is_for_page(accept: str) -> bool:
    """A browser's Accept, or none: the page comes before anything else that an address may offer."""
    first, *others = (part.strip().lower() for part in (accept or "*/*").split(","))
    return first in {"text/html", "*/*"} and all(is_minor(part) for part in others)


def is_minor(media_range: str) -> bool:
    name, _, parameters = media_range.partition(";")
    return "q=0." in parameters or name.startswith("image/") or name == "application/xhtml+xml"


def impersonal(request: HttpRequest, key: Key) -> WSGIRequest:
    """A request for the same page with nothing in it that is not in the key."""
    environ: dict[str, Any] = {name: request.META[name] for name in OF_SERVER if name in request.META}
    environ |= {name: value for name, value in request.META.items() if name.startswith("wsgi.")}
    if settings.SECURE_PROXY_SSL_HEADER:
        name = settings.SECURE_PROXY_SSL_HEADER[0]
        environ[name] = request.META.get(name, "")
    environ |= {
        "REQUEST_METHOD": "GET",
        "HTTP_ACCEPT": ACCEPTED[key.kind],
        "HTTP_ACCEPT_LANGUAGE": key.language,
        "wsgi.input": io.BytesIO(),
    }
    return WSGIRequest(environ)


# ---------------------------------------------------------------- which answers, and in what form


def may_be_kept(response: HttpResponse) -> bool:
    """An ordinary page that sets no cookie and depends on nothing beside the key."""
    control = response.headers.get("Cache-Control", "").lower()
    varies = {name.strip() for name in response.headers.get("Vary", "").lower().split(",")} - {""}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in control
        and "private" not in control
        and "Content-Encoding" not in response.headers
        and varies <= VARIES
    )


def page_of(response: HttpResponse, began: float) -> Page:
    """An entity tag of the view's own is kept."""
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Cache-Control", "no-cache")  # may be kept, and is asked for anew each time
    headers = dict(response.headers.items())
    headers.pop("Content-Length", None)
    digest = headers.pop("ETag", "").removeprefix("W/").strip('"')
    digest = digest or hashlib.blake2b(response.content, digest_size=12).hexdigest()
    return Page(began, headers, response.content, digest, getattr(response, "on_reader", None))


def answer(request: HttpRequest, key: Key, page: Page) -> HttpResponseBase:
    """The page in an encoding that the reader takes, or that it has not changed."""
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    is_known = not encoding or encoding in page.encoded
    response = HttpResponse(page.body_in(encoding), headers=page.headers)
    if not is_known:
        page_store().note_size(key, page)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = f'"{page.digest}-{encoding}"' if encoding else f'"{page.digest}"'
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if page.on_reader:
        page.on_reader(request)
    is_conditional = "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META
    return unless_unchanged(request, response) if is_conditional else response


def unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    changed = response.headers.get("Last-Modified")
    last_modified = parse_http_date_safe(changed) if changed else None
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, last_modified=last_modified, response=response) or response


@lru_cache(maxsize=1_000)
def encoding_for(accepted: str) -> str:
    """Brotli before gzip; empty for neither."""
    parts = [part.replace(" ", "").lower() for part in accepted.split(",")]
    names = {part.partition(";")[0] for part in parts if not part.endswith((";q=0", ";q=0.0"))}
    return next((name for name in ("br", "gzip") if name in names), "")
