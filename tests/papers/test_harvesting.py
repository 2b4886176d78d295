from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from papers import harvesting
from papers.fetching import arxiv_limiter
from papers.harvesting import Harvester
from papers.identifiers import Identifier, Kind
from papers.models import Harvest, Paper
from papers.services import RecordSaver, request_paper
from papers.services.harvests import MAXIMUM_RESTARTS, save_page, start_harvest
from papers.sources.arxiv_oai import fetch_page
from papers.sources.http import new_http_client
from papers.tasks import harvest_pages
from shortsci.redis import redis_client
from tests.messages import forget_messages, is_sent
from tests.oai_stand_in import BROKEN, BUSY, BUSY_FOR_A_SECOND, Fault, OaiStandIn, run_oai_stand_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """The interval is proved in test_limiter and against the whole product."""
    monkeypatch.setattr("papers.fetching.ARXIV_INTERVAL", 0.001)
    monkeypatch.setattr("papers.fetching.FIRST_DELAY", 0.001)


@pytest.fixture
def oai(settings):
    with run_oai_stand_in(records=30, page_size=10) as stand_in:
        settings.ARXIV_OAI_URL = stand_in.url
        yield stand_in


def begin(**fields) -> Harvest:
    return start_harvest(**{"set_spec": "", "metadata_prefix": "arXivRaw", **fields})


def step(harvest: Harvest) -> Harvest:
    """One turn, whatever pause the one before left."""
    redis_client().delete(arxiv_limiter().key)
    Harvest.objects.filter(is_running=True).update(next_attempt_at=timezone.now())
    Harvester(RecordSaver()).harvest_page()
    harvest.refresh_from_db()
    return harvest


def finish(harvest: Harvest, turns: int = 20) -> Harvest:
    for _ in range(turns):
        if harvest.is_running:
            step(harvest)
    return harvest


@pytest.mark.parametrize("metadata_prefix", ["arXivRaw", "arXiv"])
def test_a_harvest_brings_every_paper(oai, metadata_prefix):
    harvest = finish(begin(metadata_prefix=metadata_prefix))
    assert (harvest.page_count, harvest.record_count, harvest.problem_count) == (3, 30, 0)
    assert (harvest.is_running, harvest.problem) == (False, "")
    assert Paper.objects.filter(state="ready").count() == 30
    assert Paper.objects.first().author_names == ["Ada Writer", "Ben Second", "Cy Third"]
    assert [request.query.get("metadataPrefix") for request in oai.requests] == [metadata_prefix, None, None]
    assert "mailto:" in oai.requests[0].user_agent


def test_a_set_and_a_window_are_asked_for(oai):
    harvest = finish(begin(set_spec="cs:cs:LG", window_from=date(2021, 1, 5), window_until=date(2021, 1, 6)))
    assert oai.requests[0].query["set"] == "cs:cs:LG"
    assert (oai.requests[0].query["from"], oai.requests[0].query["until"]) == ("2021-01-05", "2021-01-06")
    assert 0 < harvest.record_count == Paper.objects.count() < 30


def test_the_next_harvest_goes_on_from_where_the_last_one_began(oai):
    finish(begin())
    oai.revise(7, on=timezone.now().date())
    oai.requests.clear()
    harvest = finish(begin())
    assert date.fromisoformat(oai.requests[0].query["from"]) == timezone.now().date() - timedelta(days=1)
    assert (harvest.record_count, Paper.objects.count()) == (1, 30)
    assert Paper.objects.get(identifiers__value=oai.arxiv_id(7)).version == 2


def test_a_harvest_that_was_stopped_goes_on_with_its_token(oai):
    harvest = step(begin())
    assert Paper.objects.count() == 10
    again = finish(begin())
    assert again == harvest
    assert [request.query.get("resumptionToken", "") != "" for request in oai.requests] == [False, True, True]
    assert Paper.objects.count() == 30


def test_an_expired_token_restarts_the_window(oai):
    harvest = step(begin())
    oai.expire_tokens()
    harvest = step(harvest)
    assert (harvest.resumption_token, harvest.restarts, harvest.is_running) == ("", 1, True)
    harvest = finish(harvest)
    assert (Paper.objects.count(), harvest.finished_at is not None) == (30, True)


