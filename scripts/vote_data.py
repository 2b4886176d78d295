"""Fills the product's database for scripts.bench_votes: readers with tokens, summaries, and votes on each of them.

Prints one line of JSON: the readers as [id, token], and the numbers of the summaries.
"""

import argparse
import json
import os
import random
import sys

WRITERS = 50
TEXT = "the model reads all words of a sentence at once and weighs each by how much it matters to the next one"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--summaries", type=int, required=True)
    parser.add_argument("--voters", type=int, required=True)
    parser.add_argument("--votes-each", type=int, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shortsci.settings")
    import django

    django.setup()
    from django.db import transaction

    chance = random.Random(5)
    with transaction.atomic():
        readers, writers = add_people(options.voters)
        numbers = add_summaries(options.summaries, writers, chance)
        add_votes(numbers, [pk for pk, _ in readers], options.votes_each, chance)
    print(json.dumps({"readers": readers, "summaries": numbers}))
    return 0


def add_people(voters: int) -> tuple[list[tuple[int, str]], list[int]]:
    """Readers with their tokens, and writers. Their accounts are old enough for their votes to count."""
    from accounts.models import User
    from accounts.services import create_token

    names = [f"bench{number}" for number in range(voters + WRITERS)]
    User.objects.bulk_create([User(username=name, email=f"{name}@example.org", password="!") for name in names])
    users = list(User.objects.filter(username__in=names).order_by("pk"))
    readers = [(user.pk, create_token(user=user).key) for user in users[:voters]]
    return readers, [user.pk for user in users[voters:]]


def add_summaries(number: int, writers: list[int], chance: random.Random) -> list[int]:
    """Some 300 words each, with formulas, as the renderer leaves them."""
    from datetime import timedelta

    from django.utils import timezone

    from papers.models import Paper
    from summaries.models import Summary
    from summaries.rendering import render

    text = " ".join(f"{' '.join(chance.sample(TEXT.split(), 15))} $x_{turn}^2$." for turn in range(20))
    html = render(text)
    now = timezone.now()
    papers = Paper.objects.bulk_create(
        [Paper(title=f"Paper {index} of the bench", state="ready", summary_count=1) for index in range(number)]
    )
    summaries = Summary.objects.bulk_create(
        Summary(
            paper=paper,
            writer_id=writers[index % len(writers)],
            body=text,
            html=html,
            renderer_version=1,
            published_at=now - timedelta(minutes=index),
        )
        for index, paper in enumerate(papers)
    )
    return [summary.pk for summary in summaries]


def add_votes(summaries: list[int], voters: list[int], votes_each: int, chance: random.Random) -> None:
    """In the order of time, so that the votes of one summary lie apart in the table, as they do in real life."""
    from django.db import connection
    from django.utils import timezone

    pairs = [(summary, voter) for summary in summaries for voter in chance.sample(voters, votes_each)]
    chance.shuffle(pairs)
    counts = {summary: [0, 0] for summary in summaries}
    now, rows = timezone.now(), []
    for summary, voter in pairs:
        value = 1 if chance.random() < 0.8 else -1
        counts[summary][value < 0] += 1
        rows.append((summary, voter, value, now, now))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO votes_vote (summary_id, voter_id, value, cast_at, changed_at) VALUES (%s, %s, %s, %s, %s)",
            rows,
        )
        cursor.executemany(
            "UPDATE summaries_summary SET upvotes = %s, downvotes = %s, score = %s, needs_ranking = %s WHERE id = %s",
            [(up, down, up - down, True, summary) for summary, (up, down) in counts.items()],
        )


if __name__ == "__main__":
    sys.exit(main())
