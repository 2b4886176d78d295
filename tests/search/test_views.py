import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape, strip_tags

from papers.models import Paper, Venue
from search.services.building import build_index
from summaries.services import add_comment
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(writer, voter, index):
    """Two papers, a summary of the first with a comment, and the people who wrote them."""
    venue = Venue.objects.create(slug="iclr", name="ICLR", full_name="Learning Representations", kind="conference")
    zebra = PaperFactory(
        title=r"Zebras and $\alpha$-stripes", abstract=r"We count stripes in $O(n \log n)$ steps. <b>Bold</b> claims."
    )
    okapi = PaperFactory(title="Okapi stripes", abstract="Forest.", venue=venue, venue_year=2022)
    Paper.objects.filter(pk=okapi.pk).update(year=2019)
    summary = make_summary(writer=writer, paper=zebra, body="The **stripes** are [counted](https://example.org) twice.")
    add_comment(writer=voter, summary=summary, body="Are stripes black?")
    build_index()
    return zebra, okapi, summary


def page_of(client, **parameters) -> str:
    answer = client.get("/search/", parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_in(page: str) -> list[str]:
    return [
        " ".join(strip_tags(title).split())
        for title in re.findall(r'<li class="hit">\s*<h2>(.*?)</h2>', page, re.DOTALL)
    ]


def test_results_of_all_kinds_with_marks_formulas_and_counts(client, shelf):
    page = page_of(client, q="stripes")
    assert "4 results" in page
    assert "<mark>stripes</mark> in <math>" in page
    assert "&lt;b&gt;Bold&lt;/b&gt; claims" in page
    assert "The <mark>stripes</mark> are counted twice." in page
    assert "Are <mark>stripes</mark> black?" in page
    assert re.search(r'Papers <span class="count">2</span>', page)
    assert re.search(r'Summaries <span class="count">1</span>', page)
    assert "?q=stripes+venue%3Aiclr" in page
    assert ">ICLR</a>" in page


def test_a_formula_is_found_and_marked_whole(client, shelf):
    page = page_of(client, q=r"\alpha")
    assert "<mark><math><mi>α</mi></math></mark>-stripes" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("stripes venue:iclr", ["Okapi stripes"]),
        ("stripes year:2019", ["Okapi stripes"]),
        ("okapi category:cs.LG", ["Okapi stripes"]),
        ("okapi category:cs", ["Okapi stripes"]),
        ("okapi category:math.AG", []),
        ("okapi author:writer", ["Okapi stripes"]),
        ('author:"ada writer" -zebras', ["Okapi stripes"]),
        ('"okapi stripes"', ["Okapi stripes"]),
        ('"stripes okapi"', []),
        ("okapis stripe", ["Okapi stripes"]),
    ],
)
def test_the_filters(client, shelf, query, titles):
    assert titles_in(page_of(client, q=query, kind="papers", literal="1")) == titles


def test_the_kinds_and_the_orders(client, shelf):
    assert len(titles_in(page_of(client, q="stripes", kind="papers"))) == 2
    assert titles_in(page_of(client, q="stripes", kind="comments")) == ["comment Zebras and α-stripes"]
    assert titles_in(page_of(client, q="voter", kind="people")) == ["Voter"]
    assert titles_in(page_of(client, q="stripes", sort="date"))[0].startswith("comment")
    assert titles_in(page_of(client, q="stripes", kind="nonsense", sort="nonsense", page="x"))


def test_a_slip_is_read_as_what_was_meant(client, shelf):
    page = page_of(client, q="zebars")
    assert "for <strong>zebras</strong>; nothing was found for <q>zebars</q>" in page
    assert "Zebras and" in strip_tags(page)
    assert "Nothing was found." in page_of(client, q="zebars", literal="1")


def test_with_one_word_too_many_the_others_count(client, shelf):
    page = page_of(client, q="okapi stripes quux")
    assert "No text has all of the words" in page
    assert "Okapi" in titles_in(page)[0]


def test_nothing_to_look_for_and_nothing_found_say_what_to_do(client, shelf):
    assert "What the box understands" in page_of(client)
    assert "What the box understands" in page_of(client, q="-zebra")
    nothing = page_of(client, q="qqqqqqqq")
    assert "Nothing was found." in nothing
    assert 'name="identifier"' in nothing


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1706.03762", "/abs/1706.03762"),
        ("https://arxiv.org/pdf/hep-th/9711200v3", "/abs/hep-th/9711200"),
        ("10.1145/3292500.3330701", "/doi/10.1145/3292500.3330701"),
    ],
)
def test_what_names_a_paper_leads_to_it(client, db, text, target):
    answer = client.get("/search/", {"q": text})
    assert (answer.status_code, answer.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    "text", ['"', "year:9999999", "\x00", "<script>alert(1)</script>", "a" * 5000, "x " * 300, "深"]
)
def test_odd_queries_are_answered(client, shelf, text):
    page = page_of(client, q=text)
    assert "<script>alert" not in page


