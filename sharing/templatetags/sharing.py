"""What pages that show a link to ours are told in its head: Open Graph (https://ogp.me) and Twitter's cards."""

from collections.abc import Callable
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sharing.cards import (
    Card,
    card_of_category,
    card_of_paper,
    card_of_site,
    card_of_summary,
    card_of_venue,
    card_of_writer,
)

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a link to it is shown; `kind` and `key` name its picture."""

    card: Card
    kind: str
    key: str
    address: str
    description: str
    title: str = ""
    type: str = "website"

    @property
    def heading(self) -> str:
        return self.title or self.card.title

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.address}"

    @property
    def picture(self) -> str:
        return settings.SITE_URL + reverse("picture", args=[self.kind, self.key, self.card.digest])

    @property
    def alternative(self) -> str:
        """The picture in words."""
        parts = (self.card.kicker, self.card.title, self.card.line, self.card.note, self.card.corner)
        return ". ".join(part.rstrip(".") for part in parts if part)


@register.inclusion_tag("sharing/_head.html", takes_context=True)
def share_head(context: template.Context) -> dict[str, object]:
    """Nothing on pages that are not for everybody, nor on those that have no picture."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    show = PAGES.get(match.url_name) if match else None
    return {"shown": show(context) if show else None}


def show_front(context: template.Context) -> Shown:
    description = _("Open any arXiv paper or DOI to read what others made of it, or to write it down yourself.")
    return Shown(card_of_site(), "site", "front", reverse("front"), description)


def show_paper(context: template.Context) -> Shown | None:
    paper = context.get("paper")
    if paper is None or paper.state != "ready":
        return None
    card = card_of_paper(paper)
    description = _("%(summaries)s, ranked by readers. %(authors)s") % {"summaries": card.corner, "authors": card.line}
    return Shown(card, "paper", str(paper.pk), paper.get_absolute_url(), description, type="article")


def show_summary(context: template.Context) -> Shown | None:
    summary = context.get("summary")
    if summary is None or summary.restriction:
        return None
    card = card_of_summary(summary)
    title = _("%(paper)s, summarised by %(writer)s") % {"paper": summary.paper, "writer": summary.byline}
    address, description = summary.get_absolute_url(), summary.tldr or card.line
    return Shown(card, "summary", str(summary.pk), address, description, title=title, type="article")


def show_writer(context: template.Context) -> Shown | None:
    writer = context.get("writer")
    if writer is None:
        return None
    card = card_of_writer(writer, context["number"])
    description = writer.bio or card.corner
    title = _("Summaries by %(writer)s") % {"writer": writer}
    return Shown(card, "writer", str(writer.pk), writer.get_absolute_url(), description, title=title, type="profile")


def show_venue(context: template.Context) -> Shown | None:
    venue, year = context.get("venue"), context.get("year")
    if venue is None:
        return None
    address = reverse("venue_year", args=[venue.slug, year]) if year else venue.get_absolute_url()
    card = card_of_venue(venue, year)
    return Shown(card, "venue", f"{venue.pk}-{year}" if year else str(venue.pk), address, card.line or card.kicker)


def show_category(context: template.Context) -> Shown | None:
    category = context.get("category")
    if category is None:
        return None
    card = card_of_category(category)
    description = f"{card.kicker} · {category.code}"
    return Shown(card, "category", category.code, category.get_absolute_url(), description)


# By the name of the page's address.
PAGES: dict[str, Callable[[template.Context], Shown | None]] = {
    "front": show_front,
    "paper": show_paper,
    "summary": show_summary,
    "user": show_writer,
    "venue": show_venue,
    "venue_year": show_venue,
    "category": show_category,
}
