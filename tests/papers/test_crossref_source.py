import json
from collections import Counter
from datetime import date

import httpx
import pytest

from papers.records import AuthorRecord
from papers.sources import crossref, http
from papers.sources.crossref import fetch_by_doi, parse_message, parse_work
from papers.sources.errors import MalformedAnswer, SourceBusy, SourceError
from papers.sources.http import get_answer, new_http_client, parse_rate_limit
from papers.sources.markup import plain_text, tex_abstract, tex_title
from tests.arxiv_stand_in import Answer
from tests.doi_stand_in import run_doi_stand_in
from tests.papers.doi_files import (
    DATA,
    assert_storable,
    crossref_works,
    differences,
    load_yaml,
    reason_of,
    reply_of,
    second_reading_of_crossref,
    spoiled,
)

DOI = "10.1145/3292500.3330701"
WORK = {
    "DOI": "10.1145/3292500.3330701",
    "type": "proceedings-article",
    "title": ["Optuna"],
    "subtitle": ["A Next-generation Hyperparameter Optimization Framework"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We\n  study.</jats:p><jats:p>Then more.</jats:p>",
    "author": [
        {"given": "Takuya", "family": "Akiba", "sequence": "first", "affiliation": [{"name": "Preferred Networks"}]},
        {"name": "The Optuna Team", "sequence": "additional", "affiliation": []},
    ],
    "published": {"date-parts": [[2019, 7, 25]]},
    "container-title": ["Proceedings of KDD &amp; Friends", "Second"],
    "volume": "3",
    "issue": "2",
    "page": "2623–2631",
    "publisher": "ACM",
    "subject": ["Software", "Software", "Statistics"],
    "license": [
        {"URL": "http://doi.wiley.com/10.1002/tdm_license_1.1", "content-version": "tdm"},
        {"URL": "https://publisher.example/terms", "content-version": "vor"},
        {"URL": "https://creativecommons.org/licenses/by/4.0/", "content-version": "am"},
    ],
}


@pytest.fixture
def client():
    with new_http_client() as client:
        yield client


@pytest.fixture
def stand_in():
    with run_doi_stand_in() as stand_in:
        yield stand_in


def work(**changes):
    return {**WORK, **changes}


def test_a_work_becomes_a_record(client, stand_in):
    stand_in.crossref = {DOI: WORK}
    record = fetch_by_doi(client, stand_in.url_crossref, DOI)
    assert record.title == "Optuna: A Next-generation Hyperparameter Optimization Framework"
    assert record.abstract == "We study.\n\nThen more."
    assert record.authors == (
        AuthorRecord("Takuya Akiba", "Preferred Networks", "Akiba", "Takuya"),
        AuthorRecord("The Optuna Team"),
    )
    assert (record.published_on, record.year) == (date(2019, 7, 25), 2019)
    assert record.dois == (DOI,)
    assert record.arxiv_id == ""
    assert record.kind == "inproceedings"
    assert record.container == "Proceedings of KDD & Friends"
    assert (record.volume, record.issue, record.pages) == ("3", "2", "2623-2631")
    assert record.publisher == "ACM"
    assert record.keywords == ("Software", "Statistics")
    assert record.license_url == "https://creativecommons.org/licenses/by/4.0/"
    assert "mailto:" in stand_in.requests[0].user_agent


def test_the_sparsest_work_is_a_record():
    record = parse_message({"DOI": DOI, "title": ["T"]})
    assert record.title == "T"
    assert record.kind == "other"
    assert (record.authors, record.year, record.published_on, record.abstract) == ((), None, None, "")


def test_members_of_any_type_are_survived():
    for odd in (None, 0, True, "x", [], {}, [None], [[]], [{}], {"date-parts": [[None]]}, [[[1]]]):
        record = parse_message(dict.fromkeys(WORK, odd) | {"relation": odd, "DOI": DOI, "title": ["T"]})
        assert record.title.startswith("T")


def test_one_odd_member_costs_itself_or_the_record_never_more():
    relation = {"has-preprint": arxiv("1907.10902"), "is-preprint-of": [{"id-type": "doi", "id": "10.1000/a"}]}
    outcomes = Counter()
    for document in spoiled(work(relation=relation)):
        try:
            assert_storable(parse_message(document))
        except MalformedAnswer:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
    assert outcomes["refused"] < 60
    assert outcomes["read"] > 1000


@pytest.mark.parametrize(
    "doi",
    ["10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", "10.1/a?b#c%2F;d e/../f", "10.1/ü"],
)
def test_a_doi_is_one_segment_of_the_path(client, stand_in, doi):
    stand_in.crossref = {doi: WORK}
    assert fetch_by_doi(client, stand_in.url_crossref + "/", doi).dois == (DOI,)
    assert stand_in.requests[0].doi == doi.lower()
    assert set("/<>;()#? ") & set(stand_in.requests[0].path.removeprefix("/crossref/works/")) == set()


def test_an_unknown_doi_is_none(client, stand_in):
    assert fetch_by_doi(client, stand_in.url_crossref, DOI) is None


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (Answer(status=429, headers={"Retry-After": "7"}), SourceBusy, "429"),
        (Answer(status=503), SourceBusy, "503"),
        (Answer(status=500), SourceError, "500"),
        (Answer(status=403), SourceError, "403"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/x"}), SourceError, "another host"),
        (Answer(body=b'{"message-type": "work", "mess'), MalformedAnswer, "not JSON"),
        (Answer(body=json.dumps(WORK).encode(), cut_after=30), SourceError, "could not be reached"),
        (Answer(body=b"<html>Maintenance</html>"), MalformedAnswer, "not JSON"),
        (Answer(body=b"\xff\xfe\x00"), MalformedAnswer, "not JSON"),
        (Answer(body=b"[" * 100_000), MalformedAnswer, "not JSON"),
        (Answer(body=b"9" * 5000), MalformedAnswer, "not JSON"),
        (Answer(body=b"[]"), MalformedAnswer, "not a JSON object"),
        (Answer(body=b'{"message-type": "work-list", "message": {"items": []}}'), MalformedAnswer, "work-list"),
        (Answer(body=b'{"message-type": "work", "message": null}'), MalformedAnswer, "no valid DOI"),
    ],
)
def test_a_bad_answer_is_told_apart(client, stand_in, answer, error, sentence):
    stand_in.script = [answer]
    with pytest.raises(error, match=sentence) as caught:
        fetch_by_doi(client, stand_in.url_crossref, DOI)
    assert type(caught.value) is error


