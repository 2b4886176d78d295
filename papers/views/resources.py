"""What goes with a paper elsewhere: added by readers, opened through us so that the most used stands first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.forms import ResourceForm
from papers.models import Paper, Resource
from papers.rules import can_remove_resource
from papers.services.resources import add_resource, note_use, remove_resource
from shortsci.errors import DomainError
from shortsci.requests import UserRequest, reader_of


@login_required
@require_http_methods(["GET", "POST"])
def add(request: UserRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(Paper.objects.prefetch_related("identifiers"), pk=pk, state=Paper.State.READY)
    form = ResourceForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            add_resource(paper=paper, added_by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("url", str(error))
        else:
            return redirect(f"{paper.get_absolute_url()}#resources")
    context = {"paper": paper, "form": form}
    return render(request, "papers/add_resource.html", context, status=422 if form.errors else 200)


@require_safe
def open_resource(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends on to the resource and counts the reader, once a day.

    Who comes from another site is shown first where it leads: the address must not lend our name to a link of theirs.
    """
    resource = get_object_or_404(Resource.objects.select_related("paper").prefetch_related("paper__identifiers"), pk=pk)
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return render(request, "papers/leaving.html", {"resource": resource})
    if request.method == "GET":
        note_use(resource=resource, reader=reader_of(request))
    return HttpResponseRedirect(resource.url)


@login_required
@require_POST
def remove(request: UserRequest, pk: int) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.select_related("paper"), pk=pk)
    if not can_remove_resource(request.user, resource):
        return render(request, "403.html", status=403)
    remove_resource(resource=resource)
    return redirect(f"{resource.paper.get_absolute_url()}#resources")
