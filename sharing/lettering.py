"""Lines of text in the site's own fonts, each sign from the first of them that has it.

FreeType reads the WOFF2 files that the pages use. What no font has is drawn as what Unicode says it stands for, small
and raised or lowered where it is a superscript or subscript, or else left out.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from django.conf import settings
from PIL import ImageDraw, ImageFont

Style = Literal["regular", "italic", "bold"]

FONTS = Path(settings.BASE_DIR) / "shortsci" / "static" / "shortsci" / "fonts"
MATH = (
    "pagella-math",
    "pagella-math-signs",
    "pagella-math-greek",
    "pagella-math-letters",
    "pagella-math-bold",
    "pagella-math-bold-slanted",
    "pagella-math-more-signs",
    "pagella-math-more-letters",
    "pagella-italic",  # the slanted letters of formulas
)
NO_SIGN = "\uffff"  # that no font has: what it is drawn as stands for every missing sign
PROBE = 24  # pixels
SMALL = 0.62  # of the size, for raised and lowered signs
RAISED, LOWERED = -0.34, 0.16  # of the size, downward


@dataclass(frozen=True, slots=True)
class Sign:
    text: str
    font: str
    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """A style in a size, in pixels."""

    style: Style
    size: int

    def length(self, text: str) -> float:
        return sum(self.font(run).getlength(run.text) for run in runs(text, self.style))

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: str) -> None:
        """`place` is the left end of the baseline."""
        left, baseline = place
        for run in runs(text, self.style):
            font = self.font(run)
            canvas.text((left, baseline + run.shift * self.size), run.text, font=font, fill=colour, anchor="ls")
            left += font.getlength(run.text)

    def font(self, run: Sign) -> ImageFont.FreeTypeFont:
        return load(run.font, round(self.size * run.scale))


@lru_cache(maxsize=128)
def load(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.woff2", size)


@lru_cache(maxsize=4096)
def has(font: str, sign: str) -> bool:
    probe = load(font, PROBE)
    return sign == " " or bytes(probe.getmask(sign)) != bytes(probe.getmask(NO_SIGN))


def runs(text: str, style: Style) -> list[Sign]:
    """Neighbours in the same font are drawn together, so that they are kerned."""
    signs = [found for letter in text if (found := sign_of(letter, style))]
    grouped = groupby(signs, lambda sign: (sign.font, sign.scale, sign.shift))
    return [Sign("".join(sign.text for sign in group), *how) for how, group in grouped]


@lru_cache(maxsize=4096)
def sign_of(letter: str, style: Style) -> Sign | None:
    if unicodedata.category(letter).startswith("C"):  # steers what is around it, or means nothing
        return None
    fonts = (f"pagella-{style}", f"pagella-{style}-ext", *MATH)
    if font := next((font for font in fonts if has(font, letter)), None):
        return Sign(letter, font)
    plain = unicodedata.normalize("NFKC", letter)
    if plain == letter or len(plain) > 3:
        return None
    font = next((font for font in fonts if all(has(font, part) for part in plain)), None)
    if font is None:
        return None
    kind = unicodedata.decomposition(letter).partition(">")[0]
    shift = {"<super": RAISED, "<sub": LOWERED}.get(kind, 0.0)
    return Sign(plain, font, SMALL if shift else 1.0, shift)


def wrap(text: str, lettering: Lettering, width: float, lines: int) -> tuple[list[str], bool]:
    """At most so many lines, and whether all of the text is in them; what is cut off ends in an ellipsis."""
    words = unicodedata.normalize("NFC", text).split()
    wrapped: list[str] = []
    line = ""
    while words:
        longer = f"{line} {words[0]}".strip()
        if lettering.length(longer) <= width:
            line = longer
            words.pop(0)
        elif line:
            wrapped.append(line)
            line = ""
        else:
            fits = fitting(words[0], lettering, width)
            wrapped.append(words[0][:fits])
            words[0] = words[0][fits:]
        if len(wrapped) == lines:
            break
    wrapped.extend([line] if line else [])
    if not words:
        return wrapped, True
    return [*wrapped[:-1], cut(wrapped[-1], lettering, width)], False


def fitting(word: str, lettering: Lettering, width: float) -> int:
    """How many of a word's first letters stand on one line; one at least."""
    ends = range(1, len(word) + 1)
    return max(bisect_right(ends, width, key=lambda end: lettering.length(word[:end])), 1)


def cut(line: str, lettering: Lettering, width: float) -> str:
    """With as much of the line as leaves room for the ellipsis."""
    ends = range(len(line) + 1)
    end = bisect_right(ends, width, key=lambda end: lettering.length(f"{line[:end]}…")) - 1
    return f"{line[: max(end, 0)].rstrip()}…"
