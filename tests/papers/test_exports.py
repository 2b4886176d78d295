from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, parse_qsl

import pytest

from papers.citations import Citation, Person
from papers.exports import FORMATS, coins, csl, highwire, jsonld, ris
from tests.papers.test_exports_bibtex import ATTENTION, PUBLISHED

WHOLE = replace(
    PUBLISHED,
    title="Is $T_c$ <all> & more?",
    authors=(*ATTENTION.authors, Person("CDF Collaboration")),
    abstract="First.\n\nSecond $x$.",
    keywords=("attention", "neural networks"),
    updated_on=date(2023, 8, 2),
)
TITLED = Citation(title="T", url="https://x.example/p")


def test_the_registry_is_keyed_by_suffix():
    assert {suffix: (found.media_type, found.extension) for suffix, found in FORMATS.items()} == {
        "bib": ("application/x-bibtex", ".bib"),
        "ris": ("application/x-research-info-systems", ".ris"),
        "json": ("application/vnd.citationstyles.csl+json", ".json"),
    }
    assert all(found.suffix == suffix for suffix, found in FORMATS.items())
    assert "".join(FORMATS["bib"].dump([])) == "".join(FORMATS["ris"].dump([])) == ""
    assert "".join(FORMATS["json"].dump([])) == "[]\n"


def test_ris_of_a_published_paper():
    assert "".join(ris.dump([WHOLE])) == (
        "TY  - JOUR\r\nAU  - Vaswani, Ashish\r\nAU  - Shazeer, Noam\r\nAU  - CDF Collaboration\r\n"
        "PY  - 2017\r\nDA  - 2017/06/12\r\nTI  - Is $T_c$ <all> & more?\r\nT2  - Journal of Tests & Trials\r\n"
        "VL  - 30\r\nIS  - 2\r\nSP  - 5998\r\nEP  - 6008\r\nPB  - Example_Press\r\nDO  - 10.1000/a_b%c\r\n"
        "AN  - arXiv:1706.03762\r\nDB  - arXiv\r\nUR  - https://shortsci.example.org/papers/1706.03762\r\n"
        "AB  - First. Second $x$.\r\nKW  - attention\r\nKW  - neural networks\r\nER  - \r\n\r\n"
    )


def test_ris_leaves_out_what_is_unknown():
    assert "".join(ris.dump([TITLED])) == "TY  - UNPB\r\nTI  - T\r\nUR  - https://x.example/p\r\nER  - \r\n\r\n"


KINDS = [
    # kind, RIS, CSL-JSON, COinS
    ("", "JOUR", "article-journal", "journal"),
    ("article", "JOUR", "article-journal", "journal"),
    ("inproceedings", "CPAPER", "paper-conference", "book"),
    ("book", "BOOK", "book", "book"),
    ("chapter", "CHAP", "chapter", "book"),
    ("thesis", "THES", "thesis", "dissertation"),
    ("report", "RPRT", "report", "book"),
    ("dataset", "DATA", "dataset", "dc"),
    ("software", "COMP", "software", "dc"),
    ("other", "GEN", "document", "dc"),
]


@pytest.mark.parametrize(("kind", "ris_type", "csl_type", "coins_format"), KINDS)
def test_the_type_follows_the_kind(kind, ris_type, csl_type, coins_format):
    citation = replace(PUBLISHED, kind=kind)

    assert ris.record(citation).startswith(f"TY  - {ris_type}\r\n")
    assert next(csl.items([citation]))["type"] == csl_type
    assert parse_qs(coins.context_object(citation))["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{coins_format}"]


@pytest.mark.parametrize("kind", ["", "preprint", "article"])
def test_without_a_container_it_is_a_preprint(kind):
    citation = replace(ATTENTION, kind=kind)

    assert ris.record(citation).startswith("TY  - UNPB\r\n")
    assert next(csl.items([citation]))["type"] == "article"
    assert parse_qs(coins.context_object(citation))["rft.genre"] == ["preprint"]


def test_csl_json_of_a_published_paper():
    assert list(csl.items([WHOLE])) == [
        {
            "id": "vaswani2017is",
            "type": "article-journal",
            "title": "Is $T_c$ <all> & more?",
            "author": [
                {"family": "Vaswani", "given": "Ashish"},
                {"family": "Shazeer", "given": "Noam"},
                {"literal": "CDF Collaboration"},
            ],
            "container-title": "Journal of Tests & Trials",
            "volume": "30",
            "issue": "2",
            "page": "5998-6008",
            "publisher": "Example_Press",
            "DOI": "10.1000/a_b%c",
            "URL": "https://shortsci.example.org/papers/1706.03762",
            "abstract": "First. Second $x$.",
            "keyword": "attention, neural networks",
            "issued": {"date-parts": [[2017, 6, 12]]},
            "archive": "arXiv",
            "number": "arXiv:1706.03762",
        }
    ]


def test_csl_json_of_a_preprint():
    (item,) = csl.items([ATTENTION])

    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:1706.03762")
    assert list(csl.items([TITLED])) == [
        {"id": "anonymoust", "type": "article", "title": "T", "URL": "https://x.example/p"}
    ]


def test_csl_ids_are_the_bibtex_keys():
    assert [item["id"] for item in csl.items([ATTENTION, ATTENTION])] == [
        "vaswani2017attention",
        "vaswani2017attentiona",
    ]


