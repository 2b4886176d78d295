"""Pages of authors, categories, venues; exports; what programs read in a page; links that readers add."""

import json
import re

import html5lib
import pytest
import rispy
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Author, Paper, Resource, Venue
from papers.records import AuthorRecord, PaperRecord
from papers.services import save_record
from tests.factories import UserFactory, make_summary

pytestmark = pytest.mark.django_db


def record(number: int = 1, **fields) -> PaperRecord:
    defaults = {
        "arxiv_id": f"2103.{number:05d}",
        "version": 2,
        "title": rf"On Erd\H{{o}}s and $x^2$, part {number}",
        "abstract": "We bound $\\alpha$.\n\nAnd then <b>more</b>.",
        "authors": (AuthorRecord("Jürgen van der Berg", family="van der Berg"), AuthorRecord("Ben Second")),
        "primary_category": "cs.LG",
        "categories": ("cs.LG", "stat.ML"),
        "published_on": f"2021-03-{number:02d}",
        "updated_on": f"2021-05-{number:02d}",
        "dois": (f"10.1000/{number}",),
        "comment": "Accepted at ICLR 2021",
        "keywords": ("graphs", "bounds"),
    }
    from datetime import date

    merged = {**defaults, **fields}
    for name in ("published_on", "updated_on"):
        merged[name] = date.fromisoformat(merged[name]) if merged[name] else None
    return PaperRecord(**merged)


@pytest.fixture
def paper(db) -> Paper:
    return save_record(record())


def page_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_paper_page_sets_tex_and_links_everything(client, paper):
    page = page_of(client, f"/papers/{paper.pk}/")
    author = Author.objects.get(name="Ben Second")
    assert re.search(r"<h1>On Erdős and <math.*?</math>, part 1</h1>", page)
    assert "<title>On Erdős and x², part 1 · Shortsci</title>" in page
    assert "&lt;b&gt;more&lt;/b&gt;" in page
    for link in (
        f"/authors/ben-second-{author.pk}/",
        "/categories/stat.ML/",
        "/venues/iclr/",
        "/venues/iclr/2021/",
        "https://www.alphaxiv.org/abs/2103.00001",
        "https://scholar.google.com/scholar?q=",
        "https://api.semanticscholar.org/arXiv:2103.00001",
        "https://doi.org/10.1000/1",
        f"/papers/{paper.pk}.bib",
        "https://arxiv.org/abs/2103.00001v1",
    ):
        assert f'href="{link}' in page, link
    assert "graphs, bounds" in page
    assert "2 versions" in page


def test_a_withdrawal_is_a_banner_and_summaries_stay(client, writer):
    paper = save_record(record(is_withdrawn=True, comment="Withdrawn: Lemma 3 is wrong for $n=2$"))
    make_summary(paper=paper, writer=writer)
    page = page_of(client, f"/papers/{paper.pk}/")
    assert "The authors have withdrawn this paper." in page
    assert "Lemma 3 is wrong for <math" in page
    assert "It says that" in page


def test_a_summary_remembers_its_version(client, writer, paper):
    summary = make_summary(paper=paper, writer=writer)
    assert summary.paper_version == 2
    assert "Written for" not in page_of(client, f"/papers/{paper.pk}/")
    save_record(record(version=3, updated_on="2021-06-01"))
    assert "Written for v2; the paper is at v3." in page_of(client, f"/papers/{paper.pk}/")
    assert "Written for v2; the paper is at v3." in page_of(client, f"/summaries/{summary.pk}/")


def test_authors_stand_with_commas_between_them(client):
    paper = save_record(record(authors=(AuthorRecord("Ada <b>&</b> Co"), AuthorRecord("李明"))))
    page = page_of(client, f"/papers/{paper.pk}/")
    first, second = (row.author.get_absolute_url() for row in paper.authorships.all())
    links = f'<a href="{first}">Ada &lt;b&gt;&amp;&lt;/b&gt; Co</a>, <a href="{second}">李明</a>'
    assert f'<p class="authors">{links}</p>' in page


def test_a_paper_with_hundreds_of_authors_shows_the_first(client):
    paper = save_record(record(authors=tuple(AuthorRecord(f"Person {n}") for n in range(300))))
    page = page_of(client, f"/papers/{paper.pk}/")
    assert "and 275 more" in page
    assert "Person 299" in page


