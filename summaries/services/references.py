"""Which other works a summary speaks of."""

from collections.abc import Collection
from functools import lru_cache

from changes.following import follow_changes
from changes.models import Change
from papers.models import Paper, PaperIdentifier
from shortsci.prepared import Prepared, no_text
from summaries.models import Reference, Summary
from summaries.rendering import NOTHING_KNOWN, Cited, Context, Work, find_references

MAXIMUM_REFERENCES = 200  # works of one text; what it names beyond them stays text
CHUNK = 500  # ids a query
BATCHES = 5  # of the change log a call
TOLD = ("title", "year", "summary_count")  # of a paper that another one's texts name
Name = tuple[str, str]  # kind and value of an identifier
HOW = {True: Reference.How.BUILDS_ON.value, False: Reference.How.MENTIONS.value}


def context_of(body: str) -> Context:
    """What rendering needs to know of the works that the text names, in one query; see rendering.context."""
    papers = papers_named([(cited.kind, cited.value) for cited in cited_in(body)])
    works = {name: Work(title=str(paper), url=paper.get_absolute_url()) for name, paper in papers.items()}
    return Context(works=works) if works else NOTHING_KNOWN


def papers_named(names: Collection[Name]) -> dict[Name, Paper]:
    """Those that are here, with what `TOLD` names, under the names asked for; no query where there are none."""
    if not names:
        return {}
    rows = named_by(tuple(sorted({kind for kind, _ in names}))).rows(list({value for _, value in names}))
    found = {(row.kind, row.value): row.paper for row in rows}
    return {name: found[name] for name in names if name in found}


@lru_cache
def named_by(kinds: tuple[str, ...]) -> "Prepared[PaperIdentifier]":
    """Identifiers of these kinds with their papers; asked for their values."""
    fields = ("kind", "value", *(f"paper__{field}" for field in TOLD))
    rows = PaperIdentifier.objects.filter(kind__in=kinds, paper__state=Paper.State.READY).select_related("paper")
    return Prepared(lambda values: rows.filter(value__in=values).only(*fields), no_text)


def save_references(summary: Summary) -> None:
    """Makes the rows say what the text says; called in the transaction of the saving."""
    wanted = {(cited.kind, cited.value): HOW[cited.builds_on] for cited in cited_in(summary.body)}
    stored = {(row.kind, row.value): row for row in summary.references.all()}
    gone = [row.pk for name, row in stored.items() if wanted.get(name) != row.how]
    if gone:
        Reference.objects.filter(pk__in=gone).delete()
    Reference.objects.bulk_create(
        Reference(summary=summary, kind=name[0], value=name[1], how=how)
        for name, how in wanted.items()
        if name not in stored or stored[name].how != how
    )


def cited_in(body: str) -> list[Cited]:
    return find_references(body)[:MAXIMUM_REFERENCES]


def follow_papers() -> int:
    """Reads in the change log which papers arrived or changed; returns how many summaries are to be rendered anew."""
    marked = 0

    def mark(paper_ids: list[int]) -> None:
        nonlocal marked
        marked += rerender_mentions_of(paper_ids)

    for _ in range(BATCHES):
        if not follow_changes(follower="mentions", what=Change.What.PAPER, take=mark):
            break
    return marked


def rerender_mentions_of(paper_ids: Collection[int]) -> int:
    """Marks the summaries that name these papers, so that the task that renders old rows anew takes them up.

    Called when a paper's title has arrived or changed. Returns how many there were.
    """
    ids = list(paper_ids)
    summaries: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        papers = ids[start : start + CHUNK]
        names = list(PaperIdentifier.objects.filter(paper__in=papers).values_list("kind", "value"))
        summaries.update(Reference.objects.to(names).values_list("summary", flat=True))
    return sum(
        Summary.objects.filter(pk__in=chunk).update(renderer_version=0)
        for chunk in (sorted(summaries)[start : start + CHUNK] for start in range(0, len(summaries), CHUNK))
    )
