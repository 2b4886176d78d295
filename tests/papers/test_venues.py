import json
import lzma
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import venue_names
from papers.venues import VENUES, VenueYear, by_slug, recognise
from tests.conftest import REAL_DATA

ACCEPTED = [
    ("Accepted at ICLR 2021", 2020, "iclr", 2021),
    ("To appear in Proc. of NeurIPS'19", 2019, "neurips", 2019),
    ("NIPS 2017", 2017, "neurips", 2017),
    ("CVPR2018 oral", 2018, "cvpr", 2018),
    ("accepted by MNRAS", 2012, "mnras", 2012),
    ("In Proceedings ICLP 2019, arXiv:1909.07646", 2019, "iclp", 2019),
    ("Published as a conference paper at ICLR 2017", 2016, "iclr", 2017),
    ("Accepted for publication in ApJ", 2009, "apj", 2009),
    ("10 pages, 3 figures, accepted for publication in ApJL", 2011, "apjl", 2011),
    ("Accepted to ApJ Letters", 2011, "apjl", 2011),
    ("To appear: AAAI-94", 1994, "aaai", 1994),
    ("3 pages. To appear ACL95", 1995, "acl", 1995),
    ("In Proceedings of the 2019 Conference of the NAACL-HLT 2019", 2019, "naacl", 2019),
    ("EMNLP-IJCNLP 2019", 2019, "emnlp", 2019),
    ("Findings of EMNLP 2020", 2020, "findings", 2020),
    ("Neural Information Processing Systems (NIPS2015)", 2015, "neurips", 2015),
    ("34th International Conference on Machine Learning, Sydney, Australia, 2017", 2017, "icml", 2017),
    ("2018 IEEE International Conference on Robotics and Automation", 2018, "icra", 2018),
    (
        "Accepted for publication at the 2017 IEEE/RSJ International Conference on Intelligent Robots and Systems (IROS)",
        2017,
        "iros",
        2017,
    ),
    (
        "ACM Conference on Human Factors in Computing Systems (CHI'18), April 21--26, Montreal, Canada",
        2018,
        "chi",
        2018,
    ),
    ("ACM CCS 2019, code is available", 2019, "ccs", 2019),
    ("Accepted at CCS 2019", 2019, "ccs", 2019),
    ("ESEC/FSE 2018", 2018, "fse", 2018),
    ("Robotics: Science and Systems (RSS) 2018", 2017, "rss", 2018),
    ("Published at LPAR-22 in 2018", 2019, "lpar", 2018),
    ("24 pages, to appear in STOC 2012", 2012, "stoc", 2012),
    ("full version of SOCG 2002 paper", 2002, "socg", 2002),
    ("Extended abstract will appear at DISC 2012", 2012, "disc", 2012),
    ("A preliminary version of this paper appeared at SODA 2010", 2011, "soda", 2010),
    ("Accepted to ICRA", 2019, "icra", 2019),
    ("Accepted at the 26th World Wide Web conference (WWW-17)", 2016, "www", 2017),
    ("Interspeech 2019", 2019, "interspeech", 2019),
    ("USENIX Security 2019", 2019, "usenix-security", 2019),
    ("Accepted at IEEE S&P 2019", 2019, "ieee-sp", 2019),
    ("5 pages. ICASSP 2019.", 2018, "icassp", 2019),
    ("Submitted to ICML 2018. Accepted to UAI 2018.", 2018, "uai", 2018),
    ("submitted to and accepted by Phys. Rev. Lett.", 2003, "phys-rev-lett", 2003),
    ("PRL in press", 2003, "phys-rev-lett", 2003),
    ("4 pages, 2 figures. Phys. Rev. Lett. 91, 107901 (2003)", 2002, "phys-rev-lett", 2003),
    ("5 figures, Physica A, in press", 2006, "physica-a", 2006),
    ("published in J. Phys. A: Math. Theor. 41 (2008) 085301", 2007, "j-phys-a", 2008),
    ("To be published in Europhysics Letters", 2006, "epl", 2006),
    ("to appear in Nature", 2006, "nature", 2006),
    ("Accepted by Nature Physics", 2016, "nature-physics", 2016),
    ("accepted for publication in Chaos, 12 pages", 2016, "chaos", 2016),
    ("Accepted for publication in Astronomy & Astrophysics", 2010, "a-and-a", 2010),
    ("accepted by A&A", 2010, "a-and-a", 2010),
    ("To appear in Invent. Math.", 2010, "invent-math", 2010),
    ("To appear in Annals of Mathematics", 2010, "ann-math", 2010),
    ("23 pages, to appear in the Transactions of the AMS", 2010, "trans-ams", 2010),
    ("Accepted to TMLR", 2023, "tmlr", 2023),
    ("To appear in TACL", 2018, "tacl", 2018),
    ("Accepted by IEEE Trans. Signal Processing, September 2010", 2009, "ieee-tsp", 2010),
    ("accepted for publication in IEEE Robotics and Automation Letters (RA-L)", 2019, "ieee-ral", 2019),
    (
        "published in at http://dx.doi.org/10.1214/08-AOAS230 the Annals of Applied Statistics (http://x)",
        2009,
        "ann-appl-stat",
        2009,
    ),
    ("accepted by JCAP", 2013, "jcap", 2013),
    ("To appear in Commun. Math. Phys. (2015)", 2014, "commun-math-phys", 2015),
    ("Accepted for publication in Quantum", 2019, "quantum", 2019),
    ("Proceedings of WMT 2017 at EMNLP 2017", 2017, "wmt", 2017),
]

