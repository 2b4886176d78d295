"""What pages of the apps below show to a reader of their own: follow buttons, the reading list, what is new."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from papers.models import Paper
from reading import services
from reading.models import Reading
from reading.models.follows import Target
from reading.targets import key_of, kind_of
from shortsci.prepared import Prepared, below_zero
from summaries.models import Summary

register = template.Library()
STATES = Prepared(
    lambda values: (
        Reading.objects.of(values[0]).exclude(state="").filter(paper__in=values[1:]).values_list("paper_id", "state")
    ),
    below_zero,
)
READINGS = Prepared(lambda values: Reading.objects.of(values[0]).filter(paper=values[1]), below_zero)


@register.inclusion_tag("reading/_follow.html", takes_context=True)
def follow_button(context: Context, target: Target, is_followed: bool | None = None) -> dict[str, Any]:
    """To who is not logged in, a way to the log-in; nothing on one's own page. A list says what it knows already."""
    user = context["user"]
    if is_followed is None:
        is_followed = user.is_authenticated and services.is_following(user, target)
    return {
        "user": user,
        "target": target,
        "kind": kind_of(target).value,
        "key": key_of(target),
        "is_own": target == user,
        "is_followed": is_followed,
        "here": context["request"].path,
    }


@register.simple_tag
def follower_count(person: User) -> int:
    return services.follower_count(person)


@register.inclusion_tag("reading/_box.html", takes_context=True)
def reading_box(context: Context, paper: Paper) -> dict[str, Any]:
    """The reader's place for the paper and their note; empty to who is not logged in."""
    user = context["user"]
    if not user.is_authenticated:
        return {"user": user}
    reading = READINGS.first([user.pk, paper.pk])
    return {"user": user, "paper": paper, "reading": reading, "here": context["request"].path}


@register.simple_tag(takes_context=True)
def mark_readings(context: Context, rows: Iterable[Paper | Summary]) -> str:
    """Gives each paper that is on the reader's list its `reading_mark`, which lists print; one query a page."""
    user = context["user"]
    papers = [row if isinstance(row, Paper) else row.paper for row in rows]
    if not user.is_authenticated or not papers:
        return ""
    kept = STATES.rows([user.pk, *{paper.pk for paper in papers}])
    marks: dict[int, str | Promise] = {paper: Reading.State(state).label for paper, state in kept}
    for paper in papers:
        paper.reading_mark = marks.get(paper.pk, "")  # type: ignore[attr-defined]  # for the template alone
    return ""


@register.simple_tag(takes_context=True)
def reading_marks(context: Context, summary: Summary, paper: Paper) -> str:
    """Whether it is new since the reader's last visit, and where on their reading list its paper is."""
    since = context.get("new_since")
    is_new = bool(since and summary.published_at and summary.published_at > since)
    mark = getattr(paper, "reading_mark", "")
    if not context["user"].is_authenticated or not (is_new or mark):
        return ""
    return render_to_string("reading/_marks.html", {"is_new": is_new, "reading_mark": mark})


@register.simple_tag(takes_context=True)
def last_visit(context: Context) -> datetime | None:
    """When the reader's visit before this one ended; what was published later is new. None to who is not logged in."""
    user = context["user"]
    return services.note_visit(user=user, now=timezone.now()) if user.is_authenticated else None


@register.simple_tag
def first_seen(summaries: Sequence[Summary], since: datetime | None) -> int | None:
    """Of newest-first summaries, the one that the line "since your last visit" stands above."""
    return services.first_seen(summaries, since)
