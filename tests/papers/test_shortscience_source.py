"""The items are written by hand after the element names of ShortScience's feed; there is no recorded feed."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papers.identifiers import Identifier, Kind
from papers.sources import shortscience
from papers.sources.errors import MalformedAnswer
from papers.sources.html_markdown import to_markdown
from papers.sources.shortscience import parse_export


def feed(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:shortscience="http://www.shortscience.org/">'
        f"<channel><title>ShortScience.org Latest Summaries</title>{''.join(items)}</channel></rss>"
    ).encode()


def item(*, arxivid: str = "", key: str = "journals/corr/1706.03762", text: str = "A *summary*.") -> str:
    arxiv = f"<shortscience:arxivid>{arxivid}</shortscience:arxivid>" if arxivid else ""
    link = f"http://www.shortscience.org/paper?bibtexKey={key}#writer"
    return (
        f"<item>{arxiv}<shortscience:bibtexkey>{key}</shortscience:bibtexkey><title>Summary of A &amp; B</title>"
        f"<description>{escape(text)}</description><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Tue, 13 Jun 2017 10:00:00 -0400</pubDate></item>"
    )


def test_an_item_becomes_a_summary():
    [found] = parse_export(feed(item(arxivid="1706.03762")))
    assert found.identifier == Identifier(Kind.ARXIV, "1706.03762")
    assert (found.paper_title, found.body, found.problem) == ("A & B", "A *summary*.", "")
    assert found.published_at == datetime(2017, 6, 13, 14, tzinfo=UTC)
    assert found.link == "http://www.shortscience.org/paper?bibtexKey=journals/corr/1706.03762#writer"


@pytest.mark.parametrize(
    ("arxivid", "key", "expected"),
    [
        ("", "journals/corr/1706.03762", "arxiv:1706.03762"),
        ("", "journals/corr/abs-1706-03762", "arxiv:1706.03762"),
        ("", "journals/corr/abs/1706.03762", "arxiv:1706.03762"),
        ("", "hep-th/9901001", "arxiv:hep-th/9901001"),
        ("nonsense", "10.1145/1281192.1281230", "doi:10.1145/1281192.1281230"),
        ("5222.3295349", "10.5555/3295222.3295349", "doi:10.5555/3295222.3295349"),
        ("1706.03762", "conf/nips/VaswaniSPUJGKP17", "arxiv:1706.03762"),
        ("", "conf/nips/VaswaniSPUJGKP17", "None"),
        ("", "", "None"),
    ],
)
def test_identifiers(arxivid, key, expected):
    [found] = parse_export(feed(item(arxivid=arxivid, key=key)))
    assert str(found.identifier) == expected
    assert bool(found.problem) == (expected == "None")


def test_a_summary_that_the_feed_has_cut_is_told():
    [cut, whole] = parse_export(feed(item(text="x" * 500 + "..."), item(text="And so on...")))
    assert (cut.problem, whole.problem) == (shortscience.IS_CUT, "")


def test_an_empty_or_endless_summary_is_told():
    [empty, endless] = parse_export(feed(item(text=""), item(text="x" * 50_001)))
    assert (empty.problem, endless.problem) == (shortscience.IS_EMPTY, shortscience.IS_TOO_LONG)


def test_a_feed_that_is_not_well_formed_for_known_reasons_is_read():
    [found] = parse_export(feed(item(key="a&b=10").replace("A *s", "A \x0b*s")))
    assert (found.body, found.identifier) == ("A *summary*.", None)


@pytest.mark.parametrize("old", ["Tue, 13 Jun 2017 10:00:00 -0400", "http://www"])
def test_bad_dates_and_links_are_left_out(old):
    [found] = parse_export(feed(item().replace(old, "javascript")))
    assert (found.published_at is None) == (old[0] == "T")
    assert (found.link == "") == (old[0] == "h")


@pytest.mark.parametrize(
    "xml", [b"", b"<rss>", feed(item())[:-9], b"<feed/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss><channel/></rss>"]
)
def test_malformed_answers(xml):
    with pytest.raises(MalformedAnswer):
        parse_export(xml)


@given(st.binary(max_size=200))
def test_nothing_else_is_raised(xml):
    with pytest.raises(MalformedAnswer):
        parse_export(xml)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (
            "# Title\n\n* one\n* `a<b>` and $x_1 < y$\n\n[l](http://x.org)",
            "# Title\n\n* one\n* `a<b>` and $x_1 < y$\n\n[l](http://x.org)",
        ),
        ("$$\n\\sum_{i<n} a_i\n$$", "$$\n\\sum_{i< n} a_i\n$$"),
        ("```\nif a<b:\n    <p>\n```", "```\nif a<b:\n    <p>\n```"),
        ("a < b and x<y then z>w", "a < b and x&lt;y then z>w"),
        ("one<br>two <b>bold</b>", "one\ntwo **bold**"),
        ("<script>alert(1)</script>x", "x"),
        ("<!-- c -->x <!DOCTYPE y> <?php z?> <![CDATA[q]]>", "x &lt;!DOCTYPE y> &lt;?php z?> &lt;![CDATA[q]]>"),
        ("<p>One &amp; <em>two</em></p><p>a_b*c</p>", "One & *two*\n\na\\_b\\*c"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<p><a href="https://x.org/a">l</a> <a href="javascript:x">m</a></p>', "[l](https://x.org/a) m"),
        ("<h2>T</h2><pre><code>a<b\n*c</code></pre>", None),
        ("<p>$a<em>1 + b</em>2$ and \\(x*y*z\\)</p>", "$a_1 + b_2$ and \\(x*y*z\\)"),
        ('<p><script type="math/tex">x_1</script> <script type="math/tex; mode=display">y</script></p>', "$x_1$ $$y$$"),
        ('<p><span class="MathJax"><span>drawn</span></span><script type="math/tex">x</script></p>', "$x$"),
        ('<p>a <img src="x" onerror="y"> b</p>', "a  b"),
        ("&lt;script&gt; &amp;lt;", "&lt;script> &amp;lt;"),
    ],
)
def test_markdown(text, markdown):
    found = to_markdown(text)
    assert markdown is None or found == markdown
    assert_holds_no_html(found)


def assert_holds_no_html(markdown: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    found = [token for block in tokens for token in [block, *(block.children or [])]]
    assert [token.content for token in found if token.type in {"html_block", "html_inline"}] == []


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<script>", "</script>", "<img src=x onerror=y>", "<a href='http://x'>", "</a>", "<a href='javascript:x'>",
     "<li>", "<ul>", "</ul>", "<pre>", "</pre>", "<code>", "</code>", "<x>", "</x>", "<!--", "-->", "<![", "<?", "&lt;b&gt;", "&", "$", "$$",
     "\\(", "\\)", "\\", "a", " ", "\n", "_", "*", "[", "](", ")", "<", ">", "\ue0000\ue001", "<span class=MathJax>", "</span>", "<svg/onload=x>"]
)  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(TAGS, max_size=30).map("".join))
def test_no_markup_becomes_html(text):
    assert_holds_no_html(to_markdown(text))


@pytest.mark.parametrize("text", ["<</span>a>", "<<span>script>", "<p>x <</font>img src=x></p>", "<<!-- -->b>"])
def test_a_sign_before_a_tag_that_goes_begins_no_tag(text):
    assert_holds_no_html(to_markdown(text))


@given(st.lists(TAGS | st.sampled_from(["`", "```", "\n```\n", "~~~\n"]), max_size=30).map("".join))
def test_no_markup_with_code_raises(text):
    to_markdown(text)


@pytest.mark.parametrize("piece", ["<", "<!--", "$", "\\(", "`", "<a ", "<script ", "&#", "```\n", "<ul>", "<p"])
def test_time_stays_small(piece):
    to_markdown((piece * 200_000)[: shortscience.MAXIMUM_BODY])
