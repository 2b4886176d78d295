"""LaTeX to MathML by math-core, and the gate that its output passes."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TypeVar

from django.utils.safestring import SafeString, mark_safe
from math_core import LatexError, LatexToMathML

from shortsci.tex_dialect import MACROS, in_known_words

MAXIMUM_FORMULA = 5_000  # characters
SHORT_FORMULA = 60  # characters
SHALLOW_FORMULA = 300  # characters; so short a formula fits any stack, however it nests
MAXIMUM_NESTING = 100  # elements in each other; browsers flatten what is deeper than some hundreds
DEEP_STACK = 64 * 1024 * 1024  # bytes

TAGS = frozenset(
    [
        "math",
        "maction",
        "menclose",
        "merror",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "none",
        "semantics",
    ]
)
ATTRIBUTES = frozenset(
    [
        "accent",
        "accentunder",
        "columnalign",
        "columnspan",
        "depth",
        "dir",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "intent",
        "largeop",
        "linethickness",
        "lspace",
        "mathcolor",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
        "xmlns",
    ]
)
STYLE_ATTRIBUTES = ("displaystyle=", "scriptlevel=")
DISPLAY_STYLE = ['displaystyle="true"', 'scriptlevel="0"']  # that a formula on lines of its own begins with
# The site's policy forbids style attributes; each declaration that math-core writes has a class in math.css.
STYLES = {
    "width:100%": "w-all",
    "width:50%": "w-half",
    "text-align:right": "at-right",
    "text-align:left": "at-left",
    "justify-items:end": "",
    "justify-items:start": "",
    "padding-left:0": "pl-0",
    "padding-right:0": "pr-0",
    "padding-top:0": "pt-0",
    "padding-bottom:0": "pb-0",
    "padding-left:1em": "pl-1",
    "padding-right:1em": "pr-1",
    "padding-left:0.2222em": "pl-02",
    "padding-right:0.2222em": "pr-02",
    "margin-left:-0.16666667em": "ml-neg",
}
START_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
ATTRIBUTE = re.compile(r'([A-Za-z:-]+)="([^"]*)"')
COLOR = re.compile(r"color:(#[0-9A-Fa-f]{3,8})")
# A command that expands to itself many times over would defeat every limit on length; who allows definitions
# expands them before (summaries.rendering.macros).
DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|(?:future)?let|DeclareMathOperator|newenvironment)(?![A-Za-z])"
)
CLASS = re.compile(r"menclose-[a-z]+")


stack_size_lock = threading.Lock()
Result = TypeVar("Result")


class FormulaError(Exception):
    """The formula cannot be shown; `str(error)` says why, for its author."""


converter = LatexToMathML(macros=MACROS, fancy_error=False, allow_unreliable_rendering=True)


@dataclass(frozen=True)
class Formula:
    """`source` is what is shown where it cannot be converted; `problem`, where it is known already, says why."""

    tex: str
    is_display: bool
    source: str = ""
    problem: str = ""

    @property
    def shown_source(self) -> str:
        fence = "$$" if self.is_display else "$"
        return self.source or fence + self.tex + fence


def formulas_html(formulas: Sequence[Formula]) -> list[SafeString]:
    """Safe MathML for each formula, or its source with the reason where it cannot be converted."""
    return on_a_stack_that_holds(formulas, convert)


def problems_of(formulas: Sequence[Formula]) -> list[tuple[str, str]]:
    """Those that cannot be shown: the source and the reason."""
    return on_a_stack_that_holds(formulas, find_problems)


def on_a_stack_that_holds(
    formulas: Sequence[Formula], work: Callable[[Sequence[Formula]], list[Result]]
) -> list[Result]:
    if all(len(formula.tex) <= SHALLOW_FORMULA for formula in formulas):
        return work(formulas)
    return run_with_deep_stack(lambda: work(formulas))


def convert(formulas: Sequence[Formula]) -> list[SafeString]:
    # Safe: what math-core wrote passed the gate of tags and attributes below, and sources are escaped.
    return [mark_safe(formula_html(formula)) for formula in formulas]  # noqa: S308


def find_problems(formulas: Sequence[Formula]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for formula in formulas:
        try:
            to_mathml(formula)
        except FormulaError as error:
            found.append((formula.shown_source, str(error)))
    return found


def run_with_deep_stack(work: Callable[[], list[Result]]) -> list[Result]:
    """math-core recurses once a nested group, and ends the process where the stack ends.

    Five thousand characters nest at most as deep; 64 MB hold four times that, and only what is used is real.
    """
    with stack_size_lock:
        previous = threading.stack_size(DEEP_STACK)
        try:
            results: list[list[Result]] = []
            thread = threading.Thread(target=lambda: results.append(work()))
            thread.start()
        finally:
            threading.stack_size(previous)
    thread.join()
    return results[0]


def formula_html(formula: Formula) -> str:
    try:
        mathml = to_mathml(formula)
    except FormulaError as error:
        return f'<code class="math-error" title="{escape(str(error))}">{escape(formula.shown_source)}</code>'
    return f'<span class="math-display">{mathml}</span>' if formula.is_display else mathml


def to_mathml(formula: Formula) -> str:
    """Raises FormulaError."""
    if formula.problem:
        raise FormulaError(formula.problem)
    if len(formula.tex) > MAXIMUM_FORMULA:
        raise FormulaError(f"A formula may have {MAXIMUM_FORMULA:,} characters at most.")
    convert_it = kept_mathml if len(formula.tex) <= SHORT_FORMULA else mathml_of
    return convert_it(formula.tex, is_display=formula.is_display)


def mathml_of(tex: str, *, is_display: bool) -> str:
    """Raises FormulaError."""
    if definition := DEFINITION.search(tex):
        raise FormulaError(f"Formulas cannot define commands here ({definition[0]}).")
    try:
        mathml = converter.convert_with_local_state(in_known_words(tex), displaystyle=is_display)
    except UnicodeEncodeError as error:
        raise FormulaError("This formula holds half a character.") from error
    except LatexError as error:
        raise FormulaError(str(error).partition(": ")[2] or "This is not valid LaTeX.") from error
    if deepest_nesting(mathml) > MAXIMUM_NESTING:
        raise FormulaError("This formula is nested too deeply.")
    return START_TAG.sub(Gate(is_display=is_display).passed, mathml)


kept_mathml = lru_cache(maxsize=2_000)(mathml_of)  # most formulas of a list are a letter or two, and the same ones


def deepest_nesting(mathml: str) -> int:
    depth = deepest = 0
    for match in START_TAG.finditer(mathml):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


class Gate:
    """Lets the tags of one formula pass, in their order.

    The style that an element is laid out in goes onto an `mstyle` around it, unless it is in that style anyway: MathML
    Core allows it on any element, HTML as the Nu checker has it on that one alone.
    """

    def __init__(self, *, is_display: bool) -> None:
        self.is_display = is_display
        self.is_styled: list[bool] = []  # of each element that is open, whether an mstyle stands around it

    def passed(self, match: re.Match[str]) -> str:
        """The tag with the attributes that are allowed; FormulaError for a tag that is not."""
        closing, name, attributes = match.groups()
        if name not in TAGS:
            raise FormulaError("This formula uses a construct that cannot be shown here.")
        if closing:
            return f"</{name}></mstyle>" if self.is_styled.pop() else f"</{name}>"
        kept = allowed_attributes(attributes)
        style = [attribute for attribute in kept if name != "mstyle" and attribute.startswith(STYLE_ATTRIBUTES)]
        tag = " ".join([f"<{name}", *(attribute for attribute in kept if attribute not in style)])
        if self.is_display and len(self.is_styled) == 1 and style == DISPLAY_STYLE:
            style = []
        before, after = (f"<mstyle {' '.join(style)}>", "</mstyle>") if style else ("", "")
        if attributes.rstrip().endswith("/"):
            return f"{before}{tag}/>{after}"
        self.is_styled.append(bool(style))
        return f"{before}{tag}>"


def allowed_attributes(text: str) -> list[str]:
    kept: list[str] = []
    classes: list[str] = []
    for key, value in ATTRIBUTE.findall(text):
        if key in ATTRIBUTES:
            kept.append(f'{key}="{value}"')
        elif key == "class" and CLASS.fullmatch(value):
            classes.append(value)
        elif key == "style":
            color, names = read_style(value)
            kept += color
            classes += names
    if classes:
        kept.append(f'class="{" ".join(classes)}"')
    return kept


def read_style(style: str) -> tuple[list[str], list[str]]:
    """The colour attribute, and the classes, that stand for a style attribute."""
    declarations = [declaration.replace(" ", "") for declaration in style.split(";") if declaration]
    colors = [f'mathcolor="{match[1]}"' for text in declarations if (match := COLOR.fullmatch(text))]
    return colors, [name for text in declarations if (name := STYLES.get(text))]
