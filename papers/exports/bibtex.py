"""BibTeX: one entry a paper, UTF-8.

Rules of braces, names and capitals: O. Patashnik, BibTeXing (1988), https://www.ctan.org/pkg/bibtex; of eprint,
archivePrefix and primaryClass: https://info.arxiv.org/help/hypertex/bibstyles/. BibTeX counts every brace, also
one after a backslash; other readers skip those. A value is written so that both count the same.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from papers.citations import Citation, Person
from papers.exports.keys import with_keys
from papers.exports.parts import family_and_given, first_and_last_page, fold, is_preprint, issue_date, whole_name
from papers.tex import decode_tex, split_math

TYPES = {
    "": "article",
    "preprint": "article",
    "article": "article",
    "inproceedings": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
}
CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "book": "series"}
PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "&%#_{}$"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
ESCAPES_UNBALANCED = ESCAPES | {ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}"}
BRACES = re.compile(r"[{}]")
ESCAPED_BRACE = re.compile(r"\\[{}]")
ESCAPED_CHARACTER = re.compile(r"\\.", re.DOTALL)
UNSAFE = re.compile(r"[{}\\]")
MASK = "\ue000"  # a private character stands for each formula while the text around it is escaped
MASKED = re.compile(MASK)
MATH_BRACES = {r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\\": r"\\ "}
MATH_BRACE = re.compile(r"\\\\(?=[{}])|\\[{}\\]")


def dump(citations: Iterable[Citation]) -> Iterator[str]:
    """Entry by entry; the keys are unique within the dump."""
    for key, citation in with_keys(citations):
        yield entry(key, citation)


def entry(key: str, citation: Citation) -> str:
    kind = "misc" if is_preprint(citation) else TYPES.get(citation.kind, "misc")
    lines = [f"  {name} = {value},\n" for name, value in fields(kind, citation) if value not in {"", "{}"}]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n\n"


def fields(kind: str, citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", braced(title(citation.title))
    yield "author", braced(" and ".join(filter(None, map(author, citation.authors))))
    yield CONTAINERS.get(kind, "howpublished"), braced(escape(fold(citation.container)))
    yield from date_fields(citation)
    yield "volume", braced(escape(fold(citation.volume)))
    yield "number", braced(escape(fold(citation.issue)))
    yield "pages", braced(escape("--".join(filter(None, first_and_last_page(citation.pages)))))
    yield PUBLISHERS.get(kind, "publisher"), braced(escape(fold(citation.publisher)))
    yield "doi", braced(verbatim(citation.doi))
    yield from eprint_fields(citation)
    yield "url", braced(verbatim(citation.url))


def date_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """The month is a macro, so that a style can write it in its language."""
    year, month, _ = (*issue_date(citation), 0, 0, 0)[:3]
    yield "year", f"{{{year}}}" if year else ""
    yield "month", MONTHS[month - 1] if month else ""


def eprint_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.arxiv_id:
        yield "eprint", braced(verbatim(citation.arxiv_id))
        yield "archivePrefix", "{arXiv}"
        yield "primaryClass", braced(verbatim(citation.primary_category))


def braced(value: str) -> str:
    return f"{{{value}}}"


def author(person: Person) -> str:
    """ "Family, Given"; one name, a collaboration's too, in braces, so that no reader takes it apart."""
    parts = family_and_given(person)
    if parts:
        return ", ".join(map(name_part, parts))
    name = whole_name(person)
    return braced(escape(name)) if name else ""


def name_part(part: str) -> str:
    """In braces where a comma or the word "and" would divide it."""
    divides = "," in part or "and" in part.lower().split()
    return braced(escape(part)) if divides else escape(part)


def title(tex: str) -> str:
    """Text decoded, then escaped; formulas as they are; a word with a capital in braces, as BibTeX folds capitals."""
    formulas: list[str] = []
    text = mask_formulas(fold(decode_tex(tex)).replace(MASK, ""), formulas).replace("\\$", "$")
    escapes = escapes_for(text)
    remaining = iter(formulas)
    words = (MASKED.sub(lambda _: next(remaining), word.translate(escapes)) for word in text.split(" "))
    return " ".join(map(protect, words))


def mask_formulas(text: str, formulas: list[str]) -> str:
    """Moves the formulas that can be written to `formulas`; a dollar without its pair stays text."""
    pieces = []
    for segment in split_math(text):
        formula = writable_formula(segment.source) if segment.is_math else ""
        formulas.extend([formula] if formula else [])
        pieces.append(MASK if formula else segment.source)
    return "".join(pieces)


def writable_formula(formula: str) -> str:
    r"""Byte for byte where all readers agree on its braces, else `\{` as `\lbrace`; "" if TeX could not read it."""
    if is_balanced(formula) and is_balanced(ESCAPED_BRACE.sub("", formula)):
        return formula
    if not is_balanced(ESCAPED_CHARACTER.sub("", formula)):
        return ""
    return MATH_BRACE.sub(lambda found: MATH_BRACES[found[0]], formula)


def protect(word: str) -> str:
    r"""Twice in braces if it begins with a backslash: BibTeX reads `{\` as an accent and folds what follows."""
    if word.islower() or not any(char.isupper() or char.istitle() for char in word):
        return word
    return f"{{{{{word}}}}}" if word.startswith("\\") else braced(word)


def escape(text: str) -> str:
    return text.translate(escapes_for(text))


def escapes_for(text: str) -> dict[int, str]:
    return ESCAPES if is_balanced(text) else ESCAPES_UNBALANCED


def is_balanced(text: str) -> bool:
    """Whether every brace has its pair, backslashes not regarded."""
    depth = 0
    for brace in BRACES.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def verbatim(value: str) -> str:
    """An identifier or address, which styles print as it stands: what could end the value is percent-encoded."""
    return UNSAFE.sub(lambda found: quote(found[0]), fold(value))
