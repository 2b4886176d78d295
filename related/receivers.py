from typing import Any

from related.services import note_deletion
from summaries.models import Summary


def follow_deletion(sender: type[Summary], instance: Summary, **kwargs: Any) -> None:
    note_deletion(instance)
