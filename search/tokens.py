r"""Words as the index has them: small plain letters, TeX read, parts of a compound and the compound itself.

One function serves what is indexed and what is asked, so that `Schr\"odinger`, "Schrödinger" and "schrodinger" meet.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from papers.tex import decode_tex, split_math
from papers.tex_symbols import GREEK, SILENT_IN_MATH

# Letters that do not come apart into a plain one and its mark.
PLAIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ŋ": "ng",
        "ħ": "h",
        "ȷ": "j",
        "ℓ": " ell ",
        "∞": " infinity ",
        "∂": " partial ",
        "∇": " nabla ",
        **{letter.lower(): f" {name.lower().removeprefix('var')} " for name, letter in GREEK.items()},
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’‘ʼ`´", "'"),
    }
)
WORD = re.compile(r"[^\W_]+")
# Begun at the beginning of a word alone, and nothing tried twice: a text of one endless word takes no longer.
COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-'][^\W_]++)+")
BETWEEN_PARTS = re.compile("[-']")
NUMBER_OF_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Chinese, Japanese and Korean set no blanks between words: each sign is one.
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
SIGN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
MATH_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\.")
SCRIPT = re.compile(r"(?<![a-z0-9])([a-z0-9]++) *+[_^] *+\{?+ *+([a-z0-9]++)")
LAYOUT = SILENT_IN_MATH | {
    *("frac", "dfrac", "tfrac", "left", "right", "bigl", "bigr", "big", "mathbb", "mathcal", "mathbf", "mathrm"),
    *("mathit", "mathsf", "mathfrak", "mathscr", "boldsymbol", "bm", "text", "textrm", "textit", "rm", "bf", "cal"),
    *("operatorname", "hat", "widehat", "tilde", "widetilde", "bar", "overline", "vec", "dot", "quad", "ensuremath"),
}
# How German writes an umlaut without the dots; names are spelled both ways.
SPELLED_OUT = re.compile(r"[aou]e")
GERMAN_NAME = re.compile(r"[A-Z][a-z]{0,12}[aou]e[a-z]+")
TITLE_LENGTH = 300  # characters; in titles names are spelled either way, and a long text takes long to look through
LONGEST = 40  # letters; what is longer is no word that anybody types


def words_of(text: str) -> list[str]:
    """All words of a text in its order, the compounds after them; `text` may hold TeX."""
    return [word for word in WORD.findall(index_text(text)) if len(word) <= LONGEST]


def index_text(text: str) -> str:
    """What an analyzer that splits at all but letters and digits is given."""
    plain = fold(text).replace("'s ", " ")
    joined = compounds_in(plain) if "-" in plain or "'" in plain else []
    if len(text) < TITLE_LENGTH:
        joined += [shorten(name.lower()) for name in GERMAN_NAME.findall(text)]
    if "_" in plain or "^" in plain:
        joined += scripts_in(plain)
    return f"{plain} | {' '.join(joined)}" if joined else plain


def compounds_in(plain: str) -> list[str]:
    """`word2-vec` is looked for as word2vec, too; of a longer chain each pair."""
    chunks = [chunk for chunk in plain.split() if "-" in chunk or "'" in chunk]
    return [word for compound in COMPOUND.findall(" ".join(chunks)) for word in join_parts(compound)]


def join_parts(compound: str) -> Iterator[str]:
    return map("".join, pairwise(BETWEEN_PARTS.split(compound)))


def fold(text: str) -> str:
    """Small letters without accents, formulas as words."""
    if "\\" in text or "$" in text:
        text = read_math(text)
    text = text.lower()
    return text if text.isascii() else NOT_ASCII.sub(fold_run, text)


def fold_run(match: re.Match[str]) -> str:
    run = SIGN.sub(r" \1 ", match[0].translate(PLAIN))
    run = unicodedata.normalize("NFKD", run).lower().translate(PLAIN)  # a decorated capital is a capital only now
    run = SIGN.sub(r" \1 ", run)  # a sign in a circle is a sign only now
    return "".join(char for char in run if not unicodedata.combining(char))


def read_math(text: str) -> str:
    segments = split_math(decode_tex(text))
    return "".join(f" {math_words(part.tex)} " if part.is_math else loose_math(part.source) for part in segments)


def loose_math(text: str) -> str:
    r"""What stands outside of dollar signs, such as `\alpha`, or `ell_1`."""
    return math_words(text) if "\\" in text else text


def math_words(tex: str) -> str:
    r"""`O(n \log n)` is o, n, log, n; `\mathcal{H}` is h."""
    return MATH_COMMAND.sub(command_word, tex)


def command_word(match: re.Match[str]) -> str:
    name = match[1] or ""
    return " " if name in LAYOUT else f" {name.removeprefix('var')} "


def scripts_in(plain: str) -> list[str]:
    """A sign with its index or power as one word: `L^2` is l2, and `ell_1` both ell1 and l1."""
    joined = [base + script for base, script in SCRIPT.findall(plain)]
    return joined + [word[2:] for word in joined if word.startswith("ell") and word[3:].isdigit()]


@lru_cache(maxsize=50_000)
def spellings(word: str) -> tuple[str, ...]:
    """The word and how it is written without, or with, the letter that stands for an umlaut's dots."""
    shorter = shorten(word)
    return (word,) if shorter == word else (word, shorter)


def shorten(word: str) -> str:
    """Schroedinger is Schrodinger, as Schrödinger is without its dots."""
    return SPELLED_OUT.sub(lambda match: match[0][0], word)


def is_year(word: str) -> bool:
    return bool(NUMBER_OF_YEAR.fullmatch(word))
