"""The statements that are put together once say what the ORM says."""

import pytest
from django.utils import timezone

from summaries.models import Summary
from summaries.services import hide_summary
from tests.factories import UserFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote, statements

pytestmark = pytest.mark.django_db


def fields_of(row, names: list[str]) -> list[object]:
    return [getattr(row, name) for name in names]


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_summary_is_found_by_those_whom_visible_to_shows_it(visibility, is_hidden, writer, voter):
    summary = make_summary(writer=writer, visibility=visibility)
    if is_hidden:
        hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="Copied.")
    for person in (writer, voter, UserFactory(is_staff=True)):
        expected = Summary.objects.visible_to(person).filter(pk=summary.pk).first()
        found = statements.find_visible(person, summary.pk)
        assert (found is None) == (expected is None)
        if found and expected:
            assert found.pk == expected.pk
            assert (found.writer_id, found.visibility) == (expected.writer_id, expected.visibility)
            assert found.is_public == expected.is_public
    assert statements.find_visible(voter, 10**12) is None


def test_what_partial_indexes_depend_on_is_written_into_the_question():
    """As a parameter SQLite plans the question anew each time that it is asked."""
    for build in (statements.visible_to_reader, statements.visible_to_moderator):
        sql, parameters = statements.put_together(build)
        assert "'public'" in sql
        assert "public" not in parameters


def test_the_locked_summary_has_its_numbers(summary):
    Summary.objects.filter(pk=summary.pk).update(upvotes=3, downvotes=1, score=2)
    summary.refresh_from_db()
    names = [name for name in statements.SUMMARY_FIELDS if name != "hidden_at"]
    assert fields_of(statements.find_locked(summary.pk), names) == fields_of(summary, names)
    assert statements.find_locked(10**12) is None


def test_the_locked_summary_comes_with_the_vote_of_this_voter_alone(summary, voter, stranger):
    cast_vote(voter=stranger, summary=summary, value=-1)
    locked = statements.lock_with_vote(voter, summary.pk)
    assert (locked.summary.pk, locked.summary.downvotes, locked.vote) == (summary.pk, 1, None)
    cast_vote(voter=voter, summary=summary, value=1)
    locked = statements.lock_with_vote(voter, summary.pk)
    assert (locked.summary.upvotes, locked.vote) == (1, Vote.objects.get(voter=voter))
    assert statements.lock_with_vote(voter, 10**12) is None


@pytest.mark.parametrize("state", Vote.State.values)
def test_a_vote_is_found_with_its_state(state, summary, voter):
    assert statements.find_vote(voter, summary) is None
    cast_vote(voter=voter, summary=summary, value=-1, reason="unclear")
    counts_at = timezone.now() if state == Vote.State.WAITING else None
    Vote.objects.update(state=state, counts_at=counts_at)
    found = statements.find_vote(voter, summary)
    assert fields_of(found, statements.VOTE_FIELDS) == fields_of(Vote.objects.get(), statements.VOTE_FIELDS)
    assert found.counts_at == counts_at


def test_added_and_changed_rows_hold_what_a_saved_one_would(summary, voter):
    before = timezone.now()
    cast_vote(voter=voter, summary=summary, value=1)
    added = Vote.objects.get()
    assert (added.summary_id, added.voter_id, added.value) == (summary.pk, voter.pk, 1)
    assert (added.state, added.reason, added.counts_at, added.burst_id) == ("counted", "", None, None)
    assert before <= added.cast_at <= timezone.now()
    assert added.cast_at == added.changed_at
    cast_vote(voter=voter, summary=summary, value=-1, reason="thin")
    changed = Vote.objects.get()
    assert (changed.pk, changed.value, changed.reason) == (added.pk, -1, "thin")
    assert changed.cast_at == added.cast_at < changed.changed_at
    summary.refresh_from_db()
    assert (summary.upvotes, summary.downvotes, summary.score, summary.needs_ranking) == (0, 1, -1, True)
