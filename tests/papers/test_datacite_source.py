import json
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import PurePath

import pytest

from papers.records import AuthorRecord
from papers.sources import crossref, http
from papers.sources.datacite import fetch_by_doi, parse_data, parse_doi_document
from papers.sources.datacite_kinds import GENERAL, WORDS
from papers.sources.errors import MalformedAnswer, SourceBusy, SourceError
from papers.sources.http import new_http_client
from tests.arxiv_stand_in import Answer
from tests.doi_stand_in import run_doi_stand_in
from tests.papers.doi_files import (
    DATA,
    assert_storable,
    crossref_documents,
    datacite_data,
    differences,
    is_artefact,
    listed_patterns,
    reading_of_xml,
    reason_of,
    reply_of,
    second_reading_of_datacite,
    spoiled,
)

DOI = "10.5281/zenodo.2982056"
ARXIV_DOI = "10.48550/arXiv.1706.03762"
WORK = {
    "doi": DOI,
    "creators": [
        {
            "name": "Writer, Ada",
            "nameType": "Personal",
            "givenName": "Ada",
            "familyName": "Writer",
            "affiliation": ["X"],
        },
        {"name": "Home, Institute of", "nameType": "Organizational", "affiliation": []},
    ],
    "titles": [{"title": "Main"}, {"title": "Sub", "titleType": "Subtitle"}, {"title": "Haupt", "lang": "de"}],
    "publisher": "Zenodo",
    "container": {
        "type": "Journal",
        "title": "J. &amp; K.",
        "volume": "4",
        "issue": "2",
        "firstPage": "10",
        "lastPage": "20",
    },
    "publicationYear": 2019,
    "subjects": [{"subject": "optics"}, {"subject": "FOS: Physical sciences"}, {"subject": "optics"}, "waves"],
    "contributors": [{"name": "Editor, Ed", "contributorType": "Editor"}],
    "dates": [{"date": "2018-01-02", "dateType": "Created"}, {"date": "2019-05-15", "dateType": "Issued"}],
    "types": {"ris": "RPRT", "resourceType": "Journal article", "resourceTypeGeneral": "Text"},
    "descriptions": [
        {"description": "Table", "descriptionType": "TableOfContents"},
        {"description": "<p>One</p><p>Two &lt; 3</p>", "descriptionType": "Abstract"},
    ],
    "rightsList": [{"rights": "Open"}, {"rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode"}],
}
ARXIV_WORK = {
    "doi": ARXIV_DOI.lower(),
    "titles": [{"title": r"Attention for Erd\H{o}s and $\alpha$"}],
    "creators": [{"name": "Vaswani, Ashish", "nameType": "Personal", "givenName": "Ashish", "familyName": "Vaswani"}],
    "publisher": "arXiv",
    "publicationYear": 2017,
    "version": "7",
    "subjects": [
        {"subject": "Computation and Language (cs.CL)", "subjectScheme": "arXiv"},
        {"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"},
        {
            "subject": "FOS: Computer and information sciences",
            "subjectScheme": "Fields of Science and Technology (FOS)",
        },
    ],
    "dates": [
        {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted", "dateInformation": "v1"},
        {"date": "2023-08-02T00:41:18Z", "dateType": "Updated", "dateInformation": "v7"},
        {"date": "2017-06", "dateType": "Available", "dateInformation": "v1"},
        {"date": "2017", "dateType": "Issued"},
    ],
    "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article"},
    "relatedIdentifiers": [
        {"relationType": "IsVersionOf", "relatedIdentifier": "10.1000/Journal", "relatedIdentifierType": "DOI"}
    ],
    "rightsList": [{"rightsUri": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"}],
}


@pytest.fixture
def client():
    with new_http_client() as client:
        yield client


@pytest.fixture
def stand_in():
    with run_doi_stand_in() as stand_in:
        yield stand_in


def parse(**changes):
    return parse_data({"attributes": {**WORK, **changes}})


def test_a_doi_becomes_a_record(client, stand_in):
    stand_in.datacite = {DOI: WORK}
    record = fetch_by_doi(client, stand_in.url_datacite, DOI)
    assert record.title == "Main: Sub"
    assert record.abstract == "One\n\nTwo < 3"
    assert record.authors == (AuthorRecord("Ada Writer", "X", "Writer", "Ada"), AuthorRecord("Home, Institute of"))
    assert (record.published_on, record.year) == (date(2019, 5, 15), 2019)
    assert (record.dois, record.arxiv_id, record.version, record.categories) == ((DOI,), "", None, ())
    assert record.kind == "article"
    assert (record.container, record.volume, record.issue, record.pages) == ("J. & K.", "4", "2", "10-20")
    assert record.publisher == "Zenodo"
    assert record.keywords == ("optics", "waves")
    assert record.license_url == "https://creativecommons.org/licenses/by/4.0/legalcode"
    assert "mailto:" in stand_in.requests[0].user_agent


def test_a_doi_of_arxiv_is_its_paper(client, stand_in):
    stand_in.datacite = {ARXIV_DOI: ARXIV_WORK}
    record = fetch_by_doi(client, stand_in.url_datacite, ARXIV_DOI)
    assert stand_in.requests[0].path == "/datacite/dois/10.48550%2FarXiv.1706.03762"
    assert (record.arxiv_id, record.version) == ("1706.03762", 7)
    assert record.dois == ("10.1000/journal",)
    assert record.title == r"Attention for Erd\H{o}s and $\alpha$"
    assert (record.published_on, record.updated_on) == (date(2017, 6, 12), date(2023, 8, 2))
    assert record.categories == ("cs.CL", "cs.LG")
    assert record.kind == "preprint"


def test_the_sparsest_doi_is_a_record():
    record = parse_data({"attributes": {"doi": DOI, "titles": [{"title": "T"}]}})
    assert (record.title, record.kind, record.authors, record.year) == ("T", "other", (), None)


def test_members_of_any_type_are_survived():
    for odd in (None, 0, True, "x", [], {}, [None], [[]], [{}], [{"name": []}], {"title": {}}):
        record = parse_data({"attributes": dict.fromkeys(WORK, odd) | {"doi": DOI, "titles": "T", "version": odd}})
        assert record.title == "T"


def test_one_odd_member_costs_itself_or_the_record_never_more():
    outcomes = Counter()
    for attributes in [*spoiled(WORK), *spoiled(ARXIV_WORK)]:
        try:
            assert_storable(parse_data({"attributes": attributes}))
        except MalformedAnswer:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
    assert outcomes["refused"] < 100
    assert outcomes["read"] > 1000


def test_an_unknown_doi_is_none(client, stand_in):
    assert fetch_by_doi(client, stand_in.url_datacite, DOI) is None


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (Answer(status=429, headers={"Retry-After": "7"}), SourceBusy, "429"),
        (Answer(status=503), SourceBusy, "503"),
        (Answer(status=500), SourceError, "500"),
        (Answer(status=302), SourceError, "without saying where"),
        (Answer(status=302, headers={"Location": "https://blog.datacite.org/"}), SourceError, "another host"),
        (Answer(body=b'{"data": {"type": "dois", "attr'), MalformedAnswer, "not JSON"),
        (Answer(body=b'{"data": {}}', cut_after=5), SourceError, "could not be reached"),
        (Answer(body=b"<!DOCTYPE html><html></html>"), MalformedAnswer, "not JSON"),
        (Answer(body=b'{"data": []}'), MalformedAnswer, "holds no DOI"),
        (Answer(body=b'{"data": {"type": "clients", "attributes": {"name": "x"}}}'), MalformedAnswer, "holds no DOI"),
        (Answer(body=b'{"errors": [{"title": "Not well."}]}'), MalformedAnswer, "holds no DOI: Not well"),
        (Answer(body=b'{"data": {"attributes": {"titles": []}}}'), MalformedAnswer, "no valid DOI"),
    ],
)
def test_a_bad_answer_is_told_apart(client, stand_in, answer, error, sentence):
    stand_in.script = [answer]
    with pytest.raises(error, match=sentence) as caught:
        fetch_by_doi(client, stand_in.url_datacite, DOI)
    assert type(caught.value) is error
    assert getattr(caught.value, "retry_after", None) == (7 if answer.status == 429 else None)


