import pytest

from papers.models import Paper
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db


def test_adding_a_paper(api_as, writer):
    client = api_as(writer)
    created = client.post("/api/v1/papers/", {"identifier": "arXiv:1706.03762v2"})
    assert created.status_code == 201
    assert (created.json()["status"], created.json()["arxiv_id"]) == ("pending", "1706.03762")
    known = client.post("/api/v1/papers/", {"identifier": "1706.03762"})
    assert (known.status_code, known.json()["id"]) == (200, created.json()["id"])


def test_adding_needs_an_account_and_an_identifier(api, api_as, writer):
    assert api.post("/api/v1/papers/", {"identifier": "1706.03762"}).status_code == 401
    bad = api_as(writer).post("/api/v1/papers/", {"identifier": "nonsense"})
    assert (bad.status_code, bad.json()["code"]) == (400, "invalid_identifier")
    assert "identifier" in api_as(writer).post("/api/v1/papers/", {}).json()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("key", ["{pk}", "arxiv:1706.03762", "arXiv:1706.03762v5", "1706.03762v1"])
def test_one_paper_by_any_name(api, key):
    paper = PaperFactory(arxiv_id="1706.03762")
    answer = api.get(f"/api/v1/papers/{key.format(pk=paper.pk)}/").json()
    assert (answer["id"], answer["authors"]) == (paper.pk, ["Ada Writer", "Ben Second"])
    assert answer["categories"] == ["cs.LG"]


def test_a_paper_by_doi(api, paper):
    paper.identifiers.create(kind="doi", value="10.1145/3292500.3330701")
    assert api.get("/api/v1/papers/doi:10.1145/3292500.3330701/").json()["doi"] == "10.1145/3292500.3330701"


def test_missing_and_bad_names(api):
    missing = api.get("/api/v1/papers/arxiv:1706.03762/")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert api.get("/api/v1/papers/nonsense/").json()["code"] == "invalid_identifier"


def test_the_list_filters_and_pages(api):
    for number in range(5):
        PaperFactory(title=f"Graph Things {number}")
    other = PaperFactory(title="Other")
    Paper.objects.filter(pk=other.pk).update(published_on="2019-02-03", year=2019)
    PaperFactory(title="Waiting", state="pending", next_attempt_at="2030-01-01T00:00:00Z")
    first = api.get("/api/v1/papers/?year=2021&page_size=2").json()
    assert [len(first["results"]), first["previous"]] == [2, None]
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    titles = [paper["title"] for page in (first, second, third) for paper in page["results"]]
    assert titles == [f"Graph Things {number}" for number in (4, 3, 2, 1, 0)]
    assert third["next"] is None
    assert api.get(third["previous"]).json()["results"] == second["results"]
    assert [paper["title"] for paper in api.get("/api/v1/papers/?year=2019").json()["results"]] == ["Other"]
    assert len(api.get("/api/v1/papers/?author=ada&category=cs.LG").json()["results"]) == 6
    assert api.get("/api/v1/papers/?author=nobody").json()["results"] == []
    assert api.get("/api/v1/papers/?category=math.AG").json()["results"] == []
    assert api.get("/api/v1/papers/?ordering=-published_on").json()["results"][-1]["title"] == "Other"


@pytest.mark.parametrize("cursor", ["x", "W10", "WzAsMSwyXQ", "WzAsbnVsbCxudWxsXQ", "WzAsImEiLCJiIl0", "é"])
def test_a_broken_cursor_is_a_clear_error(api, paper, cursor):
    answer = api.get("/api/v1/papers/", {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_papers(api, number, django_assert_num_queries):
    PaperFactory.create_batch(number)
    with django_assert_num_queries(4):
        assert len(api.get("/api/v1/papers/").json()["results"]) == number


def test_lookup_tells_what_is_known_in_order(api, writer, voter, django_assert_num_queries):
    known = PaperFactory(arxiv_id="1706.03762")
    make_summary(writer=writer, paper=known)
    make_summary(writer=voter, paper=known, visibility="private")
    with django_assert_num_queries(1):
        answer = api.post("/api/v1/papers/lookup/", {"identifiers": ["2001.00001", "arXiv:1706.03762v3", "junk"]})
    assert answer.json()["results"] == [
        {"identifier": "2001.00001", "known": False, "url": None, "summary_count": 0, "best_score": None},
        {
            "identifier": "arXiv:1706.03762v3",
            "known": True,
            "url": f"/papers/{known.pk}/",
            "summary_count": 1,
            "best_score": 0,
        },
        {"identifier": "junk", "known": False, "url": None, "summary_count": 0, "best_score": None},
    ]


@pytest.mark.parametrize("identifiers", [[], ["1706.03762"] * 1001, "1706.03762"])
def test_lookup_takes_one_to_a_thousand(api, identifiers):
    answer = api.post("/api/v1/papers/lookup/", {"identifiers": identifiers})
    assert (answer.status_code, list(answer.json())) == (400, ["identifiers"])
