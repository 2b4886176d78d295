from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from summaries.models import Summary
from summaries.services import (
    MAXIMUM_BODY,
    AlreadySummarised,
    BodyEmpty,
    BodyTooLong,
    PaperNotReady,
    SummaryGone,
    Text,
    delete_summary,
    edit_summary,
    publish_summary,
    repair_summary_counts,
    text_of,
)
from tests.factories import PaperFactory, make_summary
from votes.models import Vote
from votes.services import cast_vote

pytestmark = pytest.mark.django_db


def test_publishing_stores_source_html_and_excerpt(writer, paper):
    summary = publish_summary(writer=writer, paper=paper, text=Text(body="One\r\n$x$", tldr="Short."))
    summary.refresh_from_db()
    assert summary.body == "One\n$x$"
    assert "<math><mi>x</mi></math>" in summary.html
    assert summary.excerpt == summary.html
    assert summary.published_at <= timezone.now()
    assert summary.edited_at is None
    assert summary.needs_ranking
    paper.refresh_from_db()
    assert paper.summary_count == 1


def test_a_private_one_has_no_date_and_does_not_count(writer, paper):
    summary = publish_summary(writer=writer, paper=paper, text=Text(body="x", visibility="private"))
    paper.refresh_from_db()
    assert (summary.published_at, paper.summary_count, summary.needs_ranking) == (None, 0, False)


@pytest.mark.parametrize(
    ("body", "error"), [("", BodyEmpty), (" \n ", BodyEmpty), ("x" * (MAXIMUM_BODY + 1), BodyTooLong)]
)
def test_bodies_that_are_refused(writer, paper, body, error):
    with pytest.raises(error):
        publish_summary(writer=writer, paper=paper, text=Text(body=body))
    assert not Summary.objects.exists()


def test_the_longest_body_is_taken(writer, paper):
    assert len(publish_summary(writer=writer, paper=paper, text=Text(body="x" * MAXIMUM_BODY)).body) == MAXIMUM_BODY


def test_the_same_text_twice_is_one_summary_and_another_one_is_refused(writer, paper):
    first = publish_summary(writer=writer, paper=paper, text=Text(body="Text"))
    assert publish_summary(writer=writer, paper=paper, text=Text(body="Text\r\n")) == first
    with pytest.raises(AlreadySummarised) as caught:
        publish_summary(writer=writer, paper=paper, text=Text(body="Other text"))
    assert caught.value.existing == first
    assert Summary.objects.count() == 1


def test_nothing_to_summarise_on_a_failed_paper(writer):
    paper = PaperFactory(state="failed")
    with pytest.raises(PaperNotReady):
        publish_summary(writer=writer, paper=paper, text=Text(body="x"))


def test_an_edit_keeps_the_first_publication_and_every_counter(summary, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    Summary.objects.update(published_at=timezone.now() - timedelta(days=9))
    before = Summary.objects.get()
    after = edit_summary(summary=summary, text=Text(body="New $y$", tldr="New.", visibility="public"))
    after.refresh_from_db()
    assert after.published_at == before.published_at
    assert after.edited_at > before.published_at
    assert (after.score, after.hot) == (before.score, before.hot)
    assert "<mi>y</mi>" in after.html
    assert after.tldr == "New."


def test_hiding_and_showing_again_keeps_the_date(summary, paper):
    first = summary.published_at
    hidden = edit_summary(summary=summary, text=Text(body=summary.body, tldr=summary.tldr, visibility="private"))
    paper.refresh_from_db()
    assert paper.summary_count == 0
    assert (hidden.published_at, hidden.edited_at) == (first, None)
    shown = edit_summary(summary=summary, text=Text(body=summary.body, tldr=summary.tldr, visibility="public"))
    paper.refresh_from_db()
    assert (shown.published_at, paper.summary_count) == (first, 1)


def test_a_private_text_gets_its_date_when_it_becomes_public(private_summary):
    shown = edit_summary(summary=private_summary, text=Text(body="x", tldr="", visibility="public"))
    assert shown.published_at is not None
    assert shown.edited_at is None


def test_an_edit_is_checked_too(summary):
    with pytest.raises(BodyEmpty):
        edit_summary(summary=summary, text=Text(body=" ", tldr="", visibility="public"))


def test_deleting_takes_the_votes_with_it(summary, paper, voter):
    cast_vote(voter=voter, summary=summary, value=1)
    delete_summary(summary=summary)
    paper.refresh_from_db()
    assert not Vote.objects.exists()
    assert paper.summary_count == 0


def test_the_database_keeps_the_rules(writer, paper, summary):
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=summary.pk).update(published_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=summary.pk).update(score=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.filter(pk=summary.pk).update(visibility="secret")


def test_wrong_paper_counts_are_found_and_repaired(summary, paper):
    assert repair_summary_counts() == []
    type(paper).objects.update(summary_count=5)
    assert repair_summary_counts() == [paper]
    paper.refresh_from_db()
    assert paper.summary_count == 1


def test_visible_to(summary, private_summary, writer, stranger):
    from django.contrib.auth.models import AnonymousUser

    assert set(Summary.objects.visible_to(AnonymousUser())) == {summary}
    assert set(Summary.objects.visible_to(stranger)) == {summary}
    assert set(Summary.objects.visible_to(writer)) == {summary, private_summary}


def test_making_a_summary_for_two_papers(writer):
    make_summary(writer=writer)
    make_summary(writer=writer)
    assert Summary.objects.count() == 2


def test_every_change_of_a_summary_is_noted(writer):
    from changes.models import Change

    summary = make_summary(writer=writer)
    edit_summary(summary=summary, text=Text(body="New.", tldr="", visibility="private"))
    pk = summary.pk
    delete_summary(summary=summary)
    assert list(Change.objects.filter(what="summary").values_list("object_id", flat=True)) == [pk] * 3


def test_the_same_text_with_other_choices_is_refused_and_nothing_is_dropped(summary, writer):
    for choice in ({"visibility": "private"}, {"is_anonymous": True}, {"ai_use": "A spelling checker."}):
        with pytest.raises(AlreadySummarised):
            publish_summary(writer=writer, paper=summary.paper, text=replace(text_of(summary), **choice))


def test_what_is_gone_is_said(summary):
    delete_summary(summary=Summary.objects.get(pk=summary.pk))
    with pytest.raises(SummaryGone):
        edit_summary(summary=summary, text=Text(body="Late."))


def test_every_way_to_private_renews_the_address():
    summary = make_summary(visibility="unlisted")
    first = summary.secret
    for visibility in ("public", "private", "unlisted"):
        summary = edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
    assert summary.secret != first