@pytest.mark.parametrize(
    ("family", "parts"),
    [
        ("van der Waerden", ("van der", "Waerden")),
        ("d'Alembert", ("d'", "Alembert")),
        ("de l’Hôpital", ("de l’", "Hôpital")),
        ("van 't Hoff", ("van 't", "Hoff")),
        ("von Neumann Jr.", ("von", "Neumann Jr.")),
        ("De Morgan", ("", "De Morgan")),
        ("al-Khwarizmi", ("", "al-Khwarizmi")),
        ("hooks", ("", "hooks")),
        ("ter haar", ("", "ter haar")),
        ("O'Brien", ("", "O'Brien")),
    ],
)
def test_particles(family, parts):
    assert csl.split_particle(family) == parts


def test_coins_of_a_published_paper():
    assert parse_qsl(coins.context_object(WHOLE), strict_parsing=True) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "Is $T_c$ <all> & more?"),
        ("rft.jtitle", "Journal of Tests & Trials"),
        ("rft.aulast", "Vaswani"),
        ("rft.aufirst", "Ashish"),
        ("rft.au", "Vaswani, Ashish"),
        ("rft.au", "Shazeer, Noam"),
        ("rft.aucorp", "CDF Collaboration"),
        ("rft.date", "2017-06-12"),
        ("rft.volume", "30"),
        ("rft.issue", "2"),
        ("rft.spage", "5998"),
        ("rft.epage", "6008"),
        ("rft.pub", "Example_Press"),
        ("rft_id", "info:doi/10.1000/a_b%c"),
        ("rft_id", "info:arxiv/1706.03762"),
        ("rft_id", "https://shortsci.example.org/papers/1706.03762"),
    ]


def test_coins_writes_a_blank_as_percent_20():
    assert "rft.atitle=Attention%20is%20all" in coins.context_object(ATTENTION)


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("inproceedings", {"rft.atitle": ["Attention is all you need"], "rft.btitle": ["Journal of Tests & Trials"]}),
        ("chapter", {"rft.atitle": ["Attention is all you need"], "rft.btitle": ["Journal of Tests & Trials"]}),
        ("book", {"rft.btitle": ["Attention is all you need"]}),
        ("thesis", {"rft.title": ["Attention is all you need"], "rft.inst": ["Example_Press"]}),
        ("dataset", {"rft.title": ["Attention is all you need"], "rft.creator": ["Vaswani, Ashish", "Shazeer, Noam"]}),
    ],
)
def test_coins_titles(kind, titles):
    read = parse_qs(coins.context_object(replace(PUBLISHED, kind=kind)))

    assert titles.items() <= read.items()


def test_highwire_tags():
    assert highwire.tags(WHOLE) == [
        ("citation_title", "Is $T_c$ <all> & more?"),
        ("citation_author", "Vaswani, Ashish"),
        ("citation_author", "Shazeer, Noam"),
        ("citation_author", "CDF Collaboration"),
        ("citation_publication_date", "2017/06/12"),
        ("citation_date", "2017/06/12"),
        ("citation_online_date", "2023/08/02"),
        ("citation_doi", "10.1000/a_b%c"),
        ("citation_arxiv_id", "1706.03762"),
        ("citation_abstract_html_url", "https://shortsci.example.org/papers/1706.03762"),
        ("citation_pdf_url", "https://arxiv.org/pdf/1706.03762"),
        ("citation_journal_title", "Journal of Tests & Trials"),
        ("citation_volume", "30"),
        ("citation_issue", "2"),
        ("citation_firstpage", "5998"),
        ("citation_lastpage", "6008"),
        ("citation_publisher", "Example_Press"),
        ("citation_keywords", "attention"),
        ("citation_keywords", "neural networks"),
    ]


def test_highwire_names_containers_and_publishers_by_kind():
    assert ("citation_conference_title", "Journal of Tests & Trials") in highwire.tags(
        replace(PUBLISHED, kind="inproceedings")
    )
    assert ("citation_dissertation_institution", "Example_Press") in highwire.tags(replace(PUBLISHED, kind="thesis"))
    assert highwire.tags(TITLED) == [
        ("citation_title", "T"),
        ("citation_abstract_html_url", "https://x.example/p"),
    ]


def test_json_ld_of_a_published_paper():
    assert jsonld.scholarly_article(WHOLE) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "Is $T_c$ <all> & more?",
        "headline": "Is $T_c$ <all> & more?",
        "abstract": "First. Second $x$.",
        "author": [
            {"@type": "Person", "name": "Ashish Vaswani", "familyName": "Vaswani", "givenName": "Ashish"},
            {"@type": "Person", "name": "Noam Shazeer", "familyName": "Shazeer", "givenName": "Noam"},
            {"@type": "Organization", "name": "CDF Collaboration"},
        ],
        "datePublished": "2017-06-12",
        "dateModified": "2023-08-02",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "2",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "30",
                "isPartOf": {"@type": "Periodical", "name": "Journal of Tests & Trials"},
            },
        },
        "pageStart": "5998",
        "pageEnd": "6008",
        "publisher": {"@type": "Organization", "name": "Example_Press"},
        "keywords": ["attention", "neural networks"],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/a_b%c"},
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": "1706.03762"},
        ],
        "sameAs": ["https://doi.org/10.1000/a_b%25c", "https://arxiv.org/abs/1706.03762"],
        "url": "https://shortsci.example.org/papers/1706.03762",
    }


def test_json_ld_leaves_out_what_is_unknown():
    assert jsonld.scholarly_article(TITLED) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "T",
        "headline": "T",
        "url": "https://x.example/p",
    }
    assert jsonld.scholarly_article(replace(TITLED, year=2017))["datePublished"] == "2017"