def test_a_huge_answer_is_not_read_to_its_end(client, stand_in, monkeypatch):
    monkeypatch.setattr(http, "MAXIMUM_BYTES", 10_000)
    stand_in.script = [Answer(body=b" " * 20_000)]
    with pytest.raises(MalformedAnswer, match="larger"):
        fetch_by_doi(client, stand_in.url_datacite, DOI)


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        ([{"title": "T", "titleType": None}], "T"),
        ([{"title": "Translated", "titleType": "TranslatedTitle"}, {"title": "Own"}], "Own"),
        ([{"title": "Translated", "titleType": "TranslatedTitle"}], "Translated"),
        ([{"title": "S", "titleType": "Subtitle"}], "S"),
        ([{"title": "A: sub"}, {"title": "Sub", "titleType": "Subtitle"}], "A: sub"),
        ([None, {"title": ""}, {"title": "\n  <h1>B</h1> &amp; C"}], "B & C"),
    ],
)
def test_titles(titles, title):
    assert parse(titles=titles).title == title


@pytest.mark.parametrize("titles", [[], None, [{"title": ":{unav)"}], [{"title": None}], [{"title": "(:tba)"}]])
def test_a_doi_without_a_title_is_malformed(titles):
    with pytest.raises(MalformedAnswer, match=r"doi:10\.5281/zenodo\.2982056 has no title"):
        parse(titles=titles)


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ({"name": "Abdo, A. A."}, ["A. A. Abdo"]),
        ({"name": "Abdo, A. A.", "nameType": "Personal", "givenName": None, "familyName": None}, ["A. A. Abdo"]),
        ({"name": "Besler, Basilius; Jungermann, Ludwig"}, ["Basilius Besler", "Ludwig Jungermann"]),
        ({"name": "Joseph, Gillian ;"}, ["Gillian Joseph"]),
        ({"name": "Guth, Wilhelm, 1888-1980", "nameType": "Personal"}, ["Guth, Wilhelm, 1888-1980"]),
        ({"name": "Yeh, Hsiang (University)"}, ["Yeh, Hsiang (University)"]),
        ({"name": "ATLAS; CMS", "nameType": "Organizational"}, ["ATLAS; CMS"]),
        ({"name": "Jan Null", "givenName": "Jan", "familyName": "Null"}, ["Jan Null"]),
        ({"name": ":(unav)"}, []),
        ({"name": "Unknown"}, []),
        ({"name": "NN", "nameType": "Organizational"}, []),
        ({"name": None}, []),
    ],
)
def test_creators(creator, names):
    assert [author.name for author in parse(creators=[creator]).authors] == names