NOT_ACCEPTED = [
    "",
    "12 pages, 3 figures",
    "Submitted to ICML 2018",
    "under review at ICLR 2019",
    "Under review as a conference paper at ICLR 2019",
    "rejected from NeurIPS 2018",
    "rejected by IEEE Globecom 2017, resubmit to IEEE WCNC 2018",
    "extended version of our CVPR 2016 paper",
    "This is an extended version of the paper accepted at LICS 2018",
    "short version to appear in SODA 2013",
    "NIPS 2016 Workshop on Bayesian Deep Learning",
    "ICML 2019 workshop",
    "Presented at the Deep RL workshop at NeurIPS 2018",
    "accepted to ICLR-2015 workshop track",
    "CVPRW 2019",
    "CVPR Workshops 2019",
    "CVPR-style",
    "NIPS 2016 style file",
    "in ICML 2018 format",
    "SIGKDD Explorations 2017",
    "KDD Cup 2012",
    "AAAI 2018 Spring Symposium",
    "Tutorial at KDD 2018",
    "Invited talk at STOC 2019",
    "WWW 2018 Companion",
    "Companion proceedings of ICSE 2018",
    "PHD-Symposium paper @ WWW2015",
    "MICCAI 2019's Hardware Aware Learning for Medical Imaging",
    "SIGCOMM WOSN 2012",
    "International Conference on Management of Data (COMAD 2012)",
    "International Conference on Software Engineering Research and Practice, Las Vegas, 2009",
    "CICLING'2018 (International Conference on Computational Linguistics and Intelligent Text Processing)",
    "code at https://github.com/x/CVPR2018",
    "see http://www.nips.cc/NIPS/2016",
    "In Proceedings ACL2Workshop 2017",
    "TUM-CP-93-01",
    "chi 2018",
    "CHI 2 fits",
    "the FSE 2018 code",
    "RSS 2018 feed",
    "SAT 2015",
    "a model of chaos in science and nature",
    "Quantum Chaos 2010",
    "Accepted to Machine Learning in Medical Imaging (MLMI 2019)",
    "To appear in Journal of Topology and Analysis",
    "To appear in Advances in Mathematics of Communications",
    "to appear in Chaos, Solitons and Fractals",
    "published in Science and Technology of Mines",
    "Chin. Ann. Math., to appear",
    "Submitted to Phys. Rev. B",
    "Submitted for publication in Phys. Rev. Lett.",
    "Under consideration for publication in Journal of Fluid Mechanics",
    "submitted, ApJ",
    "to be submitted to MNRAS",
    "Comment on Phys. Rev. Lett. 91, 107901 (2003)",
    "uses MNRAS latex style",
    "AI, Machine Learning, Science",
    "accepted to the Geophysical Fluid Dynamics meeting",
    "Proceedings of the IEEE/ACM International Symposium on Distributed Simulation",
    "ICML 2050",
]

