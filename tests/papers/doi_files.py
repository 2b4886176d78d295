"""The recorded answers of DOI registries, and a second, simpler reading of them to compare ours with."""

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote

import yaml
from defusedxml.ElementTree import fromstring

from tests.conftest import REAL_DATA, ROOT

DATA = REAL_DATA / "5-doi-importer"
DECISION = ROOT / "docs" / "decisions" / "0008-doi-sources.md"
ARTEFACTS = ("expected_*", "*_expected.yml", "*_out.json")


ODD_VALUES = (
    None, True, 0, -1, float("inf"), 10**30, "", "x", "\x00", "\ud800", "١٢", "²", "10.1/", "http://[::1", "$<i>{", "2024-02-30",
    [], {}, [None], [[]], {"name": None}, {"name": []}, [{"title": 1}], [[["2020"]]],
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    url: str
    status: int
    body: bytes
    message_type: str


@dataclass(frozen=True)
class Reading:
    """`None` is a field that this reading does not know."""

    title: str
    authors: tuple[str, ...] | None
    doi: str
    year: int | None = None
    abstract: str | None = None
    container: str | None = None
    volume: str | None = None
    pages: str | None = None
    publisher: str | None = None


def spoiled(document: dict) -> Iterator[dict]:
    """The document again and again, each time with one member or item, at any depth, of an odd value."""
    for path in paths_in(document):
        for odd in ODD_VALUES:
            copy = json.loads(json.dumps(document))
            holder = copy
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = odd
            yield copy


def paths_in(value: object, before: tuple = ()) -> Iterator[tuple]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*before, key)
        yield from paths_in(child, (*before, key))


def assert_storable(record) -> None:
    """Text is text, without what UTF-8 or PostgreSQL refuses."""
    names = [
        part for author in record.authors for part in (author.name, author.affiliation, author.family, author.given)
    ]
    single = [
        record.title,
        record.abstract,
        record.volume,
        record.issue,
        record.pages,
        record.publisher,
        record.container,
    ]
    for text in [*names, *single, *record.keywords, *record.dois, record.license_url, record.arxiv_id]:
        assert "\x00" not in text.encode().decode()
    assert record.title
    assert all(author.name for author in record.authors)


def load_yaml(path: Path) -> dict:
    return yaml.safe_load(path.read_text())


def reply_of(path: Path) -> Reply | None:
    """A recorded HTTP answer; None for a file that holds a bare document."""
    content = json.loads(path.read_bytes())
    if not isinstance(content, dict) or not {"url", "status", "body"} <= content.keys():
        return None
    body = content["body"]
    text = body if isinstance(body, str) else json.dumps(body)
    try:
        inner = json.loads(text)
    except ValueError:
        inner = {}
    message_type = inner.get("message-type", "") if isinstance(inner, dict) else ""
    return Reply(content["url"], content["status"], text.encode(), message_type)


def crossref_documents() -> Iterator[tuple[str, dict]]:
    """Each file whose form is that of Crossref's REST API, whatever it answers."""
    for path in sorted((DATA / "crossref").iterdir()):
        if path.suffix == ".jsonl":
            for line in path.read_text().splitlines():
                yield path.name, {"message-type": "work", "message": json.loads(line)}
        elif path.suffix == ".json" and not is_artefact(path.name):
            reply = reply_of(path)
            try:
                document = json.loads(reply.body if reply else path.read_bytes())
            except ValueError:
                continue
            yield path.name, document


def crossref_works() -> Iterator[tuple[str, dict]]:
    for name, document in crossref_documents():
        message = document["message"]
        if document["message-type"] == "work":
            yield name, message
        elif document["message-type"] == "work-list":
            yield from ((name, work) for work in message["items"])


def datacite_data() -> Iterator[tuple[str, dict]]:
    """Each DOI with its attributes, from replies, dumps and documents of DataCite's JSON."""
    for path in sorted((DATA / "datacite").iterdir()):
        if path.suffix == ".jsonl":
            yield from ((path.name, json.loads(line)) for line in path.read_text().splitlines())
        elif path.name.startswith("fatcat_datacite_api"):
            yield from ((path.name, data) for data in json.loads(path.read_bytes())["data"])
        elif (reply := reply_of(path)) is None:
            yield path.name, json.loads(path.read_bytes())
        elif reply.status == 200 and "/dois/" in reply.url:
            yield path.name, json.loads(reply.body)["data"]
    for path in sorted((DATA / "datacite-examples").glob("bolognese_datacite*.json")):
        if path.name != "bolognese_datacite_software_missing_comma.json":
            yield path.name, {"attributes": json.loads(path.read_bytes())}


def is_artefact(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in ARTEFACTS)


def letters(text: str) -> str:
    """What is left of a text when markup, mathematics' signs, blanks and the shape of letters do not count."""
    plain = re.sub(r"</?[a-zA-Z][^<>]*>", "", html.unescape(html.unescape(text)))
    return "".join(re.findall(r"[^\W_]", unicodedata.normalize("NFKC", plain)))


