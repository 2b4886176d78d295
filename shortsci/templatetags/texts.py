"""Words that stand in the code in English, in the reader's language."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def in_words(text: object) -> str:
    """For names of orders, periods and the like, which modules without Django carry as plain English."""
    return gettext(str(text)) if text else ""
