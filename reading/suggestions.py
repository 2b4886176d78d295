"""Whom and what somebody may want to follow, from the votes that they cast themselves."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from papers.models import Category
from reading.models import Follow
from summaries.models import Summary
from summaries.querysets import SummaryQuerySet
from votes.models import Vote

VOTES = 200  # the latest up-votes that are looked at
MOST = 6  # of each kind


@dataclass(frozen=True)
class Suggestions:
    people: list[User]
    categories: list[Category]

    def __bool__(self) -> bool:
        return bool(self.people or self.categories)


def suggestions_for(reader: User) -> Suggestions:
    """The writers and categories that the reader voted up most and does not follow. Signed summaries alone lead to
    a writer."""
    votes = Vote.objects.filter(voter=reader, value=Vote.UP).order_by("-pk").values_list("summary", flat=True)[:VOTES]
    liked = Summary.objects.public().filter(pk__in=list(votes))
    return Suggestions(people=list(writers_of(liked, reader)), categories=list(categories_of(liked, reader)))


def writers_of(liked: SummaryQuerySet, reader: User) -> QuerySet[User]:
    followed = Follow.objects.filter(reader=reader, person__isnull=False).values("person")
    written = Q(summaries__in=liked.signed())
    people = User.objects.filter(written, is_active=True).exclude(pk__in=followed).exclude(pk=reader.pk)
    return people.annotate(number=Count("summaries")).order_by("-number", "pk")[:MOST]


def categories_of(liked: SummaryQuerySet, reader: User) -> QuerySet[Category]:
    followed = Follow.objects.filter(reader=reader, category__isnull=False).values("category")
    listed = Category.objects.filter(listings__paper__in=liked.values("paper")).exclude(pk__in=followed)
    return listed.annotate(number=Count("pk")).order_by("-number", "pk")[:MOST]
