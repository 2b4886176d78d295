"""Titles and abstracts with HTML, JATS or MathML in them, made into the text that a record holds.

Crossref: https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papers.sources.markup_tree import BLOCKS, HIDDEN, LINE, PARAGRAPH, Element, parse, text_of
from papers.sources.mathml import formula_of, formula_of_document

SUPERSCRIPTS = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
SUBSCRIPTS = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
SCRIPTS = {"sup": ("^", SUPERSCRIPTS), "sub": ("_", SUBSCRIPTS), "inf": ("_", SUBSCRIPTS)}
LONGEST_SCRIPT = 12  # characters; what is longer is a tag that nobody closed
BETWEEN_DOLLARS = re.compile(r"(?=\$([^$]{1,1000})\$)")  # overlapping, for who knows which dollar opens
MATH = re.compile(r"[A-Za-z]|[A-Za-z][A-Za-z0-9+\-=<>*/(),. ]{0,20}[A-Za-z0-9)]|(?s:.)*[\\_^{](?s:.)*")
BLANKS = re.compile(r"[^\S\u2028\u2029]+")
TEX_COMMAND = re.compile(r"""\\(?:[A-Za-z]|['"`^~=.(\[])""")
ABSTRACT = re.compile(
    r"\AAbstract(?:\s*[:.]\s*|\s*[–—-]\s+|\n\n|(?=[A-Z])"
    r"|\s+(?=(?:We|The|This|In|A|An|Our|Here|It|These|For|To|Background|Purpose|Objectives?|Introduction|Aims?)\b))",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    text: str
    is_tex: bool = False


def tex_title(source: str) -> str:
    """One line of text, with `$…$` where the markup was mathematics."""
    return " ".join(tex_text(source).split())


def tex_abstract(source: str) -> str:
    """Paragraphs with a blank line between, without the word Abstract before them."""
    text = tex_text(source)
    return ABSTRACT.sub("", "" if text.casefold() == "abstract" else text).strip()


def plain_text(source: str) -> str:
    """One line of Unicode for names and venues: no markup, nothing of TeX."""
    return " ".join(join(list(pieces(parse(source), is_plain=True))).split())


def tex_text(source: str) -> str:
    """Text in which `$`, `{` and `}` mean what they mean in TeX.

    A source that wrote TeX itself (a command, or `$…$` with something mathematical in it) is left as it is;
    in any other these three are escaped, for a price of $5 or a set {1, 2} would be taken for markup. Lone
    backslashes, `~`, `%`, `&`, `#`, `_` and `^` stay: outside mathematics they do no harm.
    """
    found = list(pieces(parse(source)))
    whole = "".join(piece.text for piece in found if not piece.is_tex)
    if not is_tex(whole):
        found = [piece if piece.is_tex else Piece(re.sub(r"[${}]", r"\\\g<0>", piece.text)) for piece in found]
    return re.sub(r"\$\$([^$]+)\$\$", r"$\1$", join(found))


def is_tex(text: str) -> bool:
    return bool(TEX_COMMAND.search(text)) or any(map(MATH.fullmatch, BETWEEN_DOLLARS.findall(text)))


def join(found: list[Piece]) -> str:
    """The whole text with white space folded and a blank line between paragraphs."""
    text = BLANKS.sub(folded_blanks, "".join(piece.text for piece in found))
    # Crossref breaks lines around face markup; there was no blank inside a bracket or before a comma.
    text = re.sub(r"([(\[/])\n{1,2}", r"\1", text)
    text = re.sub(r"\n{1,2}([)\],.;:/?!])", r"\1", text)
    if PARAGRAPH not in text:
        text = text.replace("\n\n", PARAGRAPH)
    paragraphs = re.split(rf"{PARAGRAPH}|{LINE}(?:[ \n]{{0,2}}{LINE})+", text)
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def folded_blanks(match: re.Match[str]) -> str:
    """A blank, a line break, or an empty line."""
    return "\n" * min(match[0].count("\n"), 2) or " "


def pieces(element: Element, *, is_plain: bool = False) -> Iterator[Piece]:
    for child in chosen_children(element):
        if isinstance(child, str):
            yield Piece(child)
        elif child.name in SCRIPTS:
            yield script(child, is_plain=is_plain)
        elif child.name == "math" and not is_plain:
            yield Piece(formula_of(child), is_tex=True)
        elif child.name == "tex-math" and not is_plain:
            yield Piece(formula_of_document(text_of(child)), is_tex=True)
        elif child.name == "br":
            yield Piece(LINE)
        elif child.name not in HIDDEN:
            yield from inside(child, is_plain=is_plain)


def inside(element: Element, *, is_plain: bool) -> Iterator[Piece]:
    edge = Piece(PARAGRAPH if element.name in BLOCKS else "")
    yield edge
    yield from pieces(element, is_plain=is_plain)
    yield edge


def chosen_children(element: Element) -> list[Element | str]:
    """Of several forms of one formula the TeX."""
    if element.name == "alternatives":
        tex = [child for child in element.children if isinstance(child, Element) and child.name == "tex-math"]
        return [*tex[:1]] or element.children
    return element.children


def script(element: Element, *, is_plain: bool) -> Piece:
    """Unicode where it has the characters, `$_{x}$` otherwise."""
    sign, table = SCRIPTS[element.name]
    text = text_of(element).strip()
    if all(ord(char) in table for char in text):
        return Piece(text.translate(table))
    is_short = len(text) <= LONGEST_SCRIPT and not re.search(r"[\\${}^_%#&~]", text)
    if is_plain or not is_short:
        return Piece(text_of(element))
    return Piece(f"${sign}{{{text}}}$", is_tex=True)
