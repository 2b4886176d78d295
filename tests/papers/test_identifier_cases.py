"""Every recorded case about arXiv ids and DOIs: other validators' tests, and what authors typed.

What disagrees stands in a literal list with its reason; the lists are those of docs/decisions/0007-identifiers.md.
"""

import json
import re

import pytest

from papers.identifiers import InvalidIdentifier, parse_doi, parse_identifier
from papers.sources.arxiv_text import read_dois
from tests.conftest import REAL_DATA, ROOT

pytestmark = pytest.mark.real_data

SCHEMES = {"arxiv", "doi", "arxiv-or-text"}

# Cases in which a source gives a verdict that is not ours.
DISAGREEMENTS = {
    "10.17167/mksz.2017.2.129–155": "fatcat refuses dashes; a typeset hyphen, folded",
    "10.12016/j.issn.2096⁃1456.2017.06.014": "fatcat refuses dashes; a typeset hyphen, folded",
    "10.19027/jai.10.106‒115": "fatcat refuses dashes; a typeset hyphen, folded",
    "10.6002/ect.2020.häyry": "fatcat refuses what is not ASCII; ISO 26324 and idutils allow it",
    "10.15673/атбп2312-3125.17/2014.26332": "fatcat refuses what is not ASCII; ISO 26324 and idutils allow it",
    "10.30466/vrf.2019.98547.2350\u200e": "fatcat refuses the invisible mark at the end; dropped",
    "https://doi.org/10.506123/dryad.8515": "bolognese allows five digits in a prefix; Crossref's pattern allows nine",
    "https://doi.org/10.99999/dryad.8515x": "bolognese asked the registry; the syntax is right",
    "10.5061": "bolognese tests a prefix; it names no paper",
}

# Strings that a source uses without a verdict, and what we read; None for no identifier. Texts are not searched.
WITHOUT_VERDICT = {
    "physics/0303098/static/icon.png": None,
    "math/9901123": "arxiv:math/9901123",
    "1203.12345": None,  # five digits before 1501
    "1203.12345v12": None,
    "hep-ph/1203.12345v12": None,
    "junk": None,
    "doi:10.1002/0470841559.ch1": "doi:10.1002/0470841559.ch1",
    "http://arxiv.org?something=1&anohter=2": None,
    "10.1088/1475-7516/2018/07/009 10.1088/1475-7516/2019/02/E02/meta": None,  # two
    "here is a rando doi doi:10.1109/5.771073 that needs a link": None,
    "in the front http://arxiv.org oth": None,
    ".http://arxiv.org.": None,
    "T_min[HJD]=49238.83662(14)+0.146352739(11)E.": None,
    "2451435.4353": None,
    "cond-mat/97063007": None,
    "[http://onion.com/?q=something-funny-about-arxiv.1234]": None,
    '"http://onion.com/something-funny-about-arxiv-1234"': None,
    "< http://example.com/1<2 ><": None,
    "Accepted for publication in A&A. The data will be available via CDS, and can be found "
    '"http://atlasgal.mpifr-bonn.mpg.de/cgi-bin/ATLASGAL_FILAMENTS.cgi"': None,
    "see http://www.tandfonline.com/doi/abs/doi:10.1080/15980316.2013.860928?journalCode=tjid20": None,
    "http://www-nuclear.univer.kharkov.ua/lib/1017_3(55)_12_p28-59.pdf": None,
    "can be downloaded from http://rwcc.bao.ac.cn:8001/swap/NLFFF_DBIE_code/HeHan_NLFFF_JGR.pdf": None,
    "images is at http://85.20.11.14/hosting/punsly/APJLetter4.2.07/": None,
    "http://www.fkf.mpg.de/andersen/docs/pub/abstract2004+/pavarini_02.pdf": None,
    "https://dms.sztaki.hu/ecml-pkkd-2016/#/app/privateleaderboard": None,
    "doi:10.1088/1475-7516/2019/02/E02/meta": "doi:10.1088/1475-7516/2019/02/e02/meta",  # /meta goes from links only
    "supermath.co": None,
    "something arxiv.org bla": None,
    "/URI(https://arxiv.org/abs/1305.2291v2)>>": None,  # the inside of a PDF
    "/URI(https://arxiv.org/abs/1205.1494)>>": None,
    "/URI(https://arxiv.org/abs/1110.3658)>>": None,
    "1110.3658": "arxiv:1110.3658",
    "arXiv:1701.08223v2?234": "arxiv:1701.08223v2",
    "http://arxiv.org/pdf/1110.3658.pdf": "arxiv:1110.3658",
    "https://arxiv.com/pdf/1110.3658.pdf": None,  # not arXiv's host
    "10.1103/physrevb.89.140501": "doi:10.1103/physrevb.89.140501",
    "10.1007/978-3-0348-8720-5_13": "doi:10.1007/978-3-0348-8720-5_13",
}

