"""Where formulas stand in Markdown: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, environments, and references to equations.

Prices stay text: no blank beside a dollar sign on the inside, no digit on the outside.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from summaries.rendering.macros import DEFINITION, is_only_definitions

ENVIRONMENTS = r"(?:equation|multline|gather|align|alignat|flalign|eqnarray)\*?|[bBpvV]?matrix|cases|aligned|gathered"

# An inline formula. Each stops at the next opening of its own kind, so that unclosed ones are cheap.
DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]++|\\[\s\S])++)(?<!\s)\$(?![0-9])")
DOUBLE_DOLLARS = re.compile(r"\$\$((?:[^$\\]++|\\[\s\S]|\$(?!\$))++)\$\$")
PARENTHESES = re.compile(r"\\\(((?:[^\\]++|\\(?![()])[\s\S])++)\\\)")
BRACKETS = re.compile(r"\\\[((?:[^\\]++|\\(?![\[\]])[\s\S])++)\\\]")
BEGIN = re.compile(rf"\\begin\{{({ENVIRONMENTS})\}}")
REFERENCE = re.compile(r"\\(ref|eqref)\{([^{}\n]{1,100})\}")

# A display formula in lines of its own.
OPENING = re.compile(rf"\$\$|\\\[|{BEGIN.pattern}")
NUMBER = r"\s*(?:\(([^()$\r\n]{1,30})\))?\s*$"
DOLLARS_END = re.compile(rf"\$\$(?!\$){NUMBER}")
BRACKETS_END = re.compile(rf"(?<!\\)\\\]{NUMBER}")


def formula_plugin(parser: MarkdownIt) -> None:
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "formula_block", formula_block, interrupts)
    parser.block.ruler.before("formula_block", "definitions", definitions)
    parser.core.ruler.before("text_join", "escaped_dollars", keep_escaped_dollars)
    parser.inline.ruler.before("escape", "formula_dollars", formula_dollars)
    parser.inline.ruler.before("escape", "formula_backslash", formula_backslash)


def keep_escaped_dollars(state: StateCore) -> None:
    """Apart from the words around them, so that one that was meant is told from one that lost its partner."""
    for line in state.tokens:
        for token in line.children or []:
            if token.type == "text_special" and token.content == "$":
                token.type = "escaped_dollar"


def push(state: StateInline, silent: bool, token: Token, end: int) -> bool:
    if not silent:
        pushed = state.push(token.type, "", 0)
        pushed.content, pushed.markup = token.content, token.markup
    state.pos = end
    return True


def formula_dollars(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    if source.startswith("$$", start) and (match := DOUBLE_DOLLARS.match(source, start, state.posMax)):
        return push(state, silent, Token("math_display", "", 0, content=match[1], markup="$$"), match.end())
    if start > 0 and source[start - 1].isdigit():
        return False
    if match := DOLLARS.match(source, start, state.posMax):
        return push(state, silent, Token("math_inline", "", 0, content=match[1], markup="$"), match.end())
    return False


def formula_backslash(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if source[start] != "\\":
        return False
    following = source[start + 1 : start + 2]
    if following == "(" and (match := PARENTHESES.match(source, start, state.posMax)) and is_formula(match[1]):
        return push(state, silent, Token("math_inline", "", 0, content=match[1], markup="\\("), match.end())
    if following == "[" and (match := BRACKETS.match(source, start, state.posMax)) and is_formula(match[1]):
        return push(state, silent, Token("math_display", "", 0, content=match[1], markup="\\["), match.end())
    if following in {"r", "e"} and (match := REFERENCE.match(source, start, state.posMax)):
        return push(
            state, silent, Token("equation_ref", "", 0, content=match[2].strip(), markup=f"\\{match[1]}"), match.end()
        )
    if following == "b" and (match := BEGIN.match(source, start, state.posMax)):
        return environment(state, silent, match[1])
    return False


def is_formula(tex: str) -> bool:
    """An escaped bracket after another holds blanks or backslashes at most."""
    return bool(tex.strip(" \t\n\\"))


def environment(state: StateInline, silent: bool, name: str) -> bool:
    closing = f"\\end{{{name}}}"
    unclosed = state.env.setdefault("unclosed", {})
    if state.pos >= unclosed.get((closing, state.src), len(state.src)):
        return False
    end = state.src.find(closing, state.pos, state.posMax)
    if end < 0:
        unclosed[closing, state.src] = state.pos
        return False
    end += len(closing)
    return push(state, silent, Token("math_display", "", 0, content=state.src[state.pos : end], markup=""), end)


def line_of(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    first = line_of(state, start)
    opening = OPENING.match(first)
    if opening is None or (silent and opening[0] in {"$$", "\\["} and first.strip() != opening[0]):
        return False
    closing = closing_of(opening)
    last = find_end(state, start, end, opening, closing)
    token = formula_token(state, start, last, opening, closing) if last is not None else None
    if last is None or token is None:
        return False
    if not silent:
        token.level = state.level
        state.tokens.append(token)
    state.line = last + 1
    return True


def closing_of(opening: re.Match[str]) -> re.Pattern[str]:
    if opening[0] == "$$":
        return DOLLARS_END
    return BRACKETS_END if opening[0] == "\\[" else re.compile(rf"\\end\{{{re.escape(opening[1])}\}}{NUMBER}")


def find_end(state: StateBlock, start: int, end: int, opening: re.Match[str], closing: re.Pattern[str]) -> int | None:
    """The line where the formula ends. What was sought in vain is not sought again from a later line."""
    rest = line_of(state, start)[opening.end() :]
    if closing.search(rest):
        return start
    if opening[0] == "$$" and "$$" in rest:
        return None  # it ends inside the line, which is a paragraph's
    failures = state.env.setdefault("failures", {})
    key = (closing.pattern, state.blkIndent)
    sought_from, sought_to = failures.get(key, (0, 0))
    if sought_from <= start < sought_to:
        return None
    for number in range(start + 1, end):
        if closing.search(line_of(state, number)) and not is_outside(state, number, opening):
            return number
        if is_outside(state, number, opening):
            end = number
            break
    failures[key] = (start, end)
    return None


def is_outside(state: StateBlock, number: int, opening: re.Match[str]) -> bool:
    """A blank line ends a formula, but not one between dollars; a line that leaves the list ends any."""
    if state.isEmpty(number):
        return opening[0] != "$$"
    return bool(state.sCount[number] < state.blkIndent)


def formula_token(
    state: StateBlock, start: int, last: int, opening: re.Match[str], closing: re.Pattern[str]
) -> Token | None:
    """None where there is nothing between the fences."""
    text = state.getLines(start, last + 1, state.blkIndent, False).strip()
    match = closing.search(text, opening.end())
    content = text[opening.end() : match.start() if match else len(text)]
    if not is_formula(content):
        return None
    token = Token("math_block", "", 0, block=True, map=[start, last + 1])
    token.markup = opening[0] if opening[0] in {"$$", "\\["} else ""
    token.content = content if token.markup else f"{opening[0]}{content}\\end{{{opening[1]}}}"
    token.info = (match[1] or "").strip() if match else ""
    return token


def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph of nothing but definitions is for the formulas, and not shown."""
    if silent or state.level > 0 or state.is_code_block(start) or not DEFINITION.match(line_of(state, start)):
        return False
    last = next((number for number in range(start, end) if state.isEmpty(number)), end)
    text = state.getLines(start, last, 0, False)
    if not is_only_definitions(text):
        return False
    token = state.push("math_definitions", "", 0)
    token.hidden = True
    token.content = text
    state.line = last
    return True
