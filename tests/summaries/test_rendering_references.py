"""Works and people that a text names, pictures, notes, tasks and code."""

import pytest

from summaries.rendering import (
    NOTHING_KNOWN,
    Cited,
    Context,
    Work,
    find_dangling,
    find_mentions,
    find_references,
    render,
    render_excerpt,
)
from summaries.rendering.markdown import parse

ATTENTION = Context(
    works={("arxiv", "1706.03762"): Work("Attention & <b>all</b>", "/papers/7/")}, people={"ada": "/users/ada/"}
)
DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("markdown", "cited"),
    [
        ("[[arxiv:1706.03762]]", [Cited("arxiv", "1706.03762")]),
        ("[[1706.03762v3]]", [Cited("arxiv", "1706.03762")]),
        ("[[doi:10.1145/3292500.3330701]]", [Cited("doi", "10.1145/3292500.3330701")]),
        ("[[builds on arxiv:1706.03762]]", [Cited("arxiv", "1706.03762", builds_on=True)]),
        ("[[builds-on hep-th/9711200]]", [Cited("arxiv", "hep-th/9711200", builds_on=True)]),
        (r"\cite{arxiv:1706.03762}", [Cited("arxiv", "1706.03762")]),
        (
            r"\citep[see][p. 3]{1706.03762, 10.1145/1.2,key}",
            [Cited("arxiv", "1706.03762"), Cited("doi", "10.1145/1.2")],
        ),
        ("see https://arxiv.org/abs/1706.03762.", [Cited("arxiv", "1706.03762")]),
        ("https://arxiv.org/pdf/1706.03762v2.pdf", [Cited("arxiv", "1706.03762")]),
        ("<http://www.arxiv.org/abs/hep-th/9711200>", [Cited("arxiv", "hep-th/9711200")]),
        ("[the paper](https://arxiv.org/abs/1706.03762)", [Cited("arxiv", "1706.03762")]),
        ("[[1706.03762]] and [[builds on 1706.03762]]", [Cited("arxiv", "1706.03762", builds_on=True)]),
        ("a[^1]\n\n[^1]: [[1706.03762]]", [Cited("arxiv", "1706.03762")]),
        ("`[[arxiv:1706.03762]]` `\\cite{1706.03762}`", []),
        ("```\nhttps://arxiv.org/abs/1706.03762\n```", []),
        ("$[[1706.03762]]$ [[foo]] \\cite{foo}", []),
        ("https://evil.example/https://arxiv.org.example/abs/1706.03762", []),
        ("", []),
    ],
)
def test_references(markdown, cited):
    assert find_references(markdown) == cited
    assert render(markdown).count('class="cited"') >= len(cited)


def test_a_reference_links_to_our_page_and_names_the_paper():
    assert render("[[arxiv:1706.03762v2]]", ATTENTION) == (
        '<p><a class="cited" href="/papers/7/" title="Attention &amp; &lt;b&gt;all&lt;/b&gt;">arXiv:1706.03762v2</a></p>\n'
    )
    assert render("[[doi:10.1145/a?b]]") == ('<p><a class="cited" href="/doi/10.1145/a%3Fb">doi:10.1145/a?b</a></p>\n')


@pytest.mark.parametrize("form", ["{}", "piece{}", "{}."])
def test_a_title_that_came_later_holds_no_placeholder(form):
    text = "[[arxiv:1706.03762]] and [its *words*](https://arxiv.org/abs/1706.03762) with @ada and $x$"
    placeholder = form.format(parse(text).pieces.pattern.pattern.replace("([0-9]+)", "0"))
    works = {("arxiv", "1706.03762"): Work(f"A {placeholder} title", f"/papers/7-{placeholder}/")}
    context = Context(works=works, people={"ada": f"/users/{placeholder}/"})
    html = render(text, context)
    assert html.count("<math>") == 1
    assert html.count('title="A ') == html.count(' title">') == 2
    assert html == render(text, context)


def test_a_link_keeps_its_words():
    html = render("[that *paper*](https://arxiv.org/abs/1706.03762)", ATTENTION)
    assert 'href="/papers/7/"' in html
    assert ">that <em>paper</em></a>" in html


