"""What the vote control on a page needs to know of the page."""

from typing import TypedDict

from django.http import HttpRequest


class VoteContext(TypedDict):
    """`vote_next` is where a vote leads back to."""

    vote_next: str


def vote_context(request: HttpRequest) -> VoteContext:
    return {"vote_next": request.get_full_path()}
