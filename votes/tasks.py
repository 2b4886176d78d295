from celery import shared_task

from accounts import services as accounts
from summaries.services import RANK_TASK
from votes import services


@shared_task(name=RANK_TASK)
def rank_changed_summaries() -> None:
    services.rank_changed_summaries()


@shared_task(name="votes.tasks.count_due_votes")
def count_due_votes() -> None:
    services.count_due_votes()


@shared_task(name="votes.tasks.count_stale_reputations")
def count_stale_reputations() -> None:
    services.count_stale_reputations()


@shared_task(name="votes.tasks.count_all_reputations", time_limit=3000, soft_time_limit=2900)
def count_all_reputations() -> None:
    """Also after a change of the daily cap."""
    services.count_all_reputations()


@shared_task(name="votes.tasks.follow_new_links")
def follow_new_links() -> None:
    """Withdraws votes that were under way while their voters' accounts were linked."""
    accounts.follow_new_links()


@shared_task(name=services.CLOSING_TASK)
def finish_closings() -> None:
    services.finish_closings()


@shared_task(name="votes.tasks.move_periods")
def move_periods() -> None:
    services.move_periods()


@shared_task(name="votes.tasks.rank_all", soft_time_limit=3300, time_limit=3600)
def rank_all() -> None:
    """A million summaries take a minute; the limit leaves room for a slow disk."""
    services.rank_all()
