import pytest

from search.services.building import build_index
from search.services.finding import find_papers, find_summaries, similar_papers
from search.snippets import plain_markdown, snippet
from tests.factories import PaperFactory, make_summary
from tests.timing import cpu_seconds

pytestmark = pytest.mark.django_db


def test_similar_papers_share_rare_words(index):
    stripes = PaperFactory(title="Stripes of zebras", abstract="Zebras have stripes that confuse flies.")
    near = PaperFactory(title="Zebras and flies", abstract="Stripes confuse flies near zebras.")
    far = PaperFactory(title="Flies in winter", abstract="We look at the ice.")
    PaperFactory(title="Graphs", abstract="We look at graphs.")
    build_index()
    alike = similar_papers(stripes.pk, 5)
    assert [number for number, _ in alike] == [near.pk, far.pk]
    assert 1 >= alike[0][1] > alike[1][1] > 0
    assert similar_papers(stripes.pk, 1) == alike[:1]
    assert similar_papers(999_999, 5) == []


def test_ids_come_by_date_or_by_relevance(index):
    first, second = make_summary(body="Zebra. Zebra."), make_summary(body="A zebra among many other animals.")
    build_index()
    assert find_summaries("zebra", limit=5) == [second.pk, first.pk]
    assert find_summaries("zebra", limit=1) == [second.pk]
    assert find_papers("nature thing", limit=1, offset=1) == find_papers("nature thing", limit=2)[1:]
    assert find_summaries("", limit=5) == []


def test_a_long_text_is_cut_around_the_words_and_never_inside_a_formula():
    formula = r"$\sum_{i=1}^{n} \frac{a_i}{b_i}$"
    text = "Alpha beta. " * 60 + f"Here the zebra {formula} runs. " + "Gamma delta. " * 60
    shown = snippet(text, {"zebra"})
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "the <mark>zebra</mark> <math>" in shown
    assert shown.count("<math") == shown.count("</math>") == 1
    assert "$" not in shown


def test_markdown_loses_its_signs_and_formulas_keep_theirs():
    text = "# Head\n> quoted **bold** _it_ [link](https://e.org) ![alt](x.png)\n- item `code` $a_1 * b_2 * c$ ([[builds on arxiv:1706.03762]])"
    assert " ".join(plain_markdown(text).split()) == "Head quoted bold it link alt item code $a_1 * b_2 * c$"


def test_the_part_with_the_most_different_words_is_shown():
    text = "one zebra " + "alpha " * 100 + "a zebra and flies and ice " + "beta " * 100 + "ice and flies and a zebra"
    shown = snippet(text, {"zebra", "fli", "ice"})
    assert "<mark>zebra</mark> and <mark>flies</mark> and <mark>ice</mark> beta" in shown
    assert "one <mark>" not in shown


def test_a_text_of_one_word_takes_no_longer_than_another():
    for text in ("graph " * 8_000, "graph-" * 8_000):
        assert cpu_seconds(lambda text=text: snippet(text, {"graph"})) < 1