def test_the_wait_asked_for_is_told(client, stand_in):
    stand_in.script = [Answer(status=429, headers={"Retry-After": "7"})]
    with pytest.raises(SourceBusy) as caught:
        fetch_by_doi(client, stand_in.url_crossref, DOI)
    assert caught.value.retry_after == 7


def test_a_huge_answer_is_not_read_to_its_end(client, stand_in, monkeypatch):
    monkeypatch.setattr(http, "MAXIMUM_BYTES", 10_000)
    stand_in.script = [Answer(body=b" " * 20_000)]
    with pytest.raises(MalformedAnswer, match="larger"):
        fetch_by_doi(client, stand_in.url_crossref, DOI)


def test_a_redirect_within_the_host_is_followed(client, stand_in):
    stand_in.crossref = {DOI: WORK}
    stand_in.script = [Answer(status=301, headers={"Location": f"/crossref/works/{DOI.replace('/', '%2F')}"})]
    assert fetch_by_doi(client, stand_in.url_crossref, "10.1/alias").dois == (DOI,)


def test_no_server_is_a_source_error(client):
    with pytest.raises(SourceError, match="could not be reached"):
        fetch_by_doi(client, "http://127.0.0.1:9", DOI)


def test_the_pause_between_requests_is_read_from_the_headers(client, stand_in):
    stand_in.crossref = {DOI: WORK}
    answer = get_answer(client, f"{stand_in.url_crossref}/works/10.1145%2F3292500.3330701", {}, accept=frozenset({200}))
    assert answer.pause == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("limit", "interval", "pause"),
    [("50", "1s", 0.02), ("5", "1s", 0.2), ("60", "1m", 1.0), ("10", "500ms", 0.05), ("1", "2", 2.0)]
    + [(limit, interval, None) for limit, interval in [("", ""), ("0", "1s"), ("50", ""), ("-1", "1s"), ("5", "soon")]],
)
def test_rate_limit_headers(limit, interval, pause):
    assert parse_rate_limit(limit, interval) == (pytest.approx(pause) if pause else None)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"title": ["A", "B"], "subtitle": []}, "A"),
        ({"title": "A", "subtitle": None}, "A"),
        ({"title": ["", None, "B"], "subtitle": [""]}, "B"),
        ({"title": ["Optuna: the framework"], "subtitle": ["The  Framework"]}, "Optuna: the framework"),
        ({"title": ["Why?"], "subtitle": ["Because"]}, "Why? Because"),
        ({"title": ["Optuna:"], "subtitle": ["More"]}, "Optuna: More"),
        ({"title": [], "subtitle": [], "original-title": ["原題"]}, "原題"),
        ({"title": ["Nul\x00l \ud800byte"], "subtitle": []}, "Null byte"),
    ],
)
def test_titles(changes, title):
    assert parse_message(work(**changes)).title == title


