"""Numbers as readers of a language write them."""

from django.utils.formats import number_format
from django.utils.functional import lazy


def grouped(number: int) -> str:
    """With a mark between thousands: 50,000 in English, 50.000 in German."""
    return number_format(number, use_l10n=True, force_grouping=True)


lazily_grouped = lazy(grouped, str)
