from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from papers import fetching_dois
from papers.fetching_dois import UNKNOWN_TO_ALL, fetch_due_doi
from papers.identifiers import Identifier, Kind, parse_identifier
from papers.models import Paper
from papers.records import PaperRecord
from papers.services import request_paper, retry_paper, save_record
from papers.tasks import fetch_pending_dois
from shortsci.redis import redis_client
from tests.arxiv_stand_in import Answer
from tests.doi_stand_in import run_doi_stand_in
from tests.messages import forget_messages, is_sent

pytestmark = pytest.mark.django_db
WORK = {
    "DOI": "10.1000/182",
    "type": "journal-article",
    "title": ["On Things & <i>Other</i> Things"],
    "author": [{"given": "Ada", "family": "van Writer"}, {"given": "Ben", "family": "Second"}],
    "issued": {"date-parts": [[2020, 5, 6]]},
    "container-title": ["Journal of Things"],
    "volume": "3",
    "page": "1-9",
}


@pytest.fixture(autouse=True)
def registries(settings, monkeypatch):
    monkeypatch.setattr(fetching_dois, "INTERVAL", 0.001)
    with run_doi_stand_in() as stand_in:
        settings.CROSSREF_API_URL = stand_in.url_crossref
        settings.DATACITE_API_URL = stand_in.url_datacite
        yield stand_in


def ask_for(doi: str) -> Paper:
    return request_paper(Identifier(Kind.DOI, doi))[0]


def test_a_doi_of_crossref(registries):
    registries.crossref["10.1000/182"] = WORK
    paper = ask_for("10.1000/182")
    assert fetch_due_doi() is not None
    paper.refresh_from_db()
    assert (paper.state, str(paper), paper.year) == ("ready", "On Things & Other Things", 2020)
    assert (paper.container, paper.volume, paper.pages, paper.kind) == ("Journal of Things", "3", "1-9", "article")
    assert paper.author_names == ["Ada van Writer", "Ben Second"]
    assert paper.venue.name == "Journal of Things"
    assert [request.source for request in registries.requests] == ["crossref"]
    assert "mailto:" in registries.requests[0].user_agent
    assert fetch_due_doi() is None


def test_a_doi_of_datacite(registries):
    registries.datacite["10.5281/zenodo.1"] = {
        "doi": "10.5281/zenodo.1",
        "titles": [{"title": "Data of Things"}],
        "creators": [{"givenName": "Ada", "familyName": "Writer"}],
        "publicationYear": 2019,
        "types": {"resourceTypeGeneral": "Dataset"},
    }
    paper = ask_for("10.5281/zenodo.1")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.title, paper.year, paper.kind) == ("ready", "Data of Things", 2019, "dataset")
    assert [request.source for request in registries.requests] == ["crossref", "datacite"]


def test_a_doi_that_nobody_knows_fails_with_the_reason_and_can_be_retried(registries, client):
    paper = ask_for("10.1000/none")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.failure_reason) == ("failed", UNKNOWN_TO_ALL)
    assert "Ask Crossref and DataCite again" in client.get(f"/papers/{paper.pk}/").content.decode()
    registries.crossref["10.1000/none"] = WORK | {"DOI": "10.1000/none"}
    retry_paper(paper=paper)
    fetch_due_doi()
    paper.refresh_from_db()
    assert paper.state == "ready"


def test_an_alias_is_one_paper_with_two_names(registries):
    registries.crossref["10.1000/old"] = WORK
    paper = ask_for("10.1000/old")
    fetch_due_doi()
    assert set(paper.identifiers.values_list("value", flat=True)) == {"10.1000/old", "10.1000/182"}


def test_an_article_whose_preprint_is_here_joins_it(registries):
    preprint = save_record(
        PaperRecord(title="T", arxiv_id="2103.00001", primary_category="cs.LG", categories=("cs.LG",))
    )
    relation = {"has-preprint": [{"id-type": "arxiv", "id": "2103.00001"}]}
    registries.crossref["10.1000/182"] = WORK | {"relation": relation}
    paper = ask_for("10.1000/182")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.redirect.target) == ("merged", preprint)
    preprint.refresh_from_db()
    assert (preprint.title, preprint.container, preprint.doi) == ("T", "Journal of Things", "10.1000/182")


def test_an_article_whose_preprint_is_not_here_asks_arxiv_too(registries):
    relation = {"has-preprint": [{"id-type": "arxiv", "id": "2103.00001"}]}
    registries.crossref["10.1000/182"] = WORK | {"relation": relation}
    paper = ask_for("10.1000/182")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.arxiv_id) == ("ready", "2103.00001")
    assert paper.next_attempt_at <= timezone.now()
    assert is_sent("papers.tasks.fetch_pending_papers")


@pytest.mark.parametrize("answer", [Answer(status=503), Answer(status=500), Answer(body=b"{"), Answer(body=b"<html>")])
def test_a_registry_in_trouble_is_asked_again_later(registries, answer):
    registries.script = [answer]
    paper = ask_for("10.1000/182")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.attempts) == ("pending", 1)
    assert paper.next_attempt_at > timezone.now()
    assert paper.failure_reason


def test_429_names_the_moment_for_all_workers(registries):
    registries.script = [Answer(status=429, headers={"Retry-After": "60"})]
    paper = ask_for("10.1000/182")
    fetch_due_doi()
    paper.refresh_from_db()
    assert paper.next_attempt_at > timezone.now() + timedelta(seconds=55)
    assert redis_client().pttl("limiter:crossref") > 55_000


def test_a_registry_that_others_ask_for_long_puts_the_paper_off(registries, monkeypatch):
    monkeypatch.setattr(fetching_dois, "PATIENCE", 0.05)
    redis_client().set("limiter:crossref", "another", px=60_000)
    paper = ask_for("10.1000/182")
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, paper.attempts) == ("pending", 1)
    assert not registries.requests


@pytest.mark.parametrize(
    "doi", ["10.1002/(sici)1099-1697(199803/04)7:2<65::aid-jsc357>3.0.co;2-r", "10.1000/a#b?c d"[:-2]]
)
def test_odd_dois_arrive_whole(registries, doi):
    identifier = parse_identifier(doi)
    registries.crossref[identifier.value] = WORK | {"DOI": identifier.value}
    paper = request_paper(identifier)[0]
    fetch_due_doi()
    paper.refresh_from_db()
    assert (paper.state, registries.requests[0].doi) == ("ready", identifier.value)


def test_the_task_goes_on_while_papers_are_due(registries, monkeypatch):
    monkeypatch.setattr(fetching_dois, "INTERVAL", 0.5)  # long enough to look at the mark of the message
    registries.crossref["10.1000/182"] = WORK
    ask_for("10.1000/182")
    forget_messages("papers.tasks.fetch_pending_dois")
    fetch_pending_dois()
    assert is_sent("papers.tasks.fetch_pending_dois")
    forget_messages("papers.tasks.fetch_pending_dois")
    fetch_pending_dois()
    assert not is_sent("papers.tasks.fetch_pending_dois")


def test_by_hand(registries, capsys):
    registries.crossref["10.1000/182"] = WORK
    call_command("import_paper", "https://doi.org/10.1000/182")
    assert "ready\tOn Things" in capsys.readouterr().out
