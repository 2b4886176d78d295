"""A language in which every translated text stands between ⟦ and ⟧, and a reader that finds the words outside of them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
import polib

from scripts.messages import HEAD, collect

LIBRARIES = [
    Path(django.__file__).parent / "conf",
    *(Path(django.__file__).parent / "contrib" / name for name in ("auth", "humanize")),
    Path(allauth.__file__).parent,
]
# Names that are the same in every language, and abbreviations.
NAMES = re.compile(
    r"\b(?:Shortsci|arXiv|doi|DOIs?|BibTeX|RIS|CSL-JSON|JSON(?: Feed)?|API|CC BY|CC0|UTC|alphaXiv|PDF|Google Scholar"
    r"|Semantic Scholar|English|Deutsch|Atom|RSS|CSV|CSL|TeX|LaTeX|Markdown|[vs]\d+)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]{2,}")
READ = {"title", "aria-label", "placeholder", "alt", "label"}
# What writers wrote, and what is no language.
SKIPPED_TAGS = {"script", "style", "code", "pre", "math", "textarea", "kbd"}
SKIPPED_CLASSES = {"prose", "tldr", "token", "diff", "Z3988", "printed-address", "snippet"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def write_catalogue(folder: Path) -> None:
    """In the place of German, so that Django takes it for a language that it knows."""
    po = polib.POFile()
    po.metadata = {**HEAD, "Language": "de", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    texts = {(message.text, ""): message.plural for message in collect().values()}
    for library in LIBRARIES:
        for entry in polib.mofile(str(library / "locale" / "de" / "LC_MESSAGES" / "django.mo")):
            texts.setdefault((entry.msgid, entry.msgctxt or ""), entry.msgid_plural)
    for (text, context), plural in texts.items():
        entry = polib.POEntry(msgid=text, msgctxt=context or None)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: f"⟦{text}⟧", 1: f"⟦{plural}⟧"}
        else:
            entry.msgstr = f"⟦{text}⟧"
        po.append(entry)
    target = folder / "de" / "LC_MESSAGES"
    target.mkdir(parents=True)
    po.save_as_mofile(str(target / "django.mo"))


class Page(HTMLParser):
    """`left` is every piece of text and every attribute with words that no translation has passed through."""

    def __init__(self, content: str, known: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.known = known
        self.left: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.depth = 0
        self.feed(content)
        self.close()

    @property
    def is_skipped(self) -> bool:
        return any(skipped for _, skipped in self.open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        foreign = ("lang" in given and tag != "html") or given.get("translate") == "no"
        skipped = foreign or bool(SKIPPED_CLASSES & set(given.get("class", "").split()))
        if not skipped and not self.is_skipped:
            self.read_attributes(tag, given)
        if tag not in VOID:
            self.open.append((tag, skipped or tag in SKIPPED_TAGS))

    def read_attributes(self, tag: str, given: dict[str, str]) -> None:
        names = {name for name in given if name in READ}
        if tag == "meta" and given.get("name") == "description":
            names.add("content")
        if tag == "script":
            names |= {name for name in given if name.startswith("data-")}
        for name in names:
            outside, depth = outside_of(given[name], 0)
            assert depth == 0, given[name]
            self.note(outside, f"{tag} {name}=")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.is_skipped:
            return
        outside, self.depth = outside_of(data, self.depth)
        self.note(outside, self.open[-1][0] if self.open else "")

    def note(self, text: str, place: str) -> None:
        for known in self.known:
            text = text.replace(known, " ")
        if WORD.search(NAMES.sub(" ", text)):
            self.left.append(f"{place} {' '.join(text.split())}")


def outside_of(text: str, depth: int) -> tuple[str, int]:
    """What stands outside of all ⟦…⟧, where `depth` of them are open at the start; and how many are at the end."""
    kept = []
    for sign in text:
        if sign == "⟦":
            depth += 1
        elif sign == "⟧":
            depth -= 1
        elif depth == 0:
            kept.append(sign)
    return "".join(kept), depth


def words_of_people() -> Iterator[str]:
    """What is in the database and is shown as it is, the longest first."""
    from accounts.models import User
    from papers.models import Author, Category, Paper, Resource, Venue
    from selections.models import Selection
    from summaries.models import Summary

    found: set[str] = set()
    fields = {
        User: ("username", "display_name", "email", "bio"),
        Paper: ("title", "comment", "journal_ref"),
        Author: ("name",),
        Category: ("name", "code"),
        Venue: ("name", "full_name", "slug"),
        Resource: ("title", "url"),
        Selection: ("title", "slug"),
        Summary: ("tldr", "pseudonym", "hidden_reason"),
    }
    for model, names in fields.items():
        for values in model.objects.values_list(*names):
            found.update(str(value) for value in values if value)
    yield from sorted((text for text in found if WORD.search(text)), key=len, reverse=True)
