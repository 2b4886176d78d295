import json
import re
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from papers.records import AuthorRecord, VersionRecord
from papers.sources.arxiv_oai import BadResumptionToken, fetch_page, parse_page
from papers.sources.arxiv_text import known_categories, read_dois
from papers.sources.errors import MalformedAnswer, QueryRejected, SourceBusy, SourceError
from papers.sources.http import new_http_client
from papers.taxonomy import canonical_category
from tests.conftest import REAL_DATA
from tests.oai_stand_in import BROKEN, BUSY, BUSY_FOR_A_SECOND, Fault, run_oai_stand_in

DATA = REAL_DATA / "2-oai-pmh"
ENVELOPE = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'
RESPONSE_DATE = "<responseDate>2024-05-06T07:08:09Z</responseDate>"
RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>math/0306266</id><submitter>B</submitter>
<version version="v1"><date>Wed, 18 Jun 2003 23:30:00 -0500</date><size>9kb</size></version>
<version version="v2"><date>Mon, 2 Apr 2007 19:18:42 GMT</date><size>9kb</size><source_type>D</source_type></version>
<title>On $x^2$
  and $y$</title><authors>Ada Writer (Home), Ben Second, Jr. and Cy Third for the X
  Collaboration (1)</authors><categories>math.MP math-ph cs.XX alg-geom 68T05</categories>
<comments>12 pages,
  2 figures</comments><report-no>R-1</report-no><msc-class>68T05</msc-class><acm-class>I.2</acm-class>
<journal-ref>J. One 1 (2004); J. Two 2 (2005)</journal-ref><doi>10.1000/A(1) 10.1000/b,10.1000/c;2-#</doi>
<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  One
line.
  Two &lt; three.
</abstract></arXivRaw>"""
SPLIT = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created><updated>2008-01-02</updated>
<authors><author><keyname>Erd&#337;s</keyname><forenames>P&#225;l</forenames><suffix>Jr.</suffix>
<affiliation>Here</affiliation><affiliation>There</affiliation></author>
<author><keyname>X Collaboration</keyname></author><author><keyname>:</keyname></author>
<author><keyname>Cy Third for the Y Collaboration</keyname></author><author><keyname>Plato</keyname></author></authors>
<title>T</title><categories>hep-ph</categories><comments>Withdrawn by the author</comments><doi>10.1000/a</doi>
<license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license><abstract>A.</abstract></arXiv>"""
DUBLIN_CORE = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>T</dc:title><dc:creator>Rodrigues Jr, Waldyr A.</dc:creator><dc:creator>X Collaboration</dc:creator>
<dc:subject>Machine Learning</dc:subject><dc:subject>Mathematics - Combinatorics</dc:subject><dc:subject>Mathematical Physics</dc:subject>
<dc:subject>Condensed Matter - Mesoscopic Systems and Quantum Hall Effect</dc:subject><dc:subject>05C80</dc:subject>
<dc:description>  One.
  Two. </dc:description><dc:description>{comment}</dc:description>
<dc:date>2008-06-25</dc:date><dc:date>2014-12-12</dc:date><dc:type>text</dc:type>
<dc:identifier>http://arxiv.org/abs/0806.4129</dc:identifier><dc:identifier>J. One 1</dc:identifier>
<dc:identifier>doi:10.1063/1.3536454</dc:identifier></oai_dc:dc>"""


def a_record(metadata: str, identifier: str = "oai:arXiv.org:math/0306266", datestamp: str = "2008-11-26") -> str:
    return f"""<record><header><identifier>{identifier}</identifier><datestamp>{datestamp}</datestamp>
