"""Leaving for good."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shortsci.requests import UserRequest
from summaries.models import Comment, Summary
from votes.forms import ClosingForm
from votes.models import Vote
from votes.services import close_account


@login_required
@require_http_methods(["GET", "POST"])
def close(request: UserRequest) -> HttpResponse:
    """Says what happens, and asks for the password and for what becomes of the summaries."""
    own = Summary.objects.visible_to(request.user).filter(writer=request.user)
    public = own.filter(visibility=Summary.Visibility.PUBLIC)
    public_count = public.count()
    form = ClosingForm(request.POST or None, user=request.user, has_summaries=public_count > 0, label_suffix="")
    if request.method == "POST" and form.is_valid():
        close_account(user=request.user, keep_summaries=form.cleaned_data.get("summaries") == "keep")
        logout(request)
        return redirect("account_closed")
    context = {
        "form": form,
        "public_count": public_count,
        "other_count": own.exclude(visibility=Summary.Visibility.PUBLIC).count(),
        "has_anonymous": public.filter(is_anonymous=True).exists(),
        "comment_count": Comment.objects.filter(writer=request.user, deleted_at=None).count(),
        "vote_count": Vote.objects.filter(voter=request.user).count(),
    }
    response = render(request, "votes/close_account.html", context, status=400 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "votes/account_closed.html")
