"""The formulas behind every order, as pure functions: no database, no clock.

Sources: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927),
in the form of Evan Miller, "How Not To Sort By Average Rating"; and Reddit's log-time score in its repaired form
(reddit/reddit pull request 583).
"""

import math
from datetime import datetime

FORMULA_VERSION = 2

Z_90 = 1.281551565545  # quantile of the normal distribution for a one-sided 90 % bound
EPOCH = 1_134_028_003  # Unix seconds; Reddit's, any fixed moment does
SECONDS_PER_DECADE = 45_000  # 12.5 hours of age weigh as much as ten times the votes


def wilson_lower_bound(upvotes: float, downvotes: float, z: float = Z_90) -> float:
    """The share of up-votes that the votes so far make plausible at least; 0 without votes, within 0 and 1."""
    check_counts(upvotes, downvotes)
    if upvotes == 0:  # exactly, so that voted down ties with not voted on; rounding would leave some 1e-18 above
        return 0.0
    n = upvotes + downvotes
    share = upvotes / n
    centre = share + z * z / (2 * n)
    margin = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return min(max((centre - margin) / (1 + z * z / n), 0.0), 1.0)


def hot_score(upvotes: int, downvotes: int, published_at: datetime) -> float:
    """Decades of score plus age; grows by 1 for ten times the score or for 12.5 hours of later publication.

    Fixed between votes, so nothing has to be recomputed as time passes. `published_at` must know its time zone.
    """
    if published_at.tzinfo is None:
        raise ValueError("published_at must have a time zone")
    return log_score(upvotes, downvotes) + (published_at.timestamp() - EPOCH) / SECONDS_PER_DECADE


def log_score(upvotes: int, downvotes: int) -> float:
    """The part of the hot score that the votes decide: the decades of up-votes less down-votes, with their sign."""
    check_counts(upvotes, downvotes)
    score = upvotes - downvotes
    order = math.log10(max(abs(score), 1))
    return -order if score < 0 else order


def controversy(upvotes: int, downvotes: int) -> float:
    """How many votes for each vote of the difference: large where many voted and disagreed. Reddit's formula."""
    check_counts(upvotes, downvotes)
    return (upvotes + downvotes) / max(abs(upvotes - downvotes), 1)


def check_counts(upvotes: float, downvotes: float) -> None:
    if upvotes < 0 or downvotes < 0:
        raise ValueError("votes are counted from zero")
