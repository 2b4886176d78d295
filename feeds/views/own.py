"""A reader's own stream as a feed. Its address is the permission: feed readers log in nowhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feeds.answers import answer_to_one
from feeds.channels import Channel
from feeds.entries import entries_of
from feeds.finding import SIZE
from feeds.formats import Format
from reading.services import reader_with_key, renew_feed_key, stream_of
from shortsci.keyset import paginate
from shortsci.requests import UserRequest
from summaries.orders import NEW


@require_safe
def stream(request: HttpRequest, key: str, form: Format) -> HttpResponseBase:
    """Public summaries of what the key's owner follows. It names nobody: an address that got about tells less."""
    reader = reader_with_key(key)
    if reader is None:
        raise Http404
    rows = paginate(stream_of(reader).only(*NEW.fields), NEW.keys, cursor=request.GET.get("after"), size=SIZE)
    channel = Channel(
        title=_("What you follow"),
        description=_("Summaries by people, and on papers, categories, venues and authors that you follow."),
        page=reverse("front"),
        entries=entries_of(row.pk for row in rows.rows),
        next_cursor=rows.next_cursor,
    )
    return answer_to_one(request, form, channel)


@login_required
@require_POST
def renew(request: UserRequest) -> HttpResponse:
    """The feed moves to a new address, and the old one opens nothing any more."""
    renew_feed_key(user=request.user)
    messages.success(request, _("Your feed has a new address. The old one opens nothing any more."))
    return redirect(f"{reverse('settings')}#feed")
