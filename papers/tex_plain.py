"""Formulas as one line of plain text."""

import re

from papers.tex_segments import Segment
from papers.tex_symbols import DOUBLE_STRUCK, MATH_ACCENTS, MATH_SYMBOLS, SILENT_IN_MATH, SUBSCRIPTS, SUPERSCRIPTS

# Noncharacters stand for what must not be touched meanwhile: a formula, and what `\{`, `\}` and `\$` write.
FORMULA, OPEN, CLOSE, DOLLAR = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
STAND_INS = re.compile("[\ufdd0-\ufdd3]")
NESTING = 12  # groups in each other that are decoded; deeper ones stay

MATH_COMMAND = re.compile(r"\\([A-Za-z]+)\*?[ ]*")
MATH_SPACE = re.compile(r"\\[ ,;:>]|~|\\\\|&")
MATH_GROUP = re.compile(
    r"\\[dt]?frac[ ]*\{(?P<above>[^{}]*)\}[ ]*\{(?P<below>[^{}]*)\}"
    r"|\\sqrt[ ]*\{(?P<root>[^{}]*)\}"
    rf"|\\(?P<accent>{'|'.join(MATH_ACCENTS)})(?![A-Za-z])[ ]*(?:\{{(?P<accented>[^{{}}]*)\}}|(?P<letter>[^\s{{}}\\]))"
    r"|\\mathbb(?![A-Za-z])[ ]*(?:\{(?P<struck>[^{}]*)\}|(?P<struck_letter>\w))"
    r"|(?P<script>[_^])[ ]*(?:\{(?P<scripted>[^{}]*)\}|(?P<scripted_letter>[^\s{}\\]))"
    r"|(?<![_^])\{(?P<lone>[^{}]*)\}"
)
RAISED, LOWERED = FORMULA, DOLLAR  # signs that are not to be read a second time
LEFT_OVER = str.maketrans({"\\": "", "{": "", "}": "", "'": "′", OPEN: "{", CLOSE: "}", RAISED: "^", LOWERED: "_"})
STRUCTURAL = frozenset(["frac", "dfrac", "tfrac", "sqrt", "mathbb", *MATH_ACCENTS])


def plain_formula(segment: Segment) -> str:
    """A formula as far as a line of text can show it; names of functions and unknown commands lose their backslash."""
    tex = STAND_INS.sub("", segment.tex).replace("\\{", OPEN).replace("\\}", CLOSE)
    tex = MATH_COMMAND.sub(plain_command, MATH_SPACE.sub(" ", tex))
    for _ in range(NESTING):
        before = tex
        tex = MATH_GROUP.sub(plain_group, tex)
        if tex == before:
            break
    return " ".join(tex.translate(LEFT_OVER).split())


def plain_command(match: re.Match[str]) -> str:
    name = match[1]
    if name in STRUCTURAL:
        return f"\\{name} "
    if name in SILENT_IN_MATH:
        return ""
    if symbol := MATH_SYMBOLS.get(name):
        return symbol
    return f"{name} " if match[0].endswith(" ") else name


def plain_group(match: re.Match[str]) -> str:
    if match["above"] is not None:
        return f"{in_brackets(match['above'])}/{in_brackets(match['below'])}"
    if match["root"] is not None:
        return f"√{in_brackets(match['root'])}"
    if match["accent"]:
        base = match["accented"] or match["letter"] or ""
        return base + MATH_ACCENTS[match["accent"]] if len(base) == 1 else base
    if match["script"]:
        script = to_script(match["script"], match["scripted"] or match["scripted_letter"] or "")
        return script.replace("^", RAISED).replace("_", LOWERED)
    struck = match["struck"] or match["struck_letter"]
    return "".join(DOUBLE_STRUCK.get(letter, letter) for letter in struck) if struck else match["lone"] or ""


def in_brackets(text: str) -> str:
    text = text.strip()
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def to_script(sign: str, text: str) -> str:
    """Raised or lowered by Unicode where it has all the characters, else with `^` or `_` before it."""
    text = text.strip()
    table = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
    if all(letter in table for letter in text):
        return "".join(table[letter] for letter in text)
    return f"{sign}{text}" if len(text) == 1 or text.isalpha() else f"{sign}({text})"