def test_only_what_is_asked_for_is_answered(client, shelf):
    assert client.post("/search/", {"q": "x"}).status_code == 405
    assert client.post("/search/suggest/", {"q": "x"}).status_code == 405


def test_pages_follow_each_other(client, index):
    for number in range(23):
        PaperFactory(title=f"Zebra number {number}")
    build_index()
    seen = [title for page in (1, 2, 3) for title in titles_in(page_of(client, q="zebra", page=page))]
    assert len(seen) == len(set(seen)) == 23
    assert 'rel="next"' not in page_of(client, q="zebra", page=3)
    assert "no results this far down" in page_of(client, q="zebra", page=9)


def test_everybody_gets_the_same_page_and_nothing_personal(client, log_in, stranger, shelf):
    page = page_of(client, q="stripes")
    assert "csrf" not in page
    main = re.compile(r"<main.*</main>", re.DOTALL)
    assert main.search(page)[0] == main.search(page_of(log_in(stranger), q="stripes"))[0]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_for_any_number_of_results(client, index, number, django_assert_num_queries):
    person = UserFactory(username="zebra")
    for _ in range(number):
        summary = make_summary(paper=PaperFactory(title="Zebra"), body="Zebra.")
        add_comment(writer=person, summary=summary, body="Zebra?")
    build_index()
    with django_assert_num_queries(4):
        page = page_of(client, q="zebra")
    assert len(titles_in(page)) == 3 * number + 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("author:wrtier", "author:writer"),
        ('stripes author:"Ada Wriiter"', 'stripes author:"Ada writer"'),
        ("venue:lerning", "venue:learning"),
        ("by:wrtier", "by:writer"),
    ],
)
def test_a_slip_in_a_filter_is_read_as_what_was_meant(client, shelf, writer, typed, meant):
    make_summary(writer=writer, body="Another one.")
    PaperFactory(title="Quagga stripes", names=None, venue=Venue.objects.get())
    build_index()
    page = page_of(client, q=typed)
    assert f"for <strong>{escape(meant)}</strong>" in page
    assert titles_in(page) == titles_in(page_of(client, q=meant)) != []
    assert titles_in(page_of(client, q=typed, literal="1")) == []


def test_a_slip_in_what_is_excluded_is_left(client, shelf):
    assert len(titles_in(page_of(client, q="stripes -author:wrtier", literal="1"))) == 4
    assert "<strong>" not in page_of(client, q="okapi -author:wrtier")


# ------------------------------------------------------------ suggestions


def suggested(client, text: str) -> list[tuple[str, str]]:
    answer = client.get("/search/suggest/", {"q": text})
    assert answer.status_code == 200
    assert "Accept-Language" in answer.headers["Vary"]
    return [(entry["kind"], entry["name"]) for entry in answer.json()["suggestions"]]


def test_suggestions_of_every_kind(client, shelf, writer):
    assert ("paper", "Okapi stripes") in suggested(client, "oka")
    assert ("paper", "Okapi stripes") in suggested(client, "stripes oka")
    assert ("author", "Ada Writer") in suggested(client, "writ")
    assert ("author", "Ada Writer") in suggested(client, "ada wri")
    assert ("person", "Writer") in suggested(client, "writ")
    assert ("category", "cs.LG") in suggested(client, "cs.L")
    assert ("category", "cs.LG") in suggested(client, "machine lea")
    assert ("venue", "ICLR") in suggested(client, "icl")
    assert suggested(client, "") == suggested(client, "x") == suggested(client, '"') == []
    assert suggested(client, "a" * 3000) == []
    assert ("venue", "ICLR") in suggested(client, "icl\0")


@pytest.mark.parametrize(
    ("typed", "kind", "name", "becomes"),
    [
        ("author:wri", "author", "Ada Writer", 'author:"Ada Writer"'),
        ('stripes -author:"ada wri', "author", "Ada Writer", 'stripes -author:"Ada Writer"'),
        ("stripes cat:cs.L", "category", "cs.LG", "stripes category:cs.LG"),
        ("venue:icl", "venue", "ICLR", "venue:iclr"),
        ("by:writ", "person", "Writer", "by:writer"),
    ],
)
def test_a_filter_that_is_typed_is_made_whole(client, shelf, typed, kind, name, becomes):
    answer = client.get("/search/suggest/", {"q": typed}).json()["suggestions"]
    [found] = [entry for entry in answer if (entry["kind"], entry["name"]) == (kind, name)]
    assert {entry["kind"] for entry in answer} == {kind}
    assert parse_qs(urlsplit(found["url"]).query) == {"q": [becomes]}