def second_reading_of_crossref(work: dict) -> Reading:
    title = next(filter(None, work["title"]))
    subtitle = next(filter(None, work.get("subtitle") or []), "")
    issued = ((work.get("issued") or {}).get("date-parts") or [[None]])[0] or [None]
    abstract = re.sub(r"^\s*(?:<[^>]*>\s*)*abstract(?=\s*<)", "", work.get("abstract") or "", flags=re.IGNORECASE)
    return Reading(
        title=letters(title + subtitle),
        authors=tuple(
            filter(None, (author.get("family") or author.get("name") for author in work.get("author") or []))
        ),
        doi=work["DOI"].lower(),
        year=issued[0],
        abstract=letters(abstract),
        container=letters(next(iter(work.get("container-title") or []), "")),
        volume=work.get("volume", ""),
        pages=letters(work.get("page") or work.get("article-number") or ""),
        publisher=letters(work.get("publisher") or ""),
    )


def second_reading_of_datacite(attributes: dict) -> Reading:
    titles = attributes["titles"]
    main = [title["title"] for title in titles if not title.get("titleType")][:1]
    subtitles = [title["title"] for title in titles if title.get("titleType") == "Subtitle"][:1]
    families = [creator.get("familyName") or creator["name"] for creator in attributes["creators"]]
    publisher = attributes.get("publisher") or ""
    abstracts = [item for item in attributes.get("descriptions") or [] if item.get("descriptionType") == "Abstract"]
    texts = [item["description"] for item in abstracts if item.get("description")]
    text = texts[0] if texts else ""
    return Reading(
        title=letters(" ".join(main + subtitles)),
        authors=tuple(families),
        doi=attributes["doi"].lower(),
        year=int(attributes["publicationYear"]) if attributes.get("publicationYear") else None,
        abstract=letters(text if isinstance(text, str) else " ".join(text)),
        publisher=letters(publisher),
    )


def reading_of_xml(encoded: str) -> Reading:
    """What the registrant deposited; it comes with an answer as base64."""
    root = fromstring(base64.b64decode(encoded).strip())
    space = re.match(r"\{.*?\}", root.tag)[0]
    creators = root.findall(f".//{space}creator/{space}creatorName")
    titles = root.findall(f"{space}titles/{space}title")
    main = [title.text for title in titles if not title.get("titleType")][:1]
    subtitles = [title.text for title in titles if title.get("titleType") == "Subtitle"][:1]
    year = (root.findtext(f"{space}publicationYear") or "").strip()
    return Reading(
        title=letters(" ".join(main + subtitles)),
        authors=tuple(creator.text.split(",")[0] for creator in creators),
        doi=unquote(root.findtext(f"{space}identifier")).strip().lower(),
        year=int(year) if year else None,
        publisher=letters(root.findtext(f"{space}publisher") or ""),
    )


def differences(record, reading: Reading) -> tuple[dict[str, tuple[object, object]], int]:
    """Field → (ours, theirs), and how many fields were compared."""
    ours = {
        "title": letters(record.title.replace("\\", "")),
        "authors": [letters(author.family or author.name) for author in record.authors],
        "doi": record.dois[0],
        "year": record.year,
        "abstract": letters(record.abstract.replace("\\", "")),
        "container": letters(record.container),
        "volume": record.volume,
        "pages": letters(record.pages),
        "publisher": letters(record.publisher),
    }
    theirs = {name: getattr(reading, name) for name in ours}
    theirs["authors"] = None if reading.authors is None else [letters(name) for name in reading.authors]
    known = {name: value for name, value in theirs.items() if value is not None}
    found = {name: (ours[name], value) for name, value in known.items() if ours[name] != value}
    return found, len(known)


def reason_of(field: str, ours: object, theirs: object) -> str:
    """Why we read a field otherwise than the plain reading does; docs/decisions/0008-doi-sources.md tells more."""
    if field == "authors" and not ours and theirs[0] in {"Unav", "Unknown", "Null", "NN"}:
        return "nobody"
    if field == "authors" and len(theirs) == 1:
        return "several in one"
    if field == "year" and theirs > 2400 and ours == theirs - 543:
        return "Buddhist era"
    if field == "year" and theirs < 1000 and ours is None:
        return "no year"
    if field == "abstract" and theirs == f"Abstract{ours}":
        return "the word Abstract"
    if field in {"publisher", "volume"} and (ours, theirs) in {("", "unav"), ("", "null")}:
        return "nothing"
    raise AssertionError(f"{field}: we read {ours!r}, the other reading is {theirs!r}")


def listed_patterns() -> dict[str, tuple[int, str]]:
    """Of the table in the decision: pattern → (number of files, what becomes of them)."""
    rows = re.findall(r"^\| `([^`]+)` \| (\d+) \| (\w+)", DECISION.read_text(), re.MULTILINE)
    return {pattern: (int(count), fate) for pattern, count, fate in rows}
