"""The allow-list that all HTML made from Markdown passes. Raw HTML was text before; this is the second gate."""

import re

from bleach.sanitizer import Cleaner

from summaries.rendering.elements import FOREIGN, OWN_PICTURE

TAGS = frozenset(
    [
        "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s",
        "section", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
PROTOCOLS = frozenset({"http", "https", "mailto"})
LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+#.-]{1,30}")
ANYTHING = re.compile(r"[\s\S]*")
# bleach itself judges protocols, but takes what comes before a colon for one only where it looks like one.
ADDRESS = re.compile(rf"(?i:{'|'.join(sorted(PROTOCOLS))}):[\s\S]*|[^:/?#]*(?:[/?#][\s\S]*)?")
ANCHOR = re.compile(r"t[0-9a-f]{8}-(?:fn|ref|eq)[0-9]{1,5}(?:-[0-9]{1,5})?")
PATTERNS = {
    ("a", "href"): ADDRESS,
    ("a", "title"): ANYTHING,
    ("a", "id"): ANCHOR,
    ("code", "class"): LANGUAGE_CLASS,
    ("img", "src"): OWN_PICTURE,
    ("img", "alt"): ANYTHING,
    ("li", "id"): ANCHOR,
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
}
# Where an attribute has few values, these.
VALUES = {
    ("a", "class"): {"cited", "mention", "note-back"},
    ("a", "rel"): {FOREIGN},
    ("a", "role"): {"doc-noteref", "doc-backlink"},
    ("a", "aria-label"): {"Back to the text"},
    ("img", "loading"): {"lazy"},
    ("li", "class"): {"task-item"},
    ("section", "class"): {"notes"},
    ("section", "role"): {"doc-endnotes"},
    ("section", "aria-label"): {"Footnotes"},
    ("span", "class"): {"task"},
    ("span", "role"): {"img"},
    ("span", "aria-label"): {"Done", "To do"},
    ("sup", "class"): {"note-ref"},
    ("td", "class"): {"align-left", "align-center", "align-right"},
    ("th", "class"): {"align-left", "align-center", "align-right"},
}


def is_allowed(tag: str, name: str, value: str) -> bool:
    """The attributes that may stand on a tag; bleach asks for each one."""
    if pattern := PATTERNS.get((tag, name)):
        return bool(pattern.fullmatch(value))
    return value in VALUES.get((tag, name), ())


cleaner = Cleaner(tags=TAGS, attributes=is_allowed, protocols=PROTOCOLS, strip=False, strip_comments=True)

# Nothing but text and bare tags that are on the list, without control characters: bleach leaves it as it is.
BARE_TAG = re.compile(r"<(/?)([a-z0-9]+)>")
PLAIN_TAG = rf"</?(?:{'|'.join(sorted(TAGS - {'a', 'br', 'hr', 'img', 'section', 'span'}, key=len, reverse=True))})>"
PLAIN = re.compile(
    rf"(?:[^<>&\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]++|&(?:amp|lt|gt|quot);|{PLAIN_TAG})*+"
)


def pass_gate(block: str) -> str:
    """What of a block's HTML is on the list. A block of bare tags is looked over here, the rest by bleach.

    bleach builds a tree of every element; where there is no attribute there is nothing for it to judge.
    """
    return block if PLAIN.fullmatch(block) and is_nested_well(block) else str(cleaner.clean(block))


def is_nested_well(block: str) -> bool:
    """Each element ends, in the order of its beginning."""
    open_tags: list[str] = []
    for slash, name in BARE_TAG.findall(block):
        if not slash:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags
