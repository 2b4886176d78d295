from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import CharField, F, FilteredRelation, Func, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from summaries.orders import Order, Period

if TYPE_CHECKING:
    from summaries.models import (  # noqa: F401 (name the rows)
        Comment,
        Draft,
        Reference,
        Revision,
        Summary,
        SummaryRequest,
    )

# Written into the question. As a parameter SQLite would plan the question anew each time that it is asked, to see
# which of the indexes of public summaries it may use; that takes longer than to find one by its number.
IS_PUBLIC = Func(template="'public'", output_field=CharField())
PUBLIC = Q(visibility=IS_PUBLIC, hidden_at__isnull=True)


def readable_by(user: User | AnonymousUser, prefix: str = "") -> Q:
    """The rule of `visible_to`, for rows that reach their summary over `prefix`."""
    readable = Q(**{f"{prefix}visibility": IS_PUBLIC, f"{prefix}hidden_at__isnull": True})
    if user.is_authenticated:
        readable |= Q(**{f"{prefix}writer": user})
        if user.is_staff:
            readable |= Q(**{f"{prefix}visibility": IS_PUBLIC})
    return readable


class SummaryQuerySet(models.QuerySet["Summary"]):
    def public(self) -> SummaryQuerySet:
        """What everybody finds in lists: public, and not hidden by a moderator."""
        return self.filter(PUBLIC)

    def signed(self) -> SummaryQuerySet:
        """With the writer's name. Whatever tells of a writer starts here: lists, counts, feeds, notices.

        A number that moved with an anonymous summary would give its writer away.
        """
        return self.filter(is_anonymous=False)

    def visible_to(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """The only door to summaries: public ones and one's own; to moderators the hidden ones too.

        Unlisted ones have a door of their own, `shared_under`.
        """
        return self.filter(readable_by(user))

    def shared_under(self, secret: str) -> SummaryQuerySet:
        """The unlisted summary of this address, whoever asks."""
        return self.filter(visibility="unlisted", hidden_at__isnull=True, secret=secret)

    def published_within(self, period: Period, now: datetime, order: Order) -> SummaryQuerySet:
        """First published within the period before `now`, in such words that the index of the order serves it.

        By date the period is a range of the index. For any other order an index holds each period's rows alone. A
        task keeps it, so rows stay in it for a minute too long; the date is compared as well, as an expression,
        since a planner that sees the column may prefer the index on dates and sort what it finds.
        """
        if period.length is None:
            return self
        begins = now - period.length
        if order.fields[0] == "published_at":
            return self.filter(published_at__gte=begins)
        dated = self.alias(dated=Coalesce("published_at", "created_at"))
        return dated.filter(recency__gte=period.recency, dated__gte=begins)

    def with_my_vote(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """Adds `my_vote`: −1, 0 or 1, with its state, its reason and when it begins to count.

        `votes` is the relation that the votes app adds to a summary.
        """
        if not user.is_authenticated:
            never = Value(None, output_field=models.DateTimeField())
            return self.annotate(
                my_vote=Value(0), my_vote_state=Value(""), my_vote_reason=Value(""), my_vote_counts_at=never
            )
        return self.with_vote_of(user.pk)

    def with_vote_of(self, reader: int) -> SummaryQuerySet:
        """The same for the account of this number."""
        return self.annotate(
            my_votes=FilteredRelation("votes", condition=Q(votes__voter=reader)),
            my_vote=Coalesce(F("my_votes__value"), Value(0)),
            my_vote_state=Coalesce(F("my_votes__state"), Value("")),
            my_vote_reason=Coalesce(F("my_votes__reason"), Value("")),
            my_vote_counts_at=F("my_votes__counts_at"),
        )

    def for_list(self, user: User | AnonymousUser) -> SummaryQuerySet:
        """With all that a card prints but the names of its paper, which `name_papers` gives to the rows of a page."""
        return self.with_my_vote(user).as_cards()

    def as_cards(self) -> SummaryQuerySet:
        """The same without anybody's vote."""
        return self.defer("body", "html").select_related("writer", "paper__venue")

    def without_text(self) -> SummaryQuerySet:
        """For who works on numbers: texts are read only when asked for."""
        return self.defer("body", "html", "excerpt", "tldr")

    def needing_rank(self) -> SummaryQuerySet:
        return self.filter(needs_ranking=True)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: User | AnonymousUser) -> RevisionQuerySet:
        """Of a summary that the user finds: what was public once, and the text that is shown now.

        What its writer tried out in private is the writer's alone, also after publication.
        """
        shown = Q(was_public=True) | Q(number=F("summary__revision_number"))
        readable = readable_by(user, prefix="summary__") & shown
        if user.is_authenticated:
            readable |= Q(summary__writer=user)
        return self.filter(readable)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User | AnonymousUser) -> CommentQuerySet:
        """Those on summaries that the user finds. A deleted or hidden one keeps its place without its text."""
        return self.filter(readable_by(user, prefix="summary__"))

    def shared_under(self, secret: str) -> CommentQuerySet:
        """Those on the unlisted summary of this address, whoever asks."""
        return self.filter(summary__visibility="unlisted", summary__hidden_at__isnull=True, summary__secret=secret)

    def for_reading(self) -> CommentQuerySet:
        """With all that a comment prints."""
        return self.select_related("writer", "summary__writer", "summary__paper").defer(
            "summary__body", "summary__html", "summary__excerpt"
        )


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def public(self) -> ReferenceQuerySet:
        """Made by summaries that everybody finds."""
        return self.filter(summary__visibility=IS_PUBLIC, summary__hidden_at__isnull=True)

    def building(self) -> ReferenceQuerySet:
        return self.filter(how="builds_on")

    def to(self, names: Collection[tuple[str, str]]) -> ReferenceQuerySet:
        """To a work that has these names, by the index on them."""
        by_kind: dict[str, list[str]] = {}
        for kind, value in names:
            by_kind.setdefault(kind, []).append(value)
        conditions = [Q(kind=kind, value__in=values) for kind, values in by_kind.items()]
        return self.filter(reduce(or_, conditions)) if conditions else self.none()


class SummaryRequestQuerySet(models.QuerySet["SummaryRequest"]):
    def waiting(self) -> SummaryRequestQuerySet:
        """No summary has been published since they asked."""
        return self.filter(answered_at__isnull=True)


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User | AnonymousUser) -> DraftQuerySet:
        """A draft is its writer's alone; moderators do not see it either."""
        return self.filter(writer=user) if user.is_authenticated else self.none()