def test_programs_find_the_paper_in_its_page(client, paper):
    response = client.get(f"/papers/{paper.pk}/")
    tree = html5lib.parse(response.content, namespaceHTMLElements=False)
    tags = [(tag.get("name"), tag.get("content")) for tag in tree.iter("meta") if "citation" in tag.get("name", "")]
    assert ("citation_title", "On Erdős and $x^2$, part 1") in tags
    assert [value for name, value in tags if name == "citation_author"] == ["van der Berg, Jürgen", "Second, Ben"]
    assert ("citation_publication_date", "2021/03/01") in tags
    assert ("citation_arxiv_id", "2103.00001") in tags
    assert ("citation_doi", "10.1000/1") in tags
    assert ("citation_pdf_url", "https://arxiv.org/pdf/2103.00001") in tags
    assert ("citation_abstract_html_url", f"http://127.0.0.1:8000/papers/{paper.pk}/") in tags
    scripts = [tag.text for tag in tree.iter("script") if tag.get("type") == "application/ld+json"]
    data = json.loads(scripts[0])
    assert (data["@type"], data["name"]) == ("ScholarlyArticle", "On Erdős and $x^2$, part 1")
    links = response.headers["Link"]
    assert '<https://doi.org/10.1000/1>; rel="cite-as"' in links
    assert f'/papers/{paper.pk}.bib>; rel="describedby"; type="application/x-bibtex"' in links
    assert "Accept" in response.headers["Vary"]


def test_a_title_cannot_leave_its_script(client):
    paper = save_record(record(title="</script><script>alert(1)</script>"))
    page = page_of(client, f"/papers/{paper.pk}/")
    assert "<script>alert" not in page
    assert "\\u003C/script\\u003E" in page


@pytest.mark.parametrize(
    ("suffix", "media_type", "part"),
    [
        ("bib", "application/x-bibtex", "eprint = {2103.00001}"),
        ("ris", "application/x-research-info-systems", "AU  - van der Berg, Jürgen"),
        ("json", "application/vnd.citationstyles.csl+json", '"DOI": "10.1000/1"'),
    ],
)
def test_exports_by_suffix_and_by_accept(client, paper, suffix, media_type, part):
    by_suffix = client.get(f"/papers/{paper.pk}.{suffix}")
    by_accept = client.get(f"/papers/{paper.pk}/", headers={"accept": media_type})
    assert by_suffix.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert "Accept" in by_accept.headers["Vary"]
    content = by_suffix.getvalue()
    assert by_accept.getvalue() == content
    assert part.replace(" ", "") in content.decode().replace(" ", "")


def test_a_browser_gets_the_page(client, paper):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "text/html" in client.get(f"/papers/{paper.pk}/", headers={"accept": accept}).headers["Content-Type"]
    assert "text/html" in client.get(f"/papers/{paper.pk}/").headers["Content-Type"]


def test_missing_papers_are_not_exported(client):
    assert client.get("/papers/999.bib").status_code == 404
    pending = Paper.objects.create(state="pending", next_attempt_at="2030-01-01T00:00:00Z")
    assert client.get(f"/papers/{pending.pk}.bib").status_code == 404


def test_every_list_is_exported(client, writer):
    first, second = save_record(record(1)), save_record(record(2))
    make_summary(paper=first, writer=writer)
    make_summary(paper=second, writer=writer, visibility="private")
    author = Author.objects.get(name="Ben Second")
    both = ["part 2", "part 1"]
    for address, expected in {
        "/venues/iclr/papers.ris": both,
        "/venues/iclr/2021/papers.ris": both,
        "/categories/cs.LG/papers.ris": both,
        f"{author.get_absolute_url()}papers.ris": both,
        "/users/writer/papers.ris": ["part 1"],
        "/papers.ris": ["part 1"],
    }.items():
        entries = rispy.loads(client.get(address).getvalue().decode())
        assert [entry["title"].split(", ")[1] for entry in entries] == expected, address
    by_accept = client.get("/users/writer/", headers={"accept": "application/x-bibtex"}).getvalue().decode()
    assert by_accept.count("@") == 1


