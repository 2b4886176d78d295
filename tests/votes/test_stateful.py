"""Whatever people do and in whatever order: the counters are the rows, read here without any code of the product.

VOTES_EXAMPLES=300 runs the whole proof.
"""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from papers.services import merge_papers, undo_merge
from shortsci.errors import DomainError
from summaries.models import Comment, Summary
from summaries.services import (
    Text,
    add_comment,
    claim_summary,
    delete_comment,
    delete_summary,
    edit_summary,
    hide_summary,
    publish_summary,
    restore_summary,
)
from tests.factories import PaperFactory, UserFactory
from votes.models import Vote
from votes.ranking import hot_score, wilson_lower_bound
from votes.services import (
    cast_vote,
    close_account,
    count_due_votes,
    finish_closings,
    move_periods,
    rank_all,
    rank_changed_summaries,
    repair_drift,
)

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("VOTES_EXAMPLES", "10"))
STEPS = 40
PEOPLE, PAPERS = 5, 3
SWEEPS = [
    finish_closings,
    count_due_votes,
    rank_changed_summaries,
    move_periods,
]  # what beat runs every minute or sooner

people = st.integers(0, PEOPLE - 1)
papers = st.integers(0, PAPERS - 1)
which = st.integers(0, 30)


class Site(RuleBasedStateMachine):
    """A small site, and beside it what a plain reading of the requests says of its votes."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.delay = override_settings(VOTE_DELAY_HOURS=0, VOTES_A_MINUTE=0)
        self.delay.enable()
        self.said: dict[tuple[int, int], int] = {}  # (summary, voter) → the last value that was taken

    def teardown(self) -> None:
        try:
            for sweep in SWEEPS:
                sweep()
            assert repair_drift() == []
            self.compare_ranks()
        finally:
            self.delay.disable()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.people = UserFactory.create_batch(PEOPLE)
        self.papers = [PaperFactory() for _ in range(PAPERS)]
        self.moderator = UserFactory(is_staff=True)
        for person in self.people[:3]:
            publish_summary(writer=person, paper=self.papers[0], text=Text(body="It is large."))

    def summary(self, number: int) -> Summary | None:
        rows = list(Summary.objects.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    # ------------------------------------------------------------ voters

    @rule(who=people, number=which, value=st.sampled_from([1, 1, -1, 0]))
    def vote(self, who: int, number: int, value: int) -> None:
        if summary := self.summary(number):
            try:
                tally = cast_vote(voter=self.people[who], summary=summary, value=value)
            except DomainError:  # one's own, not public, or of an account that is closed
                return
            assert tally.value == value
            self.said[summary.pk, self.people[who].pk] = value

    @rule(votes=st.lists(st.tuples(people, st.sampled_from([1, -1, 0])), min_size=2, max_size=8), number=which)
    def change_minds(self, votes: list[tuple[int, int]], number: int) -> None:
        for who, value in votes:
            self.vote(who, number, value)

    @rule(hours=st.sampled_from([0, 48]))
    def delay_newcomers(self, hours: int) -> None:
        """An operator turns the setting; from then on votes of young accounts wait, or count at once."""
        self.delay.disable()
        self.delay = override_settings(VOTE_DELAY_HOURS=hours, VOTES_A_MINUTE=0)
        self.delay.enable()

    @rule()
    def two_days_pass(self) -> None:
        """For those who wait; the sweep then counts their votes."""
        Vote.objects.filter(state=Vote.State.WAITING).update(counts_at=timezone.now() - timedelta(seconds=1))
        self.sweep()

    @rule(who=people, keep=st.booleans())
    def close_account(self, who: int, keep: bool) -> None:
        person = self.people[who]
        close_account(user=person, keep_summaries=keep)
        finish_closings()
        self.said = {key: value for key, value in self.said.items() if key[1] != person.pk}
        self.people[who] = UserFactory()

    # ------------------------------------------------------------ writers

    @rule(who=people, paper=papers, is_anonymous=st.booleans())
    def publish(self, who: int, paper: int, is_anonymous: bool) -> None:
        text = Text(body="Another view.", is_anonymous=is_anonymous)
        self.attempt(lambda: publish_summary(writer=self.people[who], paper=self.papers[paper], text=text))

    @rule(number=which, visibility=st.sampled_from(["public", "unlisted", "private"]))
    def edit(self, number: int, visibility: str) -> None:
        if summary := self.summary(number):
            text = Text(body="A new view.", visibility=visibility, is_anonymous=summary.is_anonymous)
            self.attempt(lambda: edit_summary(summary=summary, text=text))

    @rule(number=which)
    def claim(self, number: int) -> None:
        if summary := self.summary(number):
            claim_summary(summary=summary)

    @rule(number=which)
    def delete(self, number: int) -> None:
        if summary := self.summary(number):
            delete_summary(summary=summary)

    @rule(who=people, number=which)
    def comment(self, who: int, number: int) -> None:
        if summary := self.summary(number):
            self.attempt(lambda: add_comment(writer=self.people[who], summary=summary, body="Is it?"))

    @rule(number=which)
    def take_comment_back(self, number: int) -> None:
        comments = list(Comment.objects.filter(deleted_at=None).order_by("pk"))
        if comments:
            comment = comments[number % len(comments)]
            self.attempt(lambda: delete_comment(comment=comment))

    # ------------------------------------------------------------ moderators

    @rule(number=which)
    def hide(self, number: int) -> None:
        if summary := self.summary(number):
            hide_summary(summary=summary, by=self.moderator, reason="Copied.")

    @rule(number=which)
    def restore(self, number: int) -> None:
        if summary := self.summary(number):
            restore_summary(summary=summary)

    @rule(one=papers, other=papers)
    def merge(self, one: int, other: int) -> None:
        source, target = self.papers[one], self.papers[other]
        self.attempt(lambda: merge_papers(source=source, target=target, by=self.moderator))

    @rule(paper=papers)
    def undo(self, paper: int) -> None:
        self.attempt(lambda: undo_merge(paper=self.papers[paper]))

    # ------------------------------------------------------------ tasks

    @rule()
    def sweep(self) -> None:
        for sweep in SWEEPS:
            sweep()

    @rule()
    def rank_everything(self) -> None:
        assert rank_all().drift == {}

    def attempt(self, work) -> None:
        """What is refused changes nothing; the invariants look."""
        try:
            with transaction.atomic():
                work()
        except DomainError:
            pass

    # ------------------------------------------------------------ what must hold after every step

    @invariant()
    def counters_are_the_rows(self) -> None:
        counted = Counter()
        for summary, value, state in read("SELECT summary_id, value, state FROM votes_vote"):
            if state == "counted":
                counted[summary, value] += 1
        shown = Counter()
        for pk, paper, up, down, score, visibility, hidden in read(
            "SELECT id, paper_id, upvotes, downvotes, score, visibility, hidden_at FROM summaries_summary"
        ):
            assert (up, down, score) == (counted[pk, 1], counted[pk, -1], counted[pk, 1] - counted[pk, -1])
            shown[paper] += visibility == "public" and hidden is None
        for paper, number in read("SELECT id, summary_count FROM papers_paper"):
            assert number == shown[paper]
        comments = Counter(row[0] for row in read("SELECT summary_id FROM summaries_comment WHERE deleted_at IS NULL"))
        for pk, number in read("SELECT id, comment_count FROM summaries_summary"):
            assert number == comments[pk]

    @invariant()
    def every_vote_is_the_last_one_that_was_taken(self) -> None:
        there = {row[0] for row in read("SELECT id FROM summaries_summary")}
        expected = {key: value for key, value in self.said.items() if value and key[0] in there}
        assert {row[:2]: row[2] for row in read("SELECT summary_id, voter_id, value FROM votes_vote")} == expected

    def compare_ranks(self) -> None:
        for summary in Summary.objects.all():
            assert summary.wilson == wilson_lower_bound(summary.upvotes, summary.downvotes)
            if summary.published_at:
                assert summary.hot == hot_score(summary.upvotes, summary.downvotes, summary.published_at)


def read(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_counters_equal_rows_whatever_happens(db):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Site, settings=chosen)
