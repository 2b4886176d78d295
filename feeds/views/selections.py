"""What editors have published, whole, as a feed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feeds.answers import answer
from feeds.channels import Channel, Entry, tag, whole
from feeds.entries import with_whole_addresses
from feeds.formats import Format
from selections.models import Selection
from selections.querysets import NEWEST
from selections.reading import read_selection
from shortsci.keyset import paginate
from shortsci.page_cache import shared_feed

SIZE = 10


@shared_feed
@require_safe
def selections(request: HttpRequest, form: Format) -> HttpResponseBase:
    """The latest first, with every text; of the chosen summaries those that everybody finds."""
    page = paginate(Selection.objects.published(), NEWEST, cursor=request.GET.get("after"), size=SIZE)
    channel = Channel(
        title=_("Selections"),
        description=_("Papers that our editors recommend: why to read each, and what is in it."),
        page=reverse("selections"),
        entries=[entry_of_selection(selection) for selection in page.rows],
        next_cursor=page.next_cursor,
    )
    return answer(request, form, channel)


def entry_of_selection(selection: Selection) -> Entry:
    url = whole(selection.get_absolute_url())
    context = {"selection": selection, **read_selection(selection)}
    published = selection.published_at or selection.created_at
    return Entry(
        key=tag("selection", selection.pk),
        url=url,
        title=selection.title,
        author=_("The editors"),
        published=published,
        updated=selection.edited_at or published,
        html=with_whole_addresses(render_to_string("feeds/_selection.html", context), url),
    )