def test_tokens_that_always_expire_end_the_harvest_with_the_reason(oai):
    oai.script = [None, Fault.BAD_TOKEN] * (MAXIMUM_RESTARTS + 1)
    harvest = finish(begin(), turns=40)
    assert (harvest.is_running, harvest.finished_at) == (False, None)
    assert "restarted 5 times" in harvest.problem
    assert Paper.objects.count() == 10


def test_a_source_that_repeats_its_token_for_ever_is_left(oai):
    oai.is_stuck = True
    harvest = finish(begin())
    assert (harvest.is_running, harvest.finished_at) == (False, None)
    assert "repeats its pages" in harvest.problem
    assert len(oai.requests) <= 4
    assert Paper.objects.exists()


@pytest.mark.parametrize("fault", [Fault.TRUNCATED, Fault.CUT_OFF, BROKEN, BUSY])
def test_a_bad_page_is_asked_for_again_and_nothing_of_it_is_kept(oai, fault):
    oai.script = [None, fault]
    harvest = step(step(begin()))
    assert (Paper.objects.count(), harvest.attempts, harvest.page_count) == (10, 1, 1)
    assert harvest.problem
    finish(harvest)
    assert Paper.objects.count() == 30


def test_a_storm_of_503_is_waited_for_longer_and_longer(oai, monkeypatch):
    monkeypatch.setattr("papers.fetching.FIRST_DELAY", 5.0)
    oai.script = [BUSY] * 4
    harvest, delays = begin(), []
    for _ in range(4):
        step(harvest)
        delays.append((harvest.next_attempt_at - timezone.now()).total_seconds())
    assert delays[3] > delays[2] > delays[1] > delays[0] > 3
    assert not Paper.objects.exists()


def test_retry_after_is_kept_for_all_who_ask_arxiv(oai, monkeypatch):
    from tests.arxiv_stand_in import Answer

    oai.script = [Answer(status=503, headers={"Retry-After": "120"})]
    harvest = step(begin())
    assert (harvest.next_attempt_at - timezone.now()).total_seconds() > 110
    assert arxiv_limiter().seconds_until_free() > 110
    assert BUSY_FOR_A_SECOND.headers


def test_deleted_records_take_nothing_away(settings):
    with run_oai_stand_in(records=10, page_size=10, deleted_every=5) as oai:
        settings.ARXIV_OAI_URL = oai.url
        harvest = finish(begin())
    assert (harvest.record_count, harvest.problem_count, Paper.objects.count()) == (10, 0, 8)


def test_an_unknown_set_ends_with_the_sources_own_words(oai):
    harvest = finish(begin(metadata_prefix="marc"))
    assert not harvest.is_running
    assert harvest.problem.startswith("arXiv: ")
    oai.is_stuck = True
    with pytest.raises(CommandError, match="repeats its pages"):
        call_command("harvest_arxiv", "--from", "2021-01-01")


def test_two_workers_save_a_page_once(oai, settings):
    harvest = begin()
    with new_http_client() as client:
        page = fetch_page(client, oai.url, metadata_prefix="arXivRaw", set_spec="", window_from=None, window_until=None)
    late = Harvest.objects.get()
    assert save_page(harvest=harvest, page=page, saver=RecordSaver()).created == 10
    assert save_page(harvest=late, page=page, saver=RecordSaver()) is None
    assert Harvest.objects.get().page_count == 1


def test_a_reader_who_waits_for_a_paper_comes_first(oai):
    begin()
    request_paper(Identifier(Kind.ARXIV, "1706.03762"))
    assert Harvester(RecordSaver()).harvest_page() == harvesting.YIELD_SECONDS
    assert not oai.requests


def test_nothing_to_harvest(oai):
    assert Harvester(RecordSaver()).harvest_page() is None
    harvest_pages()
    assert not oai.requests


def test_the_task_sends_itself_again_while_pages_are_left(oai):
    begin()
    forget_messages("papers.tasks.harvest_pages")
    harvest_pages()
    assert is_sent("papers.tasks.harvest_pages")


def test_by_hand_with_progress(oai, capsys):
    call_command("harvest_arxiv", "--set", "", "--from", "2021-01-01")
    output = capsys.readouterr()
    assert "30 records on 3 pages." in output.out
    assert "Harvesting" in output.err
    call_command("harvest_arxiv", "--background")
    assert Harvest.objects.get().is_running


def test_the_stand_in_is_a_stand_in(oai: OaiStandIn):
    assert len({oai.arxiv_id(number) for number in range(1, 31)}) == 30
