from celery import shared_task
from django.utils import timezone

from selections import services


@shared_task(name="selections.tasks.draft_month")
def draft_month() -> None:
    """Daily: the first run of a month finds work, a later one only where that was missed."""
    services.draft_month(today=timezone.now().date())


@shared_task(name="selections.tasks.rerender")
def rerender() -> None:
    """Daily: titles that the texts name may have arrived, and the renderer may be a new one."""
    services.rerender_selections()