REFERENCES = [
    ("Phys. Rev. Lett. 102, 123456 (2009)", "phys-rev-lett", 2009),
    ("Phys.Rev.Lett.102:123456,2009", "phys-rev-lett", 2009),
    ("Phys.Rev.D76:123512,2007", "phys-rev-d", 2007),
    ("Phys.Lett.B650:1-5,2007", "phys-lett-b", 2007),
    ("Nucl.Phys.B789:1,2008", "nucl-phys-b", 2008),
    ("Nucl. Phys. B (Proc. Suppl.) 123 (2003) 1", "nucl-phys-proc-suppl", 2003),
    ("JHEP 0712:027,2007", "jhep", 2007),
    ("JHEP05(2015)123", "jhep", 2015),
    ("JCAP 1205 (2012) 001", "jcap", 2012),
    ("Mon.Not.Roy.Astron.Soc.383:1281-1291,2008", "mnras", 2008),
    ("Astrophys.J.661:L1-L4,2007", "apj", 2007),
    ("Astron.Astrophys. 571 (2014) A1", "a-and-a", 2014),
    ("Nature 450, 123 (2007)", "nature", 2007),
    ("Nature (London) 450, 123 (2007)", "nature", 2007),
    ("Nature Physics 3, 123 (2007)", "nature-physics", 2007),
    ("Science 320 (2008) 123", "science", 2008),
    ("Science 1999, 2012, 45 (2008)", "science", 2008),
    ("Quantum 4, 226 (2020)", "quantum", 2020),
    ("Chaos 18, 023 (2008)", "chaos", 2008),
    ("J. Phys. A: Math. Gen. 37 (2004) 1", "j-phys-a", 2004),
    ("Eur. Phys. J. C (2015) 75:123", "eur-phys-j-c", 2015),
    ("Class.Quant.Grav.24:S1,2007", "class-quantum-grav", 2007),
    ("Ann. of Math. (2) 170 (2009), no. 1, 1-20", "ann-math", 2009),
    ("New J. Phys. 10 (2008) 013012", "new-j-phys", 2008),
    ("PNAS 105 (2008) 1234", "pnas", 2008),
    ("PLoS ONE 4(3): e4803 (2009)", "plos-one", 2009),
    ("ICML 2012", "icml", 2012),
    ("In Proceedings of CVPR 2016", "cvpr", 2016),
    ("Proceedings of RSS 2019", "rss", 2019),
    ("Proceedings of the 26th International Conference on Machine Learning, 2009", "icml", 2009),
    ("IEEE Trans. Inform. Theory, vol. 55, no. 1, 2009", "ieee-tit", 2009),
    ("Journal of Machine Learning Research 15 (2014) 1", "jmlr", 2014),
    ("Int. J. Foo 1 (2001) 2; Phys. Rev. A 64, 012310 (2001)", "phys-rev-a", 2001),
]

NOT_REFERENCES = [
    "Chaos, Solitons and Fractals 12 (2001) 1",
    "Nature Inspired Computing 3 (2009)",
    "Int. J. Computer Science 3 (2009)",
    "Lecture Notes in Computer Science 1234 (2009)",
    "NIPS 2016 Workshop on Interpretability",
    "Quantum Foo 3 (2009)",
    "Submitted to ICML 2012",
]

