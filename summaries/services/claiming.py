"""A writer puts their name on what they published anonymously."""

from django.db import transaction

from summaries.models import Summary
from summaries.services.publishing import follow_saving, lock_with_paper


@transaction.atomic
def claim_summary(*, summary: Summary) -> Summary:
    """From now on it carries its writer's name, everywhere and for good; claimed twice is claimed once."""
    locked = lock_with_paper(summary)
    if locked.is_anonymous:
        locked.is_anonymous = False
        locked.save(update_fields=["is_anonymous"])
        follow_saving(locked)
    return locked
