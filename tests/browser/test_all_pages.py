"""Every page of the screenshots, by rule: 320 px, 200 % zoom, the keyboard, a screen reader's outline, no JavaScript.

One browser and one site with a little of everything. A failure names every page that breaks a rule, not the first.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounts.models import User
from papers.models import Resource, Venue
from scripts.site_pages import pages, sessions, shown
from search.services.building import build_index
from selections.services import EntryText, Head, add_entry, create_selection, publish_selection, save_entry
from summaries.services import add_comment, ask_for_summary, edit_summary
from summaries.services.publishing import Text
from tests.factories import PaperFactory, UserFactory, make_summary
from votes.services import cast_vote

pytestmark = pytest.mark.django_db(transaction=True)
RULES = (Path(__file__).parent / "page_rules.js").read_text("utf-8")
WIDE = "$$" + "+".join(f"x_{{{number}}}" for number in range(40)) + "$$"
RICH = (
    f"# Idea\n\nA [link](https://example.org/{'long' * 30}) and $x^2$.\n\n{WIDE}\n\n```python\n{'long_name ' * 30}\n```\n\n"
    "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n| one | two | three | four | five | six |\n\n"
    f"{'word' * 30}\n\n1. one\n2. two[^1]\n\n- [x] read\n\n[^1]: A note.\n"
)
MOST_STOPS = 30  # of the keyboard on one page; what follows in a longer list is more of the same


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.SEARCH_DIR = tmp_path
    settings.SITE_URL = live_server.url
    writer = UserFactory(username="a_writer_with_a_name_of_some_length", display_name="Ada Writer " * 4)
    venue, _ = Venue.objects.get_or_create(slug="iclr", defaults={"name": "ICLR"})
    papers = [
        PaperFactory(title=f"On $x^{number}$ & attention", venue=venue, venue_year=2021) for number in range(1, 7)
    ]
    summary = make_summary(writer=writer, paper=papers[0], body=RICH, tldr="In short: $x$ < 1.")
    for paper in papers[:3]:
        make_summary(paper=paper, body=f"[[builds on arxiv:{papers[3].arxiv_id}]] and so on.")
    edit_summary(summary=summary, text=Text(body=f"{RICH}\nMore.", tldr="In short."))
    comment = add_comment(writer=UserFactory(), summary=summary, body="Is $a < b$ needed? The attention paper.")
    add_comment(writer=writer, summary=summary, body=RICH, parent=comment)
    cast_vote(voter=UserFactory(), summary=summary, value=1)
    ask_for_summary(reader=UserFactory(), paper=papers[5])
    Resource.objects.create(
        paper=papers[0], kind="code", url="https://example.org/x", title="The code", added_by=writer
    )
    for slug, is_public in (("best", True), ("next", False)):
        selection = create_selection(by=None, head=Head(title=f"The {slug} of May", slug=slug, introduction=RICH))
        entry = add_entry(selection=selection, paper=papers[0])
        save_entry(entry=entry, text=EntryText(why="Because.", insights=RICH, summaries=[summary.pk]), version=1)
        if is_public:
            publish_selection(selection=selection)
    build_index()
    return str(live_server.url)


@pytest.fixture
def keys(site) -> dict[str, str]:
    return sessions()


@pytest.fixture
def tab_of(browser, site, keys) -> Iterator[Callable[..., object]]:
    """A tab for each person, with scripts and without, which loads styles and fonts once."""
    contexts = {}

    def tab_of(who: str = "", *, scripts: bool = True) -> object:
        if (who, scripts) not in contexts:
            context = browser.new_context(viewport={"width": 1280, "height": 700}, java_script_enabled=scripts)
            if who:
                context.add_cookies([{"name": "sessionid", "value": keys[who], "url": site}])
            context.new_page()
            contexts[who, scripts] = context
        return contexts[who, scripts].pages[0]

    yield tab_of
    for context in contexts.values():
        context.close()


def test_every_page_keeps_the_rules(site, keys, tab_of):
    """All in one: to fill a site and to load its pages takes longer than to look at them."""
    chosen = [page for page, _ in shown(pages(), keys, site)]
    problems, people = [], set()
    for page in chosen:
        start = "main" if page.who in people else "body"  # the head of the page is the same on all
        people.add(page.who)
        found = [
            *problems_with_scripts(tab_of(page.who), site + page.path, start),
            *problems_without_scripts(tab_of(page.who, scripts=False), site + page.path),
        ]
        problems += [f"{page.name}: {problem}" for problem in found]
    assert "\n".join(problems) == ""
    assert len(chosen) > 80


def problems_with_scripts(tab, address: str, start: str) -> list[str]:
    """At 1280 px its outline, as it is read aloud, and the way of the keyboard through it; zoomed, and narrow, its width.

    Zoomed to 200 %, a window of 1280 px has room for 640.
    """
    tab.set_viewport_size({"width": 1280, "height": 700})
    tab.goto(address)
    tab.evaluate(RULES)
    found = list(tab.evaluate("pageRules.outline()"))
    for _ in range(tab.evaluate(f"pageRules.watchFocus({MOST_STOPS}, '{start}')")):
        tab.keyboard.press("Tab")
    found += tab.evaluate("pageRules.focusProblems()")
    for width in (640, 320):
        tab.set_viewport_size({"width": width, "height": 700})
        found += [f"{width} px: {problem}" for problem in tab.evaluate("pageRules.cutOff()")]
    return found


def problems_without_scripts(tab, address: str) -> list[str]:
    """All is there, and every form can be sent."""
    tab.goto(address)
    tab.evaluate(RULES)
    return [f"without scripts: {problem}" for problem in tab.evaluate("pageRules.withoutScripts()")]


def test_the_skip_link_leads_to_the_text(site, tab_of):
    tab = tab_of()
    tab.goto(site)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["height"] > 20
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/#main")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_escape_closes_the_menu_and_stays_on_its_button(site, tab_of):
    tab = tab_of()
    tab.set_viewport_size({"width": 640, "height": 700})
    tab.goto(site)
    tab.focus(".menu > summary")
    tab.keyboard.press("Enter")
    assert tab.locator(".menu-box").is_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    assert not tab.locator(".menu-box").is_visible()
    assert tab.evaluate("document.activeElement.matches('.menu > summary')")


def test_what_was_done_is_announced(site, tab_of):
    tab = tab_of("reader")
    tab.goto(f"{site}/accounts/settings/")
    tab.fill("#id_display_name", "Reader One")
    tab.click("text=Save profile")
    assert tab.get_by_role("status").filter(has_text="saved").count() == 1
    assert User.objects.get(username="reader").display_name == "Reader One"


@pytest.mark.parametrize(
    ("html", "rule", "problem"),
    [
        ("<main id=main><h1>A</h1><h3>B</h3></main>", "outline", 'skips a level: h3 "B"'),
        ("<h1>A</h1><h1>B</h1>", "outline", "first headings: 2"),
        ("<h1>A</h1>", "outline", "not one main part"),
        ("<input name=q>", "outline", 'no name: input "" q'),
        ("<button></button>", "outline", 'no name: button "" '),
        ("<img src=data:,>", "outline", "no words for data:,"),
        ("<div><svg width=9 height=9></svg></div>", "outline", 'no words for a drawing in div ""'),
        ("<nav>x</nav>", "outline", 'two parts of the page are called ""'),
        ("<ul class=messages><li>Saved</li></ul>", "outline", 'not announced: ul.messages "Saved"'),
        ("<p style=width:2000px>x</p>", "cutOff", 'outside: p "x"'),
        ("<p style='width:9px;overflow:hidden'>xxxxxxx</p>", "cutOff", 'cut off: p "xxxxxxx"'),
        ("<main>x<h1>A</h1></main>", "withoutScripts", "the page is empty"),
        ("<main><h1>A</h1></main><form><input><input></form>", "withoutScripts", "no way to send the form"),
        ("<main><h1>A</h1></main><button type=button>B</button>", "withoutScripts", 'does nothing: button "B"'),
    ],
)
def test_the_rules_find_what_they_look_for(page, html, rule, problem):
    page.set_content(f"<!DOCTYPE html><body>{html}")
    page.evaluate(RULES)
    assert problem in page.evaluate(f"pageRules.{rule}()")


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<a href=#a style=outline:0>A</a>", 'no mark on a "A"'),
        ("<button tabindex=2>B</button><button tabindex=1>C</button>", "an order of its own"),
        ("<button onkeydown=event.preventDefault()>B</button><button>C</button>", 'never reached: button "C"'),
    ],
)
def test_the_rules_of_the_keyboard_find_what_they_look_for(page, html, problem):
    page.set_content(f"<!DOCTYPE html><body>{html}")
    page.evaluate(RULES)
    for _ in range(page.evaluate("pageRules.watchFocus(9)")):
        page.keyboard.press("Tab")
    assert problem in page.evaluate("pageRules.focusProblems()")
