"""Types of requests, for signatures only."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from accounts.models import User


class UserRequest(HttpRequest):
    """A request behind `login_required`."""

    user: "User"