@pytest.mark.parametrize("title", [[], None, [""], ["<i></i>"], [":unav"], ["(:unav)"], [None], [" "]])
def test_a_work_without_a_title_is_malformed(title):
    with pytest.raises(MalformedAnswer, match=r"doi:10\.1145/3292500\.3330701 has no title"):
        parse_message(work(title=title))


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("A <i>p</i>-thing &amp;amp; <b>more</b>", "A p-thing & more"),
        ("H<sub>2</sub>O at 10<sup>−3</sup>", "H₂O at 10⁻³"),
        ("c<sub><i>p</i></sub>", "c$_{p}$"),
        ("&lt;i&gt;E. coli&lt;/i&gt;", "E. coli"),
        ("p < 0.05 and x <y and z> w, List<T>", "p < 0.05 and x <y and z> w, List<T>"),
        ("(\n      <i>Tridacna</i>\n      ) and\n  <i>KRAS</i>\n  /\n  <i>NRAS</i>", "(Tridacna) and KRAS/NRAS"),
        ("A price of $5 and {1, 2}", r"A price of \$5 and \{1, 2\}"),
        (r"Mass of $\alpha_s$ {x} for $5", r"Mass of $\alpha_s$ {x} for $5"),
        (r"Erd\H{o}s", r"Erd\H{o}s"),
        ("AT&T, R&D; ?a=1&copy=2", "AT&T, R&D; ?a=1&copy=2"),
        ("<mml:math><mml:msup><mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn></mml:msup></mml:math> law", "${x}^{2}$ law"),
        ("<math><mfrac><mi>a</mi><mi>sin</mi></mfrac></math>", r"$\frac{a}{\mathrm{sin}}$"),
        (
            "<math><msqrt><mi>a</mi></msqrt><mtext>if b</mtext><mroot><mi>x</mi><mn>3</mn></mroot></math>",
            r"$\sqrt{a}\text{if b}\sqrt[3]{x}$",
        ),
        ("<math><mfenced><mi>f</mi></mfenced><msup><mi>lone</mi></msup><mo>%</mo></math>", r"$(f)\mathrm{lone}\%$"),
        ("<math><semantics><mi>q</mi><annotation>\\beta</annotation></semantics></math>", r"$\beta$"),
        ("<mml:math><mml:mover><mml:mi>ν</mml:mi><mml:mo>¯</mml:mo></mml:mover></mml:math>", r"$\bar{ν}$"),
        ("<jats:tex-math>\\documentclass{x}\\begin{document}$$a_1$$\\end{document}</jats:tex-math>", "$a_1$"),
        ("<!-- c --><![CDATA[Kept]]> <script>no</script><br/>line", "Kept line"),
        (
            "<jats:alternatives><jats:tex-math>$x$</jats:tex-math><mml:math><mml:mi>y</mml:mi></mml:math></jats:alternatives>",
            "$x$",
        ),
        ("<sub>a longer text that nobody closed", "a longer text that nobody closed"),
        ("unclosed <i>tag and </b>stray", "unclosed tag and stray"),
    ],
)
def test_markup_in_titles(source, title):
    assert tex_title(source) == title


