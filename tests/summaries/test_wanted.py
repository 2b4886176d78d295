import contextlib
from dataclasses import replace
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Notification, User
from papers.models import Paper
from papers.services import merge_papers, undo_merge
from summaries.models import Summary, SummaryRequest
from summaries.services import (
    ask_for_summary,
    delete_summary,
    edit_summary,
    repair_wanted_counts,
    text_of,
    withdraw_request,
)
from summaries.services.requests import (
    MAXIMUM_REQUESTS,
    AlreadyAnswered,
    NotAskable,
    TooManyRequests,
    answer_requests,
)
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db) -> User:
    return UserFactory(username="reader")


def wanted_count(paper: Paper) -> int:
    return Paper.objects.get(pk=paper.pk).wanted_count


def notices(reader: User) -> list[Notification]:
    return list(Notification.objects.filter(reader=reader))


# Asking


def test_asking_twice_is_asking_once(reader, stranger, paper):
    assert [ask_for_summary(reader=reader, paper=paper) for _ in range(2)] == [1, 1]
    assert ask_for_summary(reader=stranger, paper=paper) == 2
    assert wanted_count(paper) == SummaryRequest.objects.count() == 2


def test_taking_a_wish_back(reader, stranger, paper):
    ask_for_summary(reader=reader, paper=paper)
    assert withdraw_request(reader=stranger, paper=paper) == 1
    assert [withdraw_request(reader=reader, paper=paper) for _ in range(2)] == [0, 0]
    assert wanted_count(paper) == 0


def test_a_paper_with_a_public_summary_is_not_asked_for(reader, writer, paper):
    make_summary(paper=paper, writer=writer, visibility="private")
    ask_for_summary(reader=reader, paper=paper)
    make_summary(paper=paper)
    with pytest.raises(AlreadyAnswered):
        ask_for_summary(reader=UserFactory(), paper=paper)


@pytest.mark.parametrize("state", ["failed", "merged"])
def test_a_paper_without_metadata_is_not_asked_for(reader, state):
    with pytest.raises(NotAskable):
        ask_for_summary(reader=reader, paper=PaperFactory(state=state))


def test_a_reader_waits_for_so_many_summaries_and_no_more(reader, paper):
    for _ in range(MAXIMUM_REQUESTS):
        ask_for_summary(reader=reader, paper=PaperFactory())
    with pytest.raises(TooManyRequests, match="Take one of these wishes back"):
        ask_for_summary(reader=reader, paper=paper)
    withdraw_request(reader=reader, paper=Paper.objects.filter(wanted_count=1).first())
    assert ask_for_summary(reader=reader, paper=paper) == 1


# Telling


def test_who_asked_is_told_once(reader, stranger, writer, paper):
    ask_for_summary(reader=reader, paper=paper)
    summary = make_summary(paper=paper, writer=writer)
    edit_summary(summary=summary, text=replace(text_of(summary), body="Better."))
    make_summary(paper=paper)
    (notice,) = notices(reader)
    assert notice.kind == "wanted"
    assert paper.title in notice.text
    assert notice.url == f"/papers/{paper.pk}/#summary-{summary.pk}"
    assert notices(stranger) == []
    assert SummaryRequest.objects.get().answered_at
    assert wanted_count(paper) == 0


def test_a_summary_that_becomes_public_later_tells_then(reader, writer, paper):
    ask_for_summary(reader=reader, paper=paper)
    summary = make_summary(paper=paper, writer=writer, visibility="private")
    assert (notices(reader), wanted_count(paper)) == ([], 1)
    edit_summary(summary=summary, text=replace(text_of(summary), visibility="unlisted"))
    assert (notices(reader), wanted_count(paper)) == ([], 1)
    for visibility in ("public", "private", "public"):
        summary = edit_summary(summary=summary, text=replace(text_of(summary), visibility=visibility))
    assert (len(notices(reader)), wanted_count(paper)) == (1, 0)


def test_the_notice_names_no_writer(reader, paper):
    ask_for_summary(reader=reader, paper=paper)
    secret = UserFactory(username="concealed", display_name="Concealed Person")
    make_summary(paper=paper, writer=secret, is_anonymous=True)
    (notice,) = notices(reader)
    assert "concealed" not in f"{notice.text} {notice.url} {notice.key}".lower()


def test_who_answers_their_own_wish_is_not_told(reader, paper):
    ask_for_summary(reader=reader, paper=paper)
    make_summary(paper=paper, writer=reader)
    assert (notices(reader), wanted_count(paper)) == ([], 0)


def test_a_summary_that_went_away_can_be_asked_for_again(reader, paper):
    ask_for_summary(reader=reader, paper=paper)
    delete_summary(summary=make_summary(paper=paper))
    assert ask_for_summary(reader=reader, paper=paper) == 1
    make_summary(paper=paper)
    assert len(notices(reader)) == 2


