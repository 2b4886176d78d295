"""What a list says of each summary. A page has fifteen and more of them, so their parts are filled in, not rendered."""

from datetime import datetime

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from shortsci.framing import FramedTemplate
from shortsci.links import address_of
from shortsci.templatetags.texts import iso_day, short_day
from summaries.models import Summary

register = template.Library()

WRITER = FramedTemplate("summaries/_writer.html")
CARD_LINKS = FramedTemplate("summaries/_card_links.html")


@register.simple_tag(takes_context=True)
def written_by(context: Context, summary: Summary) -> SafeString:
    """Who wrote it and when; to its writer also that an anonymous one is theirs."""
    byline, restriction = summary.byline, summary.restriction
    published, edited = local(summary.published_at), local(summary.edited_at)
    decides = {
        "is_linked": bool(byline.url),
        "is_published": bool(published),
        "is_edited": bool(edited),
        "restriction": restriction,
        "is_secretly_own": not restriction and summary.is_anonymous and summary.writer_id == context["user"].pk,
    }
    values = {
        "byline": byline.name,
        "url": byline.url,
        "iso_day": published and iso_day(published),
        "day": published and short_day(published),
        "edited_at": edited and short_day(edited),
        "history": edited and address_of("history", summary.pk),
    }
    return WRITER.filled(decides, values)


def local(moment: datetime | None) -> datetime | None:
    return localtime(moment) if moment else None


@register.simple_tag(takes_context=True)
def card_links(context: Context, summary: Summary) -> SafeString:
    """To the whole text, its comments, the reasons for its place and the other summaries of its paper."""
    paper, order = summary.paper, context.get("order")
    decides = {
        "has_comments": bool(summary.comment_count),
        "is_ranked": not summary.restriction,
        "has_more": paper.summary_count > 1,
    }
    values = {
        "number": summary.pk,
        "permalink": summary.permalink,
        "comments": comments_of(summary),
        "paper": str(paper),
        "paper_url": paper.get_absolute_url(),
        "byline": summary.byline.name,
        "order": order.key if order else "new",
        "summary_count": paper.summary_count,
    }
    return CARD_LINKS.filled(decides, values)


@register.filter
def comments_of(summary: Summary) -> str:
    """How many there are, in words."""
    number = summary.comment_count
    return ngettext("%(number)s comment", "%(number)s comments", number) % {"number": number}
