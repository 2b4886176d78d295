"""Every page as HTML: it parses without an error, its headings step down one by one, each control has a name.

Routes that take nothing are found by themselves, so that a new page is checked without a line here.
"""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from papers.models import Author
from scripts.site_pages import NO_PAGES, plain_routes
from summaries.models import Summary
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
TEXT = (
    "# Idea\n\nSome $x^2$ and $$\\sum_{i=1}^n \\frac{a_i}{b}$$\n\n## How\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    "1. one\n2. two[^1]\n\n```python\nprint(1)\n```\n\n> quoted\n\n[^1]: A note.\n"
)
# Named by more than their text: a hidden field needs no label.
UNNAMED = {"hidden", "submit", "button"}


@pytest.fixture
def content(writer, voter) -> Summary:
    """A paper with formulas in its title and two summaries, one with all that a text can hold."""
    paper = PaperFactory(title="On $x^2$ & more")
    first = make_summary(writer=writer, paper=paper, body=TEXT, tldr="In short: $x$ < 1 & so on.")
    make_summary(writer=voter, paper=paper, body="Another one.", tldr="")
    return first


def addresses(summary: Summary) -> list[str]:
    return [
        f"/papers/{summary.paper_id}/",
        f"/papers/{summary.paper_id}/path/",
        f"/papers/{summary.paper_id}/write/",
        f"/papers/{summary.paper_id}/resources/add/",
        f"/summaries/{summary.pk}/",
        f"/summaries/{summary.pk}/history/",
        f"/summaries/{summary.pk}/revisions/1/",
        f"/summaries/{summary.pk}/why/",
        f"/summaries/{summary.pk}/edit/",
        f"/summaries/{summary.pk}/delete/",
        "/users/writer/",
        "/users/writer/reputation/",
        Author.objects.order_by("pk")[0].get_absolute_url(),
        "/categories/cs.LG/",
        "/?sort=top&period=week",
        "/nothing-here/",
        *[path for path in plain_routes() if not NO_PAGES.match(path)],
    ]


@pytest.mark.parametrize("who", ["anonymous", "writer", "moderator"])
def test_every_page_is_sound_html(client, log_in, content, writer, who):
    browser = {
        "anonymous": lambda: client,
        "writer": lambda: log_in(writer),
        "moderator": lambda: log_in(UserFactory(username="moderator", is_staff=True)),
    }[who]()
    seen = {}
    for address in addresses(content):
        answer = browser.get(address)
        if answer.status_code in {200, 404} and "text/html" in answer.headers.get("content-type", ""):
            seen[address] = problems_of(b"".join(answer) if answer.streaming else answer.content)
    assert {address: problems for address, problems in seen.items() if problems} == {}
    assert len(seen) > (15 if who == "anonymous" else 20)


def problems_of(page: bytes) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page, transport_encoding="utf-8")
    # A line feed right after <textarea> or <pre> is meant to vanish; MathML's mspace may close itself.
    return [
        *(f"parse error: {code} at {position}" for position, code, _ in parser.errors),
        *heading_problems(tree),
        *name_problems(tree),
        *(f"two elements have the id {name}" for name, number in ids(tree).items() if number > 1),
        *(f"no description of {image.get('src')}" for image in tree.iter("img") if image.get("alt") is None),
        *(["no language"] if not tree.get("lang") else []),
        *(["no title"] if not "".join(tree.find("head/title").itertext()).strip() else []),
        *(["no description"] if tree.find("head/meta[@name='description']") is None else []),
    ]


def heading_problems(tree: Element) -> list[str]:
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    problems = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    steps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
    return problems + [f"a heading of level {after} follows one of level {before}" for before, after in steps]


def name_problems(tree: Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {control for label in tree.iter("label") for control in label.iter()}
    problems = []
    for tag in ("input", "select", "textarea"):
        for control in tree.iter(tag):
            named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled
            if not (named or control in inside or control.get("type") in UNNAMED or control.get("hidden") is not None):
                problems.append(f"no label for {tag} {control.get('name')}")
    for tag in ("button", "a"):
        nameless = [one for one in tree.iter(tag) if not ("".join(one.itertext()).strip() or one.get("aria-label"))]
        problems += [f"no name for {tag} {control.attrib}" for control in nameless]
    return problems


def ids(tree: Element) -> Counter[str]:
    return Counter(element.get("id", "") for element in tree.iter() if element.get("id"))


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<!DOCTYPE html><p><b>x</p></b>", "parse error"),
        ("<!DOCTYPE html><h1>x</h1><h3>y</h3>", "level 3 follows"),
        ("<!DOCTYPE html><h1>x</h1><h1>y</h1>", "2 headings"),
        ("<!DOCTYPE html><input name=a>", "no label for input a"),
        ("<!DOCTYPE html><a href=/><svg></svg></a>", "no name for a"),
        ("<!DOCTYPE html><p id=a><i id=a></i></p>", "two elements"),
        ("<!DOCTYPE html><img src=x>", "no description of x"),
    ],
)
def test_the_checks_find_what_they_look_for(page, problem):
    page = page.replace("<!DOCTYPE html>", "<!DOCTYPE html><html><head><title>t</title></head><body>")
    assert any(problem in found for found in problems_of(page.encode()))


def test_every_file_of_fonts_is_named_in_the_styles(root: Path):
    static = root / "shortsci" / "static" / "shortsci"
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', (static / "site.css").read_text("utf-8")))
    assert named == {file.name for file in (static / "fonts").glob("*.woff2")}