CONTAINERS = [
    ("Physical Review Letters", "phys-rev-lett"),
    ("Nature", "nature"),
    ("Science", "science"),
    ("Chaos: An Interdisciplinary Journal of Nonlinear Science", "chaos"),
    ("The Astrophysical Journal", "apj"),
    ("Monthly Notices of the Royal Astronomical Society", "mnras"),
    ("Journal of Physics A: Mathematical and Theoretical", "j-phys-a"),
    ("Advances in Neural Information Processing Systems", "neurips"),
    ("2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", "cvpr"),
    ("Proceedings of the AAAI Conference on Artificial Intelligence", "aaai"),
    ("Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems", "chi"),
    ("Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", "acl"),
    ("Findings of the Association for Computational Linguistics: EMNLP 2020", "findings"),
    ("Proceedings of the Twenty-Sixth International Joint Conference on Artificial Intelligence", "ijcai"),
]

DOIS = [
    ("10.1103/PhysRevLett.102.123456", "phys-rev-lett", 2009),
    ("10.1103/PhysRevLett.1.1", "phys-rev-lett", 1958),
    ("10.1103/PhysRevD.99.012345", "phys-rev-d", 2019),
    ("10.1103/PhysRevE.47.1", "phys-rev-e", 1993),
    ("10.1103/RevModPhys.80.885", "rev-mod-phys", 2008),
    ("10.1103/PhysRevX.1.021001", "phys-rev-x", 2011),
    ("10.1088/1126-6708/2007/05/012", "jhep", 2007),
    ("10.1007/JHEP05(2015)123", "jhep", 2015),
    ("10.1088/1475-7516/2012/05/001", "jcap", 2012),
    ("10.1016/S0370-2693(98)00123-4", "phys-lett-b", 1998),
    ("10.1016/j.nuclphysb.2007.01.001", "nucl-phys-b", 2007),
    ("10.1007/s00220-014-1980-6", "commun-math-phys", 2014),
    ("10.18653/v1/P19-1234", "acl", 2019),
    ("10.18653/v1/N19-1423", "naacl", 2019),
    ("10.18653/v1/D19-1001", "emnlp", 2019),
    ("10.18653/v1/2020.acl-main.703", "acl", 2020),
    ("10.18653/v1/2021.naacl-main.1", "naacl", 2021),
    ("10.18653/v1/2020.findings-emnlp.1", "findings", 2020),
    ("10.1109/CVPR.2016.90", "cvpr", 2016),
    ("10.1109/ICCV.2015.123", "iccv", 2015),
    ("10.24963/ijcai.2019/123", "ijcai", 2019),
    ("10.1609/aaai.v33i01.33011234", "aaai", 2019),
    ("10.21437/Interspeech.2019-1234", "interspeech", 2019),
    ("10.1038/s41586-019-1666-5", "nature", 2019),
    ("10.1214/08-AOAS230", "ann-appl-stat", 2008),
    ("10.1093/mnras/stw123", "mnras", 2016),  # the paper's year
    ("10.1051/0004-6361/201525830", "a-and-a", 2016),
]

