"""What kind of work a DataCite record is about."""

import re
from collections.abc import Mapping

from papers.sources.json_answer import scalar

GENERAL = {
    "JournalArticle": "article",
    "DataPaper": "article",
    "ConferencePaper": "inproceedings",
    "Book": "book",
    "ConferenceProceeding": "book",
    "BookChapter": "chapter",
    "Dissertation": "thesis",
    "Report": "report",
    "Preprint": "preprint",
    "Dataset": "dataset",
    "Software": "software",
    "ComputationalNotebook": "software",
}
# Before schema 4.4 all of these were "Text", told apart by a word of the registrant's choice.
WORDS = (
    (r"thes[ie]s|dissertation|th[èe]se", "thesis"),
    (r"preprint", "preprint"),
    (r"conference|proceedings", "inproceedings"),
    (r"chapter", "chapter"),
    (r"journal ?issue|poster|presentation|project", "other"),
    (r"article|zeitschriftenartikel|journal ?paper", "article"),
    (r"report", "report"),
    (r"book|monogra(?:ph|f)", "book"),
)
# DataCite derives these from the word; RPRT stands for any text and says nothing.
RIS = {"THES": "thesis", "CHAP": "chapter", "JOUR": "article", "CONF": "inproceedings", "BOOK": "book"}


def kind_of(types: Mapping[str, object]) -> str:
    general, word = scalar(types.get("resourceTypeGeneral")), scalar(types.get("resourceType"))
    if general in GENERAL:
        return GENERAL[general]
    if general not in {"Text", ""}:
        return "other"
    found = (kind for pattern, kind in WORDS if re.search(pattern, word, re.IGNORECASE))
    return next(found, RIS.get(scalar(types.get("ris")), "other"))
