"""What mails do with text: formulas become Unicode, lines end before they are too long to read."""

import textwrap

from django import template

from papers.tex import to_plain

register = template.Library()
WIDTH = 72


@register.filter
def plain(text: str) -> str:
    """TeX as one line of Unicode."""
    return to_plain(text)


@register.filter
def wrap(text: str, indent: str = "  ") -> str:
    """Lines of up to 72 characters, each begun with `indent`; addresses are not broken."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
