"""Reads the demo content that lies beside this module: facts of papers, writers, summaries."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from papers.records import AuthorRecord, PaperRecord

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class DemoWriter:
    username: str
    name: str
    bio: str


@dataclass(frozen=True)
class DemoSummary:
    arxiv_id: str
    writer: str
    tldr: str
    body: str


@dataclass(frozen=True)
class DemoResource:
    paper: str  # arXiv id
    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class DemoComment:
    writer: str
    body: str
    answers: tuple["DemoComment", ...]


@dataclass(frozen=True)
class DemoThread:
    arxiv_id: str
    summary: str  # its writer
    comment: DemoComment


def read_threads() -> list[DemoThread]:
    threads = yaml.safe_load((CONTENT / "comments.yaml").read_text("utf-8"))
    return [DemoThread(fields["paper"], fields["summary"], read_comment(fields)) for fields in threads]


def read_comment(fields: dict[str, Any]) -> DemoComment:
    answers = tuple(read_comment(answer) for answer in fields.get("answers", []))
    return DemoComment(fields["writer"], fields["body"].strip(), answers)


@dataclass(frozen=True)
class DemoWish:
    """A paper without a summary, and how many demo readers wait for one."""

    paper: str  # arXiv id
    readers: int


def read_wishes() -> list[DemoWish]:
    return [DemoWish(**fields) for fields in json.loads((CONTENT / "wanted.json").read_text("utf-8"))]


@dataclass(frozen=True)
class DemoPick:
    """One paper of a selection, and the writers whose summaries stand with it."""

    paper: str  # arXiv id
    summaries: tuple[str, ...]
    why: str
    insights: str


@dataclass(frozen=True)
class DemoSelection:
    slug: str
    title: str
    venue: str
    venue_year: int
    days_ago: int
    introduction: str
    picks: tuple[DemoPick, ...]


def read_selections() -> list[DemoSelection]:
    return [read_selection(fields) for fields in yaml.safe_load((CONTENT / "selections.yaml").read_text("utf-8"))]


def read_selection(fields: dict[str, Any]) -> DemoSelection:
    picks = tuple(
        DemoPick(pick["paper"], tuple(pick["summaries"]), pick["why"].strip(), pick["insights"].strip())
        for pick in fields.pop("entries")
    )
    return DemoSelection(picks=picks, **{**fields, "introduction": fields["introduction"].strip()})


def read_resources() -> list[DemoResource]:
    return [DemoResource(**fields) for fields in json.loads((CONTENT / "resources.json").read_text("utf-8"))]


def read_writers() -> list[DemoWriter]:
    return [DemoWriter(**fields) for fields in json.loads((CONTENT / "writers.json").read_text("utf-8"))]


def read_papers() -> list[PaperRecord]:
    return [read_paper(path) for path in sorted((CONTENT / "papers").glob("*.json"))]


def read_paper(path: Path) -> PaperRecord:
    facts = json.loads(path.read_text("utf-8"))
    published_on = date.fromisoformat(facts["published"])
    updated = facts["updated"]
    return PaperRecord(
        arxiv_id=facts["arxiv_id"],
        version=facts["version"],
        title=facts["title"],
        abstract="",
        authors=tuple(AuthorRecord(name) for name in facts["authors"]),
        primary_category=facts["primary_category"],
        categories=tuple(facts["categories"]),
        published_on=published_on,
        updated_on=date.fromisoformat(updated) if updated else None,
        dois=(facts["doi"].lower(),) if facts["doi"] else (),
        journal_ref=facts["journal_ref"],
        comment=facts["comment"],
        kind="inproceedings" if facts["venue"] else "",
        container=f"{facts['venue']} {facts['venue_year']}" if facts["venue"] else "",
    )


def read_summaries() -> list[DemoSummary]:
    return [read_summary(path) for path in sorted((CONTENT / "summaries").glob("*.md"))]


def read_summary(path: Path) -> DemoSummary:
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    fields = yaml.safe_load(head)
    return DemoSummary(arxiv_id=fields["paper"], writer=fields["writer"], tldr=fields["tldr"], body=body.strip())