<setSpec>math:math:MP</setSpec><setSpec>stat:stat:ML</setSpec></header><metadata>{metadata}</metadata></record>"""


def a_page(*records: str, token: str = "") -> bytes:
    return ENVELOPE.format(f"{RESPONSE_DATE}<ListRecords>{''.join(records)}{token}</ListRecords>").encode()


def an_error(code: str, text: str = "") -> bytes:
    return ENVELOPE.format(f'{RESPONSE_DATE}<error code="{code}">{text}</error>').encode()


@pytest.fixture
def client():
    with new_http_client() as client:
        yield client


def ask(client, stand_in, **question):
    everything = {"metadata_prefix": "arXivRaw", "set_spec": "", "window_from": None, "window_until": None}
    return fetch_page(client, stand_in.url, **everything | question)


def test_arxiv_raw():
    page = parse_page(a_page(a_record(RAW)))
    assert page.response_date == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    [found] = page.records
    assert (found.identifier, found.datestamp) == ("oai:arXiv.org:math/0306266", date(2008, 11, 26))
    assert (found.sets, found.is_deleted, found.problem) == (("math:math:MP", "stat:stat:ML"), False, "")
    record = found.record
    assert (record.arxiv_id, record.version) == ("math/0306266", 2)
    assert record.versions == (VersionRecord(1, date(2003, 6, 19)), VersionRecord(2, date(2007, 4, 2)))  # in UTC
    assert (record.published_on, record.updated_on) == (date(2003, 6, 19), date(2007, 4, 2))
    assert record.title == "On $x^2$ and $y$"
    assert record.abstract == "One line.\n\nTwo < three."
    names = ["Ada Writer", "Ben Second Jr.", "Cy Third", "X Collaboration"]
    assert [author.name for author in record.authors] == names
    assert record.authors[0].affiliation == "Home"
    assert record.categories == ("math-ph", "math.AG")  # alias and canonical once; cs.XX and the MSC class are unknown
    assert record.primary_category == "math-ph"
    assert record.comment == "12 pages, 2 figures"
    assert record.journal_ref == "J. One 1 (2004); J. Two 2 (2005)"
    assert record.dois == ("10.1000/a(1)", "10.1000/b", "10.1000/c;2-#")
    assert record.license_url == "http://creativecommons.org/licenses/by/4.0/"
    assert not record.is_withdrawn


@pytest.mark.parametrize(
    ("old", "new", "is_withdrawn"),
    [
        ("12 pages,\n  2 figures", "This paper has been withdrawn", True),
        ("<source_type>D<", "<source_type>I<", True),  # of the last version
        ("<size>9kb</size></version>", "<size>0kb</size><source_type>I</source_type></version>", False),  # of the first
        ("12 pages,\n  2 figures", "Replaces the withdrawn v1", False),
    ],
)
def test_withdrawal_is_what_the_last_version_says(old, new, is_withdrawn):
    [found] = parse_page(a_page(a_record(RAW.replace(old, new, 1)))).records
    assert found.record.is_withdrawn is is_withdrawn


def test_versions_out_of_order():
    first, second = re.findall(r"<version .*?</version>", RAW)
    swapped = RAW.replace(first, "@1").replace(second, first).replace("@1", second)
    assert parse_page(a_page(a_record(swapped))) == parse_page(a_page(a_record(RAW)))


def test_arxiv_with_names_apart():
    record = parse_page(a_page(a_record(SPLIT, "oai:arXiv.org:0704.0001"))).records[0].record
    assert record.authors == (
        AuthorRecord("Pál Erdős Jr.", "Here; There", "Erdős", "Pál"),
        AuthorRecord("X Collaboration"),
        AuthorRecord("Cy Third"),
        AuthorRecord("Y Collaboration"),
        AuthorRecord("Plato"),
    )
    assert (record.published_on, record.updated_on, record.year) == (date(2007, 4, 2), date(2008, 1, 2), None)
    assert (record.version, record.versions) == (None, ())
    assert (record.dois, record.categories, record.is_withdrawn) == (("10.1000/a",), ("hep-ph",), True)
    assert record.license_url == "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


@pytest.mark.parametrize(
    ("arxiv_id", "created", "published_on", "year"),
    [
        ("0704.0001", "2007-03-31", date(2007, 3, 31), None),
        ("0704.0001", "2007-04-30", date(2007, 4, 30), None),
        ("0704.0001", "2007-05-01", date(2007, 5, 1), None),  # UTC is ahead of the clock that ids are given by
        ("0704.0001", "2007-05-02", None, 2007),
        ("hep-th/9901001", "1999-01-04", date(1999, 1, 4), None),
        ("hep-th/9901001", "2003-01-04", None, 1999),
        ("hep-th/9912001", "2000-01-01", date(2000, 1, 1), None),
    ],
)
def test_created_is_the_first_versions_date_or_nothing(arxiv_id, created, published_on, year):
    """Today's server gives the last version's date there."""
    metadata = SPLIT.replace("0704.0001", arxiv_id).replace("2007-04-02", created)
    record = parse_page(a_page(a_record(metadata, f"oai:arXiv.org:{arxiv_id}"))).records[0].record
    assert (record.published_on, record.year) == (published_on, year)


@pytest.mark.parametrize("comment", ["Comment: 15 pages", "15 pages"])  # the server before, and today's
def test_dublin_core(comment):
    metadata = DUBLIN_CORE.format(comment=comment)
    record = parse_page(a_page(a_record(metadata, "oai:arXiv.org:0806.4129"))).records[0].record
    assert record.arxiv_id == "0806.4129"
    assert record.authors == (
        AuthorRecord("Waldyr A. Rodrigues Jr", "", "Rodrigues Jr", "Waldyr A."),
        AuthorRecord("X Collaboration"),
    )
    assert record.categories == ("stat.ML", "math.CO", "math-ph", "cond-mat.mes-hall")  # the sets say which learning
    assert (record.abstract, record.comment) == ("One.\n\nTwo.", "15 pages")
    assert (record.published_on, record.updated_on) == (date(2008, 6, 25), date(2014, 12, 12))
    assert (record.journal_ref, record.dois) == ("J. One 1", ("10.1063/1.3536454",))


def test_a_deleted_record_has_no_metadata():
    deleted = """<record><header status="deleted"><identifier>oai:arXiv.org:0704.0001</identifier>
