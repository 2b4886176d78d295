"""Pages as people see them: no sideways scrolling, keyboard, votes in place, live preview, no JavaScript."""

import pytest

from summaries.models import Summary
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.models import Vote

pytestmark = pytest.mark.django_db(transaction=True)
WIDE_FORMULA = "$$" + "+".join(f"x_{{{number}}}" for number in range(60)) + "$$"


@pytest.fixture
def log_in_browser(page, live_server):
    def log_in(user) -> None:
        from django.test import Client

        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return log_in


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_scrolls_sideways(page, live_server, writer, width):
    summary = make_summary(
        writer=writer, body=f"Words\n\n{WIDE_FORMULA}\n\n```\n{'long ' * 80}\n```\n\n{'word' * 60}", tldr="Short."
    )
    page.set_viewport_size({"width": width, "height": 700})
    for address in (
        "/",
        f"/papers/{summary.paper_id}/",
        f"/summaries/{summary.pk}/",
        "/users/writer/",
        "/users/writer/reputation/",
        "/reputation/",
        "/about/",
        "/submit/",
        "/accounts/login/",
        "/accounts/signup/",
    ):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_a_vote_by_keyboard_changes_the_count_in_place(page, live_server, log_in_browser, voter, summary):
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.focus(f"#up-{summary.pk}")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#votes-{summary.pk}[data-value="1"]')  # the server's answer, after the button's
    assert page.inner_text(f"#summary-{summary.pk} .score") == "1"
    assert page.url == live_server.url + "/"
    assert page.evaluate("document.activeElement.id") == f"up-{summary.pk}"
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#votes-{summary.pk}[data-value="0"]')
    assert not Vote.objects.exists()


def test_the_preview_follows_the_typing(page, live_server, log_in_browser, writer):
    paper = PaperFactory()
    log_in_browser(writer)
    page.goto(f"{live_server.url}/papers/{paper.pk}/write/")
    page.fill("#id_body", "Some $x^2$ text")
    page.wait_for_selector("#preview math")
    assert "Some" in page.inner_text("#preview")
    page.click("text=Publish")
    page.wait_for_url("**/summaries/*/")
    assert Summary.objects.get().body == "Some $x^2$ text"
    assert page.locator(".prose math").count() == 1


def test_a_pending_paper_fills_in_by_itself(page, live_server):
    paper = PaperFactory(title="", state="pending", next_attempt_at="2030-01-01T00:00:00Z")
    page.goto(f"{live_server.url}/papers/{paper.pk}/")
    assert "Waiting to ask arXiv" in page.inner_text("main")
    type(paper).objects.update(state="ready", title="There It Is", next_attempt_at=None)
    page.wait_for_selector("h1:has-text('There It Is')")


def test_everything_works_without_javascript(browser, live_server, voter, summary):
    from django.test import Client

    client = Client()
    client.force_login(voter)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + "/")
    page.click(f"#up-{summary.pk}")
    assert page.inner_text(f"#summary-{summary.pk} .score") == "1"
    paper = PaperFactory()
    page.goto(f"{live_server.url}/papers/{paper.pk}/write/")
    page.fill("#id_body", "Typed $y$ without a script")
    page.click("text=Preview")
    assert page.locator("#preview math").count() == 1
    page.click("text=Publish")
    assert Summary.objects.filter(writer=voter).get().body == "Typed $y$ without a script"
    context.close()


def test_only_our_own_address_is_asked_for_anything(page, live_server, summary):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", f"/summaries/{summary.pk}/", "/about/", "/api/docs/"):
        page.goto(live_server.url + address, wait_until="networkidle")
    assert all(url.startswith((live_server.url, "data:", "blob:")) for url in asked), asked


def test_a_moderator_hides_and_brings_back(page, live_server, log_in_browser, summary):
    """A policy that sends no referrer would make browsers send "Origin: null", which Django takes for a forgery."""
    log_in_browser(UserFactory(is_staff=True))
    page.goto(f"{live_server.url}/summaries/{summary.pk}/")
    page.click("text=Hide this summary")
    page.fill("#id_reason", "A test.")
    page.click("text=Hide it")
    page.click("text=Bring it back")
    page.wait_for_selector("text=Hide this summary")
    summary.refresh_from_db()
    assert summary.hidden_at is None
