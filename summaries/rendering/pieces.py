"""What is put into a text's HTML after the allow-list, where a placeholder stands: formulas, code, equation numbers.

Each kind has its own gate: formulas the one in shortsci.formulas, code and numbers are escaped here.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from shortsci.formulas import Formula, formulas_html
from summaries.rendering.highlighting import highlight

# Characters of HTML that a text may make. Formulas make the most of what they are written in: `$x$` makes 24.
LIMIT_PER_CHARACTER = 40
MINIMUM_LIMIT = 200_000


@dataclass(frozen=True)
class Code:
    source: str
    language: str


@dataclass(frozen=True)
class EquationNumber:
    """`text` may hold placeholders of its own; `target` is the anchor's last part."""

    text: str
    target: str
    is_link: bool = False


class TooLongError(Exception):
    """The HTML of a text is longer than any page should be."""


Piece = Formula | Code | EquationNumber


class Pieces:
    """Those of one text. A placeholder carries the text's own digest, which no text can contain.

    Not random, so that the same text gives the same bytes even where math-core makes something else of a placeholder.
    """

    def __init__(self, markdown: str) -> None:
        digest = sha256(markdown.encode()).hexdigest()
        self.prefix = f"t{digest[:8]}"
        self.token = digest[8:40]
        self.maximum = max(MINIMUM_LIMIT, LIMIT_PER_CHARACTER * len(markdown))
        self.pieces: list[Piece] = []
        self.pattern = re.compile(rf"piece{self.token}n([0-9]+)e")
        self.with_mark = re.compile(rf"piece{self.token}n([0-9]+)e([.,;:!?)]*)")

    def add(self, piece: Piece) -> str:
        self.pieces.append(piece)
        return f"piece{self.token}n{len(self.pieces) - 1}e"

    def without_placeholders(self, text: str) -> str:
        """Words that came later than the text, and from others, who could know its digest."""
        return self.pattern.sub("…", text)

    def put_in(self, html: str, *, is_anchored: bool) -> str:
        """The HTML with the pieces that it has placeholders for. Raises TooLongError."""
        found: dict[int, str] = {}
        waiting = {int(number) for number in self.pattern.findall(html)}
        while waiting:
            made = self.make(sorted(waiting), is_anchored=is_anchored)
            found |= made
            waiting = {int(number) for text in made.values() for number in self.pattern.findall(text)} - found.keys()

        length = len(html)

        def fill(match: re.Match[str]) -> str:
            nonlocal length
            made = found[int(match[1])]
            length += len(made) - len(match[0])
            if length > self.maximum:
                raise TooLongError
            return self.hold_together(self.with_mark.sub(fill, made), match)

        if length > self.maximum:
            raise TooLongError
        return self.with_mark.sub(fill, html)

    def hold_together(self, made: str, match: re.Match[str]) -> str:
        """A formula in a line and the mark behind it: browsers would begin a line with the mark."""
        number, marks = int(match[1]), match[2]
        piece = self.pieces[number]
        if marks and isinstance(piece, Formula) and not piece.is_display:
            return f'<span class="formula-end">{made}{marks}</span>'
        return made + marks

    def make(self, numbers: list[int], *, is_anchored: bool) -> dict[int, str]:
        formulas = {number: piece for number in numbers if isinstance(piece := self.pieces[number], Formula)}
        made: dict[int, str] = dict(zip(formulas, formulas_html(list(formulas.values())), strict=True))
        for number in numbers:
            piece = self.pieces[number]
            if isinstance(piece, Code):
                made[number] = highlight(piece.source, piece.language)
            elif isinstance(piece, EquationNumber):
                made[number] = self.number_html(piece, is_anchored=is_anchored)
        return made

    def number_html(self, number: EquationNumber, *, is_anchored: bool) -> str:
        if not is_anchored:
            return number.text
        anchor = escape(f"{self.prefix}-{number.target}")
        if number.is_link:
            return f'<a class="equation-ref" href="#{anchor}">{number.text}</a>'
        return f'<span class="equation-number" id="{anchor}">{number.text}</span>'
