"""What put one summary above another, in the reader's language."""

from django import template
from django.utils.translation import gettext

from votes.explanations import Decision

register = template.Library()


@register.filter
def of_first_in_words(decision: Decision) -> str:
    """What the one above has: "same Wilson bound; higher score"."""
    return in_words(decision, decision.decisive.of_first)


@register.filter
def of_second_in_words(decision: Decision) -> str:
    return in_words(decision, decision.decisive.of_second)


def in_words(decision: Decision, decisive: str) -> str:
    same = ", ".join(gettext(key.of_both) for key in decision.same)
    return f"{same}; {gettext(decisive)}" if same else gettext(decisive)
