"""What lies on a writer's desk when the editor opens: the text to go on with, and one to compare it with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Paper
from shortsci.rates import reason_not_to_render
from shortsci.requests import number_in
from summaries.checks import advise
from summaries.forms import SummaryForm, fields_of_draft, fields_of_summary
from summaries.models import Draft, Summary
from summaries.outline import OUTLINE
from summaries.reading_time import measure
from summaries.rendering import render as render_markdown
from summaries.services import MAXIMUM_BODY
from summaries.services.drafts import TEXT_FIELDS, finish_draft
from summaries.services.references import context_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


KEPT_FIELDS = (*TEXT_FIELDS, "note", "base_revision", "draft_version")
CHANGED_SINCE = _("Your summary was saved with another text after you began this one. Both are here.")
ALSO_A_DRAFT = _("There is a draft of yours too. Both texts are here.")


@dataclass(frozen=True, kw_only=True)
class OtherText:
    """A text of the same writer on the same paper that must not be lost beside the one in the form."""

    title: "StrOrPromise"
    tldr: str
    body: str
    saved_at: datetime | None
    advice: "StrOrPromise" = ""

    @classmethod
    def of_summary(cls, summary: Summary, advice: "StrOrPromise" = "") -> "OtherText":
        saved_at = summary.edited_at or summary.published_at or summary.created_at
        return cls(title=_("What is saved now"), tldr=summary.tldr, body=summary.body, saved_at=saved_at, advice=advice)

    @classmethod
    def of_draft(cls, draft: Draft) -> "OtherText":
        return cls(
            title=_("Your draft"), tldr=draft.tldr, body=draft.body, saved_at=draft.saved_at, advice=ALSO_A_DRAFT
        )


@dataclass(frozen=True, kw_only=True)
class Desk:
    """`edited` is the summary that will change, `draft` the one that the form was filled from.

    A script saves at once what `is_unsaved`: it is in the form alone.
    """

    paper: Paper
    edited: Summary | None = None
    draft: Draft | None = None
    other: OtherText | None = None
    fields: dict[str, object] = field(default_factory=dict)
    is_unsaved: bool = False
    outline: str = OUTLINE

    @property
    def draft_paper_pk(self) -> int:
        return draft_paper_pk(self.paper, self.edited)


def lay_out(paper: Paper, user: User, edited: Summary | None, kept: Mapping[str, object] | None) -> Desk:
    """A text kept over a log-in comes first, then a draft, then what is saved; of two that differ none is hidden."""
    draft = Draft.objects.visible_to(user).filter(paper=draft_paper_pk(paper, edited)).first()
    version = draft.version if draft else 0
    if draft and edited and is_same_text(draft, edited):
        draft = None
    saved = fields_of_summary(edited) if edited else {}
    fields = {**saved, **(fields_of_draft(draft) if draft else {}), **(kept or {})}
    base = number_in((kept or {}).get("base_revision"), digits=9) if kept else draft.base_revision if draft else None
    fields |= {"base_revision": edited.revision_number if edited else 0, "draft_version": version}
    other = None
    if edited and base is not None and base != edited.revision_number:
        other = OtherText.of_summary(edited, CHANGED_SINCE)
    elif kept and draft and not is_same_body(str(kept["body"]), draft.body):
        other = OtherText.of_draft(draft)
    shown = None if kept else draft
    return Desk(paper=paper, edited=edited, draft=shown, other=other, fields=fields, is_unsaved=kept is not None)


def clear_desk(summary: Summary, form: SummaryForm) -> None:
    paper = Paper(pk=draft_paper_pk(summary.paper, summary))
    version = form.cleaned_data["draft_version"] or 0
    finish_draft(writer=summary.writer, paper=paper, text=form.text, version=version)


def summary_on(paper: Paper, user: User) -> Summary | None:
    """What the user has written on the paper, or on it before it was joined with another one."""
    written = Summary.objects.visible_to(user).filter(writer=user)
    return written.filter(Q(paper=paper, merged_from=None) | Q(merged_from=paper)).first()


def draft_paper_pk(paper: Paper, edited: Summary | None) -> int:
    """Who wrote on both of two papers that were joined has a draft for each text."""
    return edited.merged_from_id or paper.pk if edited else paper.pk


def kept_fields(sent: Mapping[str, Any]) -> dict[str, object]:
    """What the form held, as it was sent."""
    fields: dict[str, object] = {name: sent.get(name, "") for name in KEPT_FIELDS}
    return fields | {"is_anonymous": "is_anonymous" in sent}


def previewed(request: HttpRequest, paper: Paper, sent: Mapping[str, Any]) -> dict[str, object]:
    """What the preview shows: the text as its page will show it, its length, and advice; or why not now."""
    body, tldr = str(sent.get("body", "")).replace("\r\n", "\n"), str(sent.get("tldr", ""))
    context: dict[str, object] = {"maximum": MAXIMUM_BODY, "reading": measure(body[:MAXIMUM_BODY])}
    if len(body) > MAXIMUM_BODY:
        return {**context, "is_too_long": True, "html": ""}
    if pause := reason_not_to_render(request):
        return {**context, "pause": pause, "html": ""}
    advice = advise(body=body, tldr=tldr, abstract=paper.abstract, title=paper.title) if body.strip() else []
    return {**context, "html": render_markdown(body, context_of(body)), "advice": advice}


def is_same_text(draft: Draft, summary: Summary) -> bool:
    return is_same_body(draft.body, summary.body) and all(
        getattr(draft, name) == getattr(summary, name) for name in TEXT_FIELDS if name != "body"
    )


def is_same_body(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.strip()