# read by eye: (arXiv id, slug and year, or None)
LABELLED: list[tuple[str, str | None, int | None]] = [
    ("0712.2708", "stat-sci", 2007),
    ("1401.4728", "trans-ams", 2014),
    ("1703.09533", "isaac", 2017),
    ("1705.05788", "mnras", 2017),
    ("1810.00919", "physica-a", 2019),
    ("cond-mat/0703464", "phys-rev-e", 2007),
    ("1111.3159", "bernoulli", 2011),
    ("1804.07581", "naacl", 2018),
    ("1807.02191", "ann-stat", 2018),
    ("1711.00541", "icassp", 2018),
    ("1601.03651", "coling", 2016),
    ("1801.02832", "ecir", 2017),
    ("1710.00473", "electron-j-stat", 2017),
    ("1908.06567", None, None),
    ("1702.00164", None, None),
    ("1911.03173", "math-comp", 2019),
    ("1803.02015", "iros", 2018),
    ("1605.04569", "acl", 2016),
    ("1204.5896", "phys-rev-a", 2012),
    ("nucl-th/9311025", "phys-lett-b", 1993),
    ("1805.10564", "acl", 2018),
    ("physics/0601154", "found-phys", 2006),
    ("0708.1321", "jmlr", 2007),
    ("1303.2663", "phys-rev-e", 2013),
    ("math/0612788", "stat-sci", 2006),
    ("1606.04801", None, None),
    ("hep-th/9501075", "j-math-phys", 1995),
    ("1903.08409", "issta", 2019),
    ("1701.04391", "ijcar", 2016),
    ("1902.08603", "phys-rev-a", 2019),
    ("1312.2363", "ann-appl-stat", 2013),
    ("1106.1636", "uai", 2011),
    ("1509.04648", "icra", 2016),
    ("1207.1413", "uai", 2005),
    ("1408.5925", "ipdps", 2014),
    ("1410.8703", "new-j-phys", 2014),
    ("1504.06692", "iccv", 2015),
    ("1910.08292", "icip", 2018),
    ("1705.07289", "ccs", 2017),
    ("1808.10470", "graph-drawing", 2018),
    ("physics/0509141", "phys-rev-a", 2005),
    ("1907.12377", "kdd", 2019),
    ("1701.02617", None, None),
    ("0705.2720", None, None),
    ("1510.03753", None, None),
    ("1508.05195", None, None),
    ("1902.07941", None, None),
    ("1003.4238", None, None),
    ("1603.08938", None, None),
    ("physics/9906040", None, None),
    ("1707.01927", None, None),
    ("1903.05435", None, None),
    ("1807.08792", None, None),
    ("0706.0484", None, None),
    ("1802.08838", "comput-phys-commun", 2018),
    ("1909.03724", None, None),
    ("0811.4600", None, None),
    ("1808.07647", None, None),
    ("1910.08573", None, None),
    ("1905.07447", None, None),
]


def told(found: VenueYear | None) -> tuple[str, int] | None:
    return found and (found.venue.slug, found.year)


@pytest.mark.parametrize(("comment", "year", "slug", "expected"), ACCEPTED)
def test_a_comment_that_claims_a_venue(comment, year, slug, expected):
    assert told(recognise(comment=comment, year=year)) == (slug, expected)


@pytest.mark.parametrize("comment", NOT_ACCEPTED)
def test_a_comment_that_claims_none(comment):
    assert told(recognise(comment=comment, year=2018)) is None


@pytest.mark.parametrize(("reference", "slug", "year"), REFERENCES)
def test_a_journal_reference(reference, slug, year):
    assert told(recognise(journal_ref=reference)) == (slug, year)


@pytest.mark.parametrize("reference", NOT_REFERENCES)
def test_a_journal_reference_to_what_is_not_in_the_table(reference):
    assert recognise(journal_ref=reference, year=2015) is None


@pytest.mark.parametrize(("container", "slug"), CONTAINERS)
def test_a_container(container, slug):
    found = recognise(container=container, year=2020)
    assert found
    assert found.venue.slug == slug


@pytest.mark.parametrize(("doi", "slug", "year"), DOIS)
def test_a_doi(doi, slug, year):
    fallback = year if year == 2016 else None
    assert told(recognise(dois=[doi], year=fallback)) == (slug, year)


@pytest.mark.parametrize(
    "doi",
    [
        "10.1145/3292500.3330701",
        "10.1063/1.4754537",
        "10.1007/978-3-319-24574-4_28",
        "10.1109/",
        "",
        "x",
        "10.9999/icml.2019",
    ],
)
def test_a_doi_that_tells_no_venue(doi):
    assert recognise(dois=[doi], year=2016) is None


def test_the_container_is_trusted_before_the_reference_the_doi_and_the_comment():
    sources = {
        "container": "Nature",
        "journal_ref": "Phys. Rev. A 64, 1 (2001)",
        "dois": ["10.1103/PhysRevB.64.1"],
        "comment": "accepted by MNRAS",
    }
    slugs = []
    for name in ("container", "journal_ref", "dois", "comment"):
        found = recognise(year=2001, **sources)
        assert found
        slugs.append(found.venue.slug)
        del sources[name]
    assert slugs == ["nature", "phys-rev-a", "phys-rev-b", "mnras"]


