from dataclasses import replace
from datetime import date

import pytest

from papers.citations import Citation, Person
from papers.exports.parts import doi_url, first_and_last_page, fold, inverted_name, issue_date

TITLED = Citation(title="T", url="https://x.example/p")


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ("1-12", ("1", "12")),
        ("1–12", ("1", "12")),
        (" e1 -- e12 ", ("e1", "e12")),
        ("e1234", ("e1234", "")),
        ("12-1–12-9", ("12-1–12-9", "")),
        ("1-3, 7", ("1-3, 7", "")),
        ("-", ("-", "")),
        ("", ("", "")),
    ],
)
def test_pages(pages, parts):
    assert first_and_last_page(pages) == parts


@pytest.mark.parametrize(
    ("year", "day", "issued"),
    [
        (2017, date(2017, 6, 12), (2017, 6, 12)),
        (None, date(2017, 6, 12), (2017, 6, 12)),
        (2018, date(2017, 6, 12), (2018,)),
        (2018, None, (2018,)),
        (None, None, ()),
    ],
)
def test_the_day_counts_in_the_year_of_citation_only(year, day, issued):
    assert issue_date(replace(TITLED, year=year, published_on=day)) == issued


def test_values_are_one_line():
    assert fold("a\r\nb\u2028c\x85d\te\x00f\ud800g ") == "a b c d efg"


def test_a_name_is_divided_at_one_comma():
    assert inverted_name(Person("Martin King, Jr.", "King, Jr.", "Martin")) == "King Jr., Martin"


def test_a_doi_becomes_an_address():
    assert doi_url(replace(TITLED, doi="10.1002/(SICI)1:1<1::AID>3.0.CO;2-#")) == (
        "https://doi.org/10.1002/(SICI)1:1%3C1::AID%3E3.0.CO;2-%23"
    )
