"""Requests of people who are logged in: a type for views behind `login_required`, a check for the API, the way in."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

if TYPE_CHECKING:
    from accounts.models import User


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
    """Where the form stood that was sent, as it says in `next`; empty where that is none of our pages."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else ""


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which says so in Accept, rather than a browser for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