def test_the_doi_tells_the_year_of_a_container_without_one():
    assert told(recognise(container="Physical Review Letters", dois=["10.1103/PhysRevLett.102.1"], year=2007)) == (
        "phys-rev-lett",
        2009,
    )


def test_without_any_year_there_is_no_answer():
    assert recognise(comment="accepted by MNRAS") is None
    assert recognise(dois=["10.1093/mnras/stw123"]) is None


@pytest.mark.parametrize(("year", "expected"), [(2016, None), (2017, 2020), (2020, 2020), (None, 2020)])
def test_a_year_too_far_ahead_is_none(year, expected):
    found = recognise(comment="ICLR 2020", year=year)
    assert (found and found.year) == expected


def test_nothing_to_read():
    assert recognise() is None
    assert recognise(year=2020) is None


def test_each_slug_is_one_venues_and_fit_for_an_address():
    slugs = [venue.slug for venue in VENUES]
    assert len(set(slugs)) == len(slugs) > 150
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_each_venue_is_found_by_its_slug_and_its_names():
    for venue in VENUES:
        assert by_slug(venue.slug) is venue
        for name in (venue.name, venue.full_name):
            assert told(recognise(container=name, year=2020)) == (venue.slug, 2020)
    assert by_slug("nowhere") is None


def test_each_doi_beginning_is_one_venues():
    tables = venue_names.CONFERENCES + venue_names.JOURNALS + venue_names.WORKSHOPS
    cells = [line.split("|")[4] for line in tables.splitlines() if line]
    dois = [doi.strip() for cell in cells for doi in cell.split(";") if doi.strip()]
    assert len(set(dois)) == len(dois)
    assert all(re.match(r"10\.\d+/", doi) and doi == doi.lower() for doi in dois)


pieces = st.sampled_from(
    [
        "ICLR",
        "Nature",
        "Phys. Rev. A",
        " 2019",
        "'19",
        "accepted in ",
        "İ",
        ". ",
        ";",
        "(",
        "10.1103/",
        "\n",
        "Workshop",
        "٢٠١٩",
        "²",
    ]
)
texts = st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=4))).map("".join))


@given(
    dois=st.lists(texts, max_size=3), journal_ref=texts, comment=texts, container=texts, year=st.none() | st.integers()
)
def test_no_text_breaks_it_and_years_stay_in_bounds(dois, journal_ref, comment, container, year):
    found = recognise(dois=dois, journal_ref=journal_ref, comment=comment, container=container, year=year)
    assert found is None or found.year == year or 1900 <= found.year <= 2100


@cache
def real_records() -> dict[str, dict]:
    with lzma.open(REAL_DATA / "3-metadata" / "arxiv-metadata.jsonl.xz", "rt") as lines:
        return {record["id"]: record for record in map(json.loads, lines)}


def recognise_record(record: dict, *, with_dois: bool) -> tuple[str, int] | None:
    dois = (record["doi"] or "").split() if with_dois else []
    return told(recognise(dois=dois, comment=record["comments"] or "", year=int(record["created"][:4])))


@pytest.mark.real_data
def test_a_quarter_of_real_records_is_recognised():
    found = [recognise_record(record, with_dois=True) for record in real_records().values()]
    assert 8500 <= sum(answer is not None for answer in found) <= 9500


@pytest.mark.real_data
def test_real_comments_read_by_eye():
    """Of sixty drawn at random none may be answered wrongly, and two may be missed."""
    answers = {arxiv_id: recognise_record(real_records()[arxiv_id], with_dois=False) for arxiv_id, _, _ in LABELLED}
    expected = {arxiv_id: (slug, year) if slug else None for arxiv_id, slug, year in LABELLED}
    assert len(expected) == 60
    wrong = {arxiv_id: found for arxiv_id, found in answers.items() if found and found != expected[arxiv_id]}
    missed = [arxiv_id for arxiv_id, found in answers.items() if found is None and expected[arxiv_id]]
    assert wrong == {}
    assert len(missed) <= 2
