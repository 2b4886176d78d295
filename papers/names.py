"""Names of authors: lists as arXiv prints them, and the parts of one printed name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from papers.citations import Person
from papers.records import AuthorRecord
from papers.tex import decode_tex

GROUP = re.compile(r"\b(?:collaborations?|consortium|consortia|teams?|groups?|projects?)\b", re.IGNORECASE)
ARTICLE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
ON_BEHALF = re.compile(r"(?:^|\s)(?:for|on behalf of) (?:the\s+|(?=\S[^,()]{0,60}\bcollaboration))", re.IGNORECASE)
OTHERS = re.compile(r"(?:and\s+)?(?:et\.?\s*al\.?|others)", re.IGNORECASE)
NOT_SHOWN = re.compile(r"[0-9]+ additional authors not shown.*", re.IGNORECASE)  # arXiv's own words for a long list
SUFFIXES = frozenset(["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "2nd", "3rd"])

SEPARATOR = re.compile(r"\s*[,;]\s*(?:(?:and\b|\\?&)\s*)?|\s+and\s+|\s*\\and\b\s*|\s*\\?&\s*")
SEPARATOR_OR_BRACKET = re.compile(rf"(?P<separator>{SEPARATOR.pattern})|(?P<open>[({{])|(?P<close>[)}}])")
# "(1) One, (2) Two" and "1 - One; 2 - Two", at the end of the list, mostly in brackets of its own.
LEGEND = re.compile(r"[,;.]?\s*\(\s*(\(\s*(?:1|a)\s*\)|1\s*[-–:=.])")
BARE_LEGEND = re.compile(r"[,;.)]\s*(\(1\)\s*[^\W\d_])")
LEGEND_TRIES = 3  # each reads the rest of the text
LEGEND_MARK = re.compile(r"\(\s*([0-9]{1,3}|[a-z])\s*\)")
LOOSE_LEGEND_MARK = re.compile(r"(?:^|[,;])\s*([0-9]{1,3})\s*[-–:=.]\s*")
KEYS = re.compile(r"(?:[0-9]{1,3}|[a-z])(?:\s*(?:,|;|&|\band\b|\s)\s*(?:[0-9]{1,3}|[a-z]))*")
KEY = re.compile(r"[0-9]+|(?<![a-z])[a-z](?![a-z])")
# A list without any of these is names and separators alone.
REMARKABLE = re.compile(r"[(){}\\~`:]|--|''|\b(?:the|et|others|Jr|Sr|III?|IV|2nd|3rd|collaborations?)\b", re.IGNORECASE)
TIE = re.compile(r"(?<!\\)~")

# Before the family name, and part of it; the capitalised ones only where they stand right before it.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "der",
        "den",
        "de",
        "del",
        "della",
        "dello",
        "dei",
        "degli",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "dal",
        "dalla",
        "la",
        "le",
        "lo",
        "las",
        "los",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "ten",
        "ter",
        "te",
        "af",
        "av",
        "'t",
        "v.",
        "v.d.",
        "d'",
    ]
)
CAPITAL_PARTICLES = frozenset(
    [
        "Van",
        "Von",
        "Der",
        "Den",
        "De",
        "Del",
        "Della",
        "Dei",
        "Degli",
        "Di",
        "Da",
        "Dos",
        "Das",
        "Du",
        "Des",
        "Dal",
        "Dalla",
        "La",
        "Le",
        "Lo",
        "El",
        "Al",
        "St.",
        "Ter",
    ]
)
CONJUNCTIONS = frozenset(["y", "e", "i"])
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
GLUED_INITIALS = re.compile(r"((?:[^\W\d_]{1,2}\.-?)+)(?=[^\W\d_][^\W\d_'’.-]+)")


@dataclass
class Entry:
    """One author while the list is read."""

    name: str
    affiliations: list[str] = field(default_factory=list)


def split_authors(text: str) -> tuple[AuthorRecord, ...]:
    """The authors of an arXiv author string, TeX decoded, affiliations from their brackets and the legend.

    "for the X Collaboration" makes X Collaboration an author of its own; "et al" is none.
    """
    if not REMARKABLE.search(text):
        return split_plain(" ".join(text.split())) or whole(text)
    text = " ".join(TIE.sub(" ", text).split())
    listing, legend = split_legend(text) if "(" in text else (text, {})
    entries: list[Entry] = []
    for item in split_items(listing):
        add_item(entries, item, legend)
    records = tuple(AuthorRecord(name=entry.name, affiliation="; ".join(entry.affiliations)) for entry in entries)
    return records or whole(text)


def split_plain(text: str) -> tuple[AuthorRecord, ...]:
    """As the longer way, in a quarter of its time; nine lists in ten come here."""
    for separator in (" and ", ";", "&"):
        text = text.replace(separator, ",")
    return tuple([AuthorRecord(name=name) for piece in text.split(",") if (name := piece.strip())])


def whole(text: str) -> tuple[AuthorRecord, ...]:
    """For a text that holds no name that can be told apart: all of it, if there is any."""
    name = clean(text) or text.strip()
    return (AuthorRecord(name=name),) if name else ()


def clean(text: str) -> str:
    """TeX decoded; no-break spaces and doubled ones become plain."""
    return " ".join(decode_tex(text).split())


def split_legend(text: str) -> tuple[str, dict[str, str]]:
    """The list without the numbered affiliations at its end, and those by their number."""
    for pattern in [LEGEND, BARE_LEGEND]:
        for match in islice(pattern.finditer(text), LEGEND_TRIES):
            legend = read_legend(text[match.start(1) :])
            if legend:
                end = match.start() + 1 if text[match.start()] == ")" else match.start()
                return text[:end], legend
    return text, {}


def read_legend(text: str) -> dict[str, str]:
    mark = LEGEND_MARK if text.startswith("(") else LOOSE_LEGEND_MARK
    _, *pieces = mark.split(text)
    keys, places = pieces[::2], [clean(piece.strip(" ,;")) for piece in pieces[1::2]]
    if not places or not all(places):
        return {}
    if places[-1].count(")") > places[-1].count("("):  # the bracket around the legend
        places[-1] = places[-1].rstrip(" .").removesuffix(")").rstrip(" ,;")
    return dict(zip(keys, places, strict=True))


def split_items(text: str) -> list[str]:
    """The list cut at commas and `and`, except inside of brackets; where these do not match, everywhere."""
    if "(" not in text and "{" not in text:
        return SEPARATOR.split(text)
    cuts: list[tuple[int, int]] = []
    depth = 0
    for match in SEPARATOR_OR_BRACKET.finditer(text):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
        elif depth == 0:
            cuts.append(match.span())
        if depth < 0:
            break
    if depth:
        return SEPARATOR.split(text)
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def add_item(entries: list[Entry], item: str, legend: dict[str, str]) -> None:
    """One more author, or what belongs to the one before: Jr., an affiliation in brackets."""
    raw, brackets = split_brackets(item.strip()) if item.endswith(")") else (item.strip(), [])
    name = clean(raw).lstrip(":").strip()
    if entries and name in SUFFIXES:
        entries[-1].name += f" {name}"
        name = ""
    elif OTHERS.fullmatch(name):
        entries += [Entry(group) for text in brackets if (group := group_name(text.partition(":")[0]))]
        return
    names = list(split_behalf(name)) if " " in name else [name] if name else []
    entries += [Entry(name) for name in names]
    groups = [group_name(text) for text in brackets if ON_BEHALF.match(text)]
    if entries:
        plain = [text for text in brackets if not ON_BEHALF.match(text)]
        entries[-len(names) or -1].affiliations += [place for text in plain for place in read_places(text, legend)]
    entries += [Entry(group) for group in groups if group]


def split_brackets(item: str) -> tuple[str, list[str]]:
    """The name, and what stands in brackets after it; brackets inside of the name stay there."""
    brackets: list[str] = []
    while item.endswith(")"):
        depth = 0
        for index in range(len(item) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(item[index], 0)
            if depth == 0:
                break
        if depth:
            break
        brackets.insert(0, item[index + 1 : -1].strip())
        item = item[:index].rstrip()
    return item, brackets


def read_places(text: str, legend: dict[str, str]) -> list[str]:
    """Affiliations from one pair of brackets: numbers that the legend explains, or the place itself."""
    if KEYS.fullmatch(text):
        return [legend[key] for key in KEY.findall(text) if key in legend]
    place = clean(text)
    return [place] if place and not NOT_SHOWN.fullmatch(place) else []


def split_behalf(name: str) -> Iterator[str]:
    """Apart: the author from the group spoken for, and `X Collaboration: A. Author`."""
    before, colon, after = name.partition(":")
    if colon and GROUP.search(before):
        yield from split_behalf(before.strip())
        yield from split_behalf(after.strip())
        return
    match = ON_BEHALF.search(name)
    author, group = (name[: match.start()].strip(), name[match.end() :]) if match else (name, "")
    yield from filter(None, [group_name(author) if is_group(author) else author, group_name(group)])


def is_group(name: str) -> bool:
    return GROUP.search(name) is not None


def group_name(text: str) -> str:
    """The group's name without `for the` and the article."""
    text = ON_BEHALF.sub("", clean(text), count=1)
    match = ARTICLE.match(text)
    return text[match.end() :] if match else text


