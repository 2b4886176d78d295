"""Whether a comment claims a conference, and not a workshop beside it, a submission or a longer version."""

import re

from papers.venues.mentions import Mention, year_beside
from papers.venues.records import Reading
from papers.venues.spellings import SPELLINGS
from papers.venues.years import YEAR_LATER, first_year

BESIDE = re.compile(
    r"workshops?\b|\bws\b|\bw'?shop|tutorial|challenge|competition|shared task|\btask \d|late.breaking|doctoral"
    r"|ph\.?\s?d\.?[\s-](?:forum|symposium)"
    r"|student research|\bcompanion\b|spring symposi|fall symposi|symposium series|\btalk\b|keynote|summer school"
    r"|\bcup\b"
    r"|hackathon|special session at|satellite|co-?located|\bside event|\bpanel\b|\bBoF\b|student abstract",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"exten(?:ded|sion|ds)\b(?! abstract)[^.;]{0,30}\b(?:version|of|paper|our|from|the)\b|\bexpand"
    r"|journal version of|short(?:er|ened)?\b[^.;]{0,12} version"
    r"|abridged|abbreviated version|comments? (?:on|to)\b|reply to|response to|errat|corrigend|follow-?up|based on"
    r"|builds? (?:up)?on|\bcf\b"
    r"|\bsee\b|reproduc|\bsuperse|companion (?:paper )?(?:to|of)|supplement(?:ary|al)?\b[^.;]{0,40}\b(?:to|of"
    r"|for)\b|appendix (?:to|of|for)"
    r"|review of|report (?:on|from)|summary of|format|template|\bstyle\b|merge[sd]?\b|generaliz|improves|code\b"
    r"|slides|(?:earlier|prior|previous) (?:work|paper|results?)|dataset (?:of|from)|used in|winn(?:er|ing)"
    r"|\bunlike\b|not (?:yet )?(?:published|accepted)|precursor|sequel|\bpart of (?:the|this|our) (?:work|results)"
    r"|combin(?:es|ing|ation)",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"su[bm]+i(?:t+ed|ssion|t+ing|t\b)|under (?:double.blind )?(?:peer )?review|in review|review(?:ed|ing) (?:at|by"
    r"|for)|reject|declin|withdrawn"
    r"|intended for|in preparation|prepared for|preprint for|planned|consider(?:ed|ation)|target",
    re.IGNORECASE,
)
_GIVEN_PLAINLY = re.compile(
    r"accept(?!ance rate)|\bappear(?:s|ed|ing)?\b|published|to be published|in press|forthcoming|presented",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"accepted|accept\b|acceptance|to appear|appear(?:s|ed|ing)?\b|publi(?:shed|cation)|in press|forthcoming"
    r"|presented|proc(?:eedings|\.|\b)"
    r"|camera.?ready|contribution|\bin:|oral\b|poster\b|spotlight|full paper|long paper|short paper"
    r"|main (?:conference|track)|best paper"
    r"|to be presented|nominated|awarded|presentation",
    re.IGNORECASE,
)
_GIVEN_BESIDE = re.compile(
    r"(?:accepted|to appear|appear(?:s|ed|ing)?|published|publication|in press|presented|proc(?:eedings|\.)?"
    r"|camera.?ready(?: version)?|paper|poster|oral|forthcoming)"
    r"(?:\W+(?:in|by|to|at|as|for|of|the|a|an|on|publication|presentation|proc|proceedings|paper|long|short|full"
    r"|regular|oral|poster|spotlight"
    r"|talk|conference|conf|acm|ieee|annual|international|version|technical|research|track|main|be|published|appear"
    r"|and|\d+(?:st|nd|rd|th)|(?:19|20)\d\d))*\W*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[-–][a-z]|\w?[-–]?(?:W\b|W\d)|\s*(?:['’]?\d\d(?:\d\d)?)?[\s,:(-]*(?:submission|['’]s\s(?!conf)|reject"
    r"|under review|in review|style|format|template|latex|reviewers?|deadline"
    r"|record\b|explorations|newsletter|special interest|computer communication review|CCR|dataset|benchmark|eCom"
    r"|LBR|late.breaking|notices|bulletin|forum|day\b|data)",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(r"submi|under review|in review|reject|pending|style|template", re.IGNORECASE)
_LONGER_EVENT = re.compile(
    r"\s+(?!Conference|Conf\b|Annual|Meeting|Proceedings|Symposium|Main|Long|Short|Oral|Poster|Track|Findings|Human"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:(?:and|&|in|for|of|with|on) )?(?:the )?[A-Z][a-z]"
    r"|,? and [A-Z][a-z]"
)
_ACRONYM_AFTER = re.compile(
    r"\s*\((?!IEEE|ACM|AAAI|HLT|SIG|EMNLP|NAACL|ACL|ECML|IJCAI)([A-Z]+[a-z]?[A-Z]+[a-z]?)[\s'’,)\d-]"
)
_BESIDE_ACRONYM = re.compile(
    r"\s+(?!HLT|IJCNLP|PKDD|ORAL|IEEE|ACM|USA|UK|LBR)[A-Z]{3,}\s?['’]?\d|\s?['’]?\d\d(?:\d\d)?\s*\((?!ORAL|LONG"
    r"|SHORT|POSTER|FULL|MAIN|DEMO|BEST|SPOT)[A-Z]{4,}\)"
)
_TIGHT_DIGIT = re.compile(r"\d(?!\d)")


def is_aside(mention: Mention) -> bool:
    """True where the sentence speaks of an event beside the conference, or of another text."""
    around = mention.before[-300:], mention.after[:120]
    if any(pattern.match(mention.after) for pattern in (_NOT_AFTER, _TIGHT_DIGIT, _BESIDE_ACRONYM)):
        return True
    if not mention.spelling.exact and _is_longer_event(mention):
        return True
    is_workshop = mention.venue.kind == "workshop" or "workshop" in mention.venue.full_name.lower()
    return bool(_DIFFERS.search(around[0])) or (not is_workshop and any(BESIDE.search(part) for part in around))


def _is_longer_event(mention: Mention) -> bool:
    """`International Conference on Management of Data (COMAD 2012)` is another one than SIGMOD."""
    if _LONGER_EVENT.match(mention.after):
        return True
    acronym = _ACRONYM_AFTER.match(mention.after)
    known = SPELLINGS.get(acronym[1].lower()) if acronym else None
    if acronym is None or acronym[1] in mention.venue.name:
        return False
    return known is None or known.venue is not mention.venue


def is_asked_only(mention: Mention) -> bool:
    """True where the word nearest before the name is of a submission, not of an acceptance."""
    asked = [match.start() for match in ASKED.finditer(mention.before)]
    given = [match.start() for match in _GIVEN_PLAINLY.finditer(mention.before)]
    return bool(asked) and (not given or asked[-1] > given[-1])


def read_conference(mention: Mention, paper_year: int | None) -> Reading | None:
    if is_aside(mention) or is_asked_only(mention) or _ASKED_AFTER.search(mention.after[:50]):
        return None
    beside = year_beside(mention, paper_year)
    if mention.spelling.is_guarded:
        return Reading(mention.venue, beside) if beside and _GIVEN.search(mention.before) else None
    if beside:
        return Reading(mention.venue, beside)
    later = first_year(YEAR_LATER.match(mention.after), paper_year)
    if later or _GIVEN_BESIDE.search(mention.before[-120:]):
        return Reading(mention.venue, later)
    return None
