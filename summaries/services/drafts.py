"""What a writer is typing, kept on the server beside what is published."""

from dataclasses import fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Paper
from shortsci.errors import DomainError
from summaries.models import Draft
from summaries.services.publishing import Text

TEXT_FIELDS = tuple(field.name for field in fields(Text))


class DraftConflict(DomainError):
    """Carries the draft as it is now, so that both texts can be shown."""

    code = "draft_conflict"
    status = 409
    message = _("Another tab or device has saved a different text on this paper meanwhile. Neither is lost.")

    def __init__(self, current: Draft) -> None:
        super().__init__()
        self.current = current


def text_of_draft(draft: Draft) -> Text:
    return Text(**{name: getattr(draft, name) for name in TEXT_FIELDS})


@transaction.atomic
def save_draft(
    *, writer: User, paper: Paper, text: Text, note: str = "", version: int = 0, base_revision: int = 0
) -> Draft:
    """Keeps the text that was built on saving number `version` of the draft; 0 is none. The same text changes nothing.

    `base_revision` is remembered with the first saving. Raises DraftConflict where another text was saved meanwhile.
    """
    chosen = {**{name: getattr(text, name) for name in TEXT_FIELDS}, "note": note}
    first = {**chosen, "version": version + 1, "base_revision": base_revision, "saved_at": timezone.now()}
    draft, is_new = Draft.objects.select_for_update().get_or_create(writer=writer, paper=paper, defaults=first)
    if is_new or all(getattr(draft, name) == value for name, value in chosen.items()):
        return draft
    if draft.version != version:
        raise DraftConflict(draft)
    for name, value in chosen.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.saved_at = timezone.now()
    draft.save()
    return draft


@transaction.atomic
def finish_draft(*, writer: User, paper: Paper, text: Text, version: int) -> None:
    """Removes the draft of a text that is saved now. One that another tab made of it meanwhile stays."""
    draft = Draft.objects.select_for_update().filter(writer=writer, paper=paper).first()
    if draft and (draft.version <= version or (draft.body.strip(), draft.tldr) == (text.body.strip(), text.tldr)):
        draft.delete()


def discard_draft(*, writer: User, paper: Paper) -> None:
    """For good; done twice it is done once."""
    Draft.objects.filter(writer=writer, paper=paper).delete()