# What authors wrote that names no one arXiv paper; each of the others is read.
SEVERAL_REFERENCES = {
    "(math.DG/9812042, hep-th/9812055)",
    "[arXiv:1207.5648, arXiv:1112.4751]",
    "[arXiv:1604.07240, arXiv:1604.07629].",
    "arXiv0906.1407, 0909.3665,",
    "arXiv:0811.3696, arXiv:quant-ph/0502099,",
    "arXiv:0904.2104, arXiv:math-ph/0509049,",
    "arXiv:0904.2702, arXiv:0904.2859,",
    "arXiv:1103.5118, arXiv:0908.3687",
    "arXiv:1108.1777, arXiv:1505.05005",
    "arXiv:1112.5872, arXiv:1204.1707",
    "arXiv:1202.3466, arXiv:1202.2516",
    "arXiv:1203.5593, arXiv:0903.4540",
    "arXiv:1307.5883, arXiv:1307.5884,",
    "arXiv:1310.6274, arXiv:1711.10732,",
    "arXiv:1311.1532, arXiv:1607.06022",
    "arXiv:1404.2455, arXiv:1404.4680",
    "arXiv:1412.0218, arXiv:1412.0134",
    "arXiv:1505.03338, arXiv:1312.2328,",
    "arXiv:1505.04569, arXiv:1503.08819",
    "arXiv:1609.08257, arXiv:1603.04639",
    "arXiv:1706.09301, arXiv:1706.04894",
    "arXiv:1709.04369, arXiv:1811.03462,",
    "arXiv:1801.07395, arXiv:1712.09702",
    "arXiv:1801.10486, arXiv:1801.01383,",
    "arXiv:1802.00884, arXiv:1803.01474",
    "arXiv:1802.02140, arXiv:1709.02242",
    "arXiv:1803.04948, arXiv:1405.0248",
    "arXiv:1904.01481, arXiv:1905.12331",
    "arXiv:math/0610952, arXiv:math/0702062",
    "arXiv:math/0703369, arXiv:1206.2915,",
    "arXiv:nlin/0105021, arXiv:nlin/0611055",
    "hep-th/9302030, hep-ph/9301210).",
    "math.LO/9807172, math.LO/9909115.",
    "math.MG/0503397, math.MG/0503399,",
}
UNREADABLE_REFERENCES = {
    "arXiv:0707.224.": "a digit is missing",
    "arXiv:abs/12020598": "the point is missing",
    "arXiv:math,GT/0310280.": "a comma for the point",
    "arXives 1412.6762.": "a word before the id",
    "arXiv:1510.01556(2)).": "a part of the paper after the id",
    "bioarxiv (https://doi.org/10.1101/488981": "a word before the link",
}

# DOI fields that are not one plain DOI: what they name.
ODD_DOI_FIELDS = {
    "10.1016/j.optlaseng.2011.04.016 |": ["10.1016/j.optlaseng.2011.04.016"],
    "10.1016/j.jmmm.2013.04.059,": ["10.1016/j.jmmm.2013.04.059"],
    "10.1142/S0219525916500168,": ["10.1142/s0219525916500168"],
    "10.1109/TSTE.2018.2873710,": ["10.1109/tste.2018.2873710"],
    "10.1209/0295-5075/27/9/005 10.1209/0295-5075/30/2/011": [
        "10.1209/0295-5075/27/9/005",
        "10.1209/0295-5075/30/2/011",
    ],
    "10.1103/PhysRevD.51.218 10.1103/PhysRevD.53.4111": ["10.1103/physrevd.51.218", "10.1103/physrevd.53.4111"],
    "10.2140/gt.2005.9.2129 10.2140/gt.2006.10.2501": ["10.2140/gt.2005.9.2129", "10.2140/gt.2006.10.2501"],
    "10.1016/j.nuclphysb.2009.01.002 10.1016/j.nuclphysb.2011.05.013": [
        "10.1016/j.nuclphysb.2009.01.002",
        "10.1016/j.nuclphysb.2011.05.013",
    ],
    "10.1088/0264-9381/28/2/025005 10.1088/0264-9381/28/7/079501": [
        "10.1088/0264-9381/28/2/025005",
        "10.1088/0264-9381/28/7/079501",
    ],
    "10.5120/4684-6808 10.5120/4684-6808 10.5120/4684-6808": ["10.5120/4684-6808"],
    "10.1016/j.joi.2011.09.008 10.1016/j.joi.2012.09.001": ["10.1016/j.joi.2011.09.008", "10.1016/j.joi.2012.09.001"],
    "10.5120/10114-4781 10.5120/10114-4781 10.5120/10114-4781": ["10.5120/10114-4781"],
    "10.1103/PhysRevFluids.1.054201}": ["10.1103/physrevfluids.1.054201"],
    "10.2118/185936-PA and 10.2118/180025-PA": ["10.2118/185936-pa", "10.2118/180025-pa"],
    "10.1016/j.jalgebra.2011.05.032.": ["10.1016/j.jalgebra.2011.05.032"],
    "10.1007/s10455-014-9434-0.": ["10.1007/s10455-014-9434-0"],
    "10.1063/": [],  # a prefix alone
    "10.1016/j.energy.2016.07.170.": ["10.1016/j.energy.2016.07.170"],
    "10.7748/ns.31.51.18.s22.": ["10.7748/ns.31.51.18.s22"],
    "10.1109/GlobalSIP.2018.8646666.": ["10.1109/globalsip.2018.8646666"],
}