@pytest.mark.parametrize("markdown", [r"\cite{smith2017}", "[[nothing like it]]", r"\ref{no}", "[[arxiv:9913.1]]"])
def test_what_is_no_identifier_stays_and_is_dangling(markdown):
    assert render(markdown) == f"<p>{markdown}</p>\n"
    assert find_dangling(markdown) == [markdown]


def test_names_of_people():
    text = "@Ada and @nobody, not a@ada.org, `@ada`, $@ada$ or [@ada](/x)"
    assert find_mentions(text) == ["Ada", "nobody"]
    html = render(text, ATTENTION)
    assert html.count('<a class="mention" href="/users/ada/">@Ada</a>') == 1
    assert "@nobody," in html
    assert "mention" not in render(text, NOTHING_KNOWN)


@pytest.mark.parametrize("extension", ["png", "jpg", "webp"])
def test_own_pictures_are_shown(extension, settings):
    address = f"/images/{DIGEST}.{extension}"
    shown = f'<p><img src="{address}" alt="a &quot;cat&quot;" loading="lazy"></p>\n'
    assert render(f'![a *"cat"*]({address})') == shown
    assert render(f'![a "cat"]({settings.SITE_URL}{address})') == shown


@pytest.mark.parametrize(
    "address",
    [
        f"/images/{DIGEST}.svg",
        f"/images/{DIGEST}x.png",
        f"/images/{DIGEST}.png?x",
        f"//evil.example/images/{DIGEST}.png",
        f"https://evil.example/images/{DIGEST}.png",
        f"/images/../{DIGEST}.png",
        f"/images/{DIGEST[:-1]}.png",
    ],
)
def test_other_pictures_are_links(address):
    html = render(f"![cat]({address})")
    assert "<img" not in html
    assert ">cat</a>" in html


def test_notes_lead_there_and_back():
    html = render("One[^a] and two[^a].\n\n[^a]: The *note*.")
    assert html.count('role="doc-noteref"') == 2
    assert html.count('role="doc-backlink"') == 2
    for place in ("fn1", "ref1", "ref1-2"):
        assert html.count(f'-{place}"') == 2 + (place == "fn1")
    assert '<section class="notes" role="doc-endnotes" aria-label="Footnotes">' in html
    assert "note" not in render_excerpt("One[^a]\n\n[^a]: The note.")


def test_tasks_are_signs_with_a_label():
    html = render("- [x] done\n- [ ] open\n- [y] neither")
    assert '<li class="task-item"><span class="task" role="img" aria-label="Done">☑</span> done</li>' in html
    assert '<span class="task" role="img" aria-label="To do">☐</span> open' in html
    assert "<li>[y] neither</li>" in html


def test_code_is_highlighted_by_its_name_alone():
    html = render("```python\ndef f(): return '<b>'  # why\n```")
    assert '<pre><code class="language-python"><span class="code-keyword">def</span>' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "<span" not in render("```\ndef f(): pass\n```")
    assert "<span" not in render("```nosuchlanguage\ndef f(): pass\n```")


def test_long_code_stays_plain():
    assert "<span" not in render("```python\n" + "x = 1\n" * 2_000 + "```")
    blocks = "```python\nif x: pass\n" + "x = 1\n" * 1_500 + "```\n\n"
    assert render(blocks * 3).count('<span class="code-keyword">if</span>') == 2


@pytest.mark.parametrize(
    "language", ["python", "c", "javascript", "html", "json", "julia", "r", "bash", "sql", "diff", "matlab"]
)
@pytest.mark.parametrize("code", ["", "\n\n", "\t<x> & \"'\r\n", "\x00\ufeff", "é" * 50])
def test_highlighting_loses_no_character(language, code):
    import html as entities
    import re

    shown = re.fullmatch(r"<pre><code[^>]*>(.*)</code></pre>\n", render(f"```{language}\n{code}\n```"), re.DOTALL)[1]
    plain = re.fullmatch(r"<pre><code>(.*)</code></pre>\n", render(f"```\n{code}\n```"), re.DOTALL)[1]
    assert entities.unescape(re.sub(r"</?span[^>]*>", "", shown)) == entities.unescape(plain)
