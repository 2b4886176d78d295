from related.services.computing import relate_paper, relate_stale_papers
from related.services.finding import Suggestion, related_to, suggestions_for
from related.services.following import follow_changed_papers, mark_papers, mark_some_more, note_deletion

__all__ = [
    "Suggestion",
    "follow_changed_papers",
    "mark_papers",
    "mark_some_more",
    "note_deletion",
    "relate_paper",
    "relate_stale_papers",
    "related_to",
    "suggestions_for",
]
