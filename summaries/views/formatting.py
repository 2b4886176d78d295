"""What one can write, with what becomes of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shortsci.page_cache import shared_page
from summaries.formatting_examples import EXAMPLES
from summaries.rendering import render as render_markdown
from summaries.services.references import context_of


@shared_page
@require_safe
def formatting(request: HttpRequest) -> HttpResponse:
    """Rendered as every summary is, so that no example promises what does not happen."""
    examples = [(title, source, render_markdown(source, context_of(source))) for title, source in EXAMPLES]
    return render(request, "summaries/formatting.html", {"examples": examples})
