"""Presentation MathML (https://www.w3.org/TR/mathml-core/) as the TeX that it was made from, near enough."""

import re

from papers.sources.markup_tree import Element, text_of

TEMPLATES = {
    "msup": ("{%s}^{%s}", 2),
    "msub": ("{%s}_{%s}", 2),
    "msubsup": ("{%s}_{%s}^{%s}", 3),
    "munder": (r"\underset{%s}{%s}", 2),
    "mover": (r"\overset{%s}{%s}", 2),
    "munderover": ("{%s}_{%s}^{%s}", 3),
    "mfrac": (r"\frac{%s}{%s}", 2),
    "mroot": (r"\sqrt[%s]{%s}", 2),
}
REVERSED = frozenset({"mover", "munder", "mroot"})  # MathML names the base first, TeX last
ACCENTS = {
    "¯": "bar",
    "‾": "bar",
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "→": "vec",
    "⃗": "vec",
    "˙": "dot",
}
SPECIAL = str.maketrans({"\\": r"\backslash ", "^": r"\hat{}", **{char: f"\\{char}" for char in "{}$%#&_"}})
DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def formula_of(math: Element) -> str:
    """`$…$` of a `math` element: its own TeX annotation, or what its elements say."""
    annotation = find(math, "annotation")
    tex = text_of(annotation) if annotation else children_of(math)
    return in_math(tex)


def formula_of_document(source: str) -> str:
    r"""Springer Nature's `tex-math` is a whole document, preamble and all, around one `$$…$$`."""
    document = DOCUMENT.search(source)
    return in_math(document[1] if document else source)


def in_math(tex: str) -> str:
    folded = " ".join(tex.split()).strip("$ ").removeprefix(r"\(").removesuffix(r"\)")
    folded = folded.removeprefix(r"\[").removesuffix(r"\]").strip()
    return f"${folded}$" if folded else ""


def find(element: Element, name: str) -> Element | None:
    for child in element.children:
        if isinstance(child, Element):
            found = child if child.name == name else find(child, name)
            if found:
                return found
    return None


def children_of(element: Element) -> str:
    return "".join(leaf(child) if isinstance(child, str) else tex_of(child) for child in element.children)


def tex_of(element: Element) -> str:
    """An element that is not known here gives what is in it."""
    name = element.name
    if name == "mi":
        text = leaf(text_of(element))
        return rf"\mathrm{{{text}}}" if re.fullmatch(r"[A-Za-z]{2,}", text) else text
    if name in {"mtext", "ms"}:
        text = " ".join(text_of(element).split())
        return rf"\text{{{text.translate(SPECIAL)}}}" if text else " "
    if name == "msqrt":
        return rf"\sqrt{{{children_of(element)}}}"
    if name == "mfenced":
        return f"({children_of(element)})"
    return from_template(element) if name in TEMPLATES else children_of(element)


def from_template(element: Element) -> str:
    accent = ACCENTS.get(text_of(element).strip()[-1:]) if element.name == "mover" else None
    template, count = TEMPLATES[element.name]
    parts = [tex_of(child) for child in element.children if isinstance(child, Element)]
    if len(parts) != count:
        return children_of(element)
    if accent:
        return rf"\{accent}{{{parts[0]}}}"
    return template % tuple(reversed(parts) if element.name in REVERSED else parts)


def leaf(text: str) -> str:
    return " ".join(text.split()).translate(SPECIAL)
