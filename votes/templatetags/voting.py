"""The vote control, and what it asks for besides the summary."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from shortsci.framing import FramedTemplate
from shortsci.templatetags.texts import day_as
from summaries.models import Summary
from votes.models import Vote

register = template.Library()

CONTROL = FramedTemplate("votes/_votes.html")


@register.simple_tag
def downvote_reasons() -> list[tuple[str, str]]:
    """Stored word and label of each reason for a down-vote."""
    return [(str(value), str(label)) for value, label in Vote.Reason.choices]


@register.simple_tag(takes_context=True)
def votes(context: Context, summary: Summary) -> SafeString:
    """The control for this summary; after a vote it tells of a `problem`, or asks for the reason."""
    user, restriction, problem = context["user"], summary.restriction, context.get("problem")
    is_own = user.is_authenticated and summary.writer_id == user.pk
    is_voter = user.is_authenticated and not is_own and not restriction
    decides = {
        "restriction": restriction,
        "is_own": is_own,
        "is_voter": is_voter,
        "has_problem": bool(problem),
        **(state_of_vote(summary, asks_reason=bool(context.get("asks_reason"))) if is_voter else {}),
    }
    values = {
        "number": summary.pk,
        "score": summary.score,
        "upvotes": summary.upvotes,
        "downvotes": summary.downvotes,
        "byline": summary.byline.name,
        "vote_next": context.get("vote_next"),
        "problem": problem,
        "counts_at": day_of_counting(summary) if is_voter else None,
        "csrf_token": context.get("csrf_token") if is_voter else None,
    }
    return CONTROL.filled(decides, values)


def state_of_vote(summary: Summary, *, asks_reason: bool) -> dict[str, str | int | bool]:
    """What the reader's own vote is; the queryset `with_my_vote` has read it."""
    my_vote: int = summary.my_vote  # type: ignore[attr-defined]
    return {
        "my_vote": my_vote,
        "state": summary.my_vote_state,  # type: ignore[attr-defined]
        "lacks_reason": my_vote == Vote.DOWN and not summary.my_vote_reason,  # type: ignore[attr-defined]
        "asks_reason": asks_reason,
        "must_give_reason": bool(settings.DOWNVOTE_REASON_REQUIRED),
        "has_day": bool(summary.my_vote_counts_at),  # type: ignore[attr-defined]
    }


def day_of_counting(summary: Summary) -> str | None:
    moment = summary.my_vote_counts_at  # type: ignore[attr-defined]
    return day_as(localtime(moment), "MONTH_DAY_FORMAT") if moment else None
