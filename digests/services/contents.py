"""What stands in one digest, read at the moment of sending, so that nothing hidden since goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db.models import Q

from accounts.models import User
from papers.models import listed_names
from reading.services.stream import stream_of
from selections.models import Selection
from summaries.models import Summary
from summaries.orders import NEW, TOP
from summaries.querysets import SummaryQuerySet

MOST_FOLLOWED = 10
MOST_TOP = 5
TOP_READ = 30  # of a period; from these a reader's own and what is in the stream anyway are left out


@dataclass(frozen=True)
class Contents:
    """Days from `first` on, the day `end` not included. `further` counts what follows the ones shown."""

    first: date
    end: date
    followed: list[Summary]
    further: int
    top: list[Summary]
    selections: list[Selection]

    @property
    def is_empty(self) -> bool:
        return not (self.followed or self.top or self.selections)


@dataclass
class Tops:
    """The best of each period, read once a run; what has changed since is asked for each mail."""

    found: dict[tuple[date, date], list[Summary]] = field(default_factory=dict)

    def of(self, first: date, end: date) -> list[Summary]:
        """Those that everybody finds at this moment, under the same name as when they were read."""
        if (first, end) not in self.found:
            best = Summary.objects.public().filter(within(first, end), score__gt=0).order_by(*TOP.keys)
            self.found[first, end] = list(for_mail(best)[:TOP_READ])
        rows = self.found[first, end]
        now = set(Summary.objects.public().filter(pk__in=[row.pk for row in rows]).values_list("pk", "is_anonymous"))
        return [row for row in rows if (row.pk, row.is_anonymous) in now]


def within(first: date, end: date) -> Q:
    return Q(published_at__gte=midnight(first), published_at__lt=midnight(end))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def contents_for(reader: User, first: date, end: date, *, tops: Tops, with_selections: bool) -> Contents:
    stream = stream_of(reader).filter(within(first, end)).exclude(writer=reader)
    followed = list(for_mail(stream).order_by(*NEW.keys)[:MOST_FOLLOWED])
    further = max(stream.count() - MOST_FOLLOWED, 0) if len(followed) == MOST_FOLLOWED else 0
    published = Selection.objects.published().without_texts().filter(within(first, end))
    return Contents(
        first=first,
        end=end,
        followed=followed,
        further=further,
        top=top_for(reader, tops.of(first, end), followed),
        selections=list(published.order_by("-published_at", "-pk")) if with_selections else [],
    )


def top_for(reader: User, best: Sequence[Summary], followed: Sequence[Summary]) -> list[Summary]:
    """One summary a paper, none that stands among the followed ones, none of one's own."""
    shown = {summary.pk for summary in followed}
    chosen: dict[int, Summary] = {}
    for summary in best:
        if summary.pk not in shown and summary.writer_id != reader.pk:
            chosen.setdefault(summary.paper_id, summary)
    return list(chosen.values())[:MOST_TOP]


def for_mail(summaries: SummaryQuerySet) -> SummaryQuerySet:
    """With the paper and the names, without texts, which a mail does not carry."""
    rows = summaries.select_related("writer", "paper__venue").defer("body", "html", "excerpt")
    return rows.prefetch_related(listed_names("paper__"))
