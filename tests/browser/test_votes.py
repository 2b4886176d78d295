"""The vote control as people use it: keyboard, no script, quick presses, refusals, a lost network, before the log-in."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from summaries.models import Summary
from tests.browser.test_pages import log_in_browser  # noqa: F401 (a fixture)
from tests.factories import UserFactory
from votes.models import Vote
from votes.services import cast_vote

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a-long-enough-pass-9"


def wait_for_words(page, words: str) -> None:
    page.wait_for_function("words => document.getElementById('vote-status')?.textContent === words", arg=words)


def page_of(browser, live_server, user, **options):
    client = Client()
    client.force_login(user)
    context = browser.new_context(**options)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def score(page, summary) -> str:
    return page.inner_text(f"#summary-{summary.pk} .score")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_keyboard_with_words_for_a_screen_reader(page, live_server, log_in_browser, voter, summary, key):  # noqa: F811
    cast_vote(voter=UserFactory(), summary=summary, value=1)
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.focus(f"#up-{summary.pk}")
    page.keyboard.press(key)
    wait_for_words(page, "Voted up, score 2")
    assert page.get_attribute(f"#up-{summary.pk}", "aria-pressed") == "true"
    assert page.evaluate("document.activeElement.id") == f"up-{summary.pk}"
    page.keyboard.press(key)
    wait_for_words(page, "Vote taken back, score 1")
    assert page.evaluate("document.activeElement.id") == f"up-{summary.pk}"
    assert Vote.objects.filter(voter=voter).count() == 0
    assert page.get_attribute("#vote-status", "role") == "status"


def test_a_down_vote_asks_for_its_reason(page, live_server, log_in_browser, voter, summary):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.click(f"#down-{summary.pk}")
    wait_for_words(page, "Voted down, score -1")
    page.select_option(f"#reason-{summary.pk}", "unclear")
    page.click("text=Tell")
    page.wait_for_selector(f"#reason-{summary.pk}", state="detached")
    assert Vote.objects.get().reason == "unclear"


def test_the_question_can_be_skipped(page, live_server, log_in_browser, voter, summary):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.click(f"#down-{summary.pk}")
    page.click("[data-skip]")
    page.wait_for_selector(f"#reason-{summary.pk}", state="detached")
    assert page.evaluate("document.activeElement.id") == f"down-{summary.pk}"
    assert Vote.objects.get().reason == ""


def test_where_a_reason_is_asked_before(page, live_server, log_in_browser, voter, summary, settings):  # noqa: F811
    settings.DOWNVOTE_REASON_REQUIRED = True
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.focus(f"#down-{summary.pk}")
    page.keyboard.press("Enter")
    page.click(".vote-reason .small")
    assert not Vote.objects.exists()  # the select is required
    page.select_option(f"#reason-{summary.pk}", "thin")
    page.click(".vote-reason .small")
    wait_for_words(page, "Voted down, score -1")
    assert Vote.objects.get().reason == "thin"


def test_the_number_changes_before_the_answer(page, live_server, log_in_browser, voter, summary):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    sent = []

    def hold_first(route):
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.route("**/vote/", hold_first)
    page.click(f"#up-{summary.pk}")
    assert score(page, summary) == "1"
    assert page.get_attribute(f"#up-{summary.pk}", "aria-pressed") == "true"
    page.click(f"#down-{summary.pk}")
    assert score(page, summary) == "-1"
    assert len(sent) == 1  # one at a time
    sent[0].continue_()
    wait_for_words(page, "Voted down, score -1")
    assert len(sent) == 2
    assert Vote.objects.get().value == -1


def test_a_double_click_is_one_vote(page, live_server, log_in_browser, voter, summary):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    page.dblclick(f"#up-{summary.pk}")
    wait_for_words(page, "Voted up, score 1")
    assert Vote.objects.get().value == 1


def test_a_refusal_puts_the_number_back(page, live_server, log_in_browser, voter, summary):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    Summary.objects.update(writer=voter)
    page.click(f"#up-{summary.pk}")
    wait_for_words(page, "You cannot vote on your own summary.")
    assert page.is_visible("text=You cannot vote on your own summary.")
    assert score(page, summary) == "0"
    assert page.url == live_server.url + "/"


def test_a_lost_network_puts_the_number_back(browser, live_server, voter, summary):
    """In a page of its own: a browser writes into its console that there is no network."""
    page = page_of(browser, live_server, voter)
    page.goto(live_server.url + "/")
    page.route("**/vote/", lambda route: route.fulfill(status=500, body="<h1>Oops</h1>"))
    page.click(f"#up-{summary.pk}")
    page.wait_for_selector("text=Your vote was not saved. Try again.")
    assert score(page, summary) == "0"
    page.unroute("**/vote/")
    page.context.set_offline(True)
    page.click(f"#up-{summary.pk}")
    page.wait_for_selector("text=there is no connection")
    assert score(page, summary) == "0"
    assert page.get_attribute(f"#up-{summary.pk}", "aria-pressed") == "false"
    page.context.set_offline(False)
    page.click(f"#up-{summary.pk}")
    wait_for_words(page, "Voted up, score 1")
    assert page.locator(f"#summary-{summary.pk} .problem").count() == 0
    page.context.close()


def test_a_session_that_has_ended_leads_to_the_log_in_and_the_vote_is_kept(
    page,
    live_server,
    log_in_browser,  # noqa: F811
    voter,
    summary,
):
    voter.set_password(PASSWORD)
    voter.save()
    EmailAddress.objects.create(user=voter, email=voter.email, verified=True, primary=True)
    log_in_browser(voter)
    page.goto(live_server.url + "/")
    Session.objects.all().delete()
    page.click(f"#up-{summary.pk}")
    page.wait_for_url("**/accounts/login/**")
    page.fill("#id_login", voter.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_selector("text=Your vote is counted.")
    assert Vote.objects.get().voter == voter


def test_without_a_script(browser, live_server, voter, summary):
    page = page_of(browser, live_server, voter, java_script_enabled=False)
    page.goto(live_server.url + "/?sort=new")
    page.click(f"#down-{summary.pk}")
    assert page.url == f"{live_server.url}/?sort=new#summary-{summary.pk}"
    assert score(page, summary) == "-1"
    page.click("summary:has-text('why?')")
    page.select_option(f"#reason-{summary.pk}", "other")
    page.click("text=Tell")
    assert Vote.objects.get().reason == "other"
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_buttons_are_large_enough(page, live_server, log_in_browser, voter, summary, width):  # noqa: F811
    log_in_browser(voter)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(live_server.url + "/")
    page.click(f"#down-{summary.pk}")
    page.wait_for_selector(f"#reason-{summary.pk}")
    for target in (f"#up-{summary.pk}", f"#down-{summary.pk}", ".vote-reason .small", "[data-skip]"):
        box = page.locator(target).bounding_box()
        assert min(box["width"], box["height"]) >= 24, target
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_vote_before_the_sign_up_is_counted_after_it(page, live_server, summary):
    page.goto(live_server.url + "/")
    page.click(f"#summary-{summary.pk} .vote.up")
    page.wait_for_url("**/accounts/login/**")
    page.click("main >> text=Sign up")
    page.fill("#id_email", "new@example.org")
    page.fill("#id_username", "newcomer")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.click("main button[type=submit], main form button")
    page.wait_for_url("**/confirm-email/")
    link = re.search(r"(/accounts/confirm-email/[^/\s]+/)", mail.outbox[-1].body)[1]
    page.goto(live_server.url + link)
    page.click("main form button")
    page.wait_for_url("**/accounts/login/**")
    assert not Vote.objects.exists()
    page.fill("#id_login", "newcomer")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_selector("text=Your vote is counted.")
    assert Vote.objects.get().voter.username == "newcomer"
    assert Summary.objects.get().score == 1
