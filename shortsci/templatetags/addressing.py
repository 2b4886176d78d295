from django import template
from django.conf import settings
from django.template import Context
from django.utils.http import urlencode

register = template.Library()
# What makes another page of an address; orders and periods show the same rows in another order.
KEPT = {"after", "q", "page"}
# Addresses that hold a secret are nobody's to pass on.
PRIVATE = "/summaries/shared/"


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The address of this page on this site, to be printed; "" where there is none to be told."""
    request = context.get("request")
    if request is None or request.path.startswith(PRIVATE):
        return ""
    return f"{settings.SITE_URL.rstrip('/')}{request.path}"


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """The one address under which search engines list this page and its other orders."""
    address = page_address(context)
    if not address or context["request"].resolver_match is None:
        return ""
    kept = {name: value for name, value in context["request"].GET.items() if name in KEPT}
    return f"{address}?{urlencode(kept)}" if kept else address
