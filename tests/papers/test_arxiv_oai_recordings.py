"""Every file of 2-oai-pmh against a second reading that shares no code with the first, or against another's.

Where the two differ stands in docs/decisions/0010-oai-pmh.md.
"""

import json
import re
import tarfile
from datetime import UTC, date, datetime
from html import escape, unescape

import pytest

from papers.identifiers import Kind, parse_identifier
from papers.names import split_authors
from papers.records import PaperRecord
from papers.sources.arxiv_oai import BadResumptionToken, parse_page
from papers.sources.arxiv_text import known_categories, says_withdrawn
from papers.sources.errors import MalformedAnswer
from papers.tex import decode_tex
from tests.conftest import REAL_DATA
from tests.papers.test_arxiv_oai_source import FOLDED

pytestmark = pytest.mark.real_data

DATA = REAL_DATA / "2-oai-pmh"
LIST = "listrecords/arXivRaw_page_0_500.xml"
GOT = sorted((DATA / "getrecord").glob("hepcrawl*.xml"))
OF_ADS = sorted((DATA / "getrecord").glob("ads_*.xml")) + sorted((DATA / "getrecord").glob("pyingest_*.xml"))
DOCMETA = sorted(path for path in (DATA / "docmeta").glob("*.json") if path.name != "sample.json")
ENVELOPE = b"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-01-01T00:00:00Z</responseDate>
<GetRecord>%s</GetRecord></OAI-PMH>"""
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
# What the second reading cannot tell: the suffix of a name, brackets that are no affiliation, a handle that is no DOI,
# and a category of arXiv's own tests.
SPOKEN_FOR = {"BEACON Collaboration", "GRAND Collaboration", "MAGIC collaboration"}  # in brackets
EXCEPTIONS = {
    "0704.0852": {"authors": ["D.Peressounko", "PHENIX Collaboration"]},  # (for the PHENIX Collaboration)
    "1210.8438": {
        "authors": ["Louis Leblanc", "Maha Manoubi", "Kadeem Dennis", "Zhe (Rita) Liang", "Matei I. Radulescu"]
    },
    "0704.0802": {"authors": ["Caleb K. Lo", "Robert W. Heath Jr.", "Sriram Vishwanath"]},
    "2009.01669": {"dois": []},  # 21.11130/00-1735-0000-0005-146A-E
    "2308.16188": {"categories": [], "primary_category": None},  # cs.SEC
    "2308.16189": {"categories": [], "primary_category": None},
    "2308.16190": {"categories": [], "primary_category": None},
}


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def field(text: str, name: str) -> str:
    """The raw text of the first element of that name."""
    found = re.search(rf"<{name}(?:\s[^>]*)?>(.*?)</{name}>", text, re.DOTALL)
    return unescape(found[1]) if found else ""


def fields(text: str, name: str) -> list[str]:
    return [fold(unescape(found)) for found in re.findall(rf"<{name}(?:\s[^>]*)?>(.*?)</{name}>", text, re.DOTALL)]


def fold_categories(text: str) -> list[str]:
    return list(dict.fromkeys(FOLDED.get(code, code) for code in text.split()))


def paragraphs(abstract: str) -> list[str]:
    return [fold(part) for part in re.split(r"\n[ \t]+", abstract.strip())]


def names_in(authors: str) -> list[str]:
    """By taking the parentheses away first, where the reading under test counts them."""
    text = re.sub(r"\(\s*\(1\).*$", "", fold(authors))
    while text != (shorter := re.sub(r"\([^()]*\)", "", text)):
        text = shorter
    text = re.sub(r"^(\w+ [Cc]ollaboration):", r"\1,", re.sub(r",? for the (?=.* Collaborations$)", ", ", text))
    names = [
        re.sub(r"^[Tt]he (?=.*[Cc]ollaboration)", "", name.strip(" ;"))
        for name in re.split(r",\s*and\s|,|\s(?:and|&)\s", text)
    ]
    return [decode_tex(fold(name)) for name in names if name and name not in {"et al", "et al."}]


def in_utc(moment: str) -> str:
    """arXiv's own test data has one with a whole "June"."""
    day, month, year = re.fullmatch(r"[A-Z][a-z]{2}, (\d+) ([A-Z][a-z]{2})[a-z]* (\d{4}) [\d:]+ GMT", moment).groups()
    return f"{year}-{MONTHS.index(month) // 3 + 1:02}-{int(day):02}"


