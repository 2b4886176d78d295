"""What views take out of a request, and two answers that many give: the way to the log-in, and a refusal."""

import re
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from shortsci.addresses import client_address

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User

CRAWLER = re.compile(r"bot|crawl|spider|slurp|preview", re.IGNORECASE)


class UserRequest(HttpRequest):
    """A request behind `login_required`."""

    user: "User"


def user_of(request: Request) -> "User":
    """The user behind an API call; raises NotAuthenticated."""
    if isinstance(request.user, AnonymousUser):
        raise NotAuthenticated
    return request.user


def ask_to_log_in(request: HttpRequest, target: str) -> HttpResponse:
    """A script would put the log-in page in the control's place, so it is told to go there instead."""
    response = redirect_to_login(target)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def page_of_form(request: HttpRequest) -> str:
    """Where the form stood that was sent, as it says in `next`: an address from the slash, or empty where that is none
    of our pages."""
    return own_page(request, request.POST.get("next", ""))


def own_page(request: HttpRequest, target: str) -> str:
    """The address if it is one of our pages, from the slash; else empty."""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours else ""


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which says so in Accept, rather than a browser for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def number_in(text: object, digits: int = 18) -> int | None:
    """The whole number that a field or a query gives, or None where it is none or has more digits."""
    if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= digits:
        return int(text)
    return None


def reader_of(request: HttpRequest) -> str:
    """What tells readers apart for a day, no cookie needed; only a digest of it is kept.

    A request that is answered from memory, see shortsci.page_cache, has no user, for nobody is logged in.
    """
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        return f"user {user.pk}"
    return f"{client_address(request)} {request.META.get('HTTP_USER_AGENT', '')}"


def is_seen_by_a_person(request: HttpRequest) -> bool:
    """A page that a browser shows, as far as it says: no crawler by its name, nothing fetched ahead of its reader."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and agent.startswith("Mozilla/") and not CRAWLER.search(agent) and not ahead


def refuse(request: HttpRequest, message: "StrOrPromise") -> HttpResponse:
    """A page that says why not."""
    return render(request, "error.html", {"message": message}, status=403)
