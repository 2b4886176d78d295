from celery import shared_task

from accounts import services


@shared_task(name="accounts.tasks.mail_notices")
def mail_notices() -> None:
    """What came since the last run and is still unread."""
    services.mail_notices()
