"""The index follows what people do: found once it is public, gone once it is not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from changes.models import Change
from changes.reading import GAP_WAITS, place_at, read_changes
from papers.models import Resource
from papers.services.merging import merge_papers
from papers.services.resources import add_resource, remove_resource
from search.homes import home
from search.services.finding import find_papers, find_summaries
from search.services.following import SCORES_WAIT
from search.services.searching import search
from summaries.models import Summary
from summaries.services import (
    add_comment,
    claim_summary,
    delete_comment,
    delete_summary,
    edit_summary,
    hide_comment,
    hide_summary,
    restore_summary,
    text_of,
)
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import cast_vote, close_account, finish_closings, rank_changed_summaries

pytestmark = pytest.mark.django_db


def hits(query: str, **options: str) -> list[tuple[str, int]]:
    return [(hit.kind, hit.number) for hit in search(query, **options).hits]


@pytest.fixture
def zebra(writer, paper, index) -> Summary:
    summary = make_summary(writer=writer, paper=paper, body="About a zebra.")
    index()
    return summary


def test_a_published_summary_is_found_and_its_paper_has_one(zebra):
    assert find_summaries("zebra", limit=5) == [zebra.pk]
    assert find_papers("has:summary", limit=5) == [zebra.paper_id]
    assert hits("by:writer", kind="summary") == [("summary", zebra.pk)]


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_is_taken_back_is_gone(zebra, index, visibility):
    edit_summary(summary=zebra, text=replace(text_of(zebra), visibility=visibility))
    index()
    assert find_summaries("zebra", limit=5) == []
    assert find_papers("has:summary", limit=5) == []


def test_what_is_hidden_is_gone_with_its_comments_and_comes_back(zebra, index, voter, stranger):
    comment = add_comment(writer=voter, summary=zebra, body="A giraffe, rather.")
    index()
    assert hits("giraffe") == [("comment", comment.pk)]
    hide_summary(summary=zebra, by=stranger, reason="x")
    index()
    assert hits("giraffe") == hits("zebra") == []
    restore_summary(summary=zebra)
    index()
    assert hits("giraffe") == [("comment", comment.pk)]
    assert hits("zebra") == [("summary", zebra.pk)]


def test_what_is_deleted_is_gone_and_its_paper_has_none(zebra, index):
    delete_summary(summary=zebra)
    index()
    assert hits("zebra") == []
    assert find_papers("has:summary", limit=5) == []


def test_an_edited_text_is_found_by_its_new_words_alone(zebra, index):
    edit_summary(summary=zebra, text=replace(text_of(zebra), body="About an okapi."))
    index()
    assert hits("zebra") == []
    assert hits("okapi") == [("summary", zebra.pk)]


def test_comments_come_change_and_go(zebra, index, voter):
    hidden = add_comment(writer=voter, summary=zebra, body="A giraffe.")
    deleted = add_comment(writer=voter, summary=zebra, body="An okapi.")
    index()
    assert hits("by:voter", kind="comment") == [("comment", deleted.pk), ("comment", hidden.pk)] or hits(
        "by:voter", kind="comment"
    ) == [("comment", hidden.pk), ("comment", deleted.pk)]
    hide_comment(comment=hidden)
    delete_comment(comment=deleted)
    index()
    assert hits("giraffe") == hits("okapi") == hits("by:voter", kind="comment") == []


def test_nobody_is_found_by_an_anonymous_summary(paper, index):
    writer = UserFactory(username="quat")
    summary = make_summary(writer=writer, paper=paper, body="About a zebra.", is_anonymous=True)
    add_comment(writer=writer, summary=summary, body="I meant a giraffe.")
    index()
    assert hits("zebra") == [("summary", summary.pk)]
    assert len(hits("giraffe")) == 1
    assert hits("by:quat") == [("person", writer.pk)]
    assert hits("zebra by:quat") == hits("zebra quat", is_literal=True) == []
    claim_summary(summary=summary)
    index()
    assert hits("zebra by:quat") == hits("zebra quat") == [("summary", summary.pk)]


def test_a_closed_account_is_gone_and_its_summary_stays_without_a_name(zebra, index, writer):
    close_account(user=writer, keep_summaries=True)
    finish_closings()
    index()
    assert hits("zebra") == [("summary", zebra.pk)]
    assert hits("by:writer") == hits("writer", kind="person") == []


def test_a_new_name_is_found_with_what_it_signs(zebra, index, writer):
    writer.display_name = "Wilhelmina Quat"
    writer.save()
    index()
    assert sorted(hits("by:wilhelmina")) == [("person", writer.pk), ("summary", zebra.pk)]


def test_a_person_is_there_from_the_sign_up_until_deactivated(index):
    person = UserFactory(username="newcomer", bio="I study okapis.")
    index()
    assert hits("newcomer") == hits("okapis") == [("person", person.pk)]
    person.is_active = False
    person.save()
    index()
    assert hits("newcomer") == []


def test_a_joined_paper_leaves_one(index, writer):
    one, other = PaperFactory(title="About a zebra"), PaperFactory(title="About a zebra, journal version")
    summary = make_summary(writer=writer, paper=one, body="Okapi.")
    index()
    merge_papers(source=one, target=other)
    index()
    assert find_papers("zebra", limit=5) == [other.pk]
    assert find_papers("has:summary", limit=5) == [other.pk]
    assert find_summaries("journal", limit=5) == [summary.pk]


def test_code_is_found_while_it_is_there(index, paper, voter):
    code = add_resource(paper=paper, added_by=voter, kind=Resource.Kind.CODE, url="https://example.org/", title="C")
    index()
    assert find_papers("has:code", limit=5) == [paper.pk]
    remove_resource(resource=code)
    index()
    assert find_papers("has:code", limit=5) == []


def test_the_order_by_score_follows_the_votes_by_the_minute(index, voter, stranger):
    high, low = (make_summary(body="A zebra.") for _ in range(2))
    index()
    for person in (voter, stranger):
        cast_vote(voter=person, summary=high, value=1)
    cast_vote(voter=voter, summary=low, value=1)
    rank_changed_summaries()
    assert index() == 0
    a_minute_passes()
    assert index() == 4  # two papers go with them
    assert hits("zebra", sort="score") == [("summary", high.pk), ("summary", low.pk)]
    assert index() == 0


def a_minute_passes() -> None:
    """For the place up to which scores were read."""
    generation = home().current()
    places = generation.read_places()
    earlier = Change.objects.get(pk=places.scores.change_id)
    earlier.at -= SCORES_WAIT
    earlier.save()
    generation.write_places(replace(places, scores=replace(places.scores, change_at=earlier.at.isoformat())))


def test_nothing_new_writes_nothing(zebra, index, django_assert_num_queries, search_dir, on_postgres):
    """On PostgreSQL the numbers that earlier tests rolled back are gaps, which each of the two readers asks for."""
    before = {path: path.stat().st_mtime_ns for path in search_dir.rglob("*.json")}
    with django_assert_num_queries(4 if on_postgres else 2):
        assert index() == 0
    assert {path: path.stat().st_mtime_ns for path in search_dir.rglob("*.json")} == before


def test_what_the_index_still_has_and_the_database_hides_is_not_shown(client, zebra):
    Summary.objects.filter(pk=zebra.pk).update(hidden_at=timezone.now())
    page = client.get("/search/?q=zebra").content.decode()
    assert "About a" not in page
    assert Summary.objects.visible_to(AnonymousUser()).count() == 0


# ------------------------------------------------------------ the log


def note(number: int, at: int) -> Change:
    return Change.objects.create(pk=number, what="paper", object_id=at)


def test_a_change_that_commits_late_is_read_once(db):
    note(1, 11)
    place = place_at(1)
    note(5, 15)
    first = read_changes(place, limit=10)
    assert first.changes == (("paper", 15),)
    assert [(gap.first, gap.last) for gap in first.place.gaps] == [(2, 4)]
    note(3, 13)
    second = read_changes(first.place, limit=10)
    assert second.changes == (("paper", 13),)
    assert [(gap.first, gap.last) for gap in second.place.gaps] == [(2, 2), (4, 4)]
    assert read_changes(second.place, limit=10).changes == ()
    later = timezone.now() + GAP_WAITS + timedelta(minutes=1)
    assert read_changes(second.place, limit=10, now=later).place.gaps == ()


def test_another_log_is_noticed(db):
    note(7, 1)
    place = place_at(7)
    Change.objects.all().delete()
    assert read_changes(place, limit=10).is_lost
    note(7, 2)
    assert read_changes(place, limit=10).is_lost


def test_more_than_one_reading_takes_is_left_for_the_next(db):
    for number in range(1, 6):
        note(number, number)
    first = read_changes(place_at(0), limit=3)
    assert first.has_more
    rest = read_changes(first.place, limit=10)
    assert [number for _, number in (*first.changes, *rest.changes)] == [1, 2, 3, 4, 5]
    assert not rest.has_more
