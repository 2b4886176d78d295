"""What the vote control on a page needs to know of the page."""

from typing import TypedDict

from django.http import HttpRequest, QueryDict
from django.urls import reverse


class VoteContext(TypedDict):
    """`vote_next` is where a vote leads back to, `vote_login_url` where one without an account leads."""

    vote_next: str
    vote_login_url: str


def vote_context(request: HttpRequest) -> VoteContext:
    here = request.get_full_path()
    query = QueryDict(mutable=True)
    query["next"] = here
    return {"vote_next": here, "vote_login_url": f"{reverse('account_login')}?{query.urlencode(safe='/')}"}
