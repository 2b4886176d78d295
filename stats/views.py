"""The page of the site's numbers, and a file of each table."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shortsci.page_cache import shared_page
from stats import tables
from stats.figures import figure_of
from stats.services import read_statistics


@shared_page
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Reads what a task has counted; the same for everybody."""
    numbers = read_statistics()
    today = timezone.now().date()
    totals = numbers[tables.TOTALS.name]
    context = {
        "totals": figure_of(totals, today),
        "figures": [figure_of(numbers[name], today) for name in numbers if name != tables.TOTALS.name],
        "counted_at": totals.counted_at,
    }
    return render(request, "stats/statistics.html", context)


@require_safe
def table_file(request: HttpRequest, name: str) -> HttpResponse:
    """One table as CSV, with its columns' keys in the first line."""
    numbers = read_statistics().get(name)
    if numbers is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    rows = csv.writer(response)
    rows.writerow(column.key for column in numbers.table.columns)
    rows.writerows([guard(value) for value in row] for row in numbers.rows)
    return response


def guard(value: object) -> object:
    """A name that a spreadsheet would take for a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value
