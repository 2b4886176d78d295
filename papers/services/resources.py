"""Resources of a paper: added, used, removed."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from accounts.models import User
from changes.models import Change
from changes.services import note_changes
from papers.models import Paper, Resource
from shortsci.errors import DomainError
from shortsci.redis import redis_client

MAXIMUM_RESOURCES = 50  # on a paper
DAY = 24 * 3600  # seconds


class ResourceKnown(DomainError):
    code = "resource_known"
    status = 409
    message = _("This link stands with the paper already.")


class TooManyResources(DomainError):
    code = "too_many_resources"
    status = 409
    message = format_lazy(
        _("A paper may have {number} links; remove one that is of little use first."), number=MAXIMUM_RESOURCES
    )


def add_resource(*, paper: Paper, added_by: User, kind: str, url: str, title: str) -> Resource:
    """Raises ResourceKnown or TooManyResources."""
    if paper.resources.count() >= MAXIMUM_RESOURCES:
        raise TooManyResources
    try:
        with transaction.atomic():
            note_code(paper.pk, kind)
            return Resource.objects.create(paper=paper, added_by=added_by, kind=kind, url=url, title=title)
    except IntegrityError as error:
        raise ResourceKnown from error


def note_use(*, resource: Resource, reader: str) -> None:
    """Counts a reader once a day; while Redis is away nobody is counted."""
    mark = hashlib.sha256(f"{resource.pk} {reader}".encode()).hexdigest()[:24]
    try:
        is_new = redis_client().set(f"used:{mark}", 1, nx=True, ex=DAY)
    except RedisError:
        return
    if is_new:
        Resource.objects.filter(pk=resource.pk).update(use_count=F("use_count") + 1)


@transaction.atomic
def remove_resource(*, resource: Resource) -> None:
    note_code(resource.paper_id, resource.kind)
    resource.delete()


def note_code(paper: int, kind: str) -> None:
    """Whether there is code is asked for in searches; other links change nothing that is said of the paper."""
    if kind == Resource.Kind.CODE:
        note_changes(Change.What.PAPER, [paper])
