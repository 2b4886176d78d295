import pytest
from django.test import Client

from papers.models import Paper
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db


def test_an_arxiv_address_opens_an_unknown_paper_as_pending(client):
    response = client.get("/abs/2103.00001", follow=True)
    paper = Paper.objects.get()
    assert response.redirect_chain[-1] == (f"/papers/{paper.pk}/", 302)
    page = response.content.decode()
    assert "Waiting to ask arXiv" in page
    assert f'data-hx-get="/papers/{paper.pk}/status/"' in page
    assert '<meta http-equiv="refresh" content="3">' in page


@pytest.mark.parametrize("address", ["/abs/2103.00001v3", "/abs/2103.00001", "/paper?bibtexKey=2103.00001"])
def test_every_address_of_a_known_paper_leads_to_it(client, address):
    paper = PaperFactory(arxiv_id="2103.00001")
    assert client.get(address).headers["Location"] == f"/papers/{paper.pk}/"


def test_old_ids_keep_their_slash(client):
    paper = PaperFactory(arxiv_id="hep-th/9711200")
    assert client.get("/abs/hep-th/9711200").headers["Location"] == f"/papers/{paper.pk}/"


@pytest.mark.parametrize("address", ["/abs/1713.00001", "/abs/junk", "/doi/junk", "/paper?bibtexKey=", "/paper"])
def test_what_is_no_id_is_a_404_that_helps(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "neither an arXiv id nor a DOI" in response.content.decode()
    assert not Paper.objects.exists()


def test_an_unknown_doi_opens_as_pending(client):
    response = client.get("/doi/10.1000/182")
    paper = Paper.objects.get()
    assert response.headers["Location"] == f"/papers/{paper.pk}/"
    assert (paper.state, paper.doi) == ("pending", "10.1000/182")
    assert (
        "Waiting to ask Crossref and DataCite for doi:10.1000/182"
        in client.get(f"/papers/{paper.pk}/").content.decode()
    )


def test_submitting_leads_to_the_paper(client):
    response = client.post("/submit/", {"identifier": "https://arxiv.org/abs/2103.00001"})
    assert response.headers["Location"] == f"/papers/{Paper.objects.get().pk}/"
    assert client.get("/submit/", {"identifier": "2103.00001"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no such thing", "neither an arXiv id nor a DOI"),
        ("1713.00001", "neither an arXiv id nor a DOI"),
        ("", "Type or paste what names the paper"),
    ],
)
def test_a_bad_submission_keeps_what_was_typed(client, text, message):
    response = client.post("/submit/", {"identifier": text})
    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert f'value="{text}"' in page or not text
    assert not Paper.objects.exists()


def test_the_status_fragment_asks_again_until_the_paper_is_there(client):
    client.get("/abs/2103.00001")
    paper = Paper.objects.get()
    fragment = client.get(f"/papers/{paper.pk}/status/")
    assert "data-hx-trigger" in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers
    Paper.objects.update(state="ready", title="T", next_attempt_at=None)
    assert client.get(f"/papers/{paper.pk}/status/").headers["HX-Refresh"] == "true"


def test_a_failed_paper_shows_the_reason_and_a_way_on(client):
    client.get("/abs/2103.00001")
    Paper.objects.update(state="failed", failure_reason="arXiv knows no paper with this id.", next_attempt_at=None)
    paper = Paper.objects.get()
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "arXiv knows no paper with this id." in page
    assert "Ask arXiv again" in page
    assert "Write a summary" not in page
    client.post(f"/papers/{paper.pk}/retry/")
    paper.refresh_from_db()
    assert (paper.state, paper.failure_reason) == ("pending", "")


@pytest.mark.parametrize("address", ["/papers/99/", "/papers/99/status/"])
def test_missing_papers_are_404(client, address):
    assert client.get(address).status_code == 404


def test_wrong_methods(client, paper):
    assert client.get(f"/papers/{paper.pk}/retry/").status_code == 405
    assert client.post(f"/papers/{paper.pk}/status/").status_code == 405
    assert client.post("/abs/2103.00001").status_code == 405


def test_forms_need_their_token(paper):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/papers/{paper.pk}/retry/")
    assert response.status_code == 403
    assert "Please send this again" in response.content.decode()
