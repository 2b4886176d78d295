"""The reading list and its notes: services, box, list, exports."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.models import Paper
from papers.services.merging import merge_papers, undo_merge
from reading.models import Reading
from reading.services import (
    InvalidState,
    ListFull,
    NoteTooLong,
    NotListable,
    counts_of,
    forget_reading,
    set_note,
    set_state,
)
from reading.services import readings as readings_module
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import close_account, finish_closings

pytestmark = pytest.mark.django_db
SECRET = "zanzibar"


# Services


def test_a_paper_is_put_on_the_list_moved_and_taken_off(reader, paper):
    first = set_state(reader=reader, paper=paper, state="to_read")
    assert (first.state, first.note) == ("to_read", "")
    again = set_state(reader=reader, paper=paper, state="to_read")
    assert again.listed_at == first.listed_at
    moved = set_state(reader=reader, paper=paper, state="read")
    assert moved.pk == first.pk
    assert moved.listed_at > first.listed_at
    assert set_state(reader=reader, paper=paper, state="") is None
    assert set_state(reader=reader, paper=paper, state="") is None
    assert Reading.objects.count() == 0


def test_note_and_place_do_not_depend_on_each_other(reader, paper):
    kept = set_note(reader=reader, paper=paper, note="  It holds that $x^2$.\r\nTrue?  ")
    assert (kept.state, kept.note) == ("", "It holds that $x^2$.\nTrue?")
    assert "<math" in kept.note_html
    set_state(reader=reader, paper=paper, state="read")
    assert set_note(reader=reader, paper=paper, note=" ").state == "read"
    set_note(reader=reader, paper=paper, note="Again.")
    assert set_state(reader=reader, paper=paper, state="").note == "Again."
    assert set_note(reader=reader, paper=paper, note="") is None
    assert set_note(reader=reader, paper=paper, note="") is None
    assert Reading.objects.count() == 0


def test_forgetting_takes_both(reader, stranger, paper):
    for person in (reader, stranger):
        set_state(reader=person, paper=paper, state="read")
        set_note(reader=person, paper=paper, note="A note.")
    forget_reading(reader=reader, paper=paper)
    forget_reading(reader=reader, paper=paper)
    assert [row.reader for row in Reading.objects.all()] == [stranger]


def test_what_is_refused(reader, paper, monkeypatch):
    with pytest.raises(InvalidState):
        set_state(reader=reader, paper=paper, state="burnt")
    with pytest.raises(NoteTooLong):
        set_note(reader=reader, paper=paper, note="x" * (readings_module.MAXIMUM_NOTE + 1))
    set_note(reader=reader, paper=paper, note="x" * readings_module.MAXIMUM_NOTE)
    with pytest.raises(NotListable):
        set_state(reader=reader, paper=PaperFactory(state="failed"), state="read")
    monkeypatch.setattr(readings_module, "MAXIMUM_LISTED", 1)
    with pytest.raises(ListFull):
        set_state(reader=reader, paper=PaperFactory(), state="read")
    assert Reading.objects.count() == 1


def test_the_database_keeps_no_empty_row(reader, paper):
    for fields in ({}, {"state": "burnt", "listed_at": timezone.now()}, {"state": "read"}, {"note": "Without a date."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading.objects.create(reader=reader, paper=paper, **fields)


def test_a_note_of_an_older_renderer_is_shown_as_today(reader, paper):
    set_note(reader=reader, paper=paper, note="A *note*.")
    Reading.objects.update(renderer_version=0, note_html="Old.")
    assert Reading.objects.get().shown_note.strip() == "<p>A <em>note</em>.</p>"


def test_lists_and_notes_go_with_their_paper_into_a_merge_and_back(reader, stranger):
    source, target = PaperFactory(), PaperFactory()
    set_state(reader=reader, paper=source, state="read")
    set_note(reader=reader, paper=source, note="Of the first.")
    set_note(reader=stranger, paper=source, note="Of the source.")
    set_note(reader=stranger, paper=target, note="Of the target.")
    merge_papers(source=source, target=target)
    assert [(row.paper, row.state, row.note) for row in Reading.objects.of(reader)] == [
        (target, "read", "Of the first.")
    ]
    joined = Reading.objects.of(stranger).get()
    assert (joined.paper, joined.note) == (target, "Of the target.\n\nOf the source.")
    assert "Of the source." in joined.note_html
    undo_merge(paper=source)
    assert [(row.paper, row.note) for row in Reading.objects.of(reader)] == [(source, "Of the first.")]
    assert set(Reading.objects.of(stranger).values_list("paper", "note")) == {
        (source.pk, "Of the source."),
        (target.pk, "Of the target.\n\nOf the source."),
    }


def test_closing_an_account_removes_list_and_notes(reader, stranger, paper):
    for person in (reader, stranger):
        set_note(reader=person, paper=paper, note="A note.")
    close_account(user=reader, keep_summaries=True)
    assert [row.reader for row in Reading.objects.all()] == [stranger]
    finish_closings()
    assert [row.reader for row in Reading.objects.all()] == [stranger]


# The box on the page of a paper


def state_url(paper: Paper) -> str:
    return f"/papers/{paper.pk}/reading/"


def note_url(paper: Paper) -> str:
    return f"/papers/{paper.pk}/note/"


def test_the_box_puts_the_paper_on_the_list_and_back(log_in, reader, paper):
    browser = log_in(reader)
    page = f"/papers/{paper.pk}/"
    assert 'aria-pressed="true"' not in browser.get(page).content.decode()
    answer = browser.post(state_url(paper), {"state": "to_read", "next": page})
    assert answer.headers["Location"] == f"{page}#reading-{paper.pk}"
    shown = browser.get(page).content.decode()
    assert f'id="to-read-{paper.pk}" name="state" value="" aria-pressed="true"' in shown
    browser.post(state_url(paper), {"state": ""})
    assert Reading.objects.count() == 0


def test_a_script_gets_the_box(log_in, reader, paper):
    browser = log_in(reader)
    for address, sent in ((state_url(paper), {"state": "read"}), (note_url(paper), {"note": f"A *{SECRET}*."})):
        answer = browser.post(address, sent, headers={"HX-Request": "true"}).content.decode()
        assert answer.strip().startswith('<section class="keep"')
    assert f"<em>{SECRET}</em>" in answer
    assert f'id="read-{paper.pk}" name="state" value="" aria-pressed="true"' in answer


@pytest.mark.parametrize("is_scripted", [True, False])
def test_a_note_that_is_too_long_is_not_lost(log_in, reader, paper, is_scripted):
    headers = {"HX-Request": "true"} if is_scripted else {}
    text = f"{SECRET} " * 3000
    answer = log_in(reader).post(note_url(paper), {"note": text}, headers=headers)
    assert answer.status_code == (200 if is_scripted else 422)
    page = answer.content.decode()
    assert text.strip() in page
    assert "too long" in page
    assert Reading.objects.count() == 0


def test_nobody_else_sees_a_note(client, log_in, reader, stranger, writer, paper):
    make_summary(paper=paper, writer=writer)
    set_state(reader=reader, paper=paper, state="to_read")
    set_note(reader=reader, paper=paper, note=SECRET)
    moderator = UserFactory(is_staff=True, is_superuser=True)
    for browser in (client, log_in(stranger), log_in(writer), log_in(moderator)):
        for page in (f"/papers/{paper.pk}/", "/reading/", "/reading/notes/", "/categories/cs.LG/", "/admin/"):
            answer = browser.get(page, follow=True).content.decode()
            assert SECRET not in answer, page
            assert "marks" not in answer
    assert SECRET in log_in(reader).get(f"/papers/{paper.pk}/").content.decode()
    assert log_in(moderator).get("/admin/reading/reading/").status_code == 404


def test_anonymous_pages_have_no_box(client, paper):
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "keep" not in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize(("make_url", "sent"), [(state_url, {"state": "read"}), (note_url, {"note": "x"})])
def test_who_is_not_logged_in_or_asks_wrongly(client, log_in, reader, paper, make_url, sent):
    assert client.post(make_url(paper), sent).headers["Location"] == f"/accounts/login/?next=/papers/{paper.pk}/"
    assert client.get(make_url(paper)).status_code == 405
    assert log_in(reader).post(make_url(Paper(pk=999_999)), sent).status_code == 404
    assert Reading.objects.count() == 0


def test_words_that_no_form_sends(log_in, reader, paper):
    browser = log_in(reader)
    assert browser.post(state_url(paper), {"state": "burnt"}).status_code == 400
    assert browser.post(note_url(paper), {"note": "a\0b"}).status_code == 400
    assert browser.post(state_url(PaperFactory(state="failed")), {"state": "read"}).status_code == 409
    assert Reading.objects.count() == 0


def test_a_paper_that_was_joined_is_the_one_it_is_now(log_in, reader, paper):
    target = PaperFactory()
    merge_papers(source=paper, target=target)
    log_in(reader).post(state_url(paper), {"state": "read"})
    assert Reading.objects.get().paper == target


# The list


def test_each_tab_has_its_papers_the_latest_first(log_in, reader):
    first, second, third = PaperFactory.create_batch(3)
    set_state(reader=reader, paper=first, state="to_read")
    set_state(reader=reader, paper=second, state="to_read")
    set_state(reader=reader, paper=third, state="read")
    set_note(reader=reader, paper=first, note=SECRET)
    browser = log_in(reader)
    assert [row.paper for row in browser.get("/reading/").context["page"].rows] == [second, first]
    assert [row.paper for row in browser.get("/reading/read/").context["page"].rows] == [third]
    notes = browser.get("/reading/notes/")
    assert [row.paper for row in notes.context["page"].rows] == [first]
    assert SECRET in notes.content.decode()
    assert counts_of(reader) == {"to_read": 2, "read": 1, "notes": 1}
    set_state(reader=reader, paper=first, state="read")
    set_state(reader=reader, paper=first, state="to_read")
    assert [row.paper for row in browser.get("/reading/").context["page"].rows] == [first, second]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/reading/", "mean to read"), ("/reading/read/", "you have read"), ("/reading/notes/", "not written a note")],
)
def test_an_empty_tab_says_what_to_do(client, log_in, reader, path, words):
    assert words in log_in(reader).get(path).content.decode()
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
    assert log_in(reader).post(path).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(log_in, reader, number, django_assert_num_queries):
    for paper in PaperFactory.create_batch(number):
        set_state(reader=reader, paper=paper, state="to_read")
    browser = log_in(reader)
    with django_assert_num_queries(6):
        assert browser.get("/reading/").content.decode().count("Take off the list") == number


def test_pages_of_the_list(log_in, reader, monkeypatch):
    monkeypatch.setattr("reading.views.readings.PAGE_SIZE", 2)
    papers = PaperFactory.create_batch(3)
    for paper in papers:
        set_state(reader=reader, paper=paper, state="to_read")
    browser = log_in(reader)
    page = browser.get("/reading/").context["page"]
    rest = browser.get("/reading/", {"after": page.next_cursor}).context["page"]
    assert [row.paper for row in (*page.rows, *rest.rows)] == papers[::-1]


def test_the_list_is_taken_along(client, log_in, reader, stranger):
    paper, other = PaperFactory(title="A Title to Keep"), PaperFactory(title="Of Somebody Else")
    set_state(reader=reader, paper=paper, state="read")
    set_note(reader=reader, paper=paper, note=SECRET)
    set_state(reader=stranger, paper=other, state="read")
    browser = log_in(reader)
    for tab in ("/reading/read/", "/reading/notes/"):
        for suffix, sign in (("bib", "@article{"), ("ris", "TY  - "), ("json", '"title"')):
            answer = browser.get(f"{tab}papers.{suffix}")
            content = answer.getvalue().decode()
            assert sign in content or "@misc{" in content
            assert "Title to Keep" in content.replace("{", "").replace("}", "")
            assert "Somebody" not in content
            assert SECRET not in content
    assert browser.get("/reading/papers.bib").getvalue() == b""
    assert client.get("/reading/papers.bib").headers["Location"].startswith("/accounts/login/")


def test_lists_of_papers_show_the_mark_with_one_query_more(client, log_in, reader, django_assert_num_queries):
    papers = PaperFactory.create_batch(3)
    set_state(reader=reader, paper=papers[0], state="to_read")
    set_note(reader=reader, paper=papers[1], note="No mark.")
    page = log_in(reader).get("/categories/cs.LG/").content.decode()
    assert page.count('<a class="tag" href="/reading/">To read</a>') == 1
    assert 'class="tag"' not in client.get("/categories/cs.LG/").content.decode()
    browser = log_in(reader)
    with django_assert_num_queries(8):
        browser.get("/categories/cs.LG/")
