"""The page, the files and the API: all of them tell what was counted, and count nothing."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from stats.models import CountedTable
from stats.services import count_statistics
from stats.tables import TABLES
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
PLOTTED = {
    "summaries-by-month": [["2026-01", 12], ["2026-02", 0], ["2026-03", 1234]],
    "papers-by-month": [["2026-01", 5, 5], ["2026-02", 7, 12]],
    "papers-by-category": [["cs.LG", "Machine Learning", 40], ["math.NT", "Number Theory", 2]],
    "votes-by-weekday": [[day, 10 * day] for day in range(1, 8)],
    "votes-by-hour": [[hour, hour] for hour in range(24)],
    "writers-by-summaries": [["1", 10], ["2", 3], ["3–5", 1], ["6–10", 0], ["11–20", 0], ["21–50", 0], ["51+", 0]],
    "totals": [["papers", 1234567], ["summaries", 12]],
}


@pytest.fixture
def counted(writer) -> None:
    tables = {**PLOTTED, "writers": [[writer.pk, 7]]}
    for name, rows in tables.items():
        CountedTable.objects.create(name=name, rows=rows, counted_at=timezone.now())


def page_of(client) -> str:
    return client.get("/stats/").content.decode()


def test_a_fresh_site_says_that_nothing_is_counted_yet(client):
    assert "Nothing is counted yet" in page_of(client)
    assert "<svg" not in page_of(client)


def test_an_empty_site_has_been_counted_and_says_so(client):
    count_statistics()
    page = page_of(client)
    assert page.count("There is too little to count yet.") == len(TABLES) - 1
    assert "<svg" not in page


def test_every_number_stands_in_a_table_and_every_table_has_its_plot(client, counted):
    page = page_of(client)
    assert re.search(r"<dt>papers</dt><dd>1,234,567</dd>", page)
    for name in [*PLOTTED, "writers"]:
        if name != "totals":
            section = page[page.index(f'<h2 id="{name}">') :]
            section = section[: section.index("</section>")]
            assert section.count("<svg") == 2, name
            assert "<table" in section
            assert f"/stats/{name}.csv" in section
    assert re.search(r'<th scope="row">Mar 2026</th><td>1,234</td>', page)
    assert page.index("Mar 2026</th>") < page.index("Jan 2026</th>")
    assert re.search(r'<th scope="row">Monday</th><td>10</td>', page)
    assert re.search(r'<th scope="row">23:00–23:59</th><td>23</td>', page)
    assert re.search(r'<th scope="row">writer</th><td>Writer</td><td>7</td>', page)


def test_each_plot_is_an_image_with_a_name_and_a_description_of_its_own(client, counted):
    pictures = re.findall(r"<svg.*?</svg>", page_of(client), re.DOTALL)
    ids = []
    for picture in pictures:
        svg = ElementTree.fromstring(picture)
        assert svg.get("role") == "img"
        title, desc = svg.find("title"), svg.find("desc")
        assert svg.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
        assert title.text
        assert desc.text.strip()
        ids += [title.get("id"), desc.get("id")]
    assert len(pictures) == 14
    assert len(ids) == len(set(ids))


def test_the_page_says_when_it_was_counted_and_the_footer_leads_to_it(client, counted):
    when = timezone.now() - timedelta(hours=1)
    CountedTable.objects.filter(name="totals").update(counted_at=when)
    assert f"{when:%H:%M} UTC" in page_of(client)
    assert '<a href="/stats/">Statistics</a>' in client.get("/about/").content.decode()


def test_a_long_table_is_cut_on_the_page_and_whole_in_the_file(client, counted):
    months = [[f"{year}-{month:02}", 1] for year in range(2015, 2026) for month in range(1, 13)]
    CountedTable.objects.filter(name="summaries-by-month").update(rows=months)
    page = page_of(client)
    assert "(with 72 more rows)" in page
    assert len(client.get("/stats/summaries-by-month.csv").content.splitlines()) == 133


def test_the_page_costs_two_queries_whatever_there_is_to_count(client, counted, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/stats/")
    for _ in range(3):
        make_summary()
    with django_assert_num_queries(2):
        client.get("/stats/")


def test_the_page_is_the_same_for_everybody(client, log_in, counted, writer):
    def main(content: bytes) -> bytes:
        return content[content.index(b"<main") : content.index(b"</main>")]

    assert main(client.get("/stats/").content) == main(log_in(writer).get("/stats/").content)


def test_the_page_is_for_reading(client, counted):
    assert client.post("/stats/").status_code == 405
    assert client.post("/stats/writers.csv").status_code == 405
    assert client.head("/stats/").status_code == 200


# Files


def test_each_table_is_a_file(client, counted):
    response = client.get("/stats/papers-by-category.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="papers-by-category.csv"'
    assert response.content.decode().splitlines() == [
        "category,name,papers", "cs.LG,Machine Learning,40", "math.NT,Number Theory,2",
    ]  # fmt: skip
    assert client.get("/stats/summaries-by-month.csv").content.decode().splitlines()[1] == "2026-01,12"
    assert client.get("/stats/totals.csv").content.decode().splitlines()[1] == "papers,1234567"


def test_a_file_of_what_was_not_counted_has_its_head_alone_and_an_unknown_one_is_none(client):
    assert client.get("/stats/writers.csv").content.decode().splitlines() == ["username,name,summaries"]
    assert client.get("/stats/voters.csv").status_code == 404


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+49", "-1"])
def test_a_name_that_a_spreadsheet_would_compute_is_quoted(client, name):
    person = UserFactory(username="sly", display_name=name)
    CountedTable.objects.create(name="writers", rows=[[person.pk, 2]], counted_at=timezone.now())
    assert client.get("/stats/writers.csv").content.decode().splitlines()[1] == f"sly,'{name},2"


def test_a_name_is_text_on_the_page(client):
    person = UserFactory(username="sly", display_name="<b>Bold</b>")
    count_statistics()
    CountedTable.objects.filter(name="writers").update(rows=[[person.pk, 2]])
    page = page_of(client)
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold" in page


# API


def test_the_api_tells_the_same(api, counted, writer):
    answer = api.get("/api/v1/stats/").json()
    tables = {table["name"]: table for table in answer["tables"]}
    assert list(tables) == list(TABLES)
    assert tables["writers"]["rows"] == [{"username": "writer", "name": "Writer", "summaries": 7}]
    assert tables["papers-by-month"]["columns"] == ["month", "new", "papers"]
    assert tables["votes-by-weekday"]["rows"][0] == {"weekday": 1, "votes": 10}
    assert tables["totals"]["counted_at"]


def test_the_api_of_a_fresh_site(api):
    tables = api.get("/api/v1/stats/").json()["tables"]
    assert all(table["rows"] == [] and table["counted_at"] is None for table in tables)
    assert api.post("/api/v1/stats/").status_code in {401, 403, 405}


def test_what_was_counted_is_what_is_shown(client, api):
    """From the rows to the page, without anything put in by hand."""
    paper = PaperFactory()
    make_summary(paper=paper)
    make_summary(paper=paper)
    count_statistics()
    page = page_of(client)
    assert re.search(r"<dt>summaries</dt><dd>2</dd>", page)
    assert re.search(r"<dt>papers with a summary</dt><dd>1</dd>", page)
    assert re.search(r'<th scope="row">cs.LG</th><td>Machine Learning</td><td>1</td>', page)
