"""What programs read in pages: COinS beside each paper of a list, JSON-LD on a paper's own page."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from papers.citations import Citation
from papers.citing import cite
from papers.exports import coins
from papers.models import Paper

register = template.Library()
# In a script element only these could end it or begin a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def context_object(paper: Paper) -> str:
    """The value of a COinS title attribute; of the authors the first ten, for some papers have thousands."""
    citation = cite(paper, paper.lead_people)
    # Without the long texts, which it does not hold.
    return written(replace(citation, abstract="", comment="", keywords=()))


@lru_cache(maxsize=5_000)
def written(citation: Citation) -> str:
    return coins.context_object(citation)


@register.filter
def json_ld(value: object) -> SafeString:
    """A block of data, which a policy without inline scripts allows."""
    content = json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(content))  # noqa: S308 (see ESCAPES)


@register.filter
def meta_tags(tags: Iterable[tuple[str, str]]) -> SafeString:
    """Names with their contents; a paper has as many as authors, which may be thousands."""
    return SafeString("".join([f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in tags]))
