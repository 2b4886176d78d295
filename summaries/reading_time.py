"""How long a text is, and how long one reads it."""

import math
import re
from dataclasses import dataclass

# Silent reading of English non-fiction: M. Brysbaert, How many words do we read per minute? A review and meta-analysis
# of reading rate, Journal of Memory and Language 109 (2019), https://doi.org/10.1016/j.jml.2019.104047.
WORDS_A_MINUTE = 238
# An inline formula is read like a few words; one on its own, and a line of code, like a clause. Our own estimate.
WORDS_AN_INLINE_FORMULA = 3
WORDS_A_DISPLAY_FORMULA = 12
WORDS_A_LINE_OF_CODE = 6

CODE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
DISPLAY = re.compile(
    r"\$\$(?:[^$\\]++|\\[\s\S]|\$(?!\$))++\$\$|\\\[(?:[^\\]++|\\(?![\[\]])[\s\S])++\\\]"
    r"|\\begin\{(?:equation|align|gather|multline)\*?\}(?:[^\\]++|\\(?!(?:begin|end)\{(?:equation|align|gather|multline))"
    r"[\s\S])++\\end\{[a-z]{1,9}\*?\}"
)
INLINE = re.compile(r"\$(?![\s$])(?:[^$\\]++|\\[\s\S])++(?<!\s)\$(?![0-9])|\\\((?:[^\\]++|\\(?![()])[\s\S])++\\\)")
TARGET = re.compile(r"\]\([^()\s]{0,2000}\)|https?://\S+")
WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


@dataclass(frozen=True)
class Length:
    words: int
    minutes: int


def measure(markdown: str) -> Length:
    """Words of the prose alone; minutes of everything, one at least where there is anything."""
    lines = sum(len(block[1].splitlines()) for block in CODE.findall(markdown))
    prose = CODE.sub(" ", markdown)
    prose, displays = DISPLAY.subn(" ", prose)
    prose, formulas = INLINE.subn(" ", prose)
    words = len(WORD.findall(TARGET.sub(" ", prose)))
    effort = (
        words + lines * WORDS_A_LINE_OF_CODE + displays * WORDS_A_DISPLAY_FORMULA + formulas * WORDS_AN_INLINE_FORMULA
    )
    return Length(words, math.ceil(effort / WORDS_A_MINUTE))
