"""What beat sends, and when; hours are in UTC."""

from typing import Any

from celery.schedules import crontab

SHORTEST_WAIT = 2  # seconds that a message may wait for a worker, at least


def every(seconds: float, task: str) -> dict[str, Any]:
    """A message that no worker took before the next one came is dropped, so that no pile of them builds up."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": max(seconds, SHORTEST_WAIT)}}


def daily(*, hour: int, minute: int, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": crontab(hour=hour, minute=minute), "options": {"expires": 3600}}


SCHEDULE = {
    # The sweeps find work whose message was lost.
    "rank-changed-summaries": every(2, "votes.tasks.rank_changed_summaries"),
    "follow-changes": every(1, "search.tasks.follow_changes"),
    "count-due-votes": every(60, "votes.tasks.count_due_votes"),
    "count-stale-reputations": every(60, "votes.tasks.count_stale_reputations"),
    "count-all-reputations": daily(hour=4, minute=10, task="votes.tasks.count_all_reputations"),
    "follow-new-links": every(60, "votes.tasks.follow_new_links"),
    "finish-closings": every(60, "votes.tasks.finish_closings"),
    "move-periods": every(60, "votes.tasks.move_periods"),
    "rank-all": daily(hour=3, minute=40, task="votes.tasks.rank_all"),
    "fetch-pending-papers": every(15, "papers.tasks.fetch_pending_papers"),
    "fetch-pending-dois": every(15, "papers.tasks.fetch_pending_dois"),
    "harvest-pages": every(5, "papers.tasks.harvest_pages"),
    "mail-notices": every(300, "accounts.tasks.mail_notices"),
    # Hourly would do for digests, which are due at one hour; a shorter round is what a selection waits for.
    "send-digests": every(300, "digests.tasks.send_digests"),
    "mail-selections": every(300, "digests.tasks.mail_selections"),
    "rerender-mentions": every(30, "summaries.tasks.rerender_mentions"),
    # Who was shown what in the reserved places, and a new draw each hour.
    "deal-fair-start": every(60, "summaries.tasks.deal_fair_start"),
    "relate-papers": every(15, "related.tasks.relate_papers"),
    "relate-papers-again": daily(hour=1, minute=20, task="related.tasks.mark_some_more"),
    # Counts what is due: most tables each hour, votes once a day.
    "count-statistics": every(60, "stats.tasks.count_statistics"),
    # After a change of the renderer; otherwise it finds nothing.
    "rerender": every(600, "summaries.tasks.rerender"),
    # Pictures that no text names any more; one pass over the texts, at a quiet hour.
    "remove-images": daily(hour=4, minute=40, task="summaries.tasks.remove_images"),
    # A draft of last month's best for the editors; after the first run of a month it finds nothing to do.
    "draft-month": daily(hour=5, minute=20, task="selections.tasks.draft_month"),
    "rerender-selections": daily(hour=5, minute=30, task="selections.tasks.rerender"),
    # arXiv announces after midnight in Europe; the list is empty on Saturdays and Sundays.
    "read-announcements": daily(hour=6, minute=15, task="papers.tasks.read_announcements"),
}
