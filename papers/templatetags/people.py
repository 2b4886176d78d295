"""Names of a paper's authors with their addresses. Some papers have three thousand, too many for a template."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from papers.models import Author

register = template.Library()


@register.simple_tag
def author_links(authors: Iterable[Author]) -> SafeString:
    """With commas between them."""
    return SafeString(", ".join([author_link(author) for author in authors]))


def author_link(author: Author) -> str:
    return f'<a href="{escape(author.get_absolute_url())}">{escape(author.name)}</a>'
