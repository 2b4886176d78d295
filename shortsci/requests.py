"""Requests of people who are logged in: a type for views behind `login_required`, a check for the API."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
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
