from django import template
from django.conf import settings
from django.template import Context
from django.utils.http import urlencode

register = template.Library()
# What makes another page of an address; orders and periods show the same rows in another order.
KEPT = {"after", "q", "page"}
# What a reader needs to come from the paper back to these very rows, in this order.
PRINTED = {"q", "kind", "sort", "period", "page", "from", "to"}
# Addresses that hold a secret are nobody's to pass on.
PRIVATE = (
    "/summaries/shared/",
    "/digests/stop/",
    "/accounts/notifications/unsubscribe/",
    "/accounts/confirm-email/",
    "/accounts/password/reset/key/",
)


@register.simple_tag(takes_context=True)
def printed_address(context: Context) -> str:
    """The address of this page, what was asked for included, for its printed form; "" where none is to be told."""
    return with_query(context, page_address(context), PRINTED)


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """The one address under which search engines list this page and its other orders."""
    address = page_address(context)
    if not address or context["request"].resolver_match is None:
        return ""
    return with_query(context, address, KEPT)


def page_address(context: Context) -> str:
    """The address of this page on this site without a query; "" where there is none to be told."""
    request = context.get("request")
    if request is None or request.path.startswith(PRIVATE):
        return ""
    return f"{settings.SITE_URL.rstrip('/')}{request.path}"


def with_query(context: Context, address: str, names: set[str]) -> str:
    """With those parts of the request's query that are named, if there are any."""
    kept = {name: value for name, value in context["request"].GET.items() if name in names} if address else {}
    return f"{address}?{urlencode(kept)}" if kept else address
