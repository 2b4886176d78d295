"""The reading list and private notes."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from papers.exporting import export_papers
from papers.exports import Format
from papers.models import Paper, listed_names
from reading.forms import NoteForm, StateForm
from reading.models import Reading
from reading.querysets import ReadingQuerySet
from reading.services import InvalidState, counts_of, set_note, set_state
from reading.targets import find_paper
from shortsci.errors import DomainError
from shortsci.keyset import paginate
from shortsci.requests import UserRequest, ask_to_log_in, page_of_form

PAGE_SIZE = 25


class InvalidNote(DomainError):
    code = "invalid_note"
    message = _("This note holds a character that no text can have. Write it once more.")


@dataclass(frozen=True)
class Tab:
    """One part of the list: its place in the address, and the date that orders it."""

    key: str
    name: Promise
    date: str
    view: str

    @property
    def url(self) -> str:
        return reverse(self.view)

    def of(self, readings: ReadingQuerySet) -> ReadingQuerySet:
        return readings.with_note() if self.key == "notes" else readings.filter(state=self.key)


TABS = {
    tab.key: tab
    for tab in (
        Tab("to_read", _("To read"), "listed_at", "reading_list"),
        Tab("read", _("Read"), "listed_at", "papers_read"),
        Tab("notes", _("With notes"), "noted_at", "papers_with_notes"),
    )
}


@login_required
@require_safe
def reading_list(request: UserRequest, tab: str = "to_read", form: Format | None = None) -> HttpResponseBase:
    """Papers to read, read, or with a note, the latest first; as an export, the papers without the notes."""
    shown = TABS[tab]
    readings = shown.of(Reading.objects.of(request.user))
    if form:
        papers = Paper.objects.filter(readings__in=readings).order_by(f"-readings__{shown.date}", "-pk")
        return export_papers(papers, form, name=f"reading-{tab}")
    rows = readings.select_related("paper__venue").prefetch_related(listed_names("paper__"))
    page = paginate(rows, (f"-{shown.date}", "-id"), cursor=request.GET.get("after"), size=PAGE_SIZE)
    counts = counts_of(request.user)
    context = {
        "tab": shown,
        "tabs": [(choice, counts[choice.key]) for choice in TABS.values()],
        "page": page,
        "is_first_page": not request.GET.get("after"),
        "here": request.get_full_path(),
    }
    return render(request, "reading/reading_list.html", context)


@require_POST
def change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the paper where the pressed button says."""
    form = StateForm(request.POST)
    if not form.is_valid():
        raise InvalidState
    return change(request, pk, state=form.cleaned_data["state"])


@require_POST
def change_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves the note; an empty one is removed. One that is refused comes back as it was typed."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise InvalidNote
    return change(request, pk, note=form.cleaned_data["note"])


def change(request: HttpRequest, pk: int, *, state: str | None = None, note: str | None = None) -> HttpResponse:
    """Answers a script with the box, and with what is wrong in it; without a script it leads back."""
    paper = find_paper(pk)
    if paper is None:
        raise Http404
    if not request.user.is_authenticated:
        return ask_to_log_in(request, paper.get_absolute_url())
    is_scripted = bool(request.headers.get("HX-Request"))
    problem = ""
    try:
        if state is not None:
            set_state(reader=request.user, paper=paper, state=state)
        else:
            set_note(reader=request.user, paper=paper, note=note or "")
    except DomainError as error:
        if not is_scripted and note is None:
            raise
        problem = str(error)
    here = page_of_form(request) or paper.get_absolute_url()
    if not is_scripted and not problem:
        return redirect(f"{here}#reading-{paper.pk}")
    context = {
        "paper": paper,
        "reading": Reading.objects.of(request.user).filter(paper=paper).first(),
        "typed": note if problem else None,
        "here": here,
        "problem": problem,
    }
    if is_scripted:
        return render(request, "reading/_box.html", context)
    return render(request, "reading/note.html", context, status=422)