def test_lists_carry_coins(client, paper):
    page = page_of(client, "/categories/cs.LG/")
    value = re.search(r'<span class="Z3988" title="([^"]+)">', page)[1]
    assert "ctx_ver=Z39.88-2004&amp;" in value
    assert "info%3Aarxiv%2F2103.00001" in value


def test_an_authors_page(client, paper):
    save_record(record(2, authors=(AuthorRecord("J. van der Berg"),)))
    author = Author.objects.get(name="Jürgen van der Berg")
    assert author.get_absolute_url() == f"/authors/jurgen-van-der-berg-{author.pk}/"
    page = page_of(client, author.get_absolute_url())
    assert "part 1" in page
    assert "part 2" not in page
    other = Author.objects.get(name="J. van der Berg")
    assert f'href="{other.get_absolute_url()}"' in page
    moved = client.get(f"/authors/{author.pk}/")
    assert (moved.status_code, moved.headers["Location"]) == (301, author.get_absolute_url())
    assert client.get("/authors/nobody/").status_code == 404
    assert client.get("/authors/nobody-999999/").status_code == 404


def test_a_name_in_other_letters_has_a_page(client):
    save_record(record(authors=(AuthorRecord("李小龍"),)))
    author = Author.objects.get(name="李小龍")
    assert author.get_absolute_url() == f"/authors/{author.pk}/"
    assert "李小龍" in page_of(client, author.get_absolute_url())


def test_categories_with_their_aliases(client, paper):
    index = page_of(client, "/categories/")
    assert 'href="/categories/cs.LG/"' in index
    assert "Computer Science" in index
    assert "part 1" in page_of(client, "/categories/stat.ML/")
    assert "No paper of this category is here yet" in page_of(client, "/categories/math.NT/")
    for alias, canonical in (("math.MP", "math-ph"), ("alg-geom", "math.AG"), ("cs.SY", "eess.SY")):
        moved = client.get(f"/categories/{alias}/")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/categories/{canonical}/")
        assert f'"/categories/{alias}/"' not in index
    assert client.get("/categories/no.SUCH/").status_code == 404


def test_venues_and_their_years(client, paper):
    save_record(record(2, comment="ICLR 2020", published_on="2020-01-02", updated_on="2020-01-02"))
    assert 'href="/venues/iclr/"' in page_of(client, "/venues/")
    page = page_of(client, "/venues/iclr/")
    assert re.findall(r'href="/venues/iclr/(\d+)/"', page) == ["2021", "2020"]
    assert "part 2" not in page_of(client, "/venues/iclr/2021/")
    assert client.get("/venues/iclr/1999/").status_code == 404
    assert client.get("/venues/no-such/").status_code == 404
    Venue.objects.create(slug="empty", name="Empty", kind="journal")
    assert "No paper of this venue is here yet" in page_of(client, "/venues/empty/")
    assert "/venues/empty/" not in page_of(client, "/venues/")


def test_an_empty_site_says_what_to_do(client):
    assert "No paper here has a venue yet" in page_of(client, "/venues/")


def test_pages_follow_each_other_without_gap(client):
    for number in range(1, 28):
        save_record(record(number, published_on="2021-03-01", updated_on="2021-03-01"))
    for address in ("/categories/cs.LG/", "/venues/iclr/", Author.objects.first().get_absolute_url()):
        first = page_of(client, address)
        cursor = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        second = page_of(client, address + cursor)
        titles = re.findall(r"part (\d+)</a>", first) + re.findall(r"part (\d+)</a>", second)
        assert sorted(map(int, titles)) == list(range(1, 28)), address


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_queries_for_any_number_of_papers(client, number):
    for index in range(1, number + 1):
        save_record(record(index))
    author = Author.objects.first()
    for address, queries in {
        author.get_absolute_url(): 5,
        "/categories/cs.LG/": 4,
        "/venues/iclr/": 4,
        "/venues/iclr/2021/": 4,
    }.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) == queries, address


FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_a_link_from_elsewhere_shows_first_where_it_leads_and_counts_nobody(client, writer, paper, headers):
    resource = Resource.objects.create(paper=paper, kind="code", url="https://example.org/", title="C", added_by=writer)
    answer = client.get(f"/resources/{resource.pk}/", headers=headers)
    assert answer.status_code == 200
    assert 'href="https://example.org/"' in answer.content.decode()
    resource.refresh_from_db()
    assert resource.use_count == 0


