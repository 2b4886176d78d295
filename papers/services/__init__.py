"""What changes papers."""

from papers.services.lead_authors import repair_lead_authors
from papers.services.merging import CannotMerge, NotMerged, merge_papers, undo_merge
from papers.services.records import RecordSaver, SaveReport, save_record, save_records
from papers.services.requests import (
    FETCH_DOI_TASK,
    FETCH_TASK,
    QueueFull,
    ask_for_fetch,
    claim_due_papers,
    give_up,
    note_answer,
    postpone,
    request_paper,
    retry_paper,
)

__all__ = [
    "FETCH_DOI_TASK",
    "FETCH_TASK",
    "CannotMerge",
    "NotMerged",
    "QueueFull",
    "RecordSaver",
    "SaveReport",
    "ask_for_fetch",
    "claim_due_papers",
    "give_up",
    "merge_papers",
    "note_answer",
    "postpone",
    "repair_lead_authors",
    "request_paper",
    "retry_paper",
    "save_record",
    "save_records",
    "undo_merge",
]
