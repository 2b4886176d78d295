import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citations import Person
from papers.names import split_authors, split_name
from papers.records import AuthorRecord
from tests.conftest import REAL_DATA

LIST_LIKE = st.text(alphabet="aB. ,;:&(){}1234\\'~\n", max_size=60)


def names(text):
    return [author.name for author in split_authors(text)]


def affiliations(text):
    return {author.name: author.affiliation for author in split_authors(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yves André", ["Yves André"]),
        ("A. One, B. Two and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("A. One, B. Two, and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("Chris Nixon, Andrew King & Daniel Price", ["Chris Nixon", "Andrew King", "Daniel Price"]),
        (r"B. Dugmore \& PP. Ntumba", ["B. Dugmore", "PP. Ntumba"]),
        (r"Stephan Gekle \and José Manuel Gordillo", ["Stephan Gekle", "José Manuel Gordillo"]),
        (r"P. Erd\H{o}s, Rafa{\l} Lata{\l}a, P{ř}emysl Holub", ["P. Erdős", "Rafał Latała", "Přemysl Holub"]),
        (r"Tahire \" Ozen, F. ~Karsch, Marie-Ange~Nguyen", ["Tahire Özen", "F. Karsch", "Marie-Ange Nguyen"]),
        ("Caleb K. Lo, Robert W. Heath, Jr. and Sriram V", ["Caleb K. Lo", "Robert W. Heath Jr.", "Sriram V"]),
        ("William A. Goddard, III, Ann Fernandez", ["William A. Goddard III", "Ann Fernandez"]),
        ("{One, Two} Three, D. Andrews", ["{One, Two} Three", "D. Andrews"]),
        ("Zhe (Rita) Liang, B. Two", ["Zhe (Rita) Liang", "B. Two"]),
        ("Alexander Sand, Sandra Anderson", ["Alexander Sand", "Sandra Anderson"]),
        ("A. Broken (CERN, B. Bracket", ["A. Broken (CERN", "B. Bracket"]),
        ("", []),
        (" \n ", []),
        (",", [","]),
        ("(CERN)", ["(CERN)"]),
    ],
)
def test_authors(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CDF Collaboration: T. Aaltonen, et al", ["CDF Collaboration", "T. Aaltonen"]),
        ("the ATLAS Collaboration: A. B, C. D", ["ATLAS Collaboration", "A. B", "C. D"]),
        ("Super-Kamiokande Collaboration, :, K. Abe", ["Super-Kamiokande Collaboration", "K. Abe"]),
        ("Thomas Strauss, for the OPERA collaboration", ["Thomas Strauss", "OPERA collaboration"]),
        (" Panos Christakoglou for the ALICE Collaboration", ["Panos Christakoglou", "ALICE Collaboration"]),
        ("D.Peressounko (for the PHENIX Collaboration)", ["D.Peressounko", "PHENIX Collaboration"]),
        ("B. Ayten on behalf of the TJ-II team", ["B. Ayten", "TJ-II team"]),
        (
            "G. Tosti, et al. (MAGIC collaboration: 136 additional authors not shown)",
            ["G. Tosti", "MAGIC collaboration"],
        ),
        ("LIGO Scientific Collaboration", ["LIGO Scientific Collaboration"]),
    ],
)
def test_collaborations(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. One (CERN, Geneva), B. Two", {"A. One": "CERN, Geneva", "B. Two": ""}),
        ("A. One (CERN and LAPP) and B. Two (Hawaii & IHEP)", {"A. One": "CERN and LAPP", "B. Two": "Hawaii & IHEP"}),
        ("A. One (CERN) (Geneva)", {"A. One": "CERN; Geneva"}),
        ("A. One (Instituto de F\\'isica (IAFE), Madrid)", {"A. One": "Instituto de Física (IAFE), Madrid"}),
        (
            "A. One (1), B. Two (1 and 2) ((1) Univ X, (2) Inst Y)",
            {"A. One": "Univ X", "B. Two": "Univ X; Inst Y"},
        ),
        (
            "A. One(1,2) and B. Two (2), ((1) Univ X (Paris); (2)U.N.A.M.)",
            {"A. One": "Univ X (Paris); U.N.A.M.", "B. Two": "U.N.A.M."},
        ),
        (
            "A. One (1), B. Two (2); (1 - Swarthmore College; 2 - UC Berkeley)",
            {"A. One": "Swarthmore College", "B. Two": "UC Berkeley"},
        ),
        ("A. One (1), B. Two (2), (1) Univ X, (2) Inst Y", {"A. One": "Univ X", "B. Two": "Inst Y"}),
        ("A. One (1,2), B. Two (2)", {"A. One": "", "B. Two": ""}),
        ("A. One, B. Two (750 additional authors not shown)", {"A. One": "", "B. Two": ""}),
    ],
)
def test_affiliations(text, expected):
    assert affiliations(text) == expected


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Donald E. Knuth", "Donald E.", "Knuth"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("H.-H. von der Grün", "H.-H.", "von der Grün"),
        ("Juan de la Cruz López", "Juan", "de la Cruz López"),
        ("Alejandro Di Vincenzo", "Alejandro", "Di Vincenzo"),
        ("Anne De Bouard", "Anne", "De Bouard"),
        ("Al Gore", "Al", "Gore"),
        ("Van Jacobson", "Van", "Jacobson"),
        ("Gerard 't Hooft", "Gerard", "'t Hooft"),
        ("Jan ten Have", "Jan", "ten Have"),
        ("Muhammad al-Khwarizmi", "Muhammad", "al-Khwarizmi"),
        ("Abdullah bin Omar", "Abdullah", "bin Omar"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Robert W. Heath Jr.", "Robert W. Jr.", "Heath"),
        ("William A. Goddard III", "William A. III", "Goddard"),
        ("L.M.Robledo", "L.M.", "Robledo"),
        ("Yu.V.Ralchenko", "Yu.V.", "Ralchenko"),
        ("Knuth, Donald E.", "Donald E.", "Knuth"),
        ("van Beethoven, Ludwig", "Ludwig", "van Beethoven"),
        ("Heath, Jr., Robert W.", "Robert W. Jr.", "Heath"),
        ("Robert W. Heath, Jr.", "Robert W. Jr.", "Heath"),
        ("van Gogh", "", "van Gogh"),
    ],
)
def test_parts_of_a_name(name, given, family):
    person = split_name(name)
    assert (person.given, person.family) == (given, family)


