"""What a browser makes of hostile texts: judged on its DOM, after its own parser and its own tree repair."""

import json

import pytest

from summaries.rendering import render
from tests.conftest import REAL_DATA

OWN_VECTORS = [
    "<script>window.hit = 1</script>",
    "[x](javascript:window.hit=1)",
    "[x](JaVaScRiPt:window.hit=1)",
    "[x](data:text/html,<script>window.hit=1</script>)",
    "![x](javascript:window.hit=1)",
    "<javascript:window.hit=1>",
    '[x](https://a.example "onmouseover=window.hit=1")',
    "$\\text{<img src=x onerror=window.hit=1>}$",
    "$\\mbox{</mtext></math><img src=x onerror=window.hit=1>}$",
    "$$\\href{javascript:window.hit=1}{x}$$",
    '```"><img src=x onerror=window.hit=1>\nx\n```',
    "|<img src=x onerror=window.hit=1>|\n|-|\n|<svg onload=window.hit=1>|",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "![x](/images/x.png) ![x](//evil.example/images/x.png)",
    "$$x \\tag{<img src=x onerror=window.hit=1>}$$ \\eqref{a}",
    "$\\def\\a{\\text{<img src=x onerror=window.hit=1>}}\\a$",
    '[[doi:10.1145/<img src=x onerror=window.hit=1>]] \\cite{10.1145/a"onmouseover=window.hit=1}',
    "a[^1]\n\n[^1]: <img src=x onerror=window.hit=1>",
    "```html\n<img src=x onerror=window.hit=1>\n```",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
]
FIND_HARM = """
html => {
  const place = document.createElement("div");
  place.innerHTML = html;
  document.body.replaceChildren(place);
  place.addEventListener("click", event => event.preventDefault());
  const harm = [];
  for (const element of place.querySelectorAll("*")) {
    const name = element.localName;
    if (["script", "iframe", "object", "embed", "form", "input", "button", "style", "link", "meta", "base", "img", "video",
         "audio", "svg", "textarea", "select", "template", "frame", "frameset", "applet"].includes(name)) harm.push(name);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || ["style", "srcdoc", "formaction", "xlink:href"].includes(attribute.name))
        harm.push(name + "@" + attribute.name);
      if (["href", "src", "action"].includes(attribute.name)) {
        const scheme = new URL(attribute.value, "https://site.example/").protocol;
        if (!["http:", "https:", "mailto:"].includes(scheme)) harm.push(name + "@" + attribute.value);
      }
    }
    element.click?.();
    element.dispatchEvent(new Event("mouseover"));
  }
  return harm;
}
"""


@pytest.fixture
def find_harm(browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content("<!DOCTYPE html><title>x</title><body></body>")

    def find_harm(html: str) -> list[str]:
        harm = page.evaluate(FIND_HARM, html)
        page.wait_for_timeout(0)
        if page.evaluate("window.hit ?? 0"):
            harm.append("a script ran")
        return harm

    yield find_harm
    context.close()


def test_the_judge_sees_harm(find_harm):
    assert "script" in find_harm("<script>1</script>")
    assert "a@javascript:1" in find_harm('<a href="javascript:1">x</a>')
    assert "p@onclick" in find_harm('<p onclick="1">x</p>')


@pytest.mark.parametrize("vector", OWN_VECTORS)
def test_own_vectors(find_harm, vector):
    assert find_harm(render(vector)) == []


@pytest.mark.real_data
def test_recorded_vectors(find_harm):
    lines = (REAL_DATA / "6-markup" / "sanitizer-vectors.jsonl").read_text("utf-8").split("\n")
    vectors = [json.loads(line)["input"] for line in lines if line]
    assert len(vectors) == 274
    assert {vector: harm for vector in vectors if (harm := find_harm(render(vector)))} == {}