def read_raw_by_hand(text: str) -> dict[str, object]:
    arxiv_id = field(text, "id")
    moments = [in_utc(moment) for moment in fields(text, "date")]
    categories = fold_categories(field(text, "categories"))
    return {
        "identifier": field(text, "identifier"),
        "datestamp": field(text, "datestamp"),
        "sets": fields(text, "setSpec"),
        "arxiv_id": arxiv_id,
        "version": int(re.findall(r"<version version=['\"]v(\d+)", text)[-1]),
        "versions": list(zip(map(int, re.findall(r"<version version=['\"]v(\d+)", text)), moments, strict=True)),
        "published_on": moments[0],
        "updated_on": moments[-1],
        "title": fold(field(text, "title")),
        "abstract": paragraphs(field(text, "abstract")),
        "authors": names_in(field(text, "authors")),
        "categories": categories,
        "primary_category": categories[0] if categories else None,
        "comment": fold(field(text, "comments")),
        "journal_ref": fold(field(text, "journal-ref")),
        "dois": [doi.lower().removeprefix("doi:") for doi in field(text, "doi").split()],
        "license_url": field(text, "license"),
        "is_withdrawn": "I" in field(text[text.rindex("<version ") :], "source_type"),
    } | EXCEPTIONS.get(arxiv_id, {})


def as_plain(found) -> dict[str, object]:
    assert found.problem == ""
    record = found.record
    return {
        "identifier": found.identifier,
        "datestamp": str(found.datestamp),
        "sets": list(found.sets),
        "arxiv_id": record.arxiv_id,
        "version": record.version,
        "versions": [(version.number, str(version.submitted_on)) for version in record.versions],
        "published_on": str(record.published_on),
        "updated_on": str(record.updated_on),
        "title": record.title,
        "abstract": record.abstract.split("\n\n"),
        "authors": [author.name for author in record.authors if author.name not in SPOKEN_FOR],
        "categories": list(record.categories),
        "primary_category": record.primary_category,
        "comment": record.comment,
        "journal_ref": record.journal_ref,
        "dois": list(record.dois),
        "license_url": record.license_url,
        "is_withdrawn": record.is_withdrawn,
    }


def test_a_page_of_arxiv_raw_field_by_field():
    text = (DATA / LIST).read_text("utf-8")
    expected = [read_raw_by_hand(record) for record in re.findall(r"<record>.*?</record>", text, re.DOTALL)]
    page = parse_page(text.encode())
    assert [as_plain(found) for found in page.records] == expected
    assert len(expected) == 500
    assert (page.resumption_token, page.complete_list_size) == ("496549|47001", 907096)
    assert page.response_date == datetime(2014, 1, 16, 10, 33, 29, tzinfo=UTC)


def test_truncated_at_every_thousandth_byte():
    """The whole page at every fifty thousandth: a thousand readings of half of it would take a minute."""
    whole = (DATA / LIST).read_bytes()
    for end in [*range(0, 150_000, 1000), *range(150_000, len(whole), 50_000), len(whole) - 2]:
        with pytest.raises(MalformedAnswer):
            parse_page(whole[:end])


def read_split_by_hand(text: str) -> dict[str, object]:
    categories = fold_categories(field(text, "categories"))
    return {
        "arxiv_id": field(text, "id"),
        "published_on": field(text, "created"),
        "updated_on": field(text, "updated") or field(text, "created"),
        "title": fold(field(text, "title")),
        "abstract": paragraphs(field(text, "abstract")),
        "categories": categories,
        "comment": fold(field(text, "comments")),
        "journal_ref": fold(field(text, "journal-ref")),
        "dois": [doi.lower() for doi in re.findall(r"10\.[^\s,;]+", field(text, "doi"))],
        "license_url": field(text, "license"),
        "authors": [person for author in fields(text, "author") for person in people_by_hand(author)],
    }


def people_by_hand(author: str) -> list[tuple[str, str, str, str]]:
    family, given, suffix = (field(author, name) for name in ("keyname", "forenames", "suffix"))
    name = fold(f"{given} {family} {suffix}")
    if "ollaboration" in name:
        parts = [part for part in re.split(r"\s*\bfor (?:the )?", name) if part]
        # arXiv cut "for the NuPRISM and Hyper-K collaborations" in two before it put the names apart.
        parts = [name] if name.endswith("NuPRISM") else parts
        return [(part, "", "", "") for part in parts]
    places = "; ".join(dict.fromkeys(fields(author, "affiliation")))
    return [(name, family if given else "", given, places)] if name != ":" else []


