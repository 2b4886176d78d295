"""What could be better in a text before it is published: advice that never blocks. Pure, and a few milliseconds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, ngettext

from summaries.reading_time import measure
from summaries.rendering import find_dangling, find_lone_dollars, find_problems

SHORT = 60  # words
RUN = 8  # words in a row that are the abstract's; fewer happen by chance
MUCH_OVERLAP = 0.3  # of the text's words
EXCERPT = 80  # characters
MAXIMUM_OF_A_KIND = 5

WORD = re.compile(r"[^\W_]+")
# Words that tell why a work matters, or that it does not.
WHY = re.compile(
    r"\b(?:why|because|important|importance|matters?|motivat\w+|useful|enables?|allows?|impact\w*|improv\w+|outperform\w*"
    r"|better|faster|cheaper|simpler|first|novel|new|state[ -]of[ -]the[ -]art|problem|challeng\w+|limits?|limitations?"
    r"|significan\w+|relevan\w+|implication\w*|application\w*|contribut\w+|advantage\w*|helps?|solves?|so that)\b",
    re.IGNORECASE,
)
PICTURE = re.compile(r"!\[([^\[\]\n]{0,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,1000}\])")
LINK = re.compile(r"\[([^\[\]\n]{0,1000})\]\([^()\n]{0,2000}\)|<?https?://\S+")
CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)|^(?:    |\t).*$", re.MULTILINE)
FENCED = re.compile(r"^\s{0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^\s{0,3}\1|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Advice:
    """`text` is a sentence for the writer; `excerpt` is the place that it is about, as written."""

    code: str
    text: str
    excerpt: str = ""


def advise(*, body: str, tldr: str, abstract: str, title: str) -> list[Advice]:
    """The same text always gets the same advice, most telling first."""
    prose = CODE.sub(" ", FENCED.sub(" ", body))
    return [
        *(only_link_or_picture(prose) or short(body)),
        *overlap(body, abstract),
        *formulas(body),
        *unbalanced(body),
        *pictures(prose),
        *dangling(body),
        *why(f"{tldr}\n{prose}", title),
    ]


def only_link_or_picture(prose: str) -> list[Advice]:
    left = LINK.sub(" ", PICTURE.sub(" ", prose))
    if left == prose or WORD.search(left):
        return []
    return [
        Advice("only_link", gettext("This is only a link or a picture. Say in your own words what the paper does."))
    ]


def short(body: str) -> list[Advice]:
    words = measure(body).words
    if words >= SHORT:
        return []
    return [
        Advice(
            "short",
            ngettext(
                "This is very short (%(number)s word). What would a colleague ask next?",
                "This is very short (%(number)s words). What would a colleague ask next?",
                words,
            )
            % {"number": words},
        )
    ]


def overlap(body: str, abstract: str) -> list[Advice]:
    """Counts the words that stand in runs of at least eight which the abstract has too."""
    ours, theirs = words_of(body), words_of(abstract)
    known = {tuple(theirs[start : start + RUN]) for start in range(len(theirs) - RUN + 1)}
    if not known:
        return []
    copied = [False] * len(ours)
    for start in range(len(ours) - RUN + 1):
        if tuple(ours[start : start + RUN]) in known:
            copied[start : start + RUN] = [True] * RUN
    share = sum(copied) / max(len(ours), 1)
    if share < MUCH_OVERLAP:
        return []
    text = gettext(
        "%(share)s of your words are the abstract's, in long runs. Readers have the abstract above; use your own."
    )
    return [Advice("overlap", text % {"share": f"{share:.0%}"}, shortened(" ".join(longest_run(ours, copied))))]


def longest_run(words: list[str], copied: list[bool]) -> list[str]:
    runs = [list(run) for is_copied, run in groupby(range(len(words)), key=copied.__getitem__) if is_copied]
    longest = max(runs, key=len)
    return words[longest[0] : longest[-1] + 1]


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def formulas(body: str) -> Iterator[Advice]:
    for source, problem in find_problems(body)[:MAXIMUM_OF_A_KIND]:
        yield Advice(
            "formula", gettext("A formula cannot be shown: %(problem)s") % {"problem": problem}, shortened(source)
        )


def unbalanced(body: str) -> list[Advice]:
    """A dollar sign before a letter or command that opened no formula; one before a digit is a price."""
    return [
        Advice(
            "unbalanced_dollar",
            gettext("A $ stands alone. A formula needs one at each end; for the sign itself write \\$."),
            place,
        )
        for place in find_lone_dollars(body)[:1]
    ]


def pictures(prose: str) -> list[Advice]:
    bare = [match[0] for match in PICTURE.finditer(prose) if not match[1].strip()]
    text = gettext(
        "This picture has no description for readers who cannot see it; write it between the square brackets."
    )
    return [Advice("picture_without_text", text, shortened(picture)) for picture in bare[:MAXIMUM_OF_A_KIND]]


def dangling(body: str) -> list[Advice]:
    text = gettext("This reference leads nowhere. Give an arXiv id or a DOI, or the label of an equation in this text.")
    return [Advice("dangling_reference", text, shortened(place)) for place in find_dangling(body)[:MAXIMUM_OF_A_KIND]]


def why(text: str, title: str) -> list[Advice]:
    """The title's own words say nothing about it."""
    if WHY.search(text.replace(title, " ") if title else text):
        return []
    return [
        Advice(
            "no_why",
            gettext("Nothing here says why this matters. Who should read the paper, and what can they do now?"),
        )
    ]


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
