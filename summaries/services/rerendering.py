"""Bringing stored HTML up to date after a change of the renderer. Nobody wrote anything: dates and revisions stay."""

from django.db import transaction

from changes.models import Change
from changes.services import note_changes
from summaries.models import Comment, Summary
from summaries.rendering import RENDERER_VERSION, render, render_excerpt
from summaries.services.comments import render_comment
from summaries.services.references import context_of

RERENDER_TASK = "summaries.tasks.rerender"
RERENDER_BATCH = 50  # texts a transaction; their writers wait for no more than that
RERENDER_LIMIT = 2_000  # texts a call, well under the time limit of a task


def rerender_old_summaries(limit: int = RERENDER_LIMIT) -> int:
    """Renders summaries and comments of an older renderer again, `limit` or some more of them; returns how many.

    Two workers at once share the work: each skips the rows that the other has locked.
    """
    done = 0
    for render_batch in (rerender_summaries, rerender_comments):
        while done < limit and (batch := render_batch()):
            done += batch
    return done


@transaction.atomic
def rerender_summaries() -> int:
    old = Summary.objects.filter(renderer_version__lt=RENDERER_VERSION).select_for_update(skip_locked=True)
    summaries = list(old.only("body", "html", "excerpt", "renderer_version").order_by("id")[:RERENDER_BATCH])
    changed: list[int] = []
    for summary in summaries:
        context = context_of(summary.body)
        before = (summary.html, summary.excerpt)
        summary.html = render(summary.body, context)
        summary.excerpt = render_excerpt(summary.body, context)
        summary.renderer_version = RENDERER_VERSION
        if (summary.html, summary.excerpt) != before:
            changed.append(summary.pk)
    Summary.objects.bulk_update(summaries, ["html", "excerpt", "renderer_version"])
    note_changes(Change.What.SUMMARY, changed)
    return len(summaries)


@transaction.atomic
def rerender_comments() -> int:
    old = Comment.objects.filter(renderer_version__lt=RENDERER_VERSION).select_for_update(skip_locked=True)
    comments = list(old.only("body", "html", "renderer_version").order_by("id")[:RERENDER_BATCH])
    changed: list[int] = []
    for comment in comments:
        before = comment.html
        comment.html = render_comment(comment.body)
        comment.renderer_version = RENDERER_VERSION
        if comment.html != before:
            changed.append(comment.pk)
    Comment.objects.bulk_update(comments, ["html", "renderer_version"])
    note_changes(Change.What.COMMENT, changed)
    return len(comments)
