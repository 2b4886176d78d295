"""Following: what a reader wants to see more of."""

from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Paper
from reading.models import Follow
from reading.models.follows import Target
from reading.targets import kind_of
from shortsci.errors import DomainError
from shortsci.prepared import Prepared, below_zero, no_text

MAXIMUM_FOLLOWS = 1000  # of one reader


class OwnPage(DomainError):
    code = "own_page"
    status = 409
    message = _("You cannot follow yourself.")


class NotFollowable(DomainError):
    code = "not_followable"
    status = 409
    message = _("This cannot be followed any more.")


class TooManyFollows(DomainError):
    code = "too_many_follows"
    status = 409
    message = _("You follow 1,000 pages already. Stop following some of them first.")


@transaction.atomic
def follow(*, reader: User, target: Target) -> None:
    """What is new of the target comes into the reader's stream; the same call twice changes nothing.

    Raises OwnPage, NotFollowable or TooManyFollows.
    """
    User.objects.select_for_update().only("pk").get(pk=reader.pk)
    if target == reader:
        raise OwnPage
    if (isinstance(target, User) and not target.is_active) or is_merged(target):
        raise NotFollowable
    field = kind_of(target).value
    if is_following(reader, target):
        return
    if Follow.objects.filter(reader=reader).count() >= MAXIMUM_FOLLOWS:
        raise TooManyFollows
    Follow.objects.create(reader=reader, **{field: target})


def unfollow(*, reader: User, target: Target) -> None:
    """Nothing happens to who did not follow it."""
    Follow.objects.filter(reader=reader, **{kind_of(target).value: target}).delete()


def is_following(reader: User, target: Target) -> bool:
    return bool(following(kind_of(target)).rows([reader.pk, target.pk]))


@lru_cache
def following(kind: Follow.Kind) -> "Prepared[tuple[int, ...]]":
    """The row that says so, if any; asked for the reader's number and the target's, which of a category is its code."""
    rows = Follow.objects.values_list("pk")
    stand_ins = (below_zero(0), no_text(1) if kind == Follow.Kind.CATEGORY else below_zero(1))
    return Prepared(lambda values: rows.filter(reader=values[0], **{kind.value: values[1]}), stand_ins.__getitem__)


def follower_count(person: User) -> int:
    """How many follow them; the only thing that others learn of it."""
    return Follow.objects.filter(person=person, reader__is_active=True).count()


def is_merged(target: Target) -> bool:
    return isinstance(target, Paper) and target.state == Paper.State.MERGED
