"""Years beside a name: of four digits, of two, before it and after it."""

import re

YEAR = r"(?<![\d.:/])((?:19|20)\d\d)(?!\.?\d)"
YEAR_AFTER = re.compile(
    r"[\s,.(\[:'’`–—-]*(?:HLT|main|conference|oral|annual meeting|proceedings)?[\s,.(\[:'’`–—-]*(?<!\d)((?:19"
    r"|20)\d\d)(?!\.?\d)"
    r"|\s?['’`´‘-]{0,2}(?<![\d ])(\d\d)(?![\d./-]\d|\d|\w)"
    r"|\s?['’`´‘]{1,2}(\d\d)(?!\d)"
    r"|[\s,]*\((?:(?:ACM|IEEE)\s)?[A-Za-z]{2,12}[\s'’`-]*((?:19|20)\d\d|(?<=['’`-])\d\d)\b",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    rf"{YEAR}[\s,)\]:-]*(?:the|annual|edition|of|ACM|AAAI|IEEE|RSJ|CVF|EURASIP|ISCA|SIAM|SIGSAC|IAPR|international"
    rf"|int\.?|intl\.?|conference|conf\.?|on|\d+(?:st|nd|rd|th)|[\s/,-])*$",
    re.IGNORECASE,
)
EDITION = re.compile(r"(?:LPAR|CADE)[ -]\d\d\b(?!\d)")  # these two count their editions
YEAR_LATER = re.compile(rf"[^;]{{0,110}}?{YEAR}")
YEAR_ANYWHERE = re.compile(YEAR)


def whole_year(digits: str) -> int:
    """A year of two digits lies between 1970 and 2069."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def checked_year(digits: str | None, paper_year: int | None) -> int | None:
    """Two digits are held to the years near the paper's."""
    if digits is None:
        return None
    year = whole_year(digits)
    earliest, latest = 1900, 2100
    if paper_year is not None:
        earliest, latest = (1900, paper_year + 3) if len(digits) == 4 else (paper_year - 12, paper_year + 3)
    return year if earliest <= year <= min(latest, 2100) else None


def first_year(match: re.Match[str] | None, paper_year: int | None) -> int | None:
    return checked_year(next(filter(None, match.groups()), None), paper_year) if match else None
