"""Writing, changing and deleting summaries. Every saved text becomes a revision in the same transaction."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from changes.models import Change
from changes.services import note_changes
from papers.models import Paper
from shortsci.celery import enqueue_soon
from shortsci.errors import DomainError
from shortsci.numbers import lazily_grouped
from summaries.models import Revision, Summary
from summaries.models.summaries import new_secret
from summaries.rendering import RENDERER_VERSION, render, render_excerpt
from summaries.services.anonymity import check_name_change, keep_writer_apart, now_for
from summaries.services.counts import repair_counts
from summaries.services.references import context_of, save_references
from summaries.services.requests import answer_requests

MAXIMUM_BODY = 50_000  # characters, some thirty printed pages
RANK_TASK = "votes.tasks.rank_changed_summaries"
RANK_DELAY = 0.3  # seconds; votes that arrive within this time are ranked together


class BodyEmpty(DomainError):
    code = "body_empty"
    message = _("A summary needs some text.")


class BodyTooLong(DomainError):
    code = "body_too_long"
    message = format_lazy(_("A summary may have {number} characters at most."), number=lazily_grouped(MAXIMUM_BODY))


class AlreadySummarised(DomainError):
    """Carries the summary that is there, so that the writer can be led to it."""

    code = "already_summarised"
    status = 409
    message = _("You have written a summary of this paper already; you can edit that one.")

    def __init__(self, existing: Summary) -> None:
        super().__init__()
        self.existing = existing


class EditConflict(DomainError):
    """Carries the summary as it is now, so that both texts can be shown."""

    code = "edit_conflict"
    status = 409
    message = _(
        "This summary was changed since you opened it. Your text is kept below; compare the two and save again."
    )

    def __init__(self, current: Summary) -> None:
        super().__init__()
        self.current = current


class SummaryGone(DomainError):
    code = "summary_gone"
    status = 409
    message = _(
        "This summary was deleted, or its paper was joined with another one, a moment ago. Load the page again."
    )


class PaperNotReady(DomainError):
    code = "paper_failed"
    status = 409
    message = _("This paper could not be found at its source, so there is nothing to summarise yet.")


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a writer sends: everything of a summary that its writer decides."""

    body: str
    tldr: str = ""
    visibility: str = Summary.Visibility.PUBLIC.value
    is_anonymous: bool = False
    competing_interests: str = ""
    ai_use: str = ""


def text_of(summary: Summary) -> Text:
    """As it is now; `dataclasses.replace` gives what is to be changed."""
    return Text(
        body=summary.body,
        tldr=summary.tldr,
        visibility=summary.visibility,
        is_anonymous=summary.is_anonymous,
        competing_interests=summary.competing_interests,
        ai_use=summary.ai_use,
    )


def publish_summary(*, writer: User, paper: Paper, text: Text) -> Summary:
    """A new summary; the same text sent twice is one summary.

    Raises BodyEmpty, BodyTooLong, AlreadySummarised or PaperNotReady.
    """
    body = checked_body(text.body)
    if paper.state == Paper.State.FAILED:
        raise PaperNotReady
    summary = Summary(paper=paper, writer=writer, paper_version=paper.version)
    set_text(summary, text, body)
    try:
        with transaction.atomic():
            lock_living(paper)
            keep_writer_apart(summary)
            date_publication(summary)
            summary.save()
            follow_saving(summary)
    except IntegrityError:
        return same_or_refused(writer, paper, replace(text, body=body))
    return summary


@transaction.atomic
def edit_summary(*, summary: Summary, text: Text, note: str = "", base_revision: int | None = None) -> Summary:
    """Changes a summary; the first publication keeps its date. Each change is a new revision, with its note.

    A change of a choice alone is one too: an old tab must not make public again what was taken back elsewhere. Raises
    BodyEmpty, BodyTooLong, SummaryGone, EditConflict where the text was built on an older revision than the latest,
    and NameWasPublic or NotClaimed where a name would go from what was published, or come to it.
    """
    body = checked_body(text.body)
    locked = lock_with_paper(summary)
    check_name_change(locked, is_anonymous=text.is_anonymous)
    is_changed = text_of(locked) != replace(text, body=body)
    if is_changed and base_revision is not None and base_revision != locked.revision_number:
        raise EditConflict(locked)
    if is_changed:
        locked.revision_number += 1
    if (locked.body, locked.tldr) != (body, text.tldr):
        locked.edited_at = now_for(is_anonymous=text.is_anonymous) if locked.published_at else None
    if text.visibility == Summary.Visibility.PRIVATE != locked.visibility:
        locked.secret = new_secret()  # who had the address has it no more
    set_text(locked, text, body)
    keep_writer_apart(locked)
    date_publication(locked)
    locked.save()
    follow_saving(locked, note=note)
    return locked


