"""The first authors beside a paper, as its authorships have them."""

from itertools import groupby

from django.db import transaction

from papers.models import Authorship, Paper
from papers.models.paper import lead_authors_of

BATCH = 5_000  # papers


def repair_lead_authors() -> list[Paper]:
    """Makes `lead_authors` and `author_count` of all papers say what the rows say; returns those that did not.

    Batch by batch, each in a transaction of its own.
    """
    repaired: list[Paper] = []
    last: int | None = 0
    while last is not None:
        drifted, last = repair_batch(last)
        repaired += drifted
    return repaired


@transaction.atomic
def repair_batch(last: int) -> tuple[list[Paper], int | None]:
    """Those that differed among the next papers, and the last of these, or None where there are no more."""
    papers = Paper.objects.select_for_update().filter(pk__gt=last).order_by("pk").only("lead_authors", "author_count")
    found = list(papers[:BATCH])
    if not found:
        return [], None
    signed = authors_between(found[0].pk, found[-1].pk)
    drifted = [paper for paper in found if signs_otherwise(paper, signed.get(paper.pk, []))]
    Paper.objects.bulk_update(drifted, ["lead_authors", "author_count"], batch_size=200)
    return drifted, found[-1].pk


def authors_between(first: int, last: int) -> dict[int, list[tuple[str, str]]]:
    """Names and family names of the authors of these papers, in their order."""
    rows = Authorship.objects.filter(paper__gte=first, paper__lte=last).order_by("paper", "position")
    by_paper = groupby(rows.values_list("paper_id", "author__name", "author__family"), key=lambda row: row[0])
    return {paper: [(name, family) for _, name, family in authors] for paper, authors in by_paper}


def signs_otherwise(paper: Paper, authors: list[tuple[str, str]]) -> bool:
    """Whether the paper said something else until now; it says this from then on."""
    before = paper.lead_authors, paper.author_count
    paper.lead_authors, paper.author_count = lead_authors_of(authors), len(authors)
    return before != (paper.lead_authors, paper.author_count)
