"""Values of BibTeX fields: braces, quotation marks, numbers, macros, and `#` between them.

bibtexparser resolves a macro that stands alone but no `#`, and a missing comma makes it swallow the next field.
"""

import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MAXIMUM_EXPANSION = 20_000_000  # characters all macros of a file may expand to; doubling macros grow without end
MARK = re.compile(r'(?<!\\)[{}"]')  # what bibtexparser takes for one
WORD = re.compile(r'[^\s#{}",=]+')
JOINT = re.compile(r"\s*#\s*")
BLANK = re.compile(r"\s*")
NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w:.+-]*)\s*=\s*")


class Macros:
    """What `@string` has defined so far, and the months. A name that is not known stands for itself."""

    def __init__(self) -> None:
        self.texts = {month[:3].lower(): month for month in MONTHS}
        self.room = MAXIMUM_EXPANSION

    def define(self, name: str, text: str) -> None:
        self.texts[name.lower()] = text

    def expand(self, name: str) -> str:
        text = self.texts.get(name.lower(), name)
        if len(text) > self.room:
            return name
        self.room -= len(text)
        return text


def split_fields(name: str, raw: str, macros: Macros) -> list[tuple[str, str]]:
    """Names and values in `raw`, the first being `name`; further ones stand there where a comma is missing."""
    fields: list[tuple[str, str]] = []
    position = 0
    while True:
        start = position
        text, position = read_value(raw, position, macros)
        following = NEXT_FIELD.match(raw, position)
        if not following:
            return [*fields, (name, text if ends_at(raw, position) else read_bare(raw, start, text))]
        fields.append((name, text))
        name, position = following[1], following.end()


def ends_at(raw: str, position: int) -> bool:
    blank = BLANK.match(raw, position)
    return blank is None or blank.end() == len(raw)


def read_bare(raw: str, start: int, text: str) -> str:
    """`month = 12 June`: words without any delimiter are taken as they stand."""
    bare = raw[start:].strip()
    return text if bare.startswith(("{", '"')) else bare


def read_value(raw: str, position: int, macros: Macros) -> tuple[str, int]:
    parts = []
    while True:
        part, position = read_part(raw, position, macros)
        parts.append(part)
        joint = JOINT.match(raw, position)
        if not joint:
            return "".join(parts), position
        position = joint.end()


def read_part(raw: str, position: int, macros: Macros) -> tuple[str, int]:
    blank = BLANK.match(raw, position)
    position = blank.end() if blank else position
    delimiter = raw[position : position + 1]
    if delimiter in {"{", '"'}:
        end = find_end(raw, position, delimiter)
        return raw[position + 1 : end], min(end + 1, len(raw))
    word = WORD.match(raw, position)
    if not word:
        return "", position
    return (word[0] if word[0].isdecimal() else macros.expand(word[0])), word.end()


def find_end(raw: str, start: int, delimiter: str) -> int:
    """Where the brace or quotation mark at `start` is closed; the end of `raw` where it is not."""
    depth = 0
    for mark in MARK.finditer(raw, start + 1):
        if depth == 0 and mark[0] == ("}" if delimiter == "{" else '"'):
            return mark.start()
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
    return len(raw)
