"""What name forms of perhaps one person have in common."""

import unicodedata

MAXIMUM = 100
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def name_key(name: str) -> str:
    """Last word and first initial in plain small letters: "Jürgen Schmidhuber" and "J. Schmidhuber" share one.

    Particles are left out, since people write "van Beethoven" and "Beethoven" of one person.
    """
    plain = name if name.isascii() else without_accents(name)
    words = [word for word in plain.lower().replace(",", " ").split() if word not in SUFFIXES]
    if not words:
        return ""
    return f"{words[-1]} {words[0][0]}"[:MAXIMUM] if len(words) > 1 else words[0][:MAXIMUM]


def without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
