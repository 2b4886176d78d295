from summaries.models.comments import Comment
from summaries.models.images import Image
from summaries.models.references import Reference, SummaryRequest
from summaries.models.revisions import Draft, Revision
from summaries.models.summaries import Summary

__all__ = ["Comment", "Draft", "Image", "Reference", "Revision", "Summary", "SummaryRequest"]
