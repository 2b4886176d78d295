from django import template
from django.utils.safestring import SafeString

from papers.models import Paper
from shortsci.framing import FramedTemplate
from shortsci.links import address_of

register = template.Library()

BYLINE = FramedTemplate("papers/_byline.html")


@register.simple_tag
def byline(paper: Paper) -> SafeString:
    """The line under a paper's title: its first authors, its year and its category."""
    code = paper.primary_category_id
    decides = {"has_year": bool(paper.year), "has_category": bool(code)}
    values = {
        "authors": paper.byline,
        "year": paper.year,
        "category": code,
        "address": code and address_of("category", code),
    }
    return BYLINE.filled(decides, values)
