"""Addresses by name are those of Django, whatever was asked before."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix

from shortsci.links import address_of


@pytest.fixture
def below_a_folder():
    set_script_prefix("/reading room/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("front", ()),
        ("paper", (1,)),
        ("paper", (0,)),
        ("paper", (10**18,)),
        ("revision", (7, 71)),
        ("venue_year", ("neurips", 2017)),
        ("category", ("cs.LG",)),
        ("user", ("ada",)),
        ("open_doi", ("10.1/a{0}b%d é",)),
    ],
)
def test_an_address_is_that_of_reverse(name, args):
    assert address_of(name, *args) == reverse(name, args=args) == address_of(name, *args)


def test_the_prefix_of_the_site_counts(below_a_folder):
    assert address_of("paper", 1) == reverse("paper", args=[1]) == "/reading%20room/papers/1/"
    set_script_prefix("/")
    assert address_of("paper", 1) == "/papers/1/"


@pytest.mark.parametrize(("name", "args"), [("nowhere", ()), ("paper", ()), ("paper", (-1,)), ("paper", (True,))])
def test_what_reverse_refuses_is_refused(name, args):
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address_of(name, *args)


def test_the_tag_escapes_and_assigns():
    context = Context({"name": "a'b&c"})
    address = reverse("category", args=["a'b&c"])
    assert Template("{% url 'category' name %}").render(context) == address.replace("&", "&amp;").replace("'", "&#x27;")
    assert Template("{% url 'nowhere' as found %}[{{ found }}]").render(context) == "[]"
    assert Template("{% url 'category' code=name as found %}{{ found|safe }}").render(context) == address
    assert Template("{% autoescape off %}{% url 'category' name %}{% endautoescape %}").render(context) == address