@pytest.mark.parametrize(
    ("source", "abstract"),
    [
        ("<jats:title>ABSTRACT</jats:title><jats:p>One</jats:p>", "One"),
        ("<jats:sec><jats:title>Methods</jats:title><jats:p>We\n do.</jats:p></jats:sec>", "Methods\n\nWe do."),
        ("Abstract: One", "One"),
        ("AbstractWe do", "We do"),
        ("Abstract The cat", "The cat"),
        ("Abstract interpretation is a theory", "Abstract interpretation is a theory"),
        ("Abstract-level", "Abstract-level"),
        ("Abstract", ""),
        ("One\ntwo\n\nThree", "One two\n\nThree"),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("One<br>still<br/><br/>Two", "One still\n\nTwo"),
    ],
)
def test_abstracts(source, abstract):
    assert tex_abstract(source) == abstract


def test_hostile_markup_ends_in_time():
    for source in (
        "<i>" * 50_000,
        "<a " * 50_000,
        "&amp;" * 50_000,
        "<mml:math>" * 20_000,
        "$" * 50_000,
        "\n " * 50_000,
    ):
        assert tex_abstract(source) is not None
        assert plain_text(source) is not None


def test_authors():
    told = [
        {"family": "Only"},
        {"given": "Given"},
        {"given": "Ann", "family": "O&#39;Neil", "suffix": "Jr."},
        {"given": "", "family": "", "name": "CMS &amp; Co"},
        {"family": "Editor", "role": [{"role": "editor"}]},
        {"family": "Author", "role": [{"role": "editor"}, {"role": "author"}]},
        {"affiliation": [{"name": "Nowhere"}]},
        {"name": ":unav"},
        "text",
        None,
        {"family": "Twice", "affiliation": [{"name": "A"}, {"name": "B"}, {"name": "A"}, {}, None]},
    ]
    authors = parse_message(work(author=told, editor=[{"family": "Ed"}])).authors
    names = ["Only", "Given", "Ann O'Neil Jr.", "CMS & Co", "Author", "Twice"]
    assert [author.name for author in authors] == names
    assert authors[-1].affiliation == "A; B"
    assert (authors[2].family, authors[2].given) == ("O'Neil", "Ann")


@pytest.mark.parametrize(
    ("dates", "published_on", "year"),
    [
        ({"published": [2020, 2, 29]}, date(2020, 2, 29), 2020),
        ({"published": [2021, 2, 29]}, None, 2021),
        ({"published": [2021, 13, 1]}, None, 2021),
        ({"published": [2021, 4]}, None, 2021),
        ({"published": ["2021", "4", "5"]}, date(2021, 4, 5), 2021),
        ({"published": [None]}, None, None),
        ({"issued": [None], "published-print": [1999]}, None, 1999),
        ({"published": [2021], "published-online": [2021, 3, 4]}, date(2021, 3, 4), 2021),
        ({"published": [2021, 5], "published-online": [2022, 3, 4]}, None, 2021),
        ({"published": [], "created": [2003, 1, 2]}, None, 2003),
        ({"posted": [2022, 6, 7]}, date(2022, 6, 7), 2022),
        ({"published": [0, 1, 1]}, None, None),
        ({"published": [20210]}, None, None),
    ],
)
def test_dates(dates, published_on, year):
    changes = {"published": None} | {name: {"date-parts": [parts]} for name, parts in dates.items()}
    record = parse_message(work(**changes))
    assert (record.published_on, record.year) == (published_on, year)