def test_resources_are_added_used_and_ranked(client, log_in, writer, stranger, paper):
    member = log_in(writer)
    path = f"/papers/{paper.pk}/resources/add/"
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    response = member.post(path, {"kind": "code", "url": "example.org/code", "title": "The code"})
    assert response.headers["Location"] == f"/papers/{paper.pk}/#resources"
    member.post(path, {"kind": "video", "url": "https://example.org/talk", "title": "A talk"})
    assert (
        "stands with the paper already"
        in member.post(path, {"kind": "data", "url": "https://example.org/talk", "title": "Again"}).content.decode()
    )
    code, talk = Resource.objects.order_by("pk")
    assert code.url == "https://example.org/code"
    for _ in range(2):
        answer = client.get(f"/resources/{talk.pk}/", headers=FROM_HERE)
        assert answer.headers["Location"] == "https://example.org/talk"
    talk.refresh_from_db()
    assert talk.use_count == 1
    page = page_of(client, f"/papers/{paper.pk}/")
    assert page.index("A talk") < page.index("The code")
    assert "opened by 1" in page
    assert log_in(stranger).post(f"/resources/{code.pk}/remove/").status_code == 403
    member.post(f"/resources/{code.pk}/remove/")
    assert list(Resource.objects.all()) == [talk]
    assert client.get("/resources/999/").status_code == 404


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/x", "", "http://"])
def test_a_bad_address_is_refused(log_in, writer, paper, url):
    page = log_in(writer).post(f"/papers/{paper.pk}/resources/add/", {"kind": "code", "url": url, "title": "T"})
    assert page.status_code == 422
    assert not Resource.objects.exists()


def test_use_is_not_counted_while_redis_is_away(client, writer, paper, broker_away):
    resource = Resource.objects.create(paper=paper, kind="code", url="https://example.org/", title="C", added_by=writer)
    assert client.get(f"/resources/{resource.pk}/", headers=FROM_HERE).status_code == 302
    resource.refresh_from_db()
    assert resource.use_count == 0


BIBTEX = """@article{one, title={Known}, eprint={2103.00001}, archivePrefix={arXiv}}
@article{two, title={New by DOI}, doi={10.1000/77}}
@article{three, title={Only a title}}
@article{four, title={Broken
"""


def test_a_bibliography_opens_its_papers(log_in, writer, paper):
    client = log_in(writer)
    page = client.post("/submit/bibtex/", {"text": BIBTEX}).content.decode()
    assert f'href="/papers/{paper.pk}/"' in page
    new = Paper.objects.get(identifiers__value="10.1000/77")
    assert (new.state, f'href="/papers/{new.pk}/"' in page) == ("pending", True)
    assert "No arXiv id and no DOI" in page
    assert page.count('class="problem"') == 2
    assert Paper.objects.count() == 2


