"""Text of BibTeX fields: TeX with braces that protect capitals and group letters."""

import re

from papers.tex import decode_tex

MATH_OR_BRACE = re.compile(r"(\$[^$]*\$)|(?<!\\)[{}]")
ESCAPED = re.compile(r"\\([&%#_{}])")
BRACE = re.compile(r"(?<!\\)[{}]")
BLANK_LINE = re.compile(r"\n\s*\n")


def fold(text: str) -> str:
    return " ".join(text.split())


def fold_paragraphs(text: str) -> str:
    return "\n\n".join(paragraph for part in BLANK_LINE.split(text) if (paragraph := fold(part)))


def plain(text: str) -> str:
    """Unicode without braces; math stays as it is."""
    if not text:
        return ""
    decoded = MATH_OR_BRACE.sub(lambda match: match[1] or "", decode_tex(fold(text).replace("~", " ")))
    return fold(ESCAPED.sub(r"\1", decoded))


def unbrace(text: str) -> str:
    """Without the braces around the whole: `{{The Title}}` protects its capitals. Three pairs at most."""
    for _ in range(3):
        text = text.strip()
        if not is_enclosed(text):
            break
        text = text[1:-1]
    return text.strip()


def is_enclosed(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for brace in BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end() == len(text)
    return False