def cases(name: str) -> list[dict]:
    lines = (REAL_DATA / "8-identifiers" / f"{name}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def parse(text: str) -> str | None:
    try:
        return str(parse_identifier(text))
    except InvalidIdentifier:
        return None


def normalized_by_source(case: dict) -> str | None:
    """The value the source gives; None where its `normalized` is something else: a resolver, an agency, nothing."""
    given = case["normalized"]
    given = given["normalized"] if isinstance(given, dict) else given
    found = re.search(r"10\.\d+/.*" if case["scheme"] == "doi" else r"[^:]+$", given or "")
    return f"{case['scheme']}:{found[0]}" if found else None


def agrees(case: dict) -> bool:
    read = parse(case["value"])
    if not case["valid"]:
        return read is None
    return read is not None and read == (normalized_by_source(case) or read)


def test_verdicts_of_other_validators():
    with_verdict = [
        case for case in cases("validator-test-cases") if case["scheme"] in SCHEMES and case["valid"] is not None
    ]
    assert len(with_verdict) == 37
    assert {case["value"] for case in with_verdict if not agrees(case)} == set(DISAGREEMENTS)


def test_strings_that_other_validators_use_without_a_verdict():
    texts = [
        case["value"] for case in cases("validator-test-cases") if case["scheme"] in SCHEMES and case["valid"] is None
    ]
    assert {text: parse(text) for text in texts} == WITHOUT_VERDICT


def test_identifiers_of_other_kinds_are_none_of_ours():
    others = [case["value"] for case in cases("validator-test-cases") if case["scheme"] not in SCHEMES]
    assert len(others) == 55
    assert [text for text in others if parse(text)] == []


def test_doi_fields_as_authors_filled_them():
    fields = [case["doi"] for case in cases("real-doi-strings-from-arxiv")]
    assert len(fields) == 52
    assert set(ODD_DOI_FIELDS) <= set(fields)
    expected = {field: ODD_DOI_FIELDS.get(field, [field.lower()]) for field in fields}
    assert {field: list(read_dois(field)) for field in fields} == expected
    for field, dois in expected.items():
        if len(field.split()) == 1 and dois:
            assert parse(field) == f"doi:{dois[0]}"


def test_dois_of_the_fields_parse_to_themselves():
    for case in cases("real-doi-strings-from-arxiv"):
        for found in map(parse_doi, read_dois(case["doi"])):
            assert parse_doi(found.value) == found
            assert parse(str(found)) == str(found)


def read_by_eye(text: str) -> list[str]:
    """Whatever looks like an id anywhere in the text, put into canonical form without the parser's rules."""
    found = re.findall(r"(?<!\d)(\d{4})\.(\d{4,5})(?!\d)(v\d+)?|([a-z-]+)(?:\.[A-Z]{2})?/(\d{7})(?!\d)(v\d+)?", text)
    return [
        f"arxiv:{yymm}.{number.zfill(5) if yymm >= '1501' else number}{version}"
        if yymm
        else f"arxiv:{archive}/{digits}{old_version}"
        for yymm, number, version, archive, digits, old_version in found
    ]


def test_references_as_authors_typed_them():
    texts = [case["text"] for case in cases("real-arxiv-references-in-text")]
    assert len(texts) == 762
    not_one = SEVERAL_REFERENCES | set(UNREADABLE_REFERENCES)
    assert not_one <= set(texts)
    expected = {text: None if text in not_one else " and ".join(read_by_eye(text)) for text in texts}
    assert {text: parse(text) for text in texts} == expected


def test_references_left_out_for_naming_several_name_several():
    for text in SEVERAL_REFERENCES:
        assert len(read_by_eye(text)) == 2
        assert None not in [parse(part) for part in re.split(r",\s*", text.strip(",.)([]"))]


def test_the_decision_note_lists_the_same_disagreements():
    note = (ROOT / "docs" / "decisions" / "0007-identifiers.md").read_text("utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", note, re.MULTILINE)
    expected = [*DISAGREEMENTS, *UNREADABLE_REFERENCES]
    assert sorted(listed) == sorted(text.encode("unicode_escape").decode() for text in expected)
    assert f"{len(SEVERAL_REFERENCES)} name two papers" in note