def arxiv(*ids):
    return [{"id-type": "arxiv", "id": id_, "asserted-by": "subject"} for id_ in ids]


@pytest.mark.parametrize(
    ("relation", "arxiv_id", "dois"),
    [
        ({"has-preprint": arxiv("1907.10902")}, "1907.10902", (DOI,)),
        ({"is-version-of": arxiv("arXiv:1907.10902v2")}, "1907.10902", (DOI,)),
        ({"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.1907.10902"}]}, "1907.10902", (DOI,)),
        ({"has-preprint": [{"id-type": "uri", "id": "https://arxiv.org/abs/1907.10902"}]}, "1907.10902", (DOI,)),
        ({"has-preprint": arxiv("1907.10902"), "is-version-of": arxiv("1907.10902v3")}, "1907.10902", (DOI,)),
        ({"has-preprint": arxiv("1907.10902", "1907.10903")}, "", (DOI,)),
        ({"has-preprint": [{"id-type": "doi", "id": "10.1101/2020.01.01"}]}, "", (DOI,)),
        ({"cites": arxiv("1907.10902")}, "", (DOI,)),
        ({"is-preprint-of": [{"id-type": "doi", "id": "https://doi.org/10.1/ABC"}]}, "", (DOI,)),
        ({"is-preprint-of": [{"id-type": "doi", "id": "https://doi.org/10.1000/ABC"}]}, "", (DOI, "10.1000/abc")),
        ({"is-preprint-of": [{"id-type": "doi", "id": i} for i in ("10.1000/a", "10.1000/b")]}, "", (DOI,)),
        ({"is-preprint-of": [{"id-type": "doi", "id": DOI}]}, "", (DOI,)),
        ({"has-preprint": None}, "", (DOI,)),
        ({}, "", (DOI,)),
    ],
)
def test_relations(relation, arxiv_id, dois):
    record = parse_message(work(relation=relation))
    assert (record.arxiv_id, record.dois) == (arxiv_id, dois)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"page": "12-", "article-number": "7"}, "pages", "12"),
        ({"page": None, "article-number": "e1000"}, "pages", "e1000"),
        ({"issue": None, "journal-issue": {"issue": "9"}}, "issue", "9"),
        ({"volume": 12}, "volume", "12"),
        ({"container-title": None}, "container", ""),
        ({"license": [{"URL": "javascript:alert(1)", "content-version": "vor"}]}, "license_url", ""),
        ({"license": [{"URL": "http://[::1", "content-version": "vor"}]}, "license_url", ""),
        ({"license": [{"URL": "https://a.example/tdm", "content-version": "tdm"}]}, "license_url", ""),
        ({"license": WORK["license"][:2]}, "license_url", "https://publisher.example/terms"),
        ({"type": "posted-content"}, "kind", "preprint"),
        ({"type": "journal-article"}, "kind", "article"),
        ({"type": "edited-book"}, "kind", "book"),
        ({"type": "something-unknown"}, "kind", "other"),
        ({"subject": None}, "keywords", ()),
        ({"DOI": "10.48550/arXiv.1706.03762"}, "arxiv_id", "1706.03762"),
        ({"DOI": "10.48550/arXiv.1706.03762"}, "dois", ()),
        ({"DOI": "10.1145/3292500.3330701 "}, "dois", (DOI,)),
        ({"DOI": "10.1016/S0370-1573(03)00103-0"}, "dois", ("10.1016/s0370-1573(03)00103-0",)),
    ],
)
def test_other_members(changes, field, value):
    assert getattr(parse_message(work(**changes)), field) == value