@transaction.atomic
def delete_summary(*, summary: Summary) -> None:
    """Removes the summary, its revisions and comments, and the votes on it, for good. Raises SummaryGone."""
    locked = lock_with_paper(summary)  # a vote that is being cast is finished first, and goes with it
    note_changes(Change.What.SUMMARY, [locked.pk])
    locked.delete()
    recount_summaries(locked.paper)


def lock_living(paper: Paper) -> None:
    """The paper first, then its summaries: who joins papers locks in this order too. Raises PaperNotReady."""
    if Paper.objects.select_for_update().get(pk=paper.pk).state == Paper.State.MERGED:
        raise PaperNotReady


def lock_with_paper(summary: Summary) -> Summary:
    """The summary as it is now, locked after its paper, in the order of lock_living. Raises SummaryGone."""
    current = Summary.objects.filter(pk=summary.pk).values_list("paper", flat=True).first()
    if current is None:
        raise SummaryGone
    Paper.objects.select_for_update().filter(pk=current).first()
    locked = Summary.objects.select_for_update().filter(pk=summary.pk).first()
    if locked is None or locked.paper_id != current:
        raise SummaryGone
    return locked


def same_or_refused(writer: User, paper: Paper, text: Text) -> Summary:
    existing = Summary.objects.get(writer=writer, paper=paper, merged_from=None)
    if text_of(existing) != text:
        raise AlreadySummarised(existing)
    return existing


def checked_body(body: str) -> str:
    """The text with plain line ends, so that a browser's and a program's are the same."""
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise BodyEmpty
    if len(body) > MAXIMUM_BODY:
        raise BodyTooLong
    return body


def set_text(summary: Summary, text: Text, body: str) -> None:
    context = context_of(body)
    summary.body = body
    summary.html = render(body, context)
    summary.excerpt = render_excerpt(body, context)
    summary.renderer_version = RENDERER_VERSION
    summary.tldr = text.tldr
    summary.visibility = text.visibility
    summary.is_anonymous = text.is_anonymous
    summary.competing_interests = text.competing_interests
    summary.ai_use = text.ai_use


def date_publication(summary: Summary) -> None:
    """The first time that it is public; a later one changes nothing."""
    if summary.visibility == Summary.Visibility.PUBLIC and summary.published_at is None:
        summary.published_at = now_for(is_anonymous=summary.is_anonymous)
        summary.needs_ranking = True


def follow_saving(summary: Summary, note: str = "") -> None:
    """What goes with every saving, in its transaction."""
    keep_revision(summary, note)
    save_references(summary)
    answer_requests(summary)
    note_changes(Change.What.SUMMARY, [summary.pk])
    recount_summaries(summary.paper)
    mark_for_ranking(summary)
    transaction.on_commit(ask_for_ranking)


def mark_for_ranking(summary: Summary) -> None:
    """Also where no rank changes: whoever ranks also sees to what its writer has earned, which a hiding, a
    restoring, a claim or a change of visibility moves.
    """
    if summary.published_at and not summary.needs_ranking:  # what was never public has no votes
        summary.needs_ranking = True
        summary.save(update_fields=["needs_ranking"])


def keep_revision(summary: Summary, note: str) -> None:
    """The text under its number; once everybody could read it, it stays in the history that everybody reads."""
    revision, _ = Revision.objects.get_or_create(
        summary=summary,
        number=summary.revision_number,
        defaults={
            "body": summary.body,
            "tldr": summary.tldr,
            "note": note,
            "paper_version": summary.paper_version,
            "saved_at": now_for(is_anonymous=summary.is_anonymous),
        },
    )
    if summary.is_public and not revision.was_public:
        revision.was_public = True
        revision.save(update_fields=["was_public"])


def ask_for_ranking() -> None:
    enqueue_soon(RANK_TASK, delay=RANK_DELAY)


def recount_summaries(paper: Paper) -> None:
    """Counts under a lock on the paper, so that two writers at once do not both count one."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    locked.summary_count = Summary.objects.public().filter(paper=paper).count()
    locked.save(update_fields=["summary_count"])


def repair_summary_counts() -> list[Paper]:
    """Recomputes the number of public summaries of every paper; returns the papers where it was wrong."""
    return repair_counts(Paper.objects.all(), "summary_count", Summary.objects.public(), recount_summaries)
