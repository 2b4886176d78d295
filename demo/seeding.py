"""Fills an empty site with papers, summaries, votes and comments; run again, it changes nothing."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.content import (
    DemoComment,
    DemoSummary,
    read_papers,
    read_resources,
    read_summaries,
    read_threads,
    read_wishes,
    read_writers,
)
from demo.selections import add_selections
from papers.identifiers import Identifier, Kind
from papers.models import Paper, Resource
from papers.records import PaperRecord
from papers.services import save_record
from summaries.models import Comment, Summary
from summaries.services import Text, add_comment, ask_for_summary, publish_summary
from votes.models import Vote
from votes.services import cast_vote, count_stale_reputations, rank_changed_summaries

READERS = 48  # accounts that only vote, so that scores spread
LONGEST_AGO = 120.0  # days between the oldest demo summary and the start
MAIL_DOMAIN = "demo.invalid"  # reserved by RFC 2606: no mail can ever arrive there


@transaction.atomic
def seed_demo() -> int:
    """Adds what is missing of the demo content; returns the number of summaries added."""
    people = {writer.username: add_person(writer.username, writer.name, writer.bio) for writer in read_writers()}
    readers = [add_person(f"reader_{number:02d}", f"Demo reader {number}", "") for number in range(1, READERS + 1)]
    papers = {record.arxiv_id: add_paper(record) for record in read_papers()}
    demo_summaries = read_summaries()
    ages = spread_ages(len(demo_summaries))
    added = 0
    for summary, age in zip(demo_summaries, ages, strict=True):
        writer, paper = people[summary.writer], papers[summary.arxiv_id]
        if Summary.objects.filter(writer=writer, paper=paper).exists():
            continue
        published_at = timezone.now() - age
        add_summary(summary, writer, paper, published_at)
        add_votes(summary, writer, paper, [*people.values(), *readers])
        added += 1
    add_resources(papers, next(iter(people.values())))
    add_threads(people, papers)
    add_wishes(papers, readers)
    rank_changed_summaries()
    count_stale_reputations()
    add_selections(papers, next(iter(people.values())))
    return added


def add_threads(people: dict[str, User], papers: dict[str, Paper]) -> None:
    for thread in read_threads():
        summary = Summary.objects.get(paper=papers[thread.arxiv_id], writer=people[thread.summary])
        add_thread(thread.comment, summary, people, parent=None)


def add_thread(comment: DemoComment, summary: Summary, people: dict[str, User], *, parent: Comment | None) -> None:
    """Half an hour or two after what it answers."""
    writer = people[comment.writer]
    row = Comment.objects.filter(summary=summary, writer=writer, parent=parent, body=comment.body).first()
    if row is None:
        row = add_comment(writer=writer, summary=summary, body=comment.body, parent=parent)
        answered_at = parent.created_at if parent else summary.created_at
        row.created_at = min(answered_at + comment_delay(comment), row.created_at)
        row.save(update_fields=["created_at"])
    for answer in comment.answers:
        add_thread(answer, summary, people, parent=row)


def comment_delay(comment: DemoComment) -> timedelta:
    return timedelta(minutes=20 + len(comment.body) % 97)


def add_resources(papers: dict[str, Paper], person: User) -> None:
    for resource in read_resources():
        fields = {"kind": resource.kind, "title": resource.title, "added_by": person}
        Resource.objects.get_or_create(paper=papers[resource.paper], url=resource.url, defaults=fields)


def add_wishes(papers: dict[str, Paper], readers: list[User]) -> None:
    """Nobody waits for a paper that has a summary by now, or that the site knew before and could not fetch."""
    for wish in read_wishes():
        paper = papers[wish.paper]
        if paper.state == Paper.State.READY and not Summary.objects.public().filter(paper=paper).exists():
            for reader in readers[: wish.readers]:
                ask_for_summary(reader=reader, paper=paper)


def add_person(username: str, name: str, bio: str) -> User:
    """Without a usable password: nobody can log in as a demo person."""
    defaults = {"display_name": name, "bio": bio, "email": f"{username}@{MAIL_DOMAIN}", "password": "!"}
    return User.objects.get_or_create(username=username, defaults=defaults)[0]


def add_paper(record: PaperRecord) -> Paper:
    """With the facts that the demo knows; the abstract is asked of arXiv once the worker runs."""
    known = Paper.objects.identified_by(Identifier(Kind.ARXIV, record.arxiv_id)).first()
    if known:
        return known
    paper = save_record(record)
    Paper.objects.filter(pk=paper.pk).update(fetched_at=None, next_attempt_at=timezone.now())
    return paper


def spread_ages(number: int) -> list[timedelta]:
    """Ages in a fixed order of chance, young ones more often, so that every period has something to show."""
    chance = random.Random(2021)  # noqa: S311 (content, no secret)
    days = [LONGEST_AGO * (index + 0.5) ** 2 / number**2 for index in range(number)]
    chance.shuffle(days)
    return [timedelta(days=day) for day in days]


def add_summary(summary: DemoSummary, writer: User, paper: Paper, published_at: datetime) -> None:
    row = publish_summary(writer=writer, paper=paper, text=Text(body=summary.body, tldr=summary.tldr))
    Summary.objects.filter(pk=row.pk).update(published_at=published_at, created_at=published_at)
    row.revisions.update(saved_at=published_at)
    Paper.objects.filter(pk=paper.pk, created_at__gt=published_at).update(created_at=published_at)


def add_votes(summary: DemoSummary, writer: User, paper: Paper, people: list[User]) -> None:
    """The same votes at every start: chance is seeded by the summary itself."""
    chance = random.Random(f"{summary.arxiv_id} {summary.writer}")  # noqa: S311 (content, no secret)
    row = Summary.objects.get(writer=writer, paper=paper)
    others = [person for person in people if person != writer]
    voters = chance.sample(others, k=int(2 + chance.betavariate(1.2, 2.5) * 36))
    approval = chance.uniform(0.78, 0.99)
    for voter in voters:
        cast_vote(voter=voter, summary=row, value=1 if chance.random() < approval else -1)
    date_votes(row, chance)


def date_votes(summary: Summary, chance: random.Random) -> None:
    """Most votes come soon after publication; all of them today would be one day of reputation."""
    age = timezone.now() - (summary.published_at or timezone.now())
    votes = list(summary.votes.order_by("pk"))
    for vote in votes:
        vote.cast_at = vote.changed_at = timezone.now() - age * (1 - chance.random() ** 2)
    Vote.objects.bulk_update(votes, ["cast_at", "changed_at"])