@pytest.mark.parametrize("typed", ["author:", "author:w", 'author:"', "year:20", "has:su", "by:quagga", "venue:\0\0"])
def test_a_filter_without_a_beginning_gets_no_suggestion(client, shelf, typed):
    assert suggested(client, typed) == []


def test_what_is_typed_after_a_filter_is_words_again(client, shelf):
    PaperFactory(title="A venue for okapis")
    build_index()
    assert ("paper", "A venue for okapis") in suggested(client, "venue:a okapi")


def test_without_an_index_nothing_is_suggested(client, db):
    assert suggested(client, "okapi") == []


# ------------------------------------------------------------ API


def test_the_api_finds_papers_by_relevance_page_by_page(api, shelf):
    first = api.get("/api/v1/papers/?q=stripes&page_size=1").json()
    second = api.get(first["next"]).json()
    assert first["previous"] is None
    assert second["next"] is None
    found = [entry["title"] for entry in (*first["results"], *second["results"])]
    assert found == ["Okapi stripes", r"Zebras and $\alpha$-stripes"]
    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_the_api_reads_the_papers_of_the_page_alone(api, shelf):
    zebra, okapi, _ = shelf
    with CaptureQueriesContext(connection) as asked:
        answer = api.get("/api/v1/papers/?q=stripes&page_size=1").json()
    assert [entry["id"] for entry in answer["results"]] == [okapi.pk]
    assert not [query["sql"] for query in asked if f"({okapi.pk}, {zebra.pk})" in query["sql"]]


def test_the_api_narrows_and_orders(api, shelf):
    def titles(query: str) -> list[str]:
        return [entry["title"] for entry in api.get(f"/api/v1/papers/?{query}").json()["results"]]

    assert titles("q=stripes&venue=iclr&year=2022") == ["Okapi stripes"]
    assert titles("q=stripes&venue=iclr&year=2019") == []
    assert titles("q=stripes&year=2019") == ["Okapi stripes"]
    assert len(titles("q=stripes&author=ada&category=cs.LG")) == 2
    assert titles("q=stripes&ordering=-summary_count") == [r"Zebras and $\alpha$-stripes"]
    assert titles("q=quagga") == []
    assert len(titles("q=%20")) == 2


@pytest.mark.parametrize("cursor", ["x", "cg", "cjEyMzQ1Njc", "é"])
def test_a_broken_cursor_of_a_search_is_a_clear_error(api, shelf, cursor):
    answer = api.get("/api/v1/papers/", {"q": "stripes", "cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize("written", ["2101.00077", "arXiv:2101.00077v2", "https://arxiv.org/abs/2101.00077"])
def test_the_api_finds_a_paper_by_its_number(api, shelf, writer, written):
    paper = PaperFactory(title="Quagga", arxiv_id="2101.00077")
    summary = make_summary(writer=writer, paper=paper)  # neither is in the index yet

    def ids(path: str, **parameters: str) -> list[int]:
        return [entry["id"] for entry in api.get(path, {"q": written, **parameters}).json()["results"]]

    assert ids("/api/v1/papers/") == ids("/api/v1/papers/", category="cs.LG") == [paper.pk]
    assert ids("/api/v1/papers/", ordering="-created_at") == [paper.pk]
    assert ids("/api/v1/papers/", category="math.AG") == []
    assert ids("/api/v1/summaries/") == [summary.pk]


def test_the_api_finds_a_paper_by_its_doi(api, shelf):
    zebra, _, _ = shelf
    zebra.identifiers.create(kind="doi", value="10.1000/stripes.1")
    answer = api.get("/api/v1/papers/", {"q": "doi:10.1000/Stripes.1"}).json()
    assert [entry["id"] for entry in answer["results"]] == [zebra.pk]
    assert api.get("/api/v1/papers/", {"q": "10.1000/none"}).json()["results"] == []


def test_the_api_finds_summaries(api, shelf):
    _, _, summary = shelf
    assert [entry["id"] for entry in api.get("/api/v1/summaries/?q=counted").json()["results"]] == [summary.pk]
    assert api.get("/api/v1/summaries/?q=forest").json()["results"] == []


def test_without_an_index_the_api_says_so(api, db):
    answer = api.get("/api/v1/papers/?q=zebra")
    assert (answer.status_code, answer.json()["code"]) == (503, "search_unavailable")
    assert api.get("/api/v1/papers/").status_code == 200
