"""Signs from what public summaries name: works that are cited, that cite, or that two papers cite both."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from papers.models import PaperIdentifier
from related.weighing import Reason, Sign, weigh_citation, weigh_shared_works
from summaries.models import Reference
from summaries.services.references import Name, papers_named

NAMES_READ = 300  # works that the summaries of one paper name, those that it builds on first
WORKS_SHARED = 50  # of these, works that are looked for elsewhere
CITING_READ = 200
COMMON = 200  # a work that more summaries name says nothing of two of them


@dataclass(frozen=True)
class Cited:
    """What the public summaries of a paper name; of those that are here the paper, and all its names."""

    builds_on: dict[Name, bool]
    papers: dict[Name, int]
    aliases: dict[int, list[Name]]

    @property
    def works(self) -> dict[Name | int, list[Name]]:
        """Each work once, with all names that it is known by here."""
        found: dict[Name | int, list[Name]] = {}
        for name in self.builds_on:
            number = self.papers.get(name)
            found.setdefault(number or name, self.aliases[number] if number else [name])
        return found


def signs_from_citations(paper_id: int) -> Iterator[Sign]:
    """Queries: six, and one for each work that is looked for elsewhere."""
    cited = read_cited(paper_id)
    yield from signs_from_cited(cited)
    yield from signs_from_citing(paper_id)
    yield from signs_from_shared_works(paper_id, cited)


def read_cited(paper_id: int) -> Cited:
    rows = Reference.objects.public().filter(summary__paper=paper_id).order_by("how", "-pk")
    builds_on: dict[Name, bool] = {}
    for kind, value, how in rows.values_list("kind", "value", "how")[:NAMES_READ]:
        name = (kind, value)
        builds_on[name] = builds_on.get(name, False) or how == Reference.How.BUILDS_ON
    here = {name: paper.pk for name, paper in papers_named(builds_on).items()}
    for name in [name for name in here if here[name] == paper_id]:  # summaries name the paper that they are about
        del here[name], builds_on[name]
    aliases: dict[int, list[Name]] = defaultdict(list)
    known = PaperIdentifier.objects.filter(paper__in=set(here.values())) if here else PaperIdentifier.objects.none()
    for number, kind, value in known.values_list("paper", "kind", "value"):
        aliases[number].append((kind, value))
    return Cited(builds_on, here, aliases)


def signs_from_cited(cited: Cited) -> Iterator[Sign]:
    for name, builds_on in cited.builds_on.items():
        if name in cited.papers:
            strength = weigh_citation(builds_on=builds_on, siblings=len(cited.builds_on))
            yield Sign(cited.papers[name], Reason.CITED, strength)


def signs_from_citing(paper_id: int) -> Iterator[Sign]:
    """The latest of those that name the paper."""
    names = list(PaperIdentifier.objects.filter(paper=paper_id).values_list("kind", "value"))
    latest = Reference.objects.to(names).order_by("-pk").values("pk")[:CITING_READ]
    rows = Reference.objects.public().filter(pk__in=latest).exclude(summary__paper=paper_id)
    builds_on: dict[int, bool] = {}
    for paper, how in rows.values_list("summary__paper", "how"):
        builds_on[paper] = builds_on.get(paper, False) or how == Reference.How.BUILDS_ON
    for paper, builds in builds_on.items():
        yield Sign(paper, Reason.CITES, weigh_citation(builds_on=builds, siblings=len(builds_on)))


def signs_from_shared_works(paper_id: int, cited: Cited) -> Iterator[Sign]:
    """By one range of an index for each work."""
    uses: dict[int, list[int]] = defaultdict(list)
    for names in list(cited.works.values())[:WORKS_SHARED]:
        naming = Reference.objects.public().to(names).values_list("summary__paper", flat=True)
        papers = list(naming[: COMMON + 1])
        if len(papers) <= COMMON:
            for paper in set(papers) - {paper_id}:
                uses[paper].append(len(papers))
    for paper, numbers in uses.items():
        yield Sign(paper, Reason.CITES_SAME, weigh_shared_works(numbers))