def test_a_long_title_fits_into_a_notice(reader):
    paper = PaperFactory(title="word " * 100)
    ask_for_summary(reader=reader, paper=paper)
    make_summary(paper=paper)
    assert len(notices(reader)[0].text) <= 300


# Counts and merges


def test_recount_repairs_how_many_wait(reader, paper, summary):
    other = PaperFactory()
    ask_for_summary(reader=reader, paper=other)
    assert repair_wanted_counts() == []
    Paper.objects.filter(pk=other.pk).update(wanted_count=7)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("recount", stdout=out)
    assert f"paper {other.pk}: wanted_count is 1 now" in out.getvalue()
    assert wanted_count(other) == 1
    assert repair_wanted_counts() == []


def test_wishes_follow_a_paper_and_come_back(reader, stranger, voter):
    source, target = PaperFactory(), PaperFactory()
    for person, paper in ((reader, source), (stranger, source), (stranger, target), (voter, target)):
        ask_for_summary(reader=person, paper=paper)
    merge_papers(source=source, target=target)
    assert (wanted_count(source), wanted_count(target)) == (1, 3)
    assert repair_wanted_counts() == []
    undo_merge(paper=source)
    assert (wanted_count(source), wanted_count(target)) == (2, 2)
    assert repair_wanted_counts() == []


@pytest.mark.parametrize("summarised", ["source", "target"])
def test_a_merge_that_brings_a_summary_tells_and_its_undoing_waits_again(reader, stranger, summarised):
    papers = {"source": PaperFactory(), "target": PaperFactory()}
    wanting = papers["target" if summarised == "source" else "source"]
    ask_for_summary(reader=reader, paper=wanting)
    make_summary(paper=papers[summarised])
    merge_papers(source=papers["source"], target=papers["target"])
    assert len(notices(reader)) == 1
    assert (wanted_count(papers["source"]), wanted_count(papers["target"])) == (0, 0)
    undo_merge(paper=papers["source"])
    assert wanted_count(wanting) == 1
    assert repair_wanted_counts() == []
    make_summary(paper=wanting)
    assert len(notices(reader)) == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_wishes_that_arrive_together_are_all_counted(paper):
    readers = [UserFactory() for _ in range(8)]
    barrier = Barrier(len(readers))

    def ask(reader: User) -> None:
        barrier.wait()
        ask_for_summary(reader=reader, paper=paper)
        connection.close()

    threads = [Thread(target=ask, args=[reader]) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wanted_count(paper) == SummaryRequest.objects.count() == len(readers)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_wish_that_meets_the_publication_is_answered_or_refused(paper, reader, writer):
    """Whichever comes first, nobody is left waiting for what is there."""
    barrier = Barrier(2)

    def ask() -> None:
        barrier.wait()
        with contextlib.suppress(AlreadyAnswered):
            ask_for_summary(reader=reader, paper=paper)
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    barrier.wait()
    make_summary(paper=paper, writer=writer)
    thread.join()
    assert not SummaryRequest.objects.waiting().exists()
    assert wanted_count(paper) == 0
    assert len(notices(reader)) == SummaryRequest.objects.count()


def test_answering_outside_a_saving(reader, summary):
    """As when a moderator shows a summary again: those who asked meanwhile are told."""
    Summary.objects.update(hidden_at=summary.published_at)
    ask_for_summary(reader=reader, paper=summary.paper)
    with transaction.atomic():
        answer_requests(Summary.objects.get())
    assert notices(reader) == []
    Summary.objects.update(hidden_at=None)
    answer_requests(Summary.objects.get())
    assert len(notices(reader)) == 1


# Pages


def test_the_button_sets_and_takes_back(log_in, reader, paper):
    client = log_in(reader)
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "I want a summary" in page
    for _ in range(2):
        answer = client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "1", "next": f"/papers/{paper.pk}/"})
        assert answer.headers["Location"] == f"/papers/{paper.pk}/#wanted-{paper.pk}"
    assert wanted_count(paper) == 1
    assert "1 reader waits for a summary, you among them." in client.get(f"/papers/{paper.pk}/").content.decode()
    client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "0"})
    assert wanted_count(paper) == 0


def test_a_script_gets_the_control(log_in, reader, stranger, paper):
    ask_for_summary(reader=stranger, paper=paper)
    client = log_in(reader)
    htmx = {"HX-Request": "true"}
    fragment = client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "1"}, headers=htmx).content.decode()
    assert "2 readers wait for a summary, you among them." in fragment
    assert "I no longer need it" in fragment
    assert "<html" not in fragment
    make_summary(paper=paper)
    refused = client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "1"}, headers=htmx)
    assert "has a summary already" in refused.content.decode()


