"""CommonMark and GFM examples against their reference output, compared as trees after our own allow-list."""

import json
import re
from html.parser import HTMLParser

import pytest

from summaries.rendering import render
from summaries.rendering.allowed import cleaner
from tests.conftest import REAL_DATA

pytestmark = pytest.mark.real_data

RAW_HTML = "raw HTML is shown as text"
TWO_TILDES = "one tilde strikes nothing through, as in CommonMark's own plugins"
BARE_LINKS = "bare addresses stay text; only arXiv's become links"
NOTES = "the anchors of notes carry the text's own prefix"
# Examples that do not concern us, as (source, number): reason. A test below fails when the list is out of date.
DIFFERENT = {
    **{
        ("CommonMark 0.31.2 spec.txt", number): RAW_HTML
        for number in (
            *(151, 153, 154, 156, 161, 163, 165, 168, 173, 176, 178, 183, 184, 186, 188, 190, 309, 344, 475, 524, 536),
            *(613, 625, 627, 628, 629, 631, 642, 643),
        )
    },
    ("GFM spec.txt", 644): RAW_HTML,
    ("cmark-gfm regression.txt", 9): RAW_HTML,
    ("cmark-gfm regression.txt", 17): RAW_HTML,
    **{("GFM spec.txt", number): BARE_LINKS for number in (622, 623, 626, 628, 630)},
    ("GFM extensions.txt", 18): TWO_TILDES,
    ("cmark-gfm regression.txt", 10): TWO_TILDES,
    ("cmark-gfm regression.txt", 11): TWO_TILDES,
    ("GFM extensions.txt", 20): "the reference leaves the output open",
    ("GFM extensions.txt", 23): NOTES,
    ("cmark-gfm regression.txt", 13): NOTES,
}


class Tree(HTMLParser):
    """Tags, attributes and text of a fragment; blanks between blocks count for nothing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, tuple(sorted(attrs))))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag not in {"br", "hr", "img"}:
            self.parts.append(f"/{tag}")

    def handle_data(self, data):
        text = data if "pre" in self.open_tags() else " ".join(data.split())
        if text:
            if self.parts and isinstance(self.parts[-1], list):
                self.parts[-1][0] += text
            else:
                self.parts.append([text])

    def open_tags(self):
        names = [part[0] for part in self.parts if isinstance(part, tuple)]
        closed = [part[1:] for part in self.parts if isinstance(part, str)]
        return [name for name in set(names) if names.count(name) > closed.count(name)]


def as_here(html: str) -> str:
    """The reference in this site's ways: headings from the third level, pictures as links, boxes as signs."""
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    html = html.replace("<del>", "<s>").replace("</del>", "</s>")
    html = re.sub(r' align="(\w+)"', r' class="align-\1"', html)
    html = re.sub(
        r'<img src="([^"]*)" alt="([^"]*)"[^>]*>', lambda m: f'<a href="{m[1]}">{m[2] or "picture"}</a>', html
    )
    html = re.sub(
        r'<li><input (checked="" )?disabled="" type="checkbox">',
        lambda m: (
            f'<li class="task-item"><span class="task" role="img" aria-label="{"Done" if m[1] else "To do"}">{"☑" if m[1] else "☐"}</span>'
        ),
        html,
    )
    return cleaner.clean(html)


def trees(example: dict) -> tuple[list[object], list[object]]:
    ours = render(example["markdown"]).replace(' rel="nofollow ugc noopener"', "")
    return Tree(ours).parts, Tree(as_here(example["html"])).parts


def read_examples() -> list[dict]:
    lines = (REAL_DATA / "6-markup" / "markdown-spec-examples.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def key(example: dict) -> tuple[str, int]:
    return example["source"].split(" (")[0], example["example"]


def test_examples_agree_with_the_reference():
    examples = read_examples()
    assert len(examples) == 328
    differing = {
        key(example): example["markdown"] for example in examples if len({str(tree) for tree in trees(example)}) > 1
    }
    assert differing.keys() == DIFFERENT.keys()
