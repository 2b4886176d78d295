"""arXiv's categories by name, for `oai_dc`: "Mathematics - Combinatorics", from today's server "Combinatorics"."""

from collections.abc import Iterable

from papers.taxonomy import CATEGORIES, canonical_category

ARCHIVE_NAMES = {
    "astro-ph": "Astrophysics",
    "cond-mat": "Condensed Matter",
    "cs": "Computer Science",
    "econ": "Economics",
    "eess": "Electrical Engineering and Systems Science",
    "math": "Mathematics",
    "nlin": "Nonlinear Sciences",
    "physics": "Physics",
    "q-bio": "Quantitative Biology",
    "q-fin": "Quantitative Finance",
    "stat": "Statistics",
}
FORMER_NAMES = {
    "Computer Science - Learning": "cs.LG",
    "Condensed Matter - Mesoscopic Systems and Quantum Hall Effect": "cond-mat.mes-hall",
    "Astrophysics - Cosmology and Extragalactic Astrophysics": "astro-ph.CO",
    "Astrophysics - Galaxy Astrophysics": "astro-ph.GA",
}


def categories_of_subjects(subjects: Iterable[str], sets: tuple[str, ...]) -> tuple[str, ...]:
    """Canonical codes in the order of the subjects; the sets decide where two categories share a name."""
    in_sets = {code for spec in sets if (code := category_of_set(spec))}
    codes: list[str] = []
    for subject in subjects:
        candidates = CODES_BY_NAME.get(subject, [])
        codes += candidates if len(candidates) == 1 else [code for code in candidates if code in in_sets]
    return tuple(dict.fromkeys(codes))


def category_of_set(spec: str) -> str | None:
    """`cs:cs:LG` is cs.LG; `physics:hep-th` and `math` name an archive, which old answers give for every category."""
    parts = spec.split(":")
    return canonical_category(".".join(parts[1:])) if len(parts) == 3 else None


def names_of(code: str) -> list[str]:
    name = CATEGORIES[code].replace("–", "-")
    archive, dot, _subject = code.partition(".")
    return [name, f"{ARCHIVE_NAMES[archive]} - {name}"] if dot else [name]


def list_codes_by_name() -> dict[str, list[str]]:
    found = {name: [code] for name, code in FORMER_NAMES.items()}
    for code in CATEGORIES:
        canonical = canonical_category(code)
        for name in names_of(code):
            codes = found.setdefault(name, [])
            if canonical and canonical not in codes:
                codes.append(canonical)
    return found


CODES_BY_NAME = list_codes_by_name()
