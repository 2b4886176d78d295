"""TeX in titles, abstracts and names: accents and text commands become Unicode, math is told from text.

Written by hand rather than with pylatexenc, which takes half a millisecond for a title where this takes 8 µs,
drops the braces of sets and unknown commands, reads `\\cite{x}` as <cit.>, and decodes nothing after a lone `$`.
"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from papers.tex_plain import CLOSE, DOLLAR, FORMULA, NESTING, OPEN, STAND_INS, plain_formula, to_script
from papers.tex_segments import Segment, may_hold_math, split_math
from papers.tex_symbols import ACCENTS, LETTERS, SPECIALS, TEXT_SYMBOLS

__all__ = ["Segment", "decode_segments", "decode_tex", "split_math", "to_plain"]

LETTER = r"[^\W\d_][\u0300-\u036f]*"
LETTER_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
ACCENT = re.compile(
    r"""\\(?P<accent>['"`^~=.]|[Hcvubdktr](?![A-Za-z]))(?P<gap>[ ]*)"""
    rf"(?:\{{[ ]*(?:\\(?P<braced_name>{LETTER_NAMES})[ ]*(?:\{{\}})?|(?P<braced>{LETTER})(?P<rest>[^\W\d_]*))[ ]*\}}"
    rf"|\\(?P<name>{LETTER_NAMES})(?![A-Za-z])(?:\{{\}}|[ ]+(?=[^\W\d_]))?"
    rf"|(?P<bare>{LETTER}))"
)
# `\O(n)` and `\L_2` are some author's own commands for an order and a space.
LETTER_COMMAND = re.compile(rf"\\({LETTER_NAMES})(?![A-Za-z_^(])(\{{\}}|[ ]+(?=[^\W\d_])|)")
SYMBOL_COMMAND = re.compile(
    rf"\\({'|'.join(sorted(TEXT_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}})?|\{{\\deg(?:ree)?\}}"
)
FONTS = "it|em|bf|rm|sl|sf|tt|sc|cal|small|large|itshape|slshape|scshape|upshape|bfseries|ttfamily|sffamily|rmfamily"
DECLARATION = re.compile(rf"\\(?:{FONTS}|noindent|smallskip|medskip|bigskip)(?![A-Za-z])[ ]*")
GROUP = re.compile(
    r"\\(?:text(?:it|bf|tt|sc|sf|sl|rm|up|md|normal)?|emph|math(?:rm|it|bf|sf|tt)|[mh]box|underline|url|ce)[ ]*"
    r"\{(?P<argument>[^{}]*)\}"
    r"|\\text(?P<script>su(?:per|b)script)\{(?P<scripted>[^{}]*)\}"
    # What is not known keeps its braces: an argument, a sub- or superscript.
    r"|\\[A-Za-z]+\*?(?:[ ]?(?:\[[^\[\]]{0,200}\]|\{[^{}]*\}))+|[_^][ ]?\{[^{}]*\}"
    rf"|\{{\\(?:{FONTS})(?![A-Za-z])[ ]*(?P<declared>[^{{}}]*?)(?:\\/)?\}}"
    # {B}ayes and {é}, not the set {a, b}.
    r"|\{(?P<lone>[^\W\d_][^\W\d_\u0300-\u036f]*[\u0300-\u036f]*|[^\x00-\x7f])\}|(?<=\w)\{\}"
    r"|(?P<blank>\{[ ]\}[ ]?)"
)
SPECIAL = re.compile(r"\\([&%_# ,;:!/@-])")
LINE_BREAK = re.compile(r"[ ]*(?<!\\)\\\\(?!\\)[ ]*")
# A tie joins a word and what belongs to it; in "~5 km" and "z~2" the same sign means about.
TIE = re.compile(
    rf"(?<=[\w.,;:)\]'’”{FORMULA}])~(?=[^\W\d_]|[(\[\\{FORMULA}])"
    r"|(?:(?<=[^\W\d_][^\W\d_])|(?<=[^\W\d_]\.))~(?=\d+(?![\d.^]*\d|\^))"
)
QUOTATION = re.compile(
    r"""(?:``|(?<![\w)\]}'])'')(?P<double>[^`"]*?)(?:''|")(?!')|(?<![\w`])`(?P<single>[^`']+)'(?!\w)"""
)
DASHES = re.compile(r"(?<![-<=|!])(---?)(?![->])")  # not the arrow -->


def decode_tex(text: str) -> str:
    r"""Unicode text with accents and text commands decoded; `$…$` and `\(…\)` stay byte for byte.

    A command that is not known stays as it is, and so does all of a text that holds Unicode noncharacters.
    """
    if not may_hold_tex(text) or STAND_INS.search(text):
        return text
    if not may_hold_math(text):
        return decode_text(text)
    segments = split_math(text)
    formulas = [segment.source for segment in segments if segment.is_math]
    decoded = decode_marked("".join(FORMULA if segment.is_math else segment.source for segment in segments))
    pieces = decoded.split(FORMULA)
    decoded = "".join(piece + formula for piece, formula in zip(pieces, [*formulas, ""], strict=True))
    return show_dollars(decoded, formulas) if DOLLAR in decoded else decoded


def decode_segments(text: str) -> list[Segment]:
    """`split_math(decode_tex(text))`, read once where nothing but formulas is TeX, as in most abstracts."""
    segments = split_math(text)
    if may_hold_tex("".join(FORMULA if segment.is_math else segment.source for segment in segments)):
        return split_math(decode_tex(text))
    return segments


def may_hold_tex(text: str) -> bool:
    """Almost every text says no, in a quarter of a microsecond; a harvest asks millions of times."""
    return "\\" in text or "{" in text or "~" in text or "--" in text or "`" in text or "''" in text


def show_dollars(decoded: str, formulas: Sequence[str]) -> str:
    r"""`\$` becomes `$`, unless a second reading would take that for the fence of a formula."""
    shown = decoded.replace(DOLLAR, "$")
    same = [segment.source for segment in split_math(shown) if segment.is_math] == list(formulas)
    return shown if same else decoded.replace(DOLLAR, "\\$")


def decode_text(text: str) -> str:
    """As decode_tex, for text that is known to hold no formula."""
    return decode_marked(text).replace(DOLLAR, "$") if may_hold_tex(text) and not STAND_INS.search(text) else text


def decode_marked(text: str) -> str:
    """The steps of the decoding; the stand-in for a formula counts as no letter, and none gets lost."""
    if "\\" in text:
        text = LINE_BREAK.sub(" ", text) if "\\\\" in text else text
        text = text.replace("\\{", OPEN).replace("\\}", CLOSE).replace("\\$", DOLLAR)
    text = decode_commands(text)
    if "\\" in text:
        text = SPECIAL.sub(decode_special, text)
    if "~" in text:
        text = TIE.sub("\u00a0", text)
    if "`" in text or "''" in text:
        text = QUOTATION.sub(decode_quotation, text).replace("``", "“")
    if "--" in text:
        text = DASHES.sub(lambda match: "—" if len(match[1]) == 3 else "–", text)
    return text.replace(OPEN, "{").replace(CLOSE, "}")


def decode_commands(text: str) -> str:
    """Accents, letters, symbols and groups, from the inside of the groups outwards."""
    for _ in range(NESTING):
        before = text
        if "\\" in text:
            text = ACCENT.sub(decode_accent, text)
        if "\\" in text:
            text = LETTER_COMMAND.sub(decode_letter, text)
            text = SYMBOL_COMMAND.sub(lambda match: TEXT_SYMBOLS[match[1]] if match[1] else "°", text)
        if "{" in text:
            text = GROUP.sub(decode_group, text)
        if text == before or ("\\" not in text and "{" not in text):
            break
    return DECLARATION.sub("", text) if "\\" in text else text


def decode_accent(match: re.Match[str]) -> str:
    r"""The accented letter. Without braces only one that Unicode has whole: `the \c quark` is no accent."""
    accent, rest = match["accent"], match["rest"] or ""
    name = match["braced_name"] or match["name"]
    base = {"i": "i", "j": "j"}.get(name, LETTERS[name]) if name else match["braced"] or match["bare"]
    if accent == "t":
        return f"{base}\u0361{rest}" if len(rest) == 1 else match[0]
    accented = add_accent(base, ACCENTS[accent])
    if match["bare"] and (spaces_forbid(match) or (len(accented) > 1 and base.isascii())):
        return match[0]
    return match[0] if rest and accent.isalpha() else accented + rest


def add_accent(letter: str, accent: str) -> str:
    r"""In one character if there is one: `\^{\'e}` and `\'{\^e}` are both meant for ế."""
    decomposed = normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    return min(normalize("NFC", base + marks + accent), normalize("NFC", base + accent + marks), key=len)


def spaces_forbid(match: re.Match[str]) -> bool:
    r"""`\v c` needs its space, `\vc` is another command; `\' alez` is a slip, but `5 \~ km` means about."""
    if match["accent"].isalpha():
        return not match["gap"] and match["bare"].isascii()
    return bool(match["gap"]) and match["accent"] in "~^=."


def decode_letter(match: re.Match[str]) -> str:
    r"""TeX takes the blanks after a command; after `2.7 \AA` they part a unit from the next word all the same."""
    before = match.string[: match.start()].rstrip()[-1:] if match[1] == "AA" else ""
    kept = match[2] if match[2] != "{}" and (before.isdigit() or before == FORMULA) else ""
    return LETTERS[match[1]] + kept


def decode_group(match: re.Match[str]) -> str:
    if match["script"]:
        return to_script("^" if match["script"] == "superscript" else "_", match["scripted"])
    if match["blank"]:
        return " "
    if match.lastgroup:
        return str(match[match.lastgroup])
    return "" if match[0] == "{}" else match[0]


def decode_special(match: re.Match[str]) -> str:
    return SPECIALS.get(match[1], match[1])


def decode_quotation(match: re.Match[str]) -> str:
    return f"‘{match['single']}’" if match["single"] else f"“{match['double']}”"


def to_plain(text: str) -> str:
    r"""One line for page titles and subjects of e-mails, in NFC: as decode_tex, with `$\alpha^2$` read as α²."""
    if not may_hold_tex(text) and "$" not in text:
        return normalize("NFC", " ".join(text.split()))
    if not may_hold_math(text):
        return normalize("NFC", " ".join(decode_text(text).split()))
    segments = split_math(text)
    formulas = [plain_formula(segment) for segment in segments if segment.is_math]
    marked = "".join(FORMULA if segment.is_math else STAND_INS.sub("", segment.source) for segment in segments)
    pieces = decode_marked(marked).replace(DOLLAR, "$").split(FORMULA)
    plain = "".join(piece + formula for piece, formula in zip(pieces, [*formulas, ""], strict=True))
    return normalize("NFC", " ".join(plain.split()))
