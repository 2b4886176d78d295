"""What a writer has earned, and how it is earned."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts.models import User
from shortsci.keyset import paginate
from shortsci.numbers import grouped
from shortsci.page_cache import shared_page
from votes.earnings import earnings_of
from votes.reputation_plots import Words, draw_plot

PAGE_SIZE = 50
SIZES = {"wide": (856, 290), "narrow": (320, 220)}


@shared_page
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The rule, with the numbers that are in force here."""
    context = {"cap": settings.REPUTATION_DAILY_CAP, "downvote_reputation": settings.DOWNVOTE_REPUTATION}
    return render(request, "votes/how_reputation.html", context)


@shared_page
@require_safe
def reputation(request: HttpRequest, username: str) -> HttpResponse:
    """A writer's points over time, as a plot and as a table of days."""
    writer = get_object_or_404(User, username__iexact=username, is_active=True)
    earnings = earnings_of(writer)
    today = timezone.now().date()
    page = paginate(writer.reputation_days.all(), ("-day",), cursor=request.GET.get("after"), size=PAGE_SIZE)
    curve = dict(earnings.curve)
    words = Words(number=grouped, date=lambda day: date_format(day, "SHORT_DATE_FORMAT"))
    context = {
        "writer": writer,
        "earnings": earnings,
        "plots": [
            draw_plot(name, earnings.curve, today, width=width, height=height, words=words)
            for name, (width, height) in SIZES.items()
            if earnings.curve
        ],
        "page": page,
        # One that was counted after the curve was read is shown the next time.
        "days": [(day, curve[day.day]) for day in page.rows if day.day in curve],
        "cap": settings.REPUTATION_DAILY_CAP,
    }
    return render(request, "votes/reputation.html", context)
