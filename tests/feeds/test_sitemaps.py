"""What crawlers are told, by the protocol's rules, and what they are not told."""

import re
import urllib.robotparser
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from feeds import sitemaps
from papers.models import Paper, Venue
from summaries.models import Summary
from summaries.services import claim_summary, delete_summary, hide_summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def parts(client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.tag == f"{SITEMAP}sitemapindex"
    found = [node.text for node in root.iterfind(f"{SITEMAP}sitemap/{SITEMAP}loc")]
    assert all(address.startswith(f"{SITE}/sitemaps/") for address in found)
    return [address.removeprefix(SITE) for address in found]


def places(client, part: str) -> dict[str, str | None]:
    """Address and date of each page; a part has one at least, and none twice."""
    response = client.get(part)
    assert response.status_code == 200
    root = ET.fromstring(response.content)
    assert root.tag == f"{SITEMAP}urlset"
    rows = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in root]
    assert 0 < len(rows) == len(dict(rows)) <= 50_000
    assert all(address.startswith(SITE) and (date is None or DAY.fullmatch(date)) for address, date in rows)
    return {address.removeprefix(SITE): date for address, date in rows}


def everything(client) -> dict[str, str | None]:
    return {address: date for part in parts(client) for address, date in places(client, part).items()}


def test_every_page_that_is_told_is_there(client, writer):
    venue = Venue.objects.create(slug="wok", name="Workshop", kind="conference")
    paper = PaperFactory(venue=venue, venue_year=2021)
    PaperFactory(venue=venue, venue_year=2019)
    summary = make_summary(writer=writer, paper=paper)
    Summary.objects.update(published_at="2020-02-03T04:05:06Z")
    found = everything(client)
    assert (
        found[f"/papers/{paper.pk}/"] == found[f"/summaries/{summary.pk}/"] == found["/users/writer/"] == "2020-02-03"
    )
    assert {"/", "/categories/cs.LG/", "/venues/wok/", "/venues/wok/2021/", "/venues/wok/2019/"} <= set(found)
    assert "/categories/math.NT/" not in found  # it has no paper
    assert [address for address in found if client.get(address).status_code != 200] == []
    Summary.objects.update(edited_at="2020-05-06T04:05:06Z")
    assert everything(client)[f"/papers/{paper.pk}/"] == "2020-05-06"


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_is_not_public_is_not_told(client, writer, visibility):
    before = everything(client)
    make_summary(writer=writer, visibility=visibility)
    assert set(everything(client)) - set(before) == {"/categories/cs.LG/"}


def test_hidden_and_deleted_ones_go(client, writer):
    summary = make_summary(writer=writer)
    hide_summary(summary=summary, by=UserFactory(is_staff=True), reason="x")
    assert not [part for part in parts(client) if not part.startswith("/sitemaps/site")]
    other = make_summary(writer=writer)
    assert f"/summaries/{other.pk}/" in everything(client)
    delete_summary(summary=other)
    assert not [part for part in parts(client) if not part.startswith("/sitemaps/site")]


def test_an_anonymous_one_moves_nothing_of_its_writer(client, writer):
    make_summary(writer=writer)
    Summary.objects.update(published_at="2020-02-03T04:05:06Z")
    summary = make_summary(writer=writer, is_anonymous=True)
    found = everything(client)
    assert found["/users/writer/"] == "2020-02-03"
    assert found[f"/summaries/{summary.pk}/"] == timezone.now().date().isoformat()
    claim_summary(summary=summary)
    assert everything(client)["/users/writer/"] != "2020-02-03"


def test_who_wrote_only_anonymously_or_left_is_not_told(client, writer):
    make_summary(writer=writer, is_anonymous=True)
    assert "/users/writer/" not in everything(client)
    gone = UserFactory()
    make_summary(writer=gone)
    gone.is_active = False
    gone.save()
    assert client.get(f"/sitemaps/writers-{gone.pk // 5000}.xml").status_code == 404


def test_parts_are_cut_by_numbers_and_empty_ones_left_out(client, monkeypatch):
    """However far apart the numbers are, and at the very edges of a part."""
    for number in (99, 100, 199, 500, 10**9):
        make_summary(paper=PaperFactory(pk=number))
    section = sitemaps.SECTIONS["papers"]
    cut = sitemaps.Section(100, section.parts, section.places)
    monkeypatch.setitem(sitemaps.SECTIONS, "papers", cut)
    found = [part for part in parts(client) if "papers" in part]
    assert found == [f"/sitemaps/papers-{number}.xml" for number in (0, 1, 5, 10**7)]
    assert list(places(client, found[1])) == ["/papers/100/", "/papers/199/"]


def test_what_is_no_part_is_404(client, summary):
    for name in ("papers-77", "nothing-0", "site-1", f"papers-{10**30}", "venues-0", "papers-"):
        assert client.get(f"/sitemaps/{name}.xml").status_code == 404, name
    for address in ("/sitemap.xml", "/sitemaps/papers-0.xml", "/robots.txt", "/opensearch.xml"):
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(client, number, django_assert_num_queries):
    for place in range(number):
        venue = Venue.objects.create(slug=f"wok{place}", name="Workshop", kind="conference")
        make_summary(paper=PaperFactory(venue=venue, venue_year=2021), writer=UserFactory())
    assert Paper.objects.count() == number
    with django_assert_num_queries(5):
        found = parts(client)
    assert len(found) == 5
    for part in found:
        with django_assert_num_queries(1):
            client.get(part)


def test_who_has_it_already_gets_304(client, summary):
    for address in ("/sitemap.xml", "/sitemaps/papers-0.xml", "/robots.txt", "/opensearch.xml"):
        response = client.get(address)
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        assert "Cookie" not in response.headers.get("Vary", "")
        assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304


def test_robots_are_kept_off_what_is_not_for_them(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(response.content.decode().splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for address in ("/", "/papers/1/", "/users/writer/", "/feed.atom", "/sitemap.xml", "/api/docs/", "/static/x.css"):
        assert robots.can_fetch("anybot", f"{SITE}{address}"), address
    for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/search/"):
        assert robots.can_fetch("anybot", f"{SITE}{address}"), address
    for address in ("/admin/", "/accounts/login/?next=/", "/accounts/settings/", "/api/v1/papers/", "/feed/key.atom"):
        assert not robots.can_fetch("anybot", f"{SITE}{address}"), address
    for address in ("/search/?q=x", "/search/suggest/?q=x", "/accounts/password/reset/key/1-x/"):
        assert not robots.can_fetch("anybot", f"{SITE}{address}"), address


def test_a_browser_learns_how_to_search_here(client):
    response = client.get("/opensearch.xml")
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{OPENSEARCH}ShortName")) <= 16
    assert 0 < len(root.findtext(f"{OPENSEARCH}Description")) <= 1024
    addresses = {url.get("type"): url.get("template") for url in root.iterfind(f"{OPENSEARCH}Url")}
    assert addresses["text/html"] == f"{SITE}/search/?q={{searchTerms}}"
    assert addresses["application/x-suggestions+json"] == f"{SITE}/opensearch/suggest/?q={{searchTerms}}"
    assert '<link rel="search" type="application/opensearchdescription+xml"' in client.get("/about/").content.decode()