@pytest.mark.parametrize("path", GOT, ids=lambda path: path.stem)
def test_arxiv_field_by_field(path):
    """Two records lost their namespace when somebody cut them out; they are problems as they stand."""
    text = path.read_text("utf-8")
    found = parse_page(text.encode()).records
    assert [record.identifier for record in found if record.problem] == (
        ["oai:arXiv.org:1601.03238"] if path.stem in {"hepcrawl_sample_arxiv_record", f"{GOT[0].stem}0"} else []
    )
    mended = text.replace("<arXiv xsi:", '<arXiv xmlns="http://arxiv.org/OAI/arXiv/" xsi:')
    found = parse_page(mended.encode()).records
    expected = [read_split_by_hand(record) for record in re.findall(r"<record>.*?</record>", text, re.DOTALL)]
    assert len(found) == len(expected) == (12 if path.stem == "hepcrawl_sample_arxiv_record" else 1)
    for record, wanted in zip(found, expected, strict=True):
        people = [(one.name, one.family, one.given, one.affiliation) for one in record.record.authors]
        plain = as_plain(record) | {"authors": people}
        assert {name: plain[name] for name in wanted} == wanted


def test_what_inspire_reads():
    record = parse_page((DATA / "getrecord" / "hepcrawl_sample_arxiv_record10.xml").read_bytes()).records[0].record
    parsed = json.loads((DATA / "getrecord" / "hepcrawl_sample_arxiv_record10_parsed.json").read_text("utf-8"))
    theirs = parsed[0]["results_data"][0]
    assert str(record.published_on) == theirs["preprint_date"]
    assert [record.title] == [title["title"] for title in theirs["titles"]]
    assert [f"{one.family}, {one.given}" for one in record.authors] == [one["full_name"] for one in theirs["authors"]]
    [eprint] = theirs["arxiv_eprints"]
    assert record.arxiv_id == eprint["value"]
    assert list(record.categories) == fold_categories(" ".join(eprint["categories"]))  # they keep the alias
    assert [record.abstract] == [abstract["value"] for abstract in theirs["abstracts"]]
    assert [record.license_url] == [one["url"] for one in theirs["license"]]
    assert [record.comment] == [fold(note["value"]) for note in theirs["public_notes"]]


def dublin_core_of(path) -> PaperRecord:
    """These files are a bare record each, to be put into an answer first."""
    with pytest.raises(MalformedAnswer):
        parse_page(path.read_bytes())
    [found] = parse_page(ENVELOPE % path.read_bytes()).records
    assert not found.problem
    return found.record


@pytest.mark.parametrize("path", OF_ADS, ids=lambda path: path.stem)
def test_dublin_core_as_ads_reads_it(path):
    record = dublin_core_of(path)
    expected = DATA / "expected" / path.name
    if path.name.startswith("ads"):
        compare_with_ads(record, json.loads(expected.with_suffix(".json").read_text("utf-8")))
    else:
        compare_with_tagged(record, read_tagged(expected.with_suffix(".tagged").read_text("utf-8")))


def compare_with_ads(record: PaperRecord, theirs) -> None:
    ids = [one["Identifier"] for one in theirs["publisherIDs"]]
    assert fold(record.abstract) == theirs["abstract"]["textEnglish"]
    assert record.title == theirs["title"]["textEnglish"]
    names = [author["name"] for author in theirs["authors"]]
    assert [f"{one.family}, {one.given}" for one in record.authors] == [name["pubraw"] for name in names]
    # ADS knows that Deisy Morselli Gysi's family name has two words.
    families = [name["surname"].removeprefix("Morselli ") for name in names]
    assert [one.family for one in record.authors] == families
    assert str(record.published_on) == theirs["pubDate"]["electrDate"]
    assert [f"Comment: {record.comment}"] == [one["commentText"] for one in theirs.get("comments", [])] or [""]
    assert f"oai:arXiv.org:{record.arxiv_id}" in ids
    assert f"http://arxiv.org/abs/{record.arxiv_id}" in ids
    assert [doi.lower() for doi in ids if doi.startswith("doi:")] == [f"doi:{doi}" for doi in record.dois]
    assert record.journal_ref in [*ids, ""]
    assert NAMES[record.arxiv_id][0] == [one["keyString"] for one in theirs["keywords"]]
    assert list(record.categories) == NAMES[record.arxiv_id][1]