def test_without_an_account_one_is_asked_to_log_in(client, paper):
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert f"/accounts/login/?next=/papers/{paper.pk}/" in page
    answer = client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "1"})
    assert answer.headers["Location"] == f"/accounts/login/?next=/papers/{paper.pk}/"
    htmx = client.post(f"/papers/{paper.pk}/want/", {"is_wanted": "1"}, headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"].startswith("/accounts/login/")
    assert not SummaryRequest.objects.exists()


def test_what_the_form_refuses(log_in, reader, paper, summary):
    client = log_in(reader)
    other = PaperFactory()
    assert client.get(f"/papers/{other.pk}/want/").status_code == 405
    assert client.post("/papers/99999/want/", {"is_wanted": "1"}).status_code == 404
    for fields in ({}, {"is_wanted": "yes"}):
        assert client.post(f"/papers/{other.pk}/want/", fields).status_code == 400
    refused = client.post(f"/papers/{summary.paper_id}/want/", {"is_wanted": "1"})
    assert (refused.status_code, "has a summary already" in refused.content.decode()) == (409, True)
    elsewhere = client.post(f"/papers/{other.pk}/want/", {"is_wanted": "1", "next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == f"/papers/{other.pk}/#wanted-{other.pk}"


def test_a_summarised_paper_offers_no_wish(log_in, reader, summary):
    page = log_in(reader).get(f"/papers/{summary.paper_id}/").content.decode()
    assert "I want a summary" not in page
    assert "/want/" not in page


def test_the_most_wanted_paper_stands_first(client, log_in, reader, stranger):
    once, twice, answered = (PaperFactory(title=name) for name in ("Once", "Twice", "Answered"))
    for person, paper in ((reader, once), (reader, twice), (stranger, twice), (reader, answered)):
        ask_for_summary(reader=person, paper=paper)
    make_summary(paper=answered)
    page = client.get("/wanted/").content.decode()
    assert page.index("Twice") < page.index("Once")
    assert "Answered" not in page
    assert f'href="/papers/{twice.pk}/write/"' in page
    own = log_in(stranger).get("/wanted/").content.decode()
    assert own.count("you among them") == 1
    assert own.count("I want one too") == 1


def test_the_list_of_wishes_pages_through_everything_once(client, reader):
    for number in range(30):
        ask_for_summary(reader=reader, paper=PaperFactory(title=f"Number {number:02d} of it"))
    first = client.get("/wanted/").content.decode()
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get("/wanted/" + address).content.decode()
    shown = [number for number in range(30) for page in (first, second) if f"Number {number:02d} of it" in page]
    assert shown == list(range(30))
    assert client.get("/wanted/?after=nonsense").status_code == 400


def test_an_empty_list_says_what_to_do(client):
    page = client.get("/wanted/").content.decode()
    assert "Nobody waits for a summary at the moment." in page
    assert "/submit/" in page
    assert client.post("/wanted/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_rows(
    client, log_in, api, reader, number, django_assert_num_queries
):
    for _ in range(number):
        ask_for_summary(reader=reader, paper=PaperFactory())
    with django_assert_num_queries(2):
        client.get("/wanted/")
    own = log_in(reader)
    with django_assert_num_queries(5):  # two more for session and user
        own.get("/wanted/")
    with django_assert_num_queries(4):
        assert len(api.get("/api/v1/papers/wanted/").json()["results"]) == number


# API


def test_the_api_asks_and_takes_back(api, api_as, reader, paper):
    client = api_as(reader)
    address = f"/api/v1/papers/{paper.pk}/want/"
    for _ in range(2):
        answer = client.put(address)
        assert (answer.status_code, answer.json()) == (200, {"wanted": True, "wanted_count": 1})
    (row,) = api.get("/api/v1/papers/wanted/").json()["results"]
    assert (row["id"], row["wanted_count"]) == (paper.pk, 1)
    for _ in range(2):
        assert client.delete(address).json() == {"wanted": False, "wanted_count": 0}
    assert api.get("/api/v1/papers/wanted/").json()["results"] == []


def test_what_the_api_refuses(api, api_as, reader, summary):
    client = api_as(reader)
    assert client.put(f"/api/v1/papers/{summary.paper_id}/want/").json()["code"] == "already_answered"
    assert client.put("/api/v1/papers/99999/want/").json()["code"] == "not_found"
    assert client.post(f"/api/v1/papers/{summary.paper_id}/want/").json()["code"] == "method_not_allowed"
    for call in (api.put, api.delete):
        assert call(f"/api/v1/papers/{summary.paper_id}/want/").json()["code"] == "not_authenticated"
