"""Pages of summaries in two steps: first which, by an index alone, then what they say of those few."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from shortsci.keyset import Page, paginate
from shortsci.prepared import Prepared, below_zero
from summaries.models import Summary
from summaries.orders import Order
from summaries.querysets import SummaryQuerySet


class InFull:
    """Public summaries by their numbers, in one query for any of them; `parts` adds what a page prints of each."""

    def __init__(self, parts: Callable[[SummaryQuerySet], SummaryQuerySet]) -> None:
        self.of_nobody = Prepared(
            lambda numbers: parts(Summary.objects.public().with_my_vote(AnonymousUser())).filter(pk__in=numbers),
            below_zero,
        )
        self.of_reader = Prepared(
            lambda values: parts(Summary.objects.public().with_vote_of(values[0])).filter(pk__in=values[1:]), below_zero
        )

    def read(self, user: User | AnonymousUser, numbers: Iterable[int]) -> dict[int, Summary]:
        """With the reader's votes. Asked for through the door once more: one hidden a moment ago is missing."""
        found = (
            self.of_reader.rows([user.pk, *numbers]) if user.is_authenticated else self.of_nobody.rows(list(numbers))
        )
        return {summary.pk: summary for summary in found}

    def page(
        self,
        listed: SummaryQuerySet,
        order: Order,
        *,
        user: User | AnonymousUser,
        cursor: str | None,
        size: int,
        is_part: bool = False,
    ) -> Page[Summary]:
        """As `paginate`, of public summaries. Raises InvalidCursor."""
        page = paginate(listed.only(*order.fields), order.keys, cursor=cursor, size=size, is_part=is_part)
        found = self.read(user, [row.pk for row in page.rows])
        return replace(page, rows=[found[row.pk] for row in page.rows if row.pk in found])


CARDS = InFull(SummaryQuerySet.as_cards)
SIGNED_CARDS = InFull(lambda summaries: summaries.signed().as_cards())
TEXTS = InFull(lambda summaries: summaries.select_related("writer").defer("body", "excerpt"))