NAMES = {
    "1711.04702": (["Quantitative Biology - Molecular Networks"], ["q-bio.MN"]),
    "math/0306266": (["Mathematics - Combinatorics", "05C80, 05C15"], ["math.CO"]),
    "astro-ph/9501013": (["Astrophysics"], ["astro-ph"]),
    "cond-mat/9706061": (
        ["Condensed Matter - Mesoscopic Systems and Quantum Hall Effect", "High Energy Physics - Theory"],
        ["cond-mat.mes-hall", "hep-th"],
    ),
}


def read_tagged(text: str) -> dict[str, str]:
    return {part[0]: part[1:].strip("\n")[1:] for part in re.split(r"^%", text, flags=re.MULTILINE)[1:]}


def compare_with_tagged(record: PaperRecord, theirs: dict[str, str]) -> None:
    assert record.title == fold(theirs["T"])
    assert record.abstract.split("\n\n") == paragraphs(theirs["B"])
    ours = [f"{one.family}, {one.given}" for one in record.authors]
    assert ours == theirs["A"].replace("Morselli Gysi, Deisy", "Gysi, Deisy Morselli").split("; ")
    assert f"{record.published_on:%Y/%m}" == theirs["D"]
    assert f"eprint arXiv:{record.arxiv_id}" == theirs["J"]
    assert NAMES[record.arxiv_id] == (theirs["K"].split("; "), list(record.categories))
    assert "".join(f"DOI: doi:{doi}; " for doi in record.dois) == theirs["I"].partition("HTML:")[0].replace(
        "S0963", "s0963"
    )
    # ADS puts the journal reference behind the remark, but takes it for nothing where there is no remark.
    remark = [record.comment, record.journal_ref] if record.comment else []
    assert "; ".join(part for part in remark if part) == fold(theirs.get("X", ""))


def test_pages_of_other_repositories_are_problems_and_no_papers():
    for name in ("GetRecord", "ListRecords", "ListRecords2", "ListRecords3", "ListRecords4"):
        page = parse_page((DATA / "protocol" / f"sickle_{name}.xml").read_bytes())
        assert not any(found.record for found in page.records)
        assert all("not a" in found.problem for found in page.records)
        assert page.records[-1].datestamp.year == 2011
        assert [found.is_deleted for found in page.records] == ([False] if name == "GetRecord" else [True, False])
        following = {"ListRecords": "2", "ListRecords2": "3", "ListRecords3": "4"}.get(name)
        assert page.resumption_token == (f"ListRecords{following}.xml" if following else "")
        assert page.complete_list_size == (8 if following else None)
    assert page.records[0].datestamp == date.min  # the last page's deleted record tells neither date nor id


def test_answers_of_the_protocol_that_list_nothing():
    with pytest.raises(BadResumptionToken, match="This resumptionToken is invalid"):
        parse_page((DATA / "protocol" / "sickle_badResumptionToken.xml").read_bytes())
    page = parse_page((DATA / "protocol" / "sickle_noRecordsMatch.xml").read_bytes())
    assert (page.records, page.response_date) == ((), datetime(2002, 2, 8, 14, 27, 19, tzinfo=UTC))
    for name in ("Identify", "ListMetadataFormats"):
        with pytest.raises(MalformedAnswer):
            parse_page((DATA / "protocol" / f"sickle_{name}.xml").read_bytes())


@pytest.mark.parametrize("path", DOCMETA, ids=lambda path: path.stem)
def test_authors_and_categories_as_arxiv_itself_reads_them(path):
    """None of these papers is among the recordings; arXiv's own parsing of its strings is what they offer."""
    paper = json.loads(path.read_text("utf-8"))
    names = [f"{one['first_name']} {one['last_name']}" for one in paper["authors_parsed"]]
    ours = [author.name for author in split_authors(paper["authors"])]
    assert ours == [name.replace("Richard V. E.", "Richard V.E.") for name in names]  # arXiv parts the initials
    classes = [paper["primary_classification"], *paper["secondary_classification"]]
    codes = " ".join(one["category"]["id"] for one in classes)
    assert list(known_categories(paper["abs_categories"].split())) == fold_categories(codes)
    assert says_withdrawn(paper["comments"] or "", paper["abstract"]) == paper["is_withdrawn"]


