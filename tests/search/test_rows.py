"""What a page of hits reads, and what of a page is rendered once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from papers.models import Venue
from search import snippets
from search.rows import PaperHit, Row, rows_of
from search.schema import stem
from search.services.searching import Hit
from search.snippets import WORD, form_of, in_one_line, shown_words, snippet, word_at
from search.templatetags.hits import paper_html
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db


def test_bylines_are_those_of_the_papers():
    papers = [PaperFactory(names=[f"Person {number}" for number in range(14)]), PaperFactory(), PaperFactory(names=[])]
    rows = rows_of([Hit("paper", paper.pk) for paper in papers], set())
    assert [row.record.byline for row in rows] == [paper.byline for paper in papers]
    assert rows[0].record.byline == "Person 0, Person 1, Person 2, Person 3 and 10 more"
    assert [row.record.byline for row in rows[1:]] == ["Ada Writer, Ben Second", ""]


@pytest.mark.parametrize("number", [1, 3])
def test_the_papers_of_a_page_take_one_query(number):
    venue = Venue.objects.create(slug="iclr", name="ICLR", kind="conference")
    hits = [Hit("paper", PaperFactory(venue=venue, is_withdrawn=True).pk) for _ in range(number)]
    rows_of(hits, set())  # the statements are written
    with CaptureQueriesContext(connection) as asked:
        rows = rows_of(hits, set())
    assert len(asked) == 1
    assert [row.number for row in rows] == [hit.number for hit in hits]
    assert {(row.record.place, row.record.place_address) for row in rows} == {("ICLR", "/venues/iclr/")}
    assert all(row.record.is_withdrawn for row in rows)


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("Learning, LEARNED and unlearned; x_learn", {"learn"}, 3),
        ("Schrödinger and Schrodinger", {stem("schrodinger")}, 2),
        ("élan – learning", {"learn"}, 1),
        ("2019 and 12019", {"2019"}, 1),
        ("dying stars die", {"die"}, 2),
        ("anything", set(), 0),
    ],
)
def test_words_are_marked_by_their_stems(text, wanted, marked):
    assert snippet(text, wanted).count("<mark>") == marked


def test_a_paper_shows_what_is_known_of_it_and_nothing_raw():
    record = PaperHit("A <b>", 2017, "R&D", "/venues/r/", is_withdrawn=True, summary_count=2)
    row = Row("paper", 7, "/papers/7/", SafeString("Title"), SafeString("<mark>Text</mark>"), record)
    with override("en"):
        assert paper_html(row, record) == (
            '<h2><a href="/papers/7/">Title</a></h2>'
            '<p class="byline">A &lt;b&gt; · 2017 · <a href="/venues/r/">R&amp;D</a> · <span class="tag">withdrawn</span></p>'
            '<p class="snippet"><mark>Text</mark></p>'
            '<p class="meta"><a class="more" href="/papers/7/">2 summaries</a></p>'
        )
    bare = PaperHit("Ada", None, "", "", is_withdrawn=False, summary_count=0)
    row = Row("paper", 7, "/papers/7/", SafeString("Title"), SafeString(""), bare)
    assert paper_html(row, bare) == '<h2><a href="/papers/7/">Title</a></h2><p class="byline">Ada</p>'


def test_what_is_kept_is_rendered_once_in_each_language_and_sees_nothing_of_the_page():
    page = Template('{% load i18n kept %}{% kept %}{% translate "Search" %}{{ name }}{{ user }}{% endkept %}')
    for language, words in (("en", "Search"), ("de", "Suchen"), ("en", "Search")):
        with override(language):
            assert page.render(Context({"name": "Ada", "user": AnonymousUser()})) == words


def test_a_block_cannot_be_kept():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept %}{% block title %}{% endblock %}{% endkept %}")


@given(st.lists(st.text("ab-é", min_size=1, max_size=5), min_size=1, max_size=8), st.data())
def test_a_word_begins_after_the_blank_before_it(words, data):
    text = " ".join(words)
    place = data.draw(st.integers(0, len(text) - 1))
    ends = {at for at, letter in enumerate(text) if letter == " "}
    begins = [0, *(at + 1 for at in sorted(ends))]
    assert word_at(text, place) == max(at for at in begins if at <= place)
    since = data.draw(st.integers(0, place))
    inside = [at for at in begins if since < at <= place]
    assert word_at(text, place, since=since, otherwise=0) == (max(inside) if inside else 0)


WORD_LIKE = st.builds(
    "".join, st.tuples(st.text("adily", min_size=1, max_size=3), st.sampled_from(["", "s", "ing", "ying", "ed", "ly"]))
)


@given(st.lists(WORD_LIKE | st.text("aA_ y7"), max_size=12), st.sets(WORD_LIKE.map(stem), max_size=3))
def test_the_words_shown_are_all_with_a_wanted_stem(pieces, wanted):
    text = " ".join(pieces)
    found = [match.span() for match in shown_words(text, wanted)]
    assert found == [match.span() for match in WORD.finditer(text) if form_of(match[0]) in wanted]


@given(st.text("ab \n\t\u00a0\u2003é"))
def test_blanks_of_any_kind_become_single_spaces(text):
    assert in_one_line(text) == " ".join(text.split())


def test_a_text_with_accents_is_read_no_further_than_its_words_are_asked_for(monkeypatch):
    looked_at = []
    monkeypatch.setattr(snippets, "form_of", lambda word: looked_at.append(word) or form_of(word))
    assert next(shown_words("zebra é " * 1_000, {"zebra", "okapi"})).start() == 0
    assert len(looked_at) == 1
