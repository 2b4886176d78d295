"""Whose picture an address asks for. What is not public to everybody has none."""

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from papers.models import Category, Paper, Venue
from sharing.cards import (
    Card,
    card_of_category,
    card_of_paper,
    card_of_site,
    card_of_summary,
    card_of_venue,
    card_of_writer,
)
from shortsci.requests import number_in
from summaries.models import Summary


def site(key: str) -> Card:
    if key != "front":
        raise Http404
    return card_of_site()


def paper(key: str) -> Card:
    return card_of_paper(get_object_or_404(Paper.objects.listed().select_related("venue"), pk=number_of(key)))


def summary(key: str) -> Card:
    rows = Summary.objects.public().select_related("writer", "paper__venue")
    return card_of_summary(get_object_or_404(rows, pk=number_of(key)))


def writer(key: str) -> Card:
    found = get_object_or_404(User, pk=number_of(key), is_active=True)
    return card_of_writer(found, Summary.objects.public().signed().filter(writer=found).count())


def venue(key: str) -> Card:
    """The year stands behind the number of the venue: "12-2021"."""
    number, _, year = key.partition("-")
    return card_of_venue(get_object_or_404(Venue, pk=number_of(number)), number_in(year, digits=4))


def category(key: str) -> Card:
    return card_of_category(get_object_or_404(Category, code=key))


def number_of(key: str) -> int:
    number = number_in(key)
    if number is None:
        raise Http404
    return number


SUBJECTS: dict[str, Callable[[str], Card]] = {
    "site": site,
    "paper": paper,
    "summary": summary,
    "writer": writer,
    "venue": venue,
    "category": category,
}
