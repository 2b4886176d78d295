"""Two rows that are one work become one paper, and can be told apart again.

What other apps hang on a paper follows it: they enter a follower here when they are loaded, since this app knows
nothing of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from changes.models import Change
from changes.services import note_changes
from papers.models import KeptApart, Paper, PaperIdentifier, PaperRedirect, Resource
from shortsci.errors import DomainError


class CannotMerge(DomainError):
    code = "cannot_merge"
    status = 409
    message = _("A paper cannot be joined with itself, nor one that was joined before.")


class NotMerged(DomainError):
    code = "not_merged"
    status = 409
    message = _("This paper is not joined with another one.")


MovedRow = Sequence[int | None]  # the row's id, and what else its app has to remember


@dataclass(frozen=True)
class Follower:
    """Rows of another app that belong to a paper. `move` answers what it moved, `move_back` takes that."""

    name: str
    move: Callable[[Paper, Paper], list[MovedRow]]
    move_back: Callable[[Paper, Paper, Sequence[MovedRow]], None]


def move_rows(model: type[Model], source: Paper, target: Paper, *, owner: str) -> list[MovedRow]:
    """Rows of which an owner has one on a paper. Who has one on both papers keeps both, each where it is."""
    rows = model._default_manager.filter(paper=source)  # noqa: SLF001 (documented by Django)
    there = model._default_manager.filter(paper=target).values_list(owner, flat=True)  # noqa: SLF001
    moving = rows.exclude(**{f"{owner}__in": list(there)})
    moved: list[MovedRow] = [[pk] for pk in moving.order_by("pk").values_list("pk", flat=True)]
    moving.update(paper=target)
    return moved


def move_rows_back(model: type[Model], source: Paper, target: Paper, moved: Sequence[MovedRow], *, owner: str) -> None:
    """Those that are still there, and whose owner has not begun another one on the paper that comes back."""
    rows = model._default_manager.filter(pk__in=[row[0] for row in moved], paper=target)  # noqa: SLF001
    begun = model._default_manager.filter(paper=source).values_list(owner, flat=True)  # noqa: SLF001
    rows.exclude(**{f"{owner}__in": list(begun)}).update(paper=source)


class Moved(TypedDict, total=False):
    """What PaperRedirect.moved holds."""

    identifiers: list[int]
    resources: list[int]
    redirects: list[int]
    followers: dict[str, list[MovedRow]]


followers: list[Follower] = []


@transaction.atomic
def merge_papers(
    *, source: Paper, target: Paper, by: User | None = None, reason: str = "", by_record: bool = False
) -> PaperRedirect:
    """`source` becomes a redirect to `target`, which takes its identifiers, resources, summaries and their votes.

    What a moderator has parted no record joins again (`by_record`). Raises CannotMerge.
    """
    locked = Paper.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk").in_bulk()
    if len(locked) != 2 or any(paper.state == Paper.State.MERGED for paper in locked.values()):
        raise CannotMerge
    source, target = locked[source.pk], locked[target.pk]
    if by_record and KeptApart.objects.between(source, target).exists():
        raise CannotMerge
    moved: Moved = {
        "identifiers": move_identifiers(source, target),
        "resources": move_resources(source, target),
        "redirects": list(source.redirects_here.values_list("pk", flat=True)),
        "followers": {follower.name: follower.move(source, target) for follower in followers},
    }
    PaperRedirect.objects.filter(target=source).update(target=target)
    redirect = PaperRedirect.objects.create(
        paper=source, target=target, merged_by=by, reason=reason[:300], previous_state=source.state, moved=moved
    )
    source.state, source.next_attempt_at = Paper.State.MERGED, None
    source.save(update_fields=["state", "next_attempt_at"])
    note_changes(Change.What.PAPER, [source.pk, target.pk])
    return redirect


def move_identifiers(source: Paper, target: Paper) -> list[int]:
    ids = list(source.identifiers.values_list("pk", flat=True))
    PaperIdentifier.objects.filter(pk__in=ids).update(paper=target)
    return ids


def move_resources(source: Paper, target: Paper) -> list[int]:
    """An address that both have stays on both."""
    ids = list(source.resources.exclude(url__in=target.resources.values("url")).values_list("pk", flat=True))
    Resource.objects.filter(pk__in=ids).update(paper=target)
    return ids


@transaction.atomic
def undo_merge(*, paper: Paper) -> Paper:
    """What moved goes back, as far as it is still there; what was added since stays. Raises NotMerged."""
    redirect = PaperRedirect.objects.select_for_update(of=("self",)).filter(paper=paper).first()
    if redirect is None:
        raise NotMerged
    source = Paper.objects.select_for_update().get(pk=paper.pk)
    target = redirect.target
    moved: Moved = redirect.moved
    PaperIdentifier.objects.filter(pk__in=moved.get("identifiers", []), paper=target).update(paper=source)
    Resource.objects.filter(pk__in=moved.get("resources", []), paper=target).update(paper=source)
    PaperRedirect.objects.filter(pk__in=moved.get("redirects", []), target=target).update(target=source)
    for follower in followers:
        follower.move_back(source, target, moved.get("followers", {}).get(follower.name, []))
    source.state = redirect.previous_state
    source.next_attempt_at = timezone.now() if source.state == Paper.State.PENDING else None
    source.save(update_fields=["state", "next_attempt_at"])
    redirect.delete()
    KeptApart.objects.get_or_create(first_id=min(source.pk, target.pk), second_id=max(source.pk, target.pk))
    note_changes(Change.What.PAPER, [source.pk, target.pk])
    return source
