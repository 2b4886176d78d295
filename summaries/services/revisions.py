"""Going back to an older text, and telling that the text holds for the paper's latest version too."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shortsci.errors import DomainError
from summaries.models import Revision, Summary
from summaries.services.publishing import edit_summary, follow_saving, lock_with_paper, text_of


class VersionMoved(DomainError):
    code = "version_moved"
    status = 409
    message = _("The paper has another version by now. Look at what changed, then say so again.")


@transaction.atomic
def restore_revision(*, revision: Revision) -> Summary:
    """The text of then, as a new revision; all that came between stays in the history."""
    locked = lock_with_paper(revision.summary)
    text = replace(text_of(locked), body=revision.body, tldr=revision.tldr)
    return edit_summary(summary=locked, text=text, note=f"Restored revision {revision.number}")


@transaction.atomic
def confirm_version(*, summary: Summary, version: int) -> Summary:
    """The writer finds the text still right for this version of the paper, which must be the latest.

    That is a revision with its note, but no edit: the text and its dates stay. Raises VersionMoved.
    """
    locked = lock_with_paper(summary)
    if version != locked.paper.version:
        raise VersionMoved
    if locked.paper_version != version:
        locked.paper_version = version
        locked.revision_number += 1
        locked.save(update_fields=["paper_version", "revision_number"])
        follow_saving(locked, note=f"Still right for v{version}")
    return locked
