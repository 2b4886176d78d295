"""What a picture of a page says. The address of a picture holds the digest of it, and so changes when it does."""

import hashlib
import json
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from papers.models import Category, Paper, Venue
from summaries.models import Summary

DRAWN_AS = 1  # goes up when pictures are drawn in another way


@dataclass(frozen=True, slots=True)
class Card:
    """Plain text throughout. `kicker` stands above the title, `line` below it, `note` is somebody's own words."""

    title: str
    kicker: str = ""
    line: str = ""
    note: str = ""
    corner: str = ""

    @property
    def digest(self) -> str:
        content = json.dumps([DRAWN_AS, *astuple(self)], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:24]


def card_of_site() -> Card:
    return Card(
        title=_("Summaries of research papers, written by people who read them"),
        line=_("Ranked by readers’ votes."),
    )


def card_of_paper(paper: Paper) -> Card:
    return Card(
        title=str(paper), kicker=place_of(paper), line=paper.byline, corner=number_of_summaries(paper.summary_count)
    )


def card_of_summary(summary: Summary) -> Card:
    """Under its byline, which is the pseudonym where it is anonymous."""
    paper = summary.paper
    return Card(
        title=str(paper),
        kicker=_("Summarised by %(writer)s") % {"writer": summary.byline},
        line=" · ".join(part for part in (paper.byline, place_of(paper)) if part),
        note=summary.tldr,
    )


def card_of_writer(writer: User, number: int) -> Card:
    """`number` is that of the signed public summaries: any other one would tell of anonymous work."""
    return Card(title=str(writer), kicker=_("Summaries by"), line=writer.bio, corner=number_of_summaries(number))


def card_of_venue(venue: Venue, year: int | None) -> Card:
    full = venue.full_name if venue.full_name != venue.name else ""
    return Card(title=f"{venue} {year}" if year else str(venue), kicker=_("Papers and their summaries"), line=full)


def card_of_category(category: Category) -> Card:
    return Card(title=category.name, kicker=_("Papers and their summaries"), line=category.code)


def place_of(paper: Paper) -> str:
    """Where and when it appeared, as far as that is known."""
    if paper.venue:
        return f"{paper.venue} {paper.venue_year}" if paper.venue_year else str(paper.venue)
    return " · ".join(str(part) for part in (paper.primary_category_id, paper.year) if part)


def number_of_summaries(number: int) -> str:
    return ngettext("%(number)s summary", "%(number)s summaries", number) % {"number": number}