def test_affiliations_are_texts_or_objects():
    creator = WORK["creators"][0] | {"affiliation": [{"name": "A &amp; B"}, "C", None, {"name": None}, "C"]}
    assert parse(creators=[creator]).authors[0].affiliation == "A & B; C"


@pytest.mark.parametrize(
    ("year", "dates", "published_on", "found"),
    [
        (2019, [("Issued", "2019")], None, 2019),
        (2019, [("Issued", "2019"), ("Available", "2019-03-04")], date(2019, 3, 4), 2019),
        (2019, [("Issued", "2018-03-04")], None, 2019),
        (2019, [("Created", "2019-03-04"), ("Submitted", "2019-01-01")], None, 2019),
        (2019, [("Issued", "2019-02-30")], None, 2019),
        (2019, [("Issued", "2019-01-02T03:04:05Z")], date(2019, 1, 2), 2019),
        (2019, [("Collected", "2001/2002"), ("Available", "uuuu"), ("Issued", None)], None, 2019),
        ("2019", None, None, 2019),
        (2541, [("Issued", "2541")], None, 1998),
        (None, [("Issued", "2001-02")], None, 2001),
        (0, [], None, None),
        (None, None, None, None),
    ],
)
def test_dates(year, dates, published_on, found):
    record = parse(publicationYear=year, dates=dates and [{"dateType": kind, "date": text} for kind, text in dates])
    assert (record.published_on, record.year) == (published_on, found)


