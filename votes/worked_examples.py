"""Examples for the page on ranking, computed by the formulas themselves. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from shortsci.marking import gettext_noop
from votes.ranking import hot_score, wilson_lower_bound


@dataclass(frozen=True)
class Example:
    upvotes: int
    downvotes: int
    value: float
    remark: str = ""
    published_at: datetime | None = None


WILSON_EXAMPLES = [
    Example(upvotes, downvotes, wilson_lower_bound(upvotes, downvotes), remark)
    for upvotes, downvotes, remark in (
        (0, 0, gettext_noop("no votes, nothing known")),
        (1, 0, gettext_noop("one vote is a weak sign")),
        (2, 0, ""),
        (1, 1, ""),
        (10, 1, ""),
        (40, 20, gettext_noop("many votes, a smaller share")),
        (100, 1, ""),
        (600, 400, gettext_noop("60 % of a thousand …")),
        (5500, 4500, gettext_noop("… stands above 55 % of ten thousand")),
    )
]
HOT_EXAMPLES = [
    Example(upvotes, downvotes, hot_score(upvotes, downvotes, published_at), remark, published_at)
    for upvotes, downvotes, published_at, remark in (
        (1, 0, datetime(2026, 1, 1, 0, 0, tzinfo=UTC), ""),
        (10, 0, datetime(2026, 1, 1, 0, 0, tzinfo=UTC), gettext_noop("ten times the score: 1 more")),
        (1, 0, datetime(2026, 1, 1, 12, 30, tzinfo=UTC), gettext_noop("twelve and a half hours later: 1 more")),
        (100, 50, datetime(2026, 1, 1, 0, 0, tzinfo=UTC), gettext_noop("a score of 50")),
        (0, 1, datetime(2026, 1, 1, 0, 0, tzinfo=UTC), gettext_noop("a score of −1 is no worse than none")),
        (0, 10, datetime(2026, 1, 1, 0, 0, tzinfo=UTC), gettext_noop("ten times as far below zero: 1 less")),
    )
]
