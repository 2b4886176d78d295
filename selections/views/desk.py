"""The desk of one selection: its papers in order, what to add, and whether readers have it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.forms import SubmitForm
from papers.services import request_paper
from selections.models import Entry, Selection
from selections.services import (
    add_entry,
    move_entry,
    numbers_of,
    publish_selection,
    remove_entry,
    suggestions_for,
    withdraw_selection,
)
from selections.views.access import editors_only
from shortsci.errors import DomainError
from shortsci.requests import UserRequest, number_in


@editors_only
@require_safe
def desk(request: UserRequest, slug: str) -> HttpResponse:
    return show_desk(request, get_object_or_404(Selection, slug=slug), SubmitForm(label_suffix=""))


@editors_only
@require_POST
def add(request: UserRequest, slug: str) -> HttpResponse:
    """By anything that names a paper; one that is new here is asked for, and its title arrives in seconds."""
    selection = get_object_or_404(Selection, slug=slug)
    form = SubmitForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            paper, _is_new = request_paper(form.cleaned_data["identifier"])
            entry = add_entry(selection=selection, paper=paper)
        except DomainError as error:
            form.add_error("identifier", str(error))
        else:
            return redirect("edit_entry", slug, entry.pk)
    return show_desk(request, selection, form)


@editors_only
@require_POST
def move(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """To the place that the form says, so that a repeated request moves nothing twice."""
    entry = entry_of(slug, pk)
    position = number_in(request.POST.get("position"), digits=4)
    if position is not None:
        move_entry(entry=entry, position=position)
    return redirect("edit_selection", slug)


@editors_only
@require_http_methods(["GET", "POST"])
def remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Asks first: the entry's texts go with it."""
    entry = entry_of(slug, pk)
    if request.method == "GET":
        return render(request, "selections/remove_entry.html", {"selection": entry.selection, "entry": entry})
    remove_entry(entry=entry)
    messages.success(request, _("The paper is out of the selection."))
    return redirect("edit_selection", slug)


@editors_only
@require_POST
def publish(request: UserRequest, slug: str) -> HttpResponse:
    selection = get_object_or_404(Selection, slug=slug)
    try:
        publish_selection(selection=selection)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("edit_selection", slug)
    messages.success(request, _("Published. Readers who asked for it get it by mail in a few minutes."))
    return redirect(selection)


@editors_only
@require_http_methods(["GET", "POST"])
def withdraw(request: UserRequest, slug: str) -> HttpResponse:
    """Asks first."""
    selection = get_object_or_404(Selection, slug=slug)
    if request.method == "GET":
        return render(request, "selections/withdraw.html", {"selection": selection})
    withdraw_selection(selection=selection)
    messages.success(request, _("Withdrawn. Readers do not find it any more."))
    return redirect("edit_selection", slug)


def entry_of(slug: str, pk: int) -> Entry:
    return get_object_or_404(Entry.objects.select_related("selection", "paper"), selection__slug=slug, pk=pk)


def show_desk(request: UserRequest, selection: Selection, form: SubmitForm) -> HttpResponse:
    entries = list(Entry.objects.filter(selection=selection).for_reading())
    context = {
        "selection": selection,
        "entries": entries,
        "unsaid": sum(not entry.why.strip() for entry in entries),
        "form": form,
        "numbers": numbers_of(selection),
        "suggestions": suggestions_for(selection),
    }
    return render(request, "selections/desk.html", context, status=422 if form.errors else 200)