@pytest.mark.parametrize("doi", [None, "", "12", "10.1145", 5])
def test_a_work_without_a_doi_is_malformed(doi):
    with pytest.raises(MalformedAnswer, match="no valid DOI"):
        parse_message(work(DOI=doi))


@pytest.mark.real_data
def test_recorded_works_agree_with_a_second_reading():
    works = compared = 0
    reasons = Counter()
    for _name, told in crossref_works():
        if not any(told.get("title") or []):
            with pytest.raises(MalformedAnswer, match="no title"):
                parse_message(told)
            reasons["no title"] += 1
            continue
        found, count = differences(parse_message(told), second_reading_of_crossref(told))
        works, compared = works + 1, compared + count
        reasons.update(reason_of(field, ours, theirs) for field, (ours, theirs) in found.items())
    assert (works, compared) == (456, 4084)
    assert reasons == {"no title": 1, "nothing": 2}


@pytest.mark.real_data
@pytest.mark.parametrize("stem", ["9781316535783.011", "tasc.2017.2776938"])
def test_hepcrawl_reads_the_same(stem):
    record = parse_work((DATA / f"crossref/hepcrawl_{stem}.json").read_bytes())
    expected = load_yaml(DATA / f"crossref/hepcrawl_{stem}_expected.yml")
    assert record.title == expected["title"]
    assert record.dois == (expected["dois"][0]["doi"],)
    names = [f"{author.family}, {author.given}" for author in record.authors]
    assert names == [author["full_name"] for author in expected["authors"]]
    assert record.pages == f"{expected['page_start']}-{expected['page_end']}"
    assert record.kind == {"book chapter": "chapter", "article": "article"}[expected["document_type"]]
    assert record.volume == expected.get("journal_volume", "")
    assert record.issue == expected.get("journal_issue", "")
    # `issued` is empty for the chapter; hepcrawl leaves the year open, we take that of the DOI's registration.
    assert record.year == (expected["year"] or 2017)
    if "journal_title" in expected:
        assert record.container == expected["journal_title"]


@pytest.mark.real_data
@pytest.mark.parametrize("stem", ["test_3_conference", "test_5_aps_article_number"])
def test_papis_reads_the_same(stem):
    record = parse_work((DATA / f"crossref/papis_{stem}.json").read_bytes())
    expected = json.loads((DATA / f"crossref/papis_{stem}_out.json").read_bytes())
    assert record.title == expected["title"]
    assert record.dois == (expected["doi"].lower(),)
    assert [(author.family, author.given) for author in record.authors] == [
        (author["family"], author["given"]) for author in expected["author_list"]
    ]
    assert [author.affiliation for author in record.authors] == [
        "; ".join(place["name"] for place in author["affiliation"]) for author in expected["author_list"]
    ]
    assert record.container == " ".join(expected["journal"].split())
    assert record.year == expected["year"]
    assert record.publisher == expected["publisher"]
    assert record.kind == expected["type"]
    assert record.volume == expected.get("volume", "")
    assert record.issue == expected.get("issue", "")
    assert record.pages == expected.get("pages", "").replace("--", "-")


@pytest.mark.real_data
def test_recorded_replies_that_are_no_work_are_refused(client, stand_in):
    refused = 0
    for path in sorted((DATA / "crossref").glob("*.json")):
        reply = reply_of(path)
        if reply is None or reply.message_type == "work":
            continue
        refused += 1
        stand_in.script = [Answer(status=reply.status, body=reply.body)]
        with pytest.raises(SourceError):
            fetch_by_doi(client, stand_in.url_crossref, DOI)
    assert refused > 60


def test_every_kind_is_one_that_records_know():
    kinds = [
        "article",
        "inproceedings",
        "book",
        "chapter",
        "thesis",
        "report",
        "dataset",
        "software",
        "preprint",
        "other",
    ]
    assert set(crossref.KINDS.values()) <= set(kinds)


def test_the_client_asks_no_proxy_and_follows_nothing_by_itself(client):
    assert isinstance(client, httpx.Client)
    assert not client.follow_redirects
