"""A site with ties of every kind, and what its lists serve."""

import json
import random
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from demo.seeding import seed_demo
from papers.models import Paper
from shortsci.keyset import paginate
from summaries.models import Summary
from summaries.services import add_comment
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.explanations import ORDERS
from votes.services import cast_vote, rank_changed_summaries


def export(directory: Path, *options: str) -> dict:
    call_command("export_dump", str(directory), *options, stdout=StringIO())
    return json.loads((directory / "manifest.json").read_text("utf-8"))


def rows_of(directory: Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (directory / f"{table}.jsonl").read_text("utf-8").splitlines()]


def recompute(root: Path, directory: Path, *arguments: str) -> list[int]:
    """In a process that has nothing of ours: no site packages, no path of the project."""
    command = [sys.executable, "-I", "-S", str(root / "docs" / "recompute_order.py"), str(directory), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=directory)
    return [int(line) for line in result.stdout.split()]


def walk_keyset(order: str, paper: int | None = None) -> list[int]:
    rows = Summary.objects.public()
    if paper:
        rows = rows.filter(paper=paper)
    found, cursor = [], None
    while True:
        page = paginate(rows, ORDERS[order].fields, cursor=cursor, size=7)
        found += [row.pk for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return found


def walk_api(query: str) -> list[int]:
    client, found, address = Client(), [], f"/api/v1/summaries/?page_size=7&{query}"
    while address:
        answer = client.get(address).json()
        found += [row["id"] for row in answer["results"]]
        place = urlsplit(answer["next"] or "")
        address = f"{place.path}?{place.query}" if answer["next"] else ""
    return found


def walk_pages(path: str, query: str = "") -> list[int]:
    client, found, address = Client(), [], f"{path}?{query}"
    while address:
        page = client.get(address).content.decode()
        found += [int(number) for number in re.findall(r'<article class="(?:card|full)" id="summary-(\d+)"', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = path + following[1].replace("&amp;", "&") if following else ""
    return found


def seed_site(seed: int) -> Paper:
    """Demo content with votes and comments by chance; a paper with many summaries, many of which tie."""
    chance = random.Random(seed)
    seed_demo()
    people = list(User.objects.order_by("pk"))
    add_chance_votes(chance, people)
    paper = PaperFactory()
    same_moment = timezone.now().replace(microsecond=0)
    for place in range(18):
        summary = make_summary(writer=UserFactory(), paper=paper, is_anonymous=place % 4 == 0)
        if place % 4 in (1, 2):
            Summary.objects.filter(pk=summary.pk).update(published_at=same_moment)
        for voter in people[: (0, 19, 3, 2, 19, 0)[place % 6]]:  # none, only down, some, …
            cast_vote(voter=voter, summary=summary, value=-1 if place % 6 in (1, 4) else 1)
    rank_changed_summaries()
    return paper


def add_chance_votes(chance: random.Random, people: list[User]) -> None:
    for summary in Summary.objects.order_by("pk"):
        for voter in chance.sample(people, k=chance.randint(0, 9)):
            if voter.pk != summary.writer_id:
                cast_vote(voter=voter, summary=summary, value=chance.choice([-1, 0, 1, 1]))
        for number in range(chance.choice([0, 0, 1, 2])):
            add_comment(writer=chance.choice(people), summary=summary, body=f"Remark {number}.")
