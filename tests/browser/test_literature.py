"""Reading paths and wishes as people see them."""

import pytest

from summaries.models import SummaryRequest
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db(transaction=True)
TITLES = [
    "MMMMMM WWWWWW: The Widest Words That Anybody May Ever Write",
    "A Title with Ordinary Words, Long Enough to Take Two Lines and More",
    "Supercalifragilisticexpialidocious-and-then-some-more-letters-in-one-word",
    "Short",
    "Über die spezielle und die allgemeine Relativitätstheorie, gemeinverständlich",
]
TEXTS_OUTSIDE = """
() => [...document.querySelectorAll(".path-box")].flatMap(box => {
  const frame = box.querySelector("rect").getBoundingClientRect();
  return [...box.querySelectorAll("text")].filter(text => {
    const place = text.getBoundingClientRect();
    return place.width && (place.right > frame.right || place.bottom > frame.bottom || place.top < frame.top);
  }).map(text => text.textContent);
})
"""


@pytest.fixture
def paper():
    papers = [PaperFactory(title=title) for title in TITLES]
    goal = PaperFactory(title="The Goal of It All")
    names = [paper.arxiv_id for paper in papers]
    make_summary(paper=goal, body=" ".join(f"[[builds on arxiv:{name}]]" for name in [*names, "2001.99999"]))
    make_summary(paper=papers[0], body=f"[[builds on arxiv:{names[1]}]] [[builds on arxiv:{names[2]}]]")
    return goal


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_reading_path_fits_and_so_do_its_titles(page, live_server, paper, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/papers/{paper.pk}/path/")
    page.evaluate("document.fonts.ready")
    assert page.locator(".path-picture:visible").count() == 1
    assert page.evaluate(TEXTS_OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_picture_leads_to_its_papers_by_keyboard(page, live_server, paper):
    page.goto(f"{live_server.url}/papers/{paper.pk}/path/")
    page.locator(".path-picture:visible .path-box").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/*/")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_wish_with_and_without_a_script(browser, live_server, voter, has_script):
    from django.test import Client

    paper, client = PaperFactory(), Client()
    client.force_login(voter)
    context = browser.new_context(java_script_enabled=has_script)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/papers/{paper.pk}/")
    page.click("text=I want a summary")
    page.wait_for_selector("text=1 reader waits for a summary, you among them.")
    assert SummaryRequest.objects.get().reader == voter
    assert page.url.endswith(f"/papers/{paper.pk}/" if has_script else f"#wanted-{paper.pk}")
    page.click("text=I no longer need it")
    page.wait_for_selector("text=I want a summary")
    assert not SummaryRequest.objects.exists()
    context.close()
