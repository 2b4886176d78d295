"""What stands on one page of the front page: the page of its list, and what is drawn for its reserved places."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from papers.models import name_papers
from shortsci.keyset import Page, paginate
from shortsci.requests import is_seen_by_a_person, number_in, reader_of
from summaries.fair_start import set_in
from summaries.in_full import CARDS
from summaries.models import Summary
from summaries.orders import ALL_TIME, HOT, Order, Period
from summaries.services.fair_start import drawn_for, note_shown

PAGE_SIZE = 15


@dataclass(frozen=True)
class FrontRows:
    """`placed` are those of the reserved places; `carried` is what the next page leaves out, in the form its address
    has it, or None where there is nothing."""

    summaries: list[Summary]
    page: Page[Summary]
    placed: list[Summary]
    carried: str | None

    @property
    def drawn(self) -> frozenset[int]:
        return frozenset(summary.pk for summary in self.placed)


def front_rows(
    request: HttpRequest, user: User | AnonymousUser, order: Order, period: Period, now: datetime
) -> FrontRows:
    """First which, by the list's index alone, then what they say: two queries for any page, drawn ones or not."""
    cursor = request.GET.get("after")
    carried = read_carried(request.GET.get("drawn", "")) if cursor else []
    listed = Summary.objects.public().published_within(period, now, order).exclude(pk__in=carried)
    page = paginate(listed.only(*order.fields), order.keys, cursor=cursor, size=PAGE_SIZE)
    numbers = [row.pk for row in page.rows]
    is_first = page.next_cursor and not page.previous_cursor  # however it was reached
    is_drawn = order is HOT and period is ALL_TIME and is_first
    drawn = drawn_for(numbers) if is_drawn else []
    found = in_full(user, [*numbers, *drawn])
    placed = [found[number] for number in drawn if number in found]
    return FrontRows(
        summaries=set_in([found[number] for number in numbers if number in found], placed),
        page=page,
        placed=placed,
        carried=".".join(str(summary.pk) for summary in placed) or ".".join(map(str, carried)) or None,
    )


def counter_of(placed: Iterable[Summary], user: User | AnonymousUser) -> Callable[[HttpRequest], None]:
    """Counts who is shown the page, but not a writer for what is their own."""
    numbers = [summary.pk for summary in placed if summary.writer_id != user.pk]

    def count(request: HttpRequest) -> None:
        if numbers and is_seen_by_a_person(request):
            note_shown(numbers=numbers, reader=reader_of(request))

    return count


def in_full(user: User | AnonymousUser, numbers: Iterable[int]) -> dict[int, Summary]:
    """As cards, with the names of their papers."""
    found = CARDS.read(user, numbers)
    name_papers(summary.paper for summary in found.values())
    return found


def read_carried(text: str) -> list[int]:
    """At most as many as there are places; whatever is no number leaves nothing out."""
    numbers = [number_in(part) for part in text.split(".", settings.FAIR_START_PLACES)[: settings.FAIR_START_PLACES]]
    return [number for number in numbers if number is not None]
