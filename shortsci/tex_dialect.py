"""What papers write and math-core does not know, said in commands that it knows."""

import re

# Commands that stand for others. What only sizes, raises, backs or
# overlaps its argument is shown plainly.
MACROS = {
    "mbox": r"\text{#1}",
    "textup": r"\text{#1}",
    "dotsc": r"\ldots",
    "smallsetminus": r"\setminus",
    "bm": r"\boldsymbol{#1}",
    "pmb": r"\boldsymbol{#1}",
    "mathnormal": "{#1}",
    "mathsfit": r"\mathsf{#1}",
    "vcenter": "{#1}",
    "R": r"\mathbb{R}",
    "N": r"\mathbb{N}",
    "Z": r"\mathbb{Z}",
    "E": r"\mathbb{E}",
    "red": r"\textcolor{red}{#1}",
    "green": r"\textcolor{green}{#1}",
    "blue": r"\textcolor{blue}{#1}",
    "underbar": r"\underline{#1}",
    "sout": r"\cancel{#1}",
    "rlap": "{#1}",
    "llap": "{#1}",
    "clap": "{#1}",
    "mathrlap": "{#1}",
    "mathllap": "{#1}",
    "mathclap": "{#1}",
    "TextOrMath": "{#2}",
    "colorbox": "{#2}",
    "fcolorbox": r"\boxed{#3}",
    "TeX": r"\text{TeX}",
    "LaTeX": r"\text{LaTeX}",
    "KaTeX": r"\text{KaTeX}",
}

DROPPED_COMMANDS = re.compile(
    r"\\(?:smash\s*(?:\[[^\[\]{}]*\])?|(?:nobreak|allowbreak|relax)(?![A-Za-z])|[Bb]igg?[lrm]?\s*\."
    r"|(?:err)?message\s*\{[^{}]*\}|rule\s*(?:\[[^\[\]{}]*\]\s*)?\{\s*0[a-z]*\s*\}\s*\{[^{}]*\}|(?<=\}\\)limits(?![A-Za-z])"
    r"|(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge)(?![A-Za-z]))"
)
STARRED_SPACE = re.compile(r"\\hspace\s*\*")
OPERATOR = re.compile(r"\\operatorname(\*?)\s*\{(?=[^{}]*\\)")
NEW_ROW = re.compile(r"\\cr(?![A-Za-z])")
ALIGNED_AT = re.compile(r"\\(begin|end)\{alignedat\}(?:\s*\{\s*[0-9]{1,3}\s*\})?")
PLACED_MATRIX = re.compile(r"\\(begin|end)\{([bBpvV]?matrix)\*\}(?:\s*\[[lcr]\])?")
ANY_OF_THESE = re.compile(
    r"\\(?:smash|nobreak|allowbreak|relax|(?:err)?message|rule|limits|hspace\s*\*|operatorname|[Bb]igg?[lrm]?\s*\.|tiny|scriptsize|footnotesize|small|normalsize|large|L|huge|Huge|cr)"
    r"|alignedat|matrix\*|\\text(?:rm|bf|it|sf|tt)?\s*\{[^{}]*(?:\$|\\\()"
)
TEXT = re.compile(r"\\text(?:rm|bf|it|sf|tt)?\s*\{")
BRACES = re.compile(r"\\[\s\S]|[{}]")
FORMULA_IN_TEXT = re.compile(r"\$([^$]*)\$|\\\(((?:[^\\]++|\\[^()])*+)\\\)")


def in_known_words(tex: str) -> str:
    if not ANY_OF_THESE.search(tex):
        return tex
    tex = DROPPED_COMMANDS.sub("", tex)
    tex = STARRED_SPACE.sub(r"\\hspace", tex)
    tex = OPERATOR.sub(r"\\mathop{\\rm ", tex)
    tex = NEW_ROW.sub(r"\\\\", tex)
    tex = ALIGNED_AT.sub(r"\\\1{aligned}", tex)
    tex = PLACED_MATRIX.sub(r"\\\1{\2}", tex)
    return lift_formulas(tex)


def lift_formulas(tex: str) -> str:
    """`\\text{if $x$ is}` becomes `\\text{if }{x}\\text{ is}`, for the outermost texts."""
    parts: list[str] = []
    position = 0
    while match := TEXT.search(tex, position):
        end = closing_brace(tex, match.end())
        if end is None:
            break
        parts += [tex[position : match.start()], lifted(match[0], tex[match.end() : end])]
        position = end + 1
    return "".join(parts) + tex[position:]


def lifted(command: str, text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in FORMULA_IN_TEXT.finditer(text):
        pieces += [command, text[position : match.start()], "}{", lift_formulas(match[1] or match[2] or ""), "}"]
        position = match.end()
    if not pieces:
        return f"{command}{text}}}"
    return "{" + "".join([*pieces, command, text[position:], "}}"])


def closing_brace(tex: str, start: int) -> int | None:
    """Where the group ends whose opening brace stands before `start`."""
    depth = 1
    for match in BRACES.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return None