<datestamp>2011-07-18T23:31:00-05:00</datestamp></header></record>"""
    found, other = parse_page(a_page(deleted, a_record(RAW))).records
    assert (found.is_deleted, found.record, found.problem) == (True, None, "")
    assert (found.identifier, found.datestamp) == ("oai:arXiv.org:0704.0001", date(2011, 7, 19))
    assert other.record


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (a_record(RAW, identifier="oai:elsewhere.org:12"), "not an arXiv identifier"),
        (a_record(RAW, identifier="10.1000/a"), "not an arXiv identifier"),
        (a_record(RAW, identifier=""), "not an arXiv identifier"),
        (a_record(RAW, datestamp=""), "not a date"),
        (a_record(RAW, identifier="oai:arXiv.org:math/0306267"), "metadata of math/0306266"),
        (a_record(RAW.replace("math/0306266", "0704.0000")), "not an arXiv identifier"),
        (a_record(""), "no metadata"),
        (a_record(RAW.replace("arXivRaw/", "arXivNew/")), "unknown format"),
        (a_record(RAW.replace(' xmlns="http://arxiv.org/OAI/arXivRaw/"', "")), "unknown format"),
        (a_record(re.sub("<title>.*?</title>", "<title> </title>", RAW, flags=re.DOTALL)), "no title"),
        (a_record(re.sub("<version.*</version>", "", RAW, flags=re.DOTALL)), "no version"),
        (a_record(RAW.replace('"v2"', '"v0"')), "not a version"),
        (a_record(RAW.replace("Mon, 2 Apr 2007", "Mon, 2 Foo 2007")), "not a date"),
        (a_record(RAW.replace("Mon, 2 Apr 2007 19:18:42 GMT", "")), "not a date"),
        (a_record(SPLIT.replace("2007-04-02", "2007-04-31"), "oai:arXiv.org:0704.0001"), "not a date"),
        (a_record(re.sub("<dc:date>.*?</dc:date>", "", DUBLIN_CORE), "oai:arXiv.org:0806.4129"), "no date"),
        ("<record/>", "not a date"),
    ],
)
def test_a_bad_record_costs_no_other(bad, problem):
    first, found, last = parse_page(a_page(a_record(RAW), bad, a_record(RAW))).records
    assert first.record == last.record is not None
    assert found.record is None
    assert problem in found.problem
    assert not found.is_deleted


def test_a_record_of_unknown_categories_is_kept():
    record = parse_page(a_page(a_record(RAW.replace("math.MP math-ph cs.XX alg-geom", "new.XY")))).records[0].record
    assert (record.categories, record.primary_category) == ((), None)


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("10.1000/A 10.1000/b\n10.1000/a", ("10.1000/a", "10.1000/b")),
        ("doi:10.1103/PhysRevD.76.052005", ("10.1103/physrevd.76.052005",)),  # 0704.0020
        ("https://doi.org/10.1000/a, 10.1000/b", ("10.1000/a", "10.1000/b")),
        ("10.48550/arXiv.0704.0001 10.1000/a", ("10.1000/a",)),
        (
            "10.1002/(SICI)1097-4636(1998)43:4<338::AID-JBM16>3.0.CO;2-B",
            ("10.1002/(sici)1097-4636(1998)43:4<338::aid-jbm16>3.0.co;2-b",),
        ),
        ("to appear", ()),
    ],
)
def test_the_field_of_dois(text, dois):
    assert read_dois(text) == dois


def test_resumption_tokens():
    assert parse_page(a_page(a_record(RAW))).resumption_token == ""
    assert parse_page(a_page(a_record(RAW), token="<resumptionToken/>")).resumption_token == ""
    page = parse_page(a_page(a_record(RAW), token='<resumptionToken completeListSize="9"> a|b%3D1 </resumptionToken>'))
    assert (page.resumption_token, page.complete_list_size) == ("a|b%3D1", 9)
    page = parse_page(
        a_page(a_record(RAW), token="<resumptionToken expires='2024-05-07T00:00:00Z'>a</resumptionToken>")
    )
    assert (page.resumption_token, page.complete_list_size) == ("a", None)


def test_errors_of_the_protocol():
    page = parse_page(an_error("noRecordsMatch"))
    assert (page.records, page.resumption_token) == ((), "")
    assert page.response_date == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    with pytest.raises(BadResumptionToken, match="has expired"):
        parse_page(an_error("badResumptionToken", "has expired"))
    for code in ("badArgument", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noSetHierarchy"):
        with pytest.raises(QueryRejected, match=f"{code}: what is wrong"):
            parse_page(an_error(code, "what is wrong"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>Retry after 5 seconds</html>",
        a_page(),
        a_page(token="<resumptionToken>a</resumptionToken>"),
        ENVELOPE.format(RESPONSE_DATE).encode(),
        a_page(a_record(RAW)).replace(b"openarchives.org/OAI/2.0", b"openarchives.org/OAI/1.1"),
        a_page(a_record(RAW)).replace(b"2024-05-06T07:08:09Z", b"today"),
        b'<?xml version="1.0" encoding="no-such"?>' + a_page(a_record(RAW)),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + a_page(a_record(RAW.replace("On ", "&b; "))),
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + a_page(a_record(RAW.replace("On ", "&a; "))),
    ],
)
def test_what_is_no_answer(answer):
    with pytest.raises(MalformedAnswer):
        parse_page(answer)


def test_a_truncated_page_never_gives_records():
    whole = a_page(*[a_record(RAW)] * 5)
    for end in range(0, len(whole) - 1, 7):
        with pytest.raises(MalformedAnswer):
            parse_page(whole[:end])


ALIASES_AND_ARCHIVES = """math.MP→math-ph stat.TH→math.ST math.IT→cs.IT q-fin.EC→econ.GN cs.SY→eess.SY cs.NA→math.NA
cmp-lg→cs.CL adap-org→nlin.AO comp-gas→nlin.CG chao-dyn→nlin.CD solv-int→nlin.SI patt-sol→nlin.PS alg-geom→math.AG
dg-ga→math.DG funct-an→math.FA q-alg→math.QA mtrl-th→cond-mat.mtrl-sci supr-con→cond-mat.supr-con
acc-phys→physics.acc-ph ao-sci→physics.ao-ph atom-ph→physics.atom-ph bayes-an→physics.data-an chem-ph→physics.chem-ph
plasm-ph→physics.plasm-ph astro-ph→astro-ph cond-mat→cond-mat q-bio→q-bio"""
FOLDED = dict(pair.split("→") for pair in ALIASES_AND_ARCHIVES.split())


def test_aliases_and_old_archives_are_folded():
    assert {term: canonical_category(term) for term in FOLDED} == FOLDED
    assert known_categories(["math.IT", "cs.IT", "math.IT"]) == ("cs.IT",)
    assert known_categories(["I.2.6", "68T05", "cs.XX", ""]) == ()


@pytest.mark.parametrize("metadata_prefix", ["arXivRaw", "arXiv"])
def test_a_walk_through_all_pages(client, metadata_prefix):
    with run_oai_stand_in(25, 10, deleted_every=5) as stand_in:
        stand_in.revise(1, date(2021, 3, 1))
        first = ask(client, stand_in, metadata_prefix=metadata_prefix)
        second = ask(client, stand_in, metadata_prefix=metadata_prefix, resumption_token=first.resumption_token)
        third = ask(client, stand_in, set_spec="not sent", resumption_token=second.resumption_token)
        found = [*first.records, *second.records, *third.records]
        assert third.resumption_token == ""
        assert [record.identifier[-2:] for record in found] == [f"{number:02}" for number in [*range(2, 26), 1]]
        assert [record.identifier[-2:] for record in found if record.is_deleted] == ["05", "10", "15", "20", "25"]
        assert not any(record.problem for record in found)
        assert (found[-1].datestamp, found[-1].record.updated_on) == (date(2021, 3, 1), date(2021, 3, 1))
        assert found[0].record.published_on == date(2021, 1, 1)
        assert found[0].record.abstract == "We study paper 2.\n\nAnd < then another."
        assert [author.name for author in found[0].record.authors] == ["Ada Writer", "Ben Second", "Cy Third"]
        assert stand_in.requests[0].query == {"verb": "ListRecords", "metadataPrefix": metadata_prefix}
        assert stand_in.requests[2].query == {"verb": "ListRecords", "resumptionToken": second.resumption_token}
        assert all("mailto:" in request.user_agent for request in stand_in.requests)
        assert stand_in.requests[0].end <= stand_in.requests[1].start


def test_window_and_set(client):
    with run_oai_stand_in(30, 100, days=10) as stand_in:
        day = date(2021, 1, 5)
        page = ask(client, stand_in, window_from=day, window_until=day, set_spec="cs")
        assert [record.identifier for record in page.records] == ["oai:arXiv.org:2101.00006"]
        assert stand_in.requests[0].query["from"] == stand_in.requests[0].query["until"] == "2021-01-05"
        assert len(ask(client, stand_in, window_from=day).records) == 27
        empty = ask(client, stand_in, window_from=date(2022, 1, 1))
        assert empty.records == ()
        assert datetime.now(UTC) - empty.response_date < timedelta(minutes=1)
        assert ask(client, stand_in, set_spec="phys").records == ()


def test_tokens_expire(client):
    with run_oai_stand_in(20, 10) as stand_in:
        token = ask(client, stand_in).resumption_token
        stand_in.expire_tokens()
        with pytest.raises(BadResumptionToken):
            ask(client, stand_in, resumption_token=token)
        stand_in.script = [None, Fault.BAD_TOKEN]
        with pytest.raises(BadResumptionToken):
            ask(client, stand_in, resumption_token=ask(client, stand_in).resumption_token)
    with run_oai_stand_in(20, 10, token_lifetime=0.0) as stand_in, pytest.raises(BadResumptionToken):
        ask(client, stand_in, resumption_token=ask(client, stand_in).resumption_token)


def test_the_same_token_again(client):
    with run_oai_stand_in(20, 5) as stand_in:
        token = ask(client, stand_in).resumption_token
        stand_in.script = [Fault.SAME_TOKEN]
        assert ask(client, stand_in, resumption_token=token).resumption_token == token
        assert ask(client, stand_in, resumption_token=token).resumption_token != token
        stand_in.is_stuck = True
        assert ask(client, stand_in, resumption_token=token).resumption_token == token


@pytest.mark.parametrize(
    ("turn", "error"),
    [
        (BUSY, SourceBusy),
        (BROKEN, SourceError),
        (Fault.TRUNCATED, MalformedAnswer),
        (Fault.CUT_OFF, SourceError),
    ],
)
def test_bad_answers(client, turn, error):
    with run_oai_stand_in() as stand_in:
        stand_in.script = [turn]
        with pytest.raises(error):
            ask(client, stand_in)
        assert len(ask(client, stand_in).records) == 10


def test_retry_after_is_handed_on(client):
    with run_oai_stand_in() as stand_in:
        stand_in.script = [BUSY_FOR_A_SECOND]
        with pytest.raises(SourceBusy) as caught:
            ask(client, stand_in)
        assert caught.value.retry_after == 1


def test_what_the_server_rejects(client):
    with run_oai_stand_in() as stand_in:
        with pytest.raises(QueryRejected, match="cannotDisseminateFormat"):
            ask(client, stand_in, metadata_prefix="marc")
        with pytest.raises(QueryRejected, match="badArgument"):
            ask(client, stand_in, metadata_prefix="")


def test_the_stand_in_as_a_process_of_its_own(client, tmp_path):
    log = tmp_path / "requests.jsonl"
    command = [sys.executable, "-m", "tests.oai_stand_in", "--records", "4", "--page-size", "3", "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            page = fetch_page(
                client,
                process.stdout.readline().strip(),
                metadata_prefix="arXiv",
                set_spec="",
                window_from=date(2021, 1, 4),
                window_until=None,
            )
        finally:
            process.terminate()
    [line] = log.read_text("utf-8").splitlines()
    assert json.loads(line)["query"] == {"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2021-01-04"}
    assert json.loads(line)["start"] <= json.loads(line)["end"] <= time.time()
    assert len(page.records) == 3
    assert page.resumption_token
