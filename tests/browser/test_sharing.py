"""The bookmark and the user script at work, on pages in the shape of arXiv's, from another origin than ours."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest

from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db(transaction=True)
# What a manager of user scripts gives to a script: a request without cookies, whatever the page allows.
MANAGER = """
window.asked = [];
window.GM_xmlhttpRequest = (call) => {
  window.asked.push(call);
  fetch(call.url, {method: call.method, headers: call.headers, body: call.data, credentials: "omit"})
    .then(async (answer) => call.onload({status: answer.status, responseText: await answer.text()}));
};
"""
ABSTRACT_PAGE = """<!DOCTYPE html><html><head><title>[{0}] Title</title></head><body>
<div id="abs"><h1 class="title mathjax"><span class="descriptor">Title:</span>On a Thing</h1>
<div class="authors"><a href="/a/writer_a_1">Ada Writer</a></div>
<a href="/abs/{0}v1">[v1]</a> <a href="/abs/2999.00001">another</a></div></body></html>"""
LIST_ITEM = """<dt><a name="item1">[1]</a> <a href="/abs/{0}" title="Abstract" id="{0}">arXiv:{0}</a>
[<a href="/pdf/{0}" title="Download PDF">pdf</a>, <a href="/abs/{0}v2">v2</a>]</dt>
<dd><div class="list-title mathjax"><span class="descriptor">Title:</span>On a Thing</div></dd>"""


class Elsewhere:
    """A site of its own, with the headers that it is told to send."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.policy = ""
        pages, get_policy = self.pages, lambda: self.policy

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = pages.get(self.path, "").encode()
                self.send_response(200 if content else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                if get_policy():
                    self.send_header("Content-Security-Policy", get_policy())
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    yield site
    site.server.shutdown()
    site.server.server_close()
    site.thread.join()


@pytest.fixture
def at_home(live_server, settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def papers(writer) -> list[str]:
    """With two summaries, with one, with none, and one that is not here."""
    two, one, none = (PaperFactory(arxiv_id=f"2101.0000{number}") for number in (1, 2, 3))
    for paper, person in ((two, writer), (two, UserFactory()), (one, writer)):
        make_summary(paper=paper, writer=person)
    return [two.arxiv_id, one.arxiv_id, none.arxiv_id, "hep-th/9901001"]


def list_page(ids: list[str]) -> str:
    items = "".join(LIST_ITEM.format(name) for name in ids)
    return f"<!DOCTYPE html><html><head><title>Listing</title></head><body><dl id='articles'>{items}</dl></body></html>"


def user_script(client) -> str:
    return client.get("/shortsci.user.js").content.decode()


def bookmark(page, at_home: str) -> str:
    page.goto(f"{at_home}/tools/")
    return unquote(page.get_attribute("a[href^='javascript:']", "href").removeprefix("javascript:"))


def press(page, code: str) -> None:
    """As the browser runs it in the page; it may lead away before it has answered."""
    page.evaluate("code => void setTimeout(() => (0, eval)(code))", code)


def marks(page) -> dict[str, str]:
    found = page.eval_on_selector_all("a[data-shortsci]", "all => all.map(a => [a.dataset.shortsci, a.textContent])")
    assert len(found) == len(dict(found)), "one mark for each paper"
    return dict(found)


def test_the_user_script_marks_a_list_by_one_call(page, client, elsewhere, at_home, papers):
    elsewhere.pages["/list/cs.LG/new"] = list_page(papers)
    page.goto(f"{elsewhere.url}/list/cs.LG/new")
    page.evaluate(MANAGER + user_script(client))
    page.wait_for_selector("a[data-shortsci]")
    assert marks(page) == {papers[0]: "2 summaries", papers[1]: "1 summary"}
    assert page.evaluate("asked.length") == 1
    assert page.evaluate("asked[0].anonymous")
    mark = page.locator(f'dt:has(> a[id="{papers[0]}"]) > a[data-shortsci]')
    assert mark.get_attribute("href") == f"{at_home}/abs/{papers[0]}"
    mark.click()
    page.wait_for_url(f"{at_home}/papers/*/")
    assert page.locator("article.full").count() == 2


def test_the_user_script_marks_the_paper_of_a_page_alone(page, client, elsewhere, at_home, papers):
    for name, words in ((papers[0], "2 summaries"), (papers[2], "No summary yet: write one")):
        elsewhere.pages[f"/abs/{name}v3"] = ABSTRACT_PAGE.format(name)
        page.goto(f"{elsewhere.url}/abs/{name}v3")
        page.evaluate(MANAGER + user_script(client))
        page.wait_for_selector("h1 + a[data-shortsci]")
        assert marks(page) == {name: words}


def test_the_user_script_asks_nothing_where_there_is_no_paper(page, client, elsewhere, at_home):
    elsewhere.pages["/help"] = "<!DOCTYPE html><title>Help</title><a href='/absolute/1'>x</a><a href='/abs/'>y</a>"
    page.goto(f"{elsewhere.url}/help")
    page.evaluate(MANAGER + user_script(client))
    assert page.evaluate("asked.length") == 0


def test_the_bookmark_marks_a_list(page, elsewhere, at_home, papers):
    elsewhere.pages["/list/cs.LG/new"] = list_page(papers)
    code = bookmark(page, at_home)
    page.goto(f"{elsewhere.url}/list/cs.LG/new")
    for _ in range(2):  # pressed twice it marks nothing twice
        with page.expect_response("**/lookup/"):
            press(page, code)
    page.wait_for_function("document.querySelectorAll('a[data-shortsci]').length == 2")
    assert marks(page) == {papers[0]: "2 summaries", papers[1]: "1 summary"}


def test_the_bookmark_leads_from_a_paper_to_its_summaries(page, elsewhere, at_home, papers):
    elsewhere.pages[f"/abs/{papers[0]}v2"] = ABSTRACT_PAGE.format(papers[0])
    code = bookmark(page, at_home)
    page.goto(f"{elsewhere.url}/abs/{papers[0]}v2")
    press(page, code)
    page.wait_for_url(f"{at_home}/papers/*/")
    assert page.locator("article.full").count() == 2


def test_the_bookmark_opens_a_window_where_the_page_lets_nothing_be_asked(browser, elsewhere, at_home, papers):
    elsewhere.pages["/list/cs.LG/new"] = list_page(papers)
    elsewhere.policy = "default-src 'self'; script-src 'unsafe-eval'"
    context = browser.new_context()
    page = context.new_page()
    code = bookmark(page, at_home)
    page.goto(f"{elsewhere.url}/list/cs.LG/new")
    with page.expect_popup() as opened:
        press(page, code)
    window = opened.value
    window.wait_for_selector("ul.rows")
    assert urlsplit(window.url).path == "/tools/look/"
    assert window.locator("ul.rows li").count() == 4
    assert "2 summaries" in window.inner_text("ul.rows li >> nth=0")
    context.close()


def test_the_bookmark_opens_the_doi_of_a_publisher(page, elsewhere, at_home, paper):
    paper.identifiers.create(kind="doi", value="10.1000/xyz(1)")
    elsewhere.pages["/article"] = '<!DOCTYPE html><title>x</title><meta name="citation_doi" content="10.1000/xyz(1)">'
    code = bookmark(page, at_home)
    page.goto(f"{elsewhere.url}/article")
    press(page, code)
    page.wait_for_url(f"{at_home}/papers/{paper.pk}/")
