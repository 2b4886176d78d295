"""Keyboard shortcuts, and the two controls that a script replaces."""

import re

import pytest

from reading.models import Follow, Reading
from tests.browser.test_pages import log_in_browser  # noqa: F401 (a fixture)
from tests.factories import PaperFactory, make_summary
from votes.models import Vote

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = "document.activeElement.closest('article')?.id ?? document.activeElement.id"


@pytest.fixture
def summaries(db):
    return [make_summary() for _ in range(3)]


def wait_for_focus(page, name: str) -> None:
    page.wait_for_function(f"name => ({FOCUSED}) === name", arg=name)


def test_through_a_list_by_single_keys(page, live_server, log_in_browser, voter, summaries):  # noqa: F811
    log_in_browser(voter)
    page.goto(live_server.url + "/?sort=new")
    third, second, first = [f"summary-{summary.pk}" for summary in summaries]
    for key, name in (("j", first), ("j", second), ("j", third), ("j", third), ("k", second)):
        page.keyboard.press(key)
        wait_for_focus(page, name)
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (focused, page.evaluate("document.activeElement.tagName")) == ("solid", "A")  # seen, and read out as a link
    page.keyboard.press("u")
    page.wait_for_function("() => document.getElementById('vote-status')?.textContent === 'Voted up, score 1'")
    assert Vote.objects.get().summary == summaries[1]
    wait_for_focus(page, second)
    page.keyboard.press("o")
    page.wait_for_url(re.compile(f"/papers/{summaries[1].paper_id}/$"))
    page.keyboard.press("j")
    wait_for_focus(page, second)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/summaries/{summaries[1].pk}/$"))
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(re.compile("/reading/$"))


def test_keys_are_letters_in_a_field_and_nothing_with_a_modifier(page, live_server, summaries):
    page.goto(live_server.url + "/")
    page.focus("input[name=identifier]")
    page.keyboard.type("j?gh")
    assert page.input_value("input[name=identifier]") == "j?gh"
    assert page.evaluate("document.activeElement.name") == "identifier"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Alt+j")
    assert page.evaluate(FOCUSED) == ""
    page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.matches('.card h2 a')")


def test_the_list_of_keys_and_how_to_turn_them_off(page, live_server, summaries):
    page.goto(live_server.url + "/")
    page.keyboard.press("?")
    dialog = page.locator("dialog#shortcuts[open]")
    dialog.wait_for()
    assert "To the next, to the previous summary" in dialog.inner_text()
    page.uncheck("dialog [data-shortcuts-on]")
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == ""
    page.goto(live_server.url + "/shortcuts/")
    assert not page.is_checked("[data-shortcuts-on]")
    page.check("[data-shortcuts-on]")
    page.goto(live_server.url + "/")
    page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.matches('.card h2 a')")


def test_following_and_keeping_without_a_reload(page, live_server, log_in_browser, voter):  # noqa: F811
    paper = PaperFactory()
    log_in_browser(voter)
    page.goto(f"{live_server.url}/papers/{paper.pk}/")
    page.evaluate("window.isSamePage = true")
    button = f"#follow-button-paper-{paper.pk}"
    page.focus(button)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{button}.followed")
    wait_for_focus(page, button[1:])
    page.click(f"#to-read-{paper.pk}")
    page.wait_for_selector(f'#to-read-{paper.pk}[aria-pressed="true"]')
    page.click(".keep-note > summary")
    page.fill(f"#note-{paper.pk}", "A *note*.")
    page.click("text=Save note")
    page.wait_for_selector(".note-text em")
    assert page.evaluate("window.isSamePage")
    assert Follow.objects.get().paper == paper
    assert [(row.state, row.note) for row in Reading.objects.all()] == [("to_read", "A *note*.")]
