from dataclasses import replace
from datetime import date

import bibtexparser
import pytest

from papers.citations import Citation, Person
from papers.exports import bibtex
from papers.exports.keys import letters

ATTENTION = Citation(
    title="Attention is all you need",
    url="https://shortsci.example.org/papers/1706.03762",
    authors=(Person("Ashish Vaswani", "Vaswani", "Ashish"), Person("Noam Shazeer", "Shazeer", "Noam")),
    year=2017,
    published_on=date(2017, 6, 12),
    arxiv_id="1706.03762",
    primary_category="cs.CL",
)
PUBLISHED = replace(
    ATTENTION,
    kind="article",
    container="Journal of Tests & Trials",
    volume="30",
    issue="2",
    pages="5998–6008",
    publisher="Example_Press",
    doi="10.1000/a_b%c",
)


def test_a_preprint_is_a_misc_entry_with_its_eprint():
    assert "".join(bibtex.dump([ATTENTION])) == (
        "@misc{vaswani2017attention,\n"
        "  title = {{Attention} is all you need},\n"
        "  author = {Vaswani, Ashish and Shazeer, Noam},\n"
        "  year = {2017},\n"
        "  month = jun,\n"
        "  eprint = {1706.03762},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "  url = {https://shortsci.example.org/papers/1706.03762},\n"
        "}\n\n"
    )


def test_a_published_paper_keeps_its_eprint():
    assert bibtex.entry("key", PUBLISHED) == (
        "@article{key,\n"
        "  title = {{Attention} is all you need},\n"
        "  author = {Vaswani, Ashish and Shazeer, Noam},\n"
        "  journal = {Journal of Tests \\& Trials},\n"
        "  year = {2017},\n"
        "  month = jun,\n"
        "  volume = {30},\n"
        "  number = {2},\n"
        "  pages = {5998--6008},\n"
        "  publisher = {Example\\_Press},\n"
        "  doi = {10.1000/a_b%c},\n"
        "  eprint = {1706.03762},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "  url = {https://shortsci.example.org/papers/1706.03762},\n"
        "}\n\n"
    )


@pytest.mark.parametrize(
    ("kind", "opening", "container", "publisher"),
    [
        ("", "@article", "journal", "publisher"),
        ("article", "@article", "journal", "publisher"),
        ("inproceedings", "@inproceedings", "booktitle", "publisher"),
        ("book", "@book", "series", "publisher"),
        ("chapter", "@incollection", "booktitle", "publisher"),
        ("thesis", "@phdthesis", "howpublished", "school"),
        ("report", "@techreport", "howpublished", "institution"),
        ("dataset", "@misc", "howpublished", "publisher"),
        ("software", "@misc", "howpublished", "publisher"),
        ("other", "@misc", "howpublished", "publisher"),
    ],
)
def test_the_entry_type_follows_the_kind(kind, opening, container, publisher):
    entry = bibtex.entry("key", replace(PUBLISHED, kind=kind))

    assert entry.startswith(f"{opening}{{key,\n")
    assert f"  {container} = {{Journal of Tests \\& Trials}},\n" in entry
    assert f"  {publisher} = {{Example\\_Press}},\n" in entry


@pytest.mark.parametrize(
    ("kind", "opening"), [("", "@misc"), ("preprint", "@misc"), ("article", "@misc"), ("thesis", "@phdthesis")]
)
def test_without_a_container(kind, opening):
    assert bibtex.entry("key", replace(ATTENTION, kind=kind)).startswith(opening)


def test_the_month_is_left_out_where_the_year_is_another():
    entry = bibtex.entry("key", replace(PUBLISHED, year=2018))

    assert "year = {2018}" in entry
    assert "month" not in entry


def test_what_is_unknown_is_left_out():
    assert bibtex.entry("key", Citation(title="T", url="https://x.example")) == (
        "@misc{key,\n  title = {{T}},\n  url = {https://x.example},\n}\n\n"
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention is all", "{Attention} is all"),
        ("A GPU-based iPhone", "{A} {GPU-based} {iPhone}"),
        ("ökonomie der Ökonomie", "ökonomie der {Ökonomie}"),
        ("50% of R&D in C#: a_b", r"50\% of {R\&D} in {C\#:} a\_b"),
        ("a ~ b ^ c", r"a \textasciitilde{} b \textasciicircum{} c"),
        # BibTeX takes `{\` for an accent and folds what follows; another pair of braces keeps the capitals.
        ("#MeToo", r"{{\#MeToo}}"),
        ("\\Foo bar", r"{{\textbackslash{}Foo}} bar"),
        ("sets {a, b}", r"sets \{a, b\}"),
        ("an open { brace", r"an open \textbraceleft{} brace"),
        ("an early } brace {", r"an early \textbraceright{} brace \textbraceleft{}"),
        # Capitals in formulas are folded as well: $T_c$ would become $t_c$.
        ("high $T_c$ & more", r"high {$T_c$} \& more"),
        (r"a $\omega$-plane", r"a $\omega$-plane"),
        (r"the $\Delta$-resonance", r"the {$\Delta$-resonance}"),
        ("on $U(1) \\times 50%_x$-Models now", "on {$U(1) \\times 50%_x$-Models} now"),
        (r"in \(q\bar{q}\)-states", r"in \(q\bar{q}\)-states"),
        (r"in \(Q\)", r"in {{\(Q\)}}"),
        ("all $$x^2$$ of it", "all $$x^2$$ of it"),
        ("sub-$10 cards", r"sub-\$10 cards"),
        ("in D$ mixing of $x$", r"in {D\$} mixing of $x$"),
        (r"for \$5 a formula $x$", r"for \$5 a formula $x$"),
        # Every reader must see as many braces open as close.
        (r"the set $\{0,1\}$", r"the set $\{0,1\}$"),
        (r"a $\left\{ x \right.$ b", r"a $\left\lbrace  x \right.$ b"),
        (r"rows $a\\{b}$", r"rows $a\\ {b}$"),
        ("open ${x$ formula", r"open \$\textbraceleft{}x\$ formula"),
        ("two\n\tlines\x00", "two lines"),
        ("", ""),
    ],
)
def test_titles(title, written):
    assert bibtex.title(title) == written


@pytest.mark.parametrize(
    ("person", "written"),
    [
        (Person("Jan van der Berg", "van der Berg", "Jan"), "van der Berg, Jan"),
        (Person("CDF Collaboration"), "{CDF Collaboration}"),
        (Person("A, B and C Collaborations"), "{A, B and C Collaborations}"),
        (Person("Plato", "Plato"), "{Plato}"),
        (Person("Procter & Gamble"), r"{Procter \& Gamble}"),
        (Person("Martin King, Jr.", "King, Jr.", "Martin"), "{King, Jr.}, Martin"),
        (Person("Rock And Roll", "Roll", "Rock And"), "Roll, {Rock And}"),
        (Person("Brace } Left", "Left", "Brace }"), r"Left, Brace \textbraceright{}"),
        (Person("", "Curie", "Marie"), "Curie, Marie"),
        (Person(" "), ""),
    ],
)
def test_authors(person, written):
    assert bibtex.author(person) == written


def test_a_collaboration_alone_stands_in_double_braces():
    citation = replace(ATTENTION, authors=(Person("CDF Collaboration"),))

    assert "author = {{CDF Collaboration}},\n" in bibtex.entry("key", citation)


def test_what_could_end_an_identifier_is_percent_encoded():
    entry = bibtex.entry("key", replace(ATTENTION, doi="10.1/a{b\\", url="https://x.example/?q=%20&r={s}"))

    assert "doi = {10.1/a%7Bb%5C},\n" in entry
    assert "url = {https://x.example/?q=%20&r=%7Bs%7D},\n" in entry


def test_an_article_number_is_no_range():
    assert "pages = {e1234},\n" in bibtex.entry("key", replace(PUBLISHED, pages="e1234"))
    assert "pages = {12-1--12-9},\n" in bibtex.entry("key", replace(PUBLISHED, pages="12-1--12-9"))


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        ((Person("Kurt Gödel", "Gödel", "Kurt"),), "Über formal unentscheidbare Sätze", "godel2017uber"),
        ((Person("Søren Åse Łoś", "Åse Łoś", "Søren"),), "The $X$ Two-loop case", "aselos2017two"),
        ((Person("Conan O'Brien", "O'Brien", "Conan"),), "Don't look", "obrien2017dont"),
        ((Person("The CDF Collaboration"),), "A", "cdf2017a"),
        ((Person("王", "王", "小明"),), "注意", "anonymous2017"),
        ((), "$x$", "anonymous2017"),
    ],
)
def test_keys(authors, title, key):
    assert next(bibtex.dump([replace(ATTENTION, authors=authors, title=title)])).startswith(f"@misc{{{key},\n")


def test_keys_are_unique_within_a_dump():
    occupied = replace(ATTENTION, title="Attentiona")

    assert keys([ATTENTION, ATTENTION, ATTENTION]) == [f"vaswani2017attention{letter}" for letter in ("", "a", "b")]
    assert keys([occupied, ATTENTION, ATTENTION]) == [f"vaswani2017attention{letter}" for letter in ("a", "", "b")]
    assert keys([ATTENTION, ATTENTION, occupied]) == [f"vaswani2017attention{letter}" for letter in ("", "a", "aa")]
    assert len(set(keys([ATTENTION] * 1000))) == 1000


def keys(citations: list[Citation]) -> list[str]:
    return [entry.key for entry in bibtexparser.parse_string("".join(bibtex.dump(citations))).entries]


@pytest.mark.parametrize(("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (703, "aaa")])
def test_letters(number, name):
    assert letters(number) == name


def test_a_dump_is_made_as_it_is_read():
    """An endless list still gives its first entry."""

    def endless():
        while True:
            yield ATTENTION

    assert next(bibtex.dump(endless())).startswith("@misc{vaswani2017attention,")