def split_name(name: str) -> Person:
    """Family and given part of a printed name; particles go with the family, Jr. with the given part.

    A group, a single word and a name in Chinese, Japanese or Korean script stay whole.
    """
    name = " ".join(name.split())
    if is_group(name) or EAST_ASIAN.search(name):
        return Person(name=name)
    if "," in name:
        return split_reversed(name)
    words = GLUED_INITIALS.sub(r"\1 ", name).split() if "." in name else name.split()
    suffix: list[str] = []
    while len(words) > 1 and words[-1] in SUFFIXES:
        suffix.insert(0, words.pop())
    start = family_start(words)
    if len(words) < 2:
        return Person(name=name)
    return Person(name=name, family=" ".join(words[start:]), given=" ".join([*words[:start], *suffix]))


def split_reversed(name: str) -> Person:
    """`Family, Given`, `Family, Jr., Given` and `Given Family, Jr.`."""
    parts = [part for piece in name.split(",") if (part := piece.strip())]
    suffix = " ".join(part for part in parts if part in SUFFIXES)
    family, *others = [part for part in parts if part not in SUFFIXES] or [name]
    if not others:
        return split_name(f"{family} {suffix}") if suffix and family != name else Person(name=family)
    given = " ".join(others)
    return Person(name=f"{given} {family} {suffix}".rstrip(), family=family, given=f"{given} {suffix}".rstrip())


def family_start(words: list[str]) -> int:
    """The number of the word that the family name begins with."""
    last = len(words) - 1
    for index, word in enumerate(words[:last]):
        if word in PARTICLES:
            return index
        if word in CONJUNCTIONS and index >= 2:
            return index - 1
    start = last
    while start > 1 and words[start - 1] in CAPITAL_PARTICLES:
        start -= 1
    return max(start, 0)