def test_ids_of_the_sample():
    sample = json.loads((DATA / "docmeta" / "sample.json").read_text("utf-8"))["sample"]
    assert len(sample) == 486
    for one in sample:
        found, linked = parse_identifier(f"arXiv:{one['id']}"), parse_identifier(one["uri"])
        assert found.kind == linked.kind == Kind.ARXIV
        assert found.value == linked.value == one["id"].removesuffix("v10")  # one id holds its version
        assert known_categories([one["archive"]])


def abs_files() -> list[tuple[str, str]]:
    """Name and text; one is empty, one is Latin-1."""
    with tarfile.open(DATA / "arxiv-abs-files.tar.xz") as archive:
        read = [(member.name, archive.extractfile(member).read()) for member in archive if member.isfile()]
    return [(name, body.decode("utf-8" if "1607.08199" not in name else "latin-1")) for name, body in read]


ABS_FIELDS = {"title": "Title", "authors": "Authors", "categories": "Categories", "comments": "Comments"}
ABS_FIELDS |= {"journal-ref": "Journal-ref", "doi": "DOI", "license": "License"}


VERSION = '<version version="v{}"><date>{}</date><size>{}</size><source_type>{}</source_type></version>'


def raw_of_abs(text: str) -> str:
    """The arXivRaw record that arXiv makes out of such a file."""
    _rule, head, abstract = text.split("\\\\\n")[:3]
    found = {one: re.search(rf"^{name}: (.*(?:\n[ \t].*)*)", head, re.MULTILINE) for one, name in ABS_FIELDS.items()}
    parts = [f"<{name}>{escape(value[1])}</{name}>" for name, value in found.items() if value]
    moments = re.findall(r"^Date(?: \(revised v\d+\))?: (.*? GMT)\s+\((\d+kb)(?:,(\w+))?\)", head, re.MULTILINE)
    versions = [VERSION.format(number, *moment) for number, moment in enumerate(moments, 1)]
    arxiv_id = re.search(r"^arXiv:(\S+)", head, re.MULTILINE)[1]
    return f"""<record><header><identifier>oai:arXiv.org:{arxiv_id}</identifier><datestamp>2024-01-01</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{arxiv_id}</id>{"".join(versions + parts)}
<abstract>{escape(abstract)}</abstract></arXivRaw></metadata></record>"""


def test_arxivs_own_files_as_arxiv_raw():
    files = abs_files()
    assert len(files) == 601
    assert [name for name, text in files if not text] == ["ftp__math-ph__papers__0509__0509037.abs"]
    differing: list[object] = []
    for name, text in files:
        if not text:
            continue
        xml = raw_of_abs(text)
        expected = read_raw_by_hand(xml)
        found = as_plain(parse_page(ENVELOPE % xml.encode()).records[0])
        differing += [(name, key, found[key], expected[key]) for key in expected if found[key] != expected[key]]
    assert not differing


def test_words_alone_tell_a_withdrawal_as_arxivs_flag_does():
    """The query API and the other formats have no flag."""
    raw = [raw_of_abs(text) for _name, text in abs_files() if text]
    page = ENVELOPE % "".join(raw).encode()
    records = [one.record for one in (*parse_page(page).records, *parse_page((DATA / LIST).read_bytes()).records)]
    # Old versions of two papers are empty because arXiv kept none then; the papers' last versions are not.
    not_kept = {"astro-ph/9709175", "funct-an/9301001"}
    flagged = [record.arxiv_id for record in records if record.is_withdrawn and record.arxiv_id not in not_kept]
    assert flagged == [record.arxiv_id for record in records if says_withdrawn(record.comment, record.abstract)]
    assert (len(records), len(flagged)) == (1100, 8)


def test_every_file_is_read():
    read = {
        *(path.name for path in [*GOT, *OF_ADS, *DOCMETA]),
        *(path.with_suffix(".json" if path.name.startswith("ads") else ".tagged").name for path in OF_ADS),
        *(f"sickle_{name}.xml" for name in ("GetRecord", "Identify", "ListMetadataFormats", "ListRecords")),
        *(f"sickle_{name}.xml" for name in ("ListRecords2", "ListRecords3", "ListRecords4")),
        *("sickle_badResumptionToken.xml", "sickle_noRecordsMatch.xml", "hepcrawl_sample_arxiv_record10_parsed.json"),
        *("sample.json", "arxiv-abs-files.tar.xz", "SOURCES.md", LIST.split("/")[1]),
    }
    assert {path.name for path in DATA.rglob("*") if path.is_file()} == read