def test_a_bibliography_as_a_file_in_latin_1(log_in, writer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = "@article{a, title={Über Dinge}, doi={10.1000/78}}".encode("latin-1")
    page = log_in(writer).post("/submit/bibtex/", {"file": SimpleUploadedFile("a.bib", content)}).content.decode()
    assert "Über Dinge" in page


def test_a_bibliography_that_is_empty_or_too_large(log_in, writer, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    member = log_in(writer)
    assert "Choose a file or paste some entries" in member.post("/submit/bibtex/", {}).content.decode()
    large = SimpleUploadedFile("a.bib", b"x" * (10 * 1024 * 1024 + 1))
    nothing = member.post("/submit/bibtex/", {"text": "no entry at all"})
    assert (nothing.status_code, "no entry at all" in nothing.content.decode()) == (422, True)
    response = member.post("/submit/bibtex/", {"file": large})
    assert (response.status_code, "10 MB" in response.content.decode()) == (422, True)
    assert client.get("/submit/bibtex/").headers["Location"].startswith("/accounts/login/")


def test_a_gigabyte_is_refused_before_it_is_read(log_in, writer, api_as):
    response = log_in(writer).generic("POST", "/submit/bibtex/", b"", CONTENT_LENGTH=str(1024**3))
    assert (response.status_code, "Nothing of it was stored" in response.content.decode()) == (413, True)
    answer = api_as(writer).generic("POST", "/api/v1/papers/", b"", CONTENT_LENGTH=str(1024**3))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (413, "too_large")


def test_the_api_filters_by_venue_and_tells_versions(api, paper):
    Resource.objects.create(paper=paper, kind="code", url="https://example.org/", title="C", added_by=UserFactory())
    assert len(api.get("/api/v1/papers/?venue=iclr&year=2021").json()["results"]) == 1
    assert api.get("/api/v1/papers/?venue=iclr&year=2020").json()["results"] == []
    assert api.get("/api/v1/papers/?venue=icml").json()["results"] == []
    one = api.get("/api/v1/papers/arxiv:2103.00001/").json()
    assert (one["venue"], one["venue_year"], one["keywords"]) == ("iclr", 2021, ["graphs", "bounds"])
    assert one["versions"] == [
        {"number": 1, "submitted_on": "2021-03-01"},
        {"number": 2, "submitted_on": "2021-05-01"},
    ]
    assert one["resources"][0]["kind"] == "code"


@pytest.mark.parametrize(
    "key", ["2103.00001", "journals/corr/2103.00001", "journals/corr/abs-2103-00001", "10.1000/1", "2103.00001v2"]
)
def test_shortsciences_addresses_lead_to_the_paper(client, paper, key):
    response = client.get("/paper", {"bibtexKey": key})
    assert (response.status_code, response.headers.get("Location")) == (302, f"/papers/{paper.pk}/")


def test_summaries_are_reviews_for_programs(client, writer, paper):
    summary = make_summary(paper=paper, writer=writer)
    make_summary(paper=paper, visibility="private", tldr="Secret.")
    page = page_of(client, f"/papers/{paper.pk}/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert [review["author"]["name"] for review in data["review"]] == [str(writer)]
    assert data["review"][0]["url"].endswith(f"/summaries/{summary.pk}/")
    assert "Secret." not in page


def test_operators_see_how_far_harvests_are(log_in):
    from papers.models import Harvest, SnapshotLoad

    Harvest.objects.create(set_spec="cs:cs:LG", is_running=True, record_count=1234)
    SnapshotLoad.objects.create(file_key="k", file_name="arxiv.json", lines_done=5000)
    admin = log_in(UserFactory(is_staff=True, is_superuser=True))
    assert "cs:cs:LG as arXivRaw" in page_of(admin, "/admin/papers/harvest/")
    assert "arxiv.json" in page_of(admin, "/admin/papers/snapshotload/")
    assert admin.get("/admin/papers/harvest/add/").status_code == 403


def test_what_was_published_is_cited_as_published(client):
    """By a journal reference; a remark that it was accepted leaves it a preprint of its own year."""
    journal = save_record(record(journal_ref="Phys. Rev. D 76, 013009 (2022)", comment="12 pages"))
    preprint = save_record(record(2, comment="Accepted at ICLR 2021", published_on="2020-09-01"))
    entry = client.get(f"/papers/{journal.pk}.bib").getvalue().decode()
    assert entry.startswith("@article{")
    assert "Physical Review D" in entry.replace("{", "").replace("}", "")
    assert "year = {2022}" in entry
    entry = client.get(f"/papers/{preprint.pk}.bib").getvalue().decode()
    assert entry.startswith("@misc{")
    assert "year = {2020}" in entry


@pytest.mark.parametrize("address", ["/doi/https://doi.org/10.1000/1", "/abs/10.1000/1", "/doi/2103.00001"])
def test_the_other_kind_of_id_behind_an_address_opens_too(client, paper, address):
    assert client.get(address).headers["Location"] == f"/papers/{paper.pk}/"


@pytest.mark.parametrize("path", ["/categories/cs.LG/", "/authors/person-0001-{}/", "/venues/iclr/2021/"])
def test_a_list_reads_no_authors_and_counts_them_all(client, path):
    authors = tuple(AuthorRecord(f"Person {number:04}") for number in range(1, 3001))
    save_record(record(authors=authors))
    path = path.format(Author.objects.get(name="Person 0001").pk)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert "Person 0001, Person 0002, Person 0003, Person 0004 and 2996 more" in response.content.decode()
    assert sum("papers_authorship" in query["sql"] for query in asked) == ("authors" in path)
