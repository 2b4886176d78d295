"""What the vote control asks for besides the summary."""

from django import template
from django.conf import settings

from votes.models import Vote

register = template.Library()


@register.simple_tag
def downvote_reasons() -> list[tuple[str, str]]:
    """Stored word and label of each reason for a down-vote."""
    return [(str(value), str(label)) for value, label in Vote.Reason.choices]


@register.simple_tag
def must_give_reason() -> bool:
    """Whether this site takes down-votes with a reason only."""
    return bool(settings.DOWNVOTE_REASON_REQUIRED)
