"""Titles and abstracts as HTML: text is escaped, formulas become MathML."""

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from papers.tex import split_math
from shortsci.formulas import Formula, formulas_html


def tex_html(text: str) -> SafeString:
    """Safe HTML of a line; `text` has its accents decoded. A formula that cannot be shown keeps its source."""
    pieces = split_math(text)
    formulas = iter(formulas_html([Formula(piece.tex, is_display=False) for piece in pieces if piece.is_math]))
    return format_html_join(
        "", "{}", ((next(formulas) if piece.is_math else escape(piece.source),) for piece in pieces)
    )


def tex_paragraphs(text: str) -> SafeString:
    """The same for text with blank lines between paragraphs."""
    return format_html_join("\n", "<p>{}</p>", ((tex_html(part),) for part in text.split("\n\n") if part.strip()))
