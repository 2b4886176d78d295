"""What a reader's stream holds, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from papers.models import Author, Category, Paper, PaperCategory, Venue
from papers.services.merging import merge_papers, undo_merge
from reading.services import follow, stream_of, unfollow
from reading.services import stream as stream_module
from shortsci.keyset import paginate
from summaries.models import Summary
from summaries.orders import HOT, NEW, TOP, WEEK
from summaries.services import claim_summary, delete_summary, hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


def in_stream(reader) -> list[Summary]:
    return list(stream_of(reader))


def test_who_follows_nothing_has_an_empty_stream(reader, summary):
    assert in_stream(reader) == []


def test_each_kind_of_follow_brings_its_summaries(reader, writer, venue):
    paper = PaperFactory(venue=venue, venue_year=2021)
    summary, elsewhere = make_summary(writer=writer, paper=paper), make_summary()
    PaperCategory.objects.filter(paper=elsewhere.paper).update(category="math.KT")
    elsewhere.paper.authorships.all().delete()
    targets = [writer, paper, venue, Category.objects.get(code="cs.LG"), Author.objects.get(name="Ada Writer")]
    for target in targets:
        follow(reader=reader, target=target)
        assert in_stream(reader) == [summary], target
        unfollow(reader=reader, target=target)
        assert in_stream(reader) == []


def test_a_summary_that_is_followed_in_five_ways_stands_there_once(reader, writer, venue):
    summary = make_summary(writer=writer, paper=PaperFactory(venue=venue, venue_year=2021))
    category, author = Category.objects.get(code="cs.LG"), Author.objects.get(name="Ada Writer")
    for target in (writer, summary.paper, venue, category, author):
        follow(reader=reader, target=target)
    assert in_stream(reader) == [summary]


def test_an_anonymous_summary_comes_by_its_paper_and_never_by_its_writer(reader, writer, paper):
    follow(reader=reader, target=writer)
    summary = make_summary(writer=writer, paper=paper, is_anonymous=True)
    assert in_stream(reader) == []
    follow(reader=reader, target=paper)
    assert in_stream(reader) == [summary]
    unfollow(reader=reader, target=paper)
    claim_summary(summary=summary)
    assert in_stream(reader) == [summary]


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_is_not_public_is_not_there(reader, writer, visibility):
    summary = make_summary(writer=writer, visibility=visibility)
    follow(reader=reader, target=writer)
    follow(reader=reader, target=summary.paper)
    assert in_stream(reader) == []
    follow(reader=writer, target=summary.paper)
    assert in_stream(writer) == []


def test_a_hidden_or_deleted_summary_is_gone(reader, summary):
    follow(reader=reader, target=summary.paper)
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    assert in_stream(reader) == []
    other = make_summary(paper=summary.paper)
    assert in_stream(reader) == [other]
    delete_summary(summary=other)
    assert in_stream(reader) == []


def test_it_takes_any_order_and_period(reader, writer):
    follow(reader=reader, target=writer)
    first, second, third = (make_summary(writer=writer) for _ in range(3))
    Summary.objects.filter(pk=first.pk).update(upvotes=3, score=3, hot=9.0)
    Summary.objects.filter(pk=second.pk).update(published_at=timezone.now() - timedelta(days=30), recency=1)
    stream = stream_of(reader)
    assert [row.pk for row in stream] == [third.pk, first.pk, second.pk]
    assert [row.pk for row in stream.order_by(*TOP.keys)] == [first.pk, third.pk, second.pk]
    within = stream.published_within(WEEK, timezone.now(), HOT).order_by(*HOT.keys)
    assert [row.pk for row in within] == [first.pk, third.pk]


def test_pages_cover_it_without_gap_or_repetition(reader, writer):
    follow(reader=reader, target=writer)
    written = [make_summary(writer=writer).pk for _ in range(5)]
    Summary.objects.update(published_at=timezone.now())  # ties
    cursor, seen = None, []
    for _ in range(3):
        page = paginate(stream_of(reader).for_list(reader), NEW.keys, cursor=cursor, size=2)
        seen += [row.pk for row in page.rows]
        cursor = page.next_cursor
    assert (seen, cursor) == (written[::-1], None)


@pytest.fixture
def low_limits(monkeypatch):
    monkeypatch.setattr(stream_module, "LARGE", 2)
    monkeypatch.setattr(stream_module, "LATEST", 3)


@pytest.mark.parametrize("kind", ["category", "venue"])
def test_a_large_category_or_venue_is_looked_for_among_the_latest(reader, venue, low_limits, kind):
    category = Category.objects.get(code="cs.LG")
    old, *new = [make_summary(paper=PaperFactory(venue=venue, venue_year=2021)) for _ in range(3)]
    elsewhere = make_summary()
    PaperCategory.objects.filter(paper=elsewhere.paper).update(category="math.KT")
    follow(reader=reader, target=category if kind == "category" else venue)
    assert in_stream(reader) == new[::-1]  # four summaries; three of them are the latest
    follow(reader=reader, target=old.paper)
    assert in_stream(reader) == [*new[::-1], old]


def test_more_than_a_few_categories_and_venues_are_too(reader, venue, monkeypatch):
    monkeypatch.setattr(stream_module, "FEW", 1)
    monkeypatch.setattr(stream_module, "LATEST", 1)
    old, new = [make_summary(paper=PaperFactory(venue=venue, venue_year=2021)) for _ in range(2)]
    other = Venue.objects.create(slug="nips", name="NIPS", kind="conference")
    for first, second in ((venue, other), [Category.objects.get(code=code) for code in ("cs.LG", "math.KT")]):
        follow(reader=reader, target=first)
        assert in_stream(reader) == [new, old]
        follow(reader=reader, target=second)
        assert in_stream(reader) == [new]
        unfollow(reader=reader, target=first)
        unfollow(reader=reader, target=second)


def test_a_large_category_on_a_site_with_few_summaries(reader, low_limits):
    PaperFactory.create_batch(3)
    summary = make_summary()
    follow(reader=reader, target=Category.objects.get(code="cs.LG"))
    assert in_stream(reader) == [summary]


def test_each_kind_reaches_back_so_far_and_no_further(reader, writer, monkeypatch):
    monkeypatch.setattr(stream_module, "REACH", 2)
    _, *newest = [make_summary(writer=writer) for _ in range(3)]
    follow(reader=reader, target=writer)
    assert in_stream(reader) == newest[::-1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_what_is_followed(reader, venue, number, django_assert_num_queries):
    for _ in range(number):
        summary = make_summary(paper=PaperFactory(venue=venue, venue_year=2021))
        follow(reader=reader, target=summary.writer)
        follow(reader=reader, target=summary.paper)
    follow(reader=reader, target=venue)
    follow(reader=reader, target=Category.objects.get(code="cs.LG"))
    follow(reader=reader, target=Author.objects.get(name="Ada Writer"))
    with django_assert_num_queries(7):  # the follows, five kinds, the summaries
        assert len(stream_of(reader)) == number


def test_a_follow_goes_with_its_paper_into_a_merge_and_back(reader, stranger):
    source, target = PaperFactory(), PaperFactory()
    summary = make_summary(paper=source)
    follow(reader=reader, target=source)
    follow(reader=stranger, target=source)
    follow(reader=stranger, target=target)
    merge_papers(source=source, target=target)
    assert in_stream(reader) == in_stream(stranger) == [summary]
    undo_merge(paper=source)
    assert in_stream(reader) == in_stream(stranger) == [summary]
    unfollow(reader=stranger, target=source)
    assert in_stream(stranger) == []
    assert Paper.objects.get(pk=source.pk).followers.get().reader == reader
