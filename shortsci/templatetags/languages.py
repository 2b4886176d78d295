from urllib.parse import quote

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from shortsci.framing import FramedTemplate

register = template.Library()

LINKS = FramedTemplate("_language_links.html")


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> SafeString:
    """To this page in each language, for who has no account that keeps the choice."""
    return LINKS.filled({}, {"next": quote(context["request"].get_full_path(), safe="")})