@pytest.mark.parametrize(
    "name",
    [
        "the LIGO Scientific Collaboration",
        "OpenAI",
        "ASDEX Upgrade Team",
        "The 1000 Genomes Project Consortium",
        "王小明",
        "山田 太郎",
        "",
        "Jr.",
        "LHCb VELO Group",
    ],
)
def test_names_that_stay_whole(name):
    assert split_name(name) == Person(name=name)


def test_a_reversed_name_is_printed_given_first():
    assert split_name("Knuth,  Donald E.").name == "Donald E. Knuth"
    assert split_name("Heath, Jr., Robert W.").name == "Robert W. Heath Jr."


@given(LIST_LIKE | st.text())
def test_anything_has_authors(text):
    authors = split_authors(text)
    assert bool(authors) == bool(text.replace("~", " ").split())
    assert all(author.name for author in authors)
    for author in authors:
        split_name(author.name)


@given(st.lists(st.from_regex(r"[A-Z]\. [A-Z][a-z]{4,8}", fullmatch=True), min_size=1))
def test_plain_lists_round_trip(people):
    assert split_authors(", ".join(people)) == tuple(AuthorRecord(name=name) for name in people)
    assert names(" and ".join(people)) == people


@given(st.text())
def test_no_part_of_a_name_is_made_up(name):
    person = split_name(name)
    assert sorted(f"{person.given}{person.family}".replace(" ", "")) in (sorted("".join(person.name.split())), [])


@pytest.mark.parametrize("unit", ["(", ")", "(1", "((1)", "{", "a (", ", ", " and ", "for the ", "A.", ":"])
def test_long_nonsense_is_read_in_time(unit):
    split_authors(unit * 20_000)
    split_name(unit * 3_000)


def real_lists():
    for name in ["arxiv-odd-records.jsonl", "arxiv-sample-500.jsonl"]:
        for line in (REAL_DATA / "3-metadata" / name).read_text().splitlines():
            yield json.loads(line)["authors"]


@pytest.mark.real_data
def test_real_lists_have_as_many_authors_as_names_between_commas():
    odd = re.compile(r"[(){}\\:]|\bfor the\b|\bet al|\bJr|\bI{1,3}\b")
    for text in real_lists():
        if not odd.search(text):
            expected = [name for piece in text.split(",") for name in piece.split(" and ") if name.strip()]
            assert len(split_authors(text)) == len(expected)


def raw_lists():
    """As arXivRaw has them, with affiliations and TeX."""
    for path in (REAL_DATA / "2-oai-pmh" / "listrecords").iterdir():
        yield from re.findall(r"<authors>([^<&]*)</authors>", path.read_text())


@pytest.mark.real_data
def test_real_names_hold_no_rest_of_the_list():
    count = 0
    for text in raw_lists():
        for author in split_authors(text):
            count += 1
            assert not re.search(r"[()0-9;:{}$\\]| and |,", author.name), text
            assert len(author.name) < 100
    assert count > 1_000
