"""Once a night: everything is ranked by the formulas of today, and nothing has drifted."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from votes.services.drift import bring_up_to_date, repair_summaries

logger = logging.getLogger(__name__)
LOGGED = 20  # drifts that are named one by one; the rest is counted


@dataclass(frozen=True)
class Ranking:
    """What ranking everything did: summaries ranked anew, and how often each field was found wrong."""

    ranked: int
    drift: dict[str, int]


def rank_all(now: datetime | None = None) -> Ranking:
    """Ranks what is marked or ranked by an older formula, then compares every number with its rows.

    Safe to run twice at once, and beside votes: it decides anew under each row's lock. What drifted is repaired,
    logged and returned.
    """
    ranked, suspects = bring_up_to_date(now or timezone.now())
    drift: Counter[str] = Counter()
    for number, wrong in enumerate(repair_summaries(suspects, now)):
        drift[wrong.field] += 1
        if number < LOGGED:
            logger.error("drift: %s", wrong)
    logger.info("%s summaries ranked, drift: %s", ranked, dict(drift) or "none")
    return Ranking(ranked=ranked, drift=dict(drift))
