import re

import pytest
from django.utils import timezone

from accounts.models import User
from demo.content import read_papers, read_summaries, read_wishes, read_writers
from demo.seeding import seed_demo
from papers.models import Paper, PaperIdentifier
from papers.taxonomy import CATEGORIES
from summaries.literature import load_closure
from summaries.models import Comment, Reference, Summary
from summaries.services import repair_comment_counts, repair_wanted_counts
from votes.models import Vote
from votes.services import repair_drift


def test_the_content_is_complete():
    papers, writers, summaries = read_papers(), read_writers(), read_summaries()
    assert len(papers) >= 40
    assert len(writers) == 12
    assert len(summaries) >= 60
    wanted = {wish.paper for wish in read_wishes()}
    assert wanted
    assert {summary.arxiv_id for summary in summaries} == {paper.arxiv_id for paper in papers} - wanted
    assert {summary.writer for summary in summaries} == {writer.username for writer in writers}
    assert all(set(paper.categories) <= set(CATEGORIES) for paper in papers)
    for summary in summaries:
        assert 150 <= len(summary.body.split()) <= 600, summary
        assert summary.tldr
        assert len(summary.tldr) <= 300


@pytest.mark.django_db
def test_seeding_twice_is_seeding_once():
    added = seed_demo()
    comments = sorted(Comment.objects.values_list("pk", "created_at"))
    first = sorted(Vote.objects.values_list("summary__paper__title", "voter__username", "value"))
    assert added == Summary.objects.count() == len(read_summaries())
    assert seed_demo() == 0
    assert sorted(Comment.objects.values_list("pk", "created_at")) == comments
    assert sorted(Vote.objects.values_list("summary__paper__title", "voter__username", "value")) == first
    assert repair_drift() == []
    assert repair_comment_counts() == []
    assert {paper.arxiv_id: paper.wanted_count for paper in Paper.objects.filter(wanted_count__gt=0)} == {
        wish.paper: wish.readers for wish in read_wishes()
    }
    assert repair_wanted_counts() == []


@pytest.mark.django_db
def test_papers_of_the_demo_have_reading_paths():
    seed_demo()
    lengths = sorted(len(load_closure(paper).works) for paper in Paper.objects.prefetch_related("identifiers"))
    assert sum(length >= 4 for length in lengths) >= 15
    assert 7 <= lengths[-1] <= 10
    references = Reference.objects.values_list("kind", "value")
    known = set(PaperIdentifier.objects.values_list("kind", "value"))
    assert len(references) >= 60
    assert set(references) <= known


@pytest.mark.django_db
def test_what_is_seeded_looks_alive():
    seed_demo()
    scores = set(Summary.objects.values_list("score", flat=True))
    assert len(scores) > 12
    assert Paper.objects.filter(summary_count__gte=2).count() >= 10
    assert not [s.pk for s in Summary.objects.all() if "math-error" in s.html or "math-error" in s.excerpt]
    assert Summary.objects.filter(html__contains="<math").count() >= 55
    assert not any(
        re.search(r"\$", re.sub(r"<(code|pre)[^>]*>.*?</\1>", "", s.html, flags=re.DOTALL))
        for s in Summary.objects.all()
    )
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.django_db
def test_demo_papers_are_ready_and_ask_for_their_abstract():
    seed_demo()
    assert not Paper.objects.exclude(state="ready").exists()
    assert Paper.objects.filter(next_attempt_at__isnull=False).count() == len(read_papers())


@pytest.mark.django_db
def test_demo_comments_show_threads_with_formulas():
    seed_demo()
    comments = Comment.objects.all()
    assert len(comments) >= 12
    assert not [comment.pk for comment in comments if "math-error" in comment.html]
    assert comments.filter(html__contains="<math").count() >= 6
    assert comments.filter(parent__parent__isnull=False).exists()
    assert not [comment.pk for comment in comments if comment.created_at > timezone.now()]
