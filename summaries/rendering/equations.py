"""Numbers of equations and references to them, by amsmath's rules: rows of numbered environments, `\\tag`, `\\label`.

A formula leaves here in what math-core knows, with a placeholder where a number stands.
"""

import re
from dataclasses import dataclass, field
from html import escape

from shortsci.formulas import Formula
from shortsci.tex_dialect import closing_brace
from summaries.rendering.pieces import EquationNumber, Pieces

MAXIMUM_NUMBERED = 500  # equations a text; more stay without a number
MAXIMUM_TAG = 100  # characters; each reference repeats them

NUMBERED = re.compile(
    r"\\begin\{(?P<name>equation|multline|gather|align|alignat|flalign|eqnarray)(?P<star>\*?)\}(?P<columns>\s*\{\s*[0-9]+\s*\})?"
)
LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
TAG = re.compile(r"\\tag(\*?)\s*\{")
NO_NUMBER = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])")
MARKS = re.compile(r"\\(?:label|tag|nonumber|notag)(?![A-Za-z])")
STEP = re.compile(r"\\\\|\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\[\s\S]|[{}&]")
REFERENCE = re.compile(r"\\(eqref|ref)\s*\{([^{}]*)\}")
ONE_NUMBER = {"equation", "multline"}
AS_ALIGN = {"alignat", "flalign", "eqnarray"}
PLAIN_TAG = re.compile(r"[A-Za-z0-9 .,:;'*′–-]*")


class TagError(Exception):
    """The equation cannot have this number; `str(error)` says why, for its author."""


@dataclass
class Equations:
    """The numbers given so far in one text, by label."""

    pieces: Pieces
    labels: dict[str, EquationNumber] = field(default_factory=dict)
    count: int = 0
    given: int = 0

    def number_rows(self, tex: str, label: str) -> str:
        """A display formula with its numbers. `label` is what stood in parentheses after it. Raises TagError."""
        start = NUMBERED.match(tex.strip())
        if start is None:
            if not label and not MARKS.search(tex):
                return tex
            tag = f"\\tag{{{label}}}\\label{{{label}}}" if label else ""
            tex = f"\\begin{{equation*}}{tex}{tag}\\end{{equation*}}"
            start = NUMBERED.match(tex)
            is_numbered = bool(LABEL.search(tex))
        else:
            is_numbered = not start["star"]
        tex = tex.strip()
        ending = f"\\end{{{start['name']}{start['star']}}}" if start else ""
        if start is None or not tex.endswith(ending):
            return tex
        body = tex[start.end() if start["name"] == "alignat" else start.end("star") + 1 : -len(ending)]
        return self.environment(start["name"], body, is_numbered=is_numbered)

    def environment(self, name: str, body: str, *, is_numbered: bool) -> str:
        rows = [body] if name in ONE_NUMBER else split_rows(body)
        if len(rows) > 1 and not rows[-1].strip():
            rows.pop()
        if name == "eqnarray":
            rows = [in_two_columns(row) for row in rows]
        numbered = [self.number(row, is_numbered=is_numbered) for row in rows]
        name = "align" if name in AS_ALIGN else name
        return f"\\begin{{{name}}}" + r"\\".join(numbered) + f"\\end{{{name}}}"

    def number(self, row: str, *, is_numbered: bool) -> str:
        """The row without its marks, and with the placeholder of its number."""
        is_numbered = is_numbered and not NO_NUMBER.search(row)
        labels = LABEL.findall(row)
        row = NO_NUMBER.sub("", LABEL.sub("", row))
        row, text = self.take_tag(row)
        if text is None and is_numbered and self.given < MAXIMUM_NUMBERED:
            self.count += 1
            text = f"({self.count})"
        if text is None:
            return row + r"\nonumber "
        self.given += 1
        number = EquationNumber(text, f"eq{self.given}")
        for label in labels:
            self.labels.setdefault(label.strip(), number)
        return f"{row}\\tag*{{{self.pieces.add(number)}}}"

    def take_tag(self, row: str) -> tuple[str, str | None]:
        match = TAG.search(row)
        end = closing_brace(row, match.end()) if match else None
        if match is None or end is None:
            return row, None
        content = row[match.end() : end].strip()
        if len(content) > MAXIMUM_TAG:
            raise TagError(f"What stands in \\tag may have {MAXIMUM_TAG} characters at most.")
        text = escape(content) if PLAIN_TAG.fullmatch(content) else self.pieces.add(tag_formula(content))
        return row[: match.start()] + row[end + 1 :], text if match[1] else f"({text})"

    def link(self, command: str, label: str) -> str | None:
        """The placeholder of a reference; None where nothing has this label. `\\ref` is without parentheses."""
        number = self.labels.get(label.strip())
        if number is None:
            return None
        text = number.text if command == "eqref" else number.text.removeprefix("(").removesuffix(")")
        return self.pieces.add(EquationNumber(text, number.target, is_link=True))

    def resolve(self, tex: str) -> str:
        """References inside of a formula become placeholders; one to nothing is shown as LaTeX does."""
        return REFERENCE.sub(lambda match: f"\\text{{{self.link(match[1], match[2]) or '??'}}}", tex)


def tag_formula(content: str) -> Formula:
    return Formula(f"\\text{{{content}}}", is_display=False, source=content)


def split_rows(body: str) -> list[str]:
    """At each `\\\\` outside of groups and inner environments."""
    rows: list[str] = []
    depth = begin = 0
    for match in STEP.finditer(body):
        depth += {"{": 1, "\\begin": 1, "}": -1, "\\end": -1}.get(match[0], 0)
        if match[0] == r"\\" and depth == 0:
            rows.append(body[begin : match.start()])
            begin = match.end()
    return [*rows, body[begin:]]


def in_two_columns(row: str) -> str:
    """`a &=& b` of eqnarray as `a &= b`."""
    depth = seen = 0
    for match in STEP.finditer(row):
        depth += {"{": 1, "\\begin": 1, "}": -1, "\\end": -1}.get(match[0], 0)
        seen += match[0] == "&" and depth == 0
        if seen == 2:
            return row[: match.start()] + row[match.end() :]
    return row
