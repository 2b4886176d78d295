"""Why a summary stands where it stands, and how ranking works."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from shortsci.formulas import Formula, formulas_html
from shortsci.page_cache import shared_page
from summaries.models import Summary
from summaries.services.fair_start import current_deal
from votes.defences import defences_in_force
from votes.explanations import ORDERS, with_numbers
from votes.forms import PlotForm
from votes.places import find_place
from votes.ranking import FORMULA_VERSION
from votes.ranking_plots import SENTENCES, constants, draw_hot, draw_wilson, verdict
from votes.worked_examples import HOT_EXAMPLES, WILSON_EXAMPLES


@shared_page
@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """One summary in one order; an unknown order falls back to that of the front page."""
    visible = Summary.objects.visible_to(request.user).without_text().select_related("writer", "paper")
    summary = get_object_or_404(visible.prefetch_related("paper__identifiers"), pk=pk)
    if not summary.is_public:
        return render(request, "votes/why_not.html", {"summary": summary, "paper": summary.paper})
    order = ORDERS.get(request.GET.get("order", ""), ORDERS["hot"])
    is_on_paper = order.is_of_one_paper or request.GET.get("on") == "paper"
    among = Summary.objects.public().without_text().select_related("writer", "paper")
    among = among.prefetch_related("paper__identifiers")
    place = find_place(
        summary=summary, order=order, among=among.filter(paper=summary.paper_id) if is_on_paper else among
    )
    sources = [source for source in (order.tex, with_numbers(order, place.inputs)) if source]
    context = {
        "summary": summary,
        "paper": summary.paper,
        "place": place,
        "orders": ORDERS.values(),
        "is_on_paper": is_on_paper,
        "formulas": formulas_html([Formula(source, is_display=True) for source in sources]),
        "formula_version": FORMULA_VERSION,
        "draw": draw_of(summary),
    }
    return render(request, "votes/why.html", context)


def draw_of(summary: Summary) -> dict[str, object] | None:
    """This hour's draw for the reserved places, and where the summary came up; None where it takes no part."""
    deal = current_deal() if settings.FAIR_START_PLACES else None
    if deal is None or summary.pk not in deal.drawn:
        return None
    place = deal.drawn.index(summary.pk) + 1
    return {"seed": deal.seed, "place": place, "number": len(deal.drawn), "places": settings.FAIR_START_PLACES}


@shared_page
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """How ranking works, with two plots that the query moves."""
    form = PlotForm({**PlotForm.DEFAULTS, **request.GET.dict()})
    form.is_valid()
    entries = form.entries()
    sentences = {key: gettext(sentence) for key, sentence in SENTENCES.items()}
    formulas = formulas_html([Formula(ORDERS[name].tex, is_display=True) for name in ("best", "hot")])
    context = {
        "form": form,
        "entries": entries,
        "plots": [draw_wilson(entries), draw_hot(entries)],
        "verdict": verdict(*entries, sentences),
        "constants_json": json.dumps(constants()),
        "sentences_json": json.dumps(sentences),
        "orders": ORDERS.values(),
        "best_formula": formulas[0],
        "hot_formula": formulas[1],
        "wilson_examples": WILSON_EXAMPLES,
        "hot_examples": HOT_EXAMPLES,
        "formula_version": FORMULA_VERSION,
        "defences": defences_in_force(),
        "fair_start": {
            "places": settings.FAIR_START_PLACES,
            "days": settings.FAIR_START_DAYS,
            "readers": settings.FAIR_START_READERS,
        },
    }
    return render(request, "votes/ranking.html", context)
