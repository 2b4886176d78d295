import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import Filter, Query, Words, parse_query
from search.plans import Plan, groups_of
from search.tokens import words_of


def terms(text: str) -> list[tuple[str, str]]:
    """Field, or what kind of words; and the value."""
    found = []
    for term in parse_query(text).terms:
        if isinstance(term, Filter):
            name, value = term.field, term.value
        else:
            name, value = "phrase" if term.is_phrase else "word", term.text
        found.append(("-" if term.is_excluded else "") + name + " " + value)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deep learning", ["word deep", "word learning"]),
        ('"deep learning" theory', ["phrase deep learning", "word theory"]),
        ("“deep learning”", ["phrase deep learning"]),
        ('"deep learning', ["phrase deep learning"]),
        ('"deep"', ["word deep"]),
        ("author:hinton -author:lecun", ["author hinton", "-author lecun"]),
        ('author:"Geoffrey Hinton"', ["author Geoffrey Hinton"]),
        ("AUTHOR:hinton", ["author hinton"]),
        ("category:cs.LG cat:math", ["category cs.LG", "category math"]),
        ("venue:iclr by:ada", ["venue iclr", "by ada"]),
        ("has:summary has:code has:nothing", ["has summary", "has code", "word has nothing"]),
        ('transformer -vision -"image net"', ["word transformer", "-word vision", "-phrase image net"]),
        ("year:never", ["word year never"]),
        ("author: hinton", ["word author", "word hinton"]),
        ("colour:red", ["word colour red"]),
        ("- -- \" ' : ( ) ??", []),
        ("", []),
    ],
)
def test_what_is_typed_is_read(text, expected):
    assert [term.removesuffix(":") for term in terms(text)] == expected


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("2017", (2017, 2017)),
        ("2015-2020", (2015, 2020)),
        ("2015..2020", (2015, 2020)),
        ("2020-2015", (2015, 2020)),
        ("2015-", (2015, 2999)),
        ("-2015", (1000, 2015)),
        (">2015", (2016, 2999)),
        (">=2015", (2015, 2999)),
        ("<2015", (1000, 2014)),
        ("<=2015", (1000, 2015)),
    ],
)
def test_years_are_read_in_many_forms(value, years):
    assert [term.years for term in parse_query(f"year:{value}").filters] == [years]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1706.03762", "1706.03762"),
        ("arXiv:1706.03762v5", "1706.03762"),
        ("https://arxiv.org/abs/1706.03762", "1706.03762"),
        ("hep-th/9711200", "hep-th/9711200"),
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ],
)
def test_what_names_one_paper_is_its_identifier(text, value):
    query = parse_query(text)
    assert query.identifier
    assert query.identifier.value == value


def test_a_term_is_taken_away_and_a_word_respelled():
    query = parse_query('deap "learning deap" author:deap year:2017')
    assert query.without(query.filters[1]) == 'deap "learning deap" author:deap'
    assert query.with_words({"deap": "deep"}) == 'deep "learning deep" author:deep year:2017'


TYPED = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            '"',
            "-",
            "author:",
            "year:",
            "by:",
            "has:",
            "x",
            "2017",
            " ",
            "ö",
            "\\alpha",
            "$",
            "深",
            "'",
            "a-b",
            "^",
            "\x00",
        ]
    ),
    max_size=14,
).map("".join)


@given(TYPED)
def test_any_text_is_a_query(text):
    query = parse_query(text)
    assert isinstance(query, Query)
    assert all(words_of(term.text) for term in query.terms if isinstance(term, Words))
    plan = Plan(query, groups_of(query.words))
    assert plan.query()
    assert plan.counted()
    assert plan.one_lot()
    assert plan.narrow() or not plan.groups
    again = parse_query(" ".join(term.source for term in query.terms))
    assert query.identifier or again.identifier or again.terms == query.terms


@given(st.text(max_size=200))
def test_any_text_has_words_that_are_words_again(text):
    words = words_of(text)
    assert all(word and not word.isspace() for word in words)
    assert words_of(" ".join(words)) == words
