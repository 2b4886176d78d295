"""The box in the head of each page: a form that works alone, and a combobox where scripts run."""

import pytest

from search.services.building import build_index
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path
    PaperFactory(title=r"Zebras and $\alpha$-stripes")
    PaperFactory(title="Zebra crossings")
    build_index()
    return live_server.url


def test_suggestions_are_walked_with_arrows_and_left_with_escape(page, site):
    page.goto(site)
    box = page.get_by_role("combobox")
    box.fill("zeb")
    options = page.get_by_role("option")
    options.nth(1).wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert options.count() == 0
    box.press("ArrowDown")
    chosen = options.first.locator("span").inner_text()
    box.press("Enter")
    page.wait_for_url("**/papers/**")
    assert chosen[:5] in page.title()


def test_without_a_choice_the_form_is_sent(page, site):
    page.goto(site)
    page.get_by_role("combobox").fill("zebra")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search/?q=zebra")
    assert page.locator(".hit").count() == 2
    assert page.locator("mark").count() >= 2
    page.get_by_role("combobox").fill("crossings")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=crossings")
    assert page.locator(".hit").count() == 1
