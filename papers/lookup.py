"""Which of these papers are known, and how much is written about them: one query for any number of ids."""

from collections.abc import Sequence
from typing import TypedDict

from django.db.models import Max, Q

from papers.identifiers import Identifier, Kind, find_identifier
from papers.models import PaperIdentifier


class LookupResult(TypedDict):
    identifier: str
    known: bool
    url: str | None
    summary_count: int
    best_score: int | None


def look_up(texts: Sequence[str]) -> list[LookupResult]:
    """One result for each text, in its order; what is no identifier is simply not known."""
    parsed = [find_identifier(text) for text in texts]
    rows = known_identifiers([identifier for identifier in parsed if identifier])
    return [
        describe(text, rows.get((identifier.kind, identifier.value)) if identifier else None)
        for text, identifier in zip(texts, parsed, strict=True)
    ]


def known_identifiers(identifiers: Sequence[Identifier]) -> dict[tuple[str, str], PaperIdentifier]:
    # `summaries` is the relation that the summaries app adds to a paper.
    public = Q(paper__summaries__visibility="public", paper__summaries__hidden_at__isnull=True)
    best = Max("paper__summaries__score", filter=public)
    values = {identifier.value for identifier in identifiers}
    rows = (
        PaperIdentifier.objects.filter(kind__in=list(Kind), value__in=values)
        .select_related("paper")
        .annotate(best_score=best)
    )
    return {(row.kind, row.value): row for row in rows}


def describe(text: str, row: PaperIdentifier | None) -> LookupResult:
    if row is None:
        return {"identifier": text, "known": False, "url": None, "summary_count": 0, "best_score": None}
    return {
        "identifier": text,
        "known": True,
        "url": row.paper.get_absolute_url(),
        "summary_count": row.paper.summary_count,
        "best_score": getattr(row, "best_score", None),
    }