def related(*rows):
    return [
        {"relationType": relation, "relatedIdentifierType": scheme, "relatedIdentifier": i}
        for relation, scheme, i in rows
    ]


@pytest.mark.parametrize(
    ("rows", "arxiv_id", "dois"),
    [
        ([("IsVersionOf", "DOI", "10.5281/zenodo.2982055")], "", (DOI, "10.5281/zenodo.2982055")),
        ([("IsPreprintOf", "DOI", "https://doi.org/10.1000/J")], "", (DOI, "10.1000/j")),
        ([("IsIdenticalTo", "arXiv", "arXiv:1706.03762v5")], "1706.03762", (DOI,)),
        ([("IsVersionOf", "DOI", ARXIV_DOI)], "1706.03762", (DOI,)),
        ([("IsIdenticalTo", "URL", "http://arxiv.org/abs/1706.03762")], "1706.03762", (DOI,)),
        ([("IsVersionOf", "arXiv", "1706.03762"), ("IsIdenticalTo", "arXiv", "1706.03763")], "", (DOI,)),
        ([("IsVersionOf", "DOI", "10.1000/a"), ("IsIdenticalTo", "DOI", "10.1000/b")], "", (DOI,)),
        ([("References", "arXiv", "1706.03762"), ("IsSupplementTo", "DOI", "10.1000/j")], "", (DOI,)),
        ([("IsIdenticalTo", "URL", "http://bioguid.osu.edu/xbiod_pubs/6575")], "", (DOI,)),
        ([("IsIdenticalTo", "DOI", DOI)], "", (DOI,)),
        ([("IsIdenticalTo", "ISSN", "0000-0000")], "", (DOI,)),
    ],
)
def test_related_works(rows, arxiv_id, dois):
    record = parse(relatedIdentifiers=related(*rows))
    assert (record.arxiv_id, record.dois) == (arxiv_id, dois)


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ({"resourceTypeGeneral": "Preprint", "resourceType": "Article"}, "preprint"),
        ({"resourceTypeGeneral": "Dissertation"}, "thesis"),
        ({"resourceTypeGeneral": "Text", "resourceType": "Doctoral Thesis"}, "thesis"),
        ({"resourceTypeGeneral": "Text", "resourceType": "Conference paper"}, "inproceedings"),
        ({"resourceTypeGeneral": "Text", "resourceType": "JournalArticle"}, "article"),
        ({"resourceTypeGeneral": "Text", "resourceType": "BookChapter"}, "chapter"),
        ({"resourceTypeGeneral": "Text", "resourceType": "Poster", "ris": "RPRT"}, "other"),
        ({"resourceTypeGeneral": "Text", "resourceType": "", "ris": "JOUR"}, "article"),
        ({"resourceTypeGeneral": "Text", "ris": "RPRT", "citeproc": "article-journal"}, "other"),
        ({"resourceTypeGeneral": "Image", "resourceType": "Book"}, "other"),
        ({}, "other"),
        (None, "other"),
    ],
)
def test_kinds(types, kind):
    assert parse(types=types).kind == kind


