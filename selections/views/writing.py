"""The forms of an editor. What was typed comes back with every refusal, beside what somebody else has saved."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selections.forms import EntryForm, HeadForm, fields_of_entry, fields_of_head
from selections.models import Entry, Selection
from selections.rules import can_rename_address
from selections.services import EntryConflict, HeadConflict, create_selection, save_entry, save_head
from selections.services.texts import html_of
from selections.views.access import editors_only
from selections.views.desk import entry_of
from shortsci.errors import DomainError
from shortsci.requests import UserRequest
from summaries.models import Summary
from summaries.orders import TOP

Form = HeadForm | EntryForm


@editors_only
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    form = HeadForm(request.POST or None, label_suffix="", initial={"version": 0})
    if is_to_save(request, form):
        try:
            selection = create_selection(by=request.user, head=form.head)
        except DomainError as error:
            form.add_error("slug" if error.code == "address_taken" else None, str(error))
        else:
            return redirect("edit_selection", selection.slug)
    return show_head(request, form, None)


@editors_only
@require_http_methods(["GET", "POST"])
def head(request: UserRequest, slug: str) -> HttpResponse:
    selection = get_object_or_404(Selection.objects.select_related("venue"), slug=slug)
    form = HeadForm(request.POST or None, label_suffix="", initial=fields_of_head(selection))
    if is_to_save(request, form):
        try:
            saved = save_head(selection=selection, head=form.head, version=form.cleaned_data["version"])
        except HeadConflict as error:
            return show_head(request, built_on(form, error.current.version), error.current, conflict=error)
        except DomainError as error:
            form.add_error("slug" if error.code.startswith("address") else None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("edit_selection", saved.slug)
    return show_head(request, form, selection)


@editors_only
@require_http_methods(["GET", "POST"])
def entry(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    found = entry_of(slug, pk)
    choices = list(
        Summary.objects.public().filter(paper=found.paper_id).select_related("writer").order_by(*TOP.keys)[:30]
    )
    form = EntryForm(request.POST or None, label_suffix="", initial=fields_of_entry(found), choices=choices)
    if is_to_save(request, form):
        try:
            save_entry(entry=found, text=form.text, version=form.cleaned_data["version"])
        except EntryConflict as error:
            return show_entry(request, built_on(form, error.current.version), found, choices, conflict=error)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("edit_selection", slug)
    return show_entry(request, form, found, choices)


def is_to_save(request: UserRequest, form: Form) -> bool:
    """A valid text that was not sent to be looked at alone."""
    return request.method == "POST" and form.is_valid() and "preview" not in request.POST


def built_on(form: Form, version: int) -> Form:
    """The same text, to be saved over what is there now: its editor has been shown that."""
    if isinstance(form.data, QueryDict):
        typed = form.data.copy()
        typed["version"] = str(version)
        form.data = typed
    return form


def show_head(
    request: UserRequest, form: Form, selection: Selection | None, *, conflict: HeadConflict | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "selection": selection,
        "is_address_fixed": selection is not None and not can_rename_address(selection),
        "conflict": conflict,
        "preview": html_of(form.cleaned_data.get("introduction", "")) if is_previewed(form) else None,
    }
    return render(request, "selections/edit_head.html", context, status=status_of(form, conflict))


def show_entry(
    request: UserRequest, form: Form, entry: Entry, choices: list[Summary], *, conflict: EntryConflict | None = None
) -> HttpResponse:
    previews = (
        {name: html_of(form.cleaned_data.get(name, "")) for name in ("why", "insights")} if is_previewed(form) else {}
    )
    context = {
        "form": form,
        "selection": entry.selection,
        "entry": entry,
        "choices": choices,
        "conflict": conflict,
        "previews": previews,
    }
    return render(request, "selections/edit_entry.html", context, status=status_of(form, conflict))


def is_previewed(form: Form) -> bool:
    return form.is_bound and hasattr(form, "cleaned_data")


def status_of(form: Form, conflict: DomainError | None) -> int:
    return conflict.status if conflict else 422 if form.errors else 200
