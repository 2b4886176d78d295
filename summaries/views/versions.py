"""What became of a paper since it was summarised."""

from dataclasses import dataclass

from papers.models import Paper
from papers.tex import decode_tex
from summaries.diffs import Section, sections
from summaries.models import Summary


@dataclass(frozen=True)
class VersionChange:
    """From the version that was summarised to the latest; the text of old versions is not always known."""

    old: int
    new: int
    is_known: bool
    title: list[Section]
    abstract: list[Section]

    @property
    def is_same(self) -> bool:
        """Title and abstract say what they said."""
        return self.is_known and not (self.title or self.abstract)


def version_change(summary: Summary, paper: Paper) -> VersionChange | None:
    """None where the summary is for the latest version."""
    if not (summary.is_for_older_version and summary.paper_version and paper.version):
        return None
    versions = summary.paper_version, paper.version
    old = paper.versions.filter(number=summary.paper_version).exclude(title="").first()
    if old is None:
        return VersionChange(*versions, is_known=False, title=[], abstract=[])
    title = sections(one_line(old.title), one_line(paper.title))
    abstract = sections(one_line(old.abstract), one_line(paper.abstract))
    return VersionChange(*versions, is_known=True, title=title, abstract=abstract)


def one_line(tex: str) -> str:
    """As readers see it; where arXiv broke the lines means nothing."""
    return " ".join(decode_tex(tex).split())