def test_every_kind_is_one_that_records_know():
    assert set(GENERAL.values()) | {kind for _pattern, kind in WORDS} <= {*crossref.KINDS.values(), "software", "other"}


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"publisher": {"name": "CERN"}}, "publisher", "CERN"),
        ({"publisher": "(:unav)"}, "publisher", ""),
        ({"container": {"type": "DataRepository", "title": "Climate Models"}}, "container", ""),
        ({"container": {"type": "Series", "title": "S", "volume": "Diss.", "firstPage": "2014"}}, "volume", ""),
        ({"container": {"type": "Series", "title": "S", "volume": "Diss.", "firstPage": "2014"}}, "pages", ""),
        ({"container": {"type": "Journal", "firstPage": "e12"}}, "pages", "e12"),
        ({"container": {"type": "Journal", "firstPage": "Nr. 2 (1998)"}}, "pages", ""),
        (
            {"descriptions": [{"description": ["Hello", "World"], "descriptionType": "Abstract"}]},
            "abstract",
            "Hello\n\nWorld",
        ),
        ({"descriptions": [{"description": "x", "descriptionType": "Other"}, {}, None]}, "abstract", ""),
        ({"descriptions": [{"description": ":unav", "descriptionType": "Abstract"}]}, "abstract", ""),
        ({"rightsList": [{"rightsUri": "file:///etc/passwd"}, {"rightsUri": None}]}, "license_url", ""),
        ({"rightsList": [{"rightsURI": "https://old.example/licence"}]}, "license_url", "https://old.example/licence"),
        ({"version": "2"}, "version", None),
        ({"doi": "10.6084/M9.Figshare.1"}, "dois", ("10.6084/m9.figshare.1",)),
    ],
)
def test_other_members(changes, field, value):
    assert getattr(parse(**changes), field) == value


@pytest.mark.real_data
def test_recorded_dois_agree_with_two_other_readings():
    works = compared = 0
    reasons = Counter()
    for _name, data in datacite_data():
        attributes = data["attributes"]
        try:
            record = parse_data(data)
        except MalformedAnswer as error:
            reasons[str(error).partition(" has ")[2]] += 1
            continue
        readings = [second_reading_of_datacite(attributes)]
        readings += [reading_of_xml(attributes["xml"])] if attributes.get("xml") else []
        works += 1
        for reading in readings:
            found, count = differences(record, reading)
            compared += count
            reasons.update(reason_of(field, ours, theirs) for field, (ours, theirs) in found.items())
    assert (works, compared) == (538, 3289)
    assert reasons == {
        "no title.": 3,
        "no valid DOI.": 1,
        "nobody": 46,
        "several in one": 5,
        "Buddhist era": 9,
        "no year": 1,
        "the word Abstract": 3,
        "nothing": 5,
    }


@pytest.mark.real_data
def test_recorded_replies_are_answered_as_they_are(client, stand_in):
    """Through HTTP: those of DataCite's API, its 404, and the web pages that lie between them."""
    outcomes = Counter()
    for path in sorted((DATA / "datacite").glob("bolognese_*.json")):
        reply = reply_of(path)
        stand_in.script = [Answer(status=reply.status, body=reply.body)]
        try:
            record = fetch_by_doi(client, stand_in.url_datacite, DOI)
        except SourceError as error:
            outcomes[type(error).__name__] += 1
        else:
            outcomes["record" if record else "unknown"] += 1
    assert outcomes == {"record": 13, "unknown": 1, "SourceError": 2, "MalformedAnswer": 1}


@pytest.mark.real_data
@pytest.mark.parametrize("parse", [crossref.parse_work, parse_doi_document])
def test_no_recorded_file_makes_a_source_stumble(parse):
    """Whatever the form: a record, or a MalformedAnswer that says why not."""
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            reply = reply_of(path) if path.suffix == ".json" and not broken(path) else None
            with suppress(MalformedAnswer):
                assert parse(reply.body if reply else path.read_bytes()).title


def broken(path):
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return True
    return False


@pytest.mark.real_data
def test_every_recorded_file_is_read_or_listed():
    """The first row of the table in docs/decisions/0008 that fits a file is its row."""
    rows = listed_patterns()
    files = {str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file()} - {"SOURCES.md"}
    row_of = {name: next((pattern for pattern in rows if PurePath(name).match(pattern)), "no row") for name in files}
    assert Counter(row_of.values()) == {pattern: count for pattern, (count, _fate) in rows.items()}
    read = {f"crossref/{name}" for name, _document in crossref_documents()}
    read |= {
        f"{folder}/{name}"
        for name, _data in datacite_data()
        for folder in ("datacite", "datacite-examples")
        if (DATA / folder / name).exists()
    }
    listed_as_read = {name for name, pattern in row_of.items() if rows[pattern][1] == "read"}
    assert read == listed_as_read
    assert not any(is_artefact(name.split("/")[1]) for name in read)
