"""Words that stand in the code in English, and days, in the reader's language."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation.trans_real import catalog

register = template.Library()


@register.filter
def in_words(text: object) -> str:
    """For names of orders, periods and the like, which modules without Django carry as plain English."""
    return gettext(str(text)) if text else ""


@register.filter(expects_localtime=True)
def iso_day(moment: datetime) -> str:
    """As `date:"Y-m-d"` writes it, in a twentieth of the time: every card of a list has its day, twice."""
    return f"{moment:%Y-%m-%d}"


@register.filter(expects_localtime=True)
def iso_moment(moment: datetime) -> str:
    """As `date:"Y-m-d\\TH:i:sO"` writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S%z}"


@register.filter(expects_localtime=True)
def short_day(moment: datetime) -> str:
    """As `date:"SHORT_DATE_FORMAT"` writes it."""
    return day_as(moment, "SHORT_DATE_FORMAT")


@register.filter(expects_localtime=True)
def day_as(moment: date, form: str) -> str:
    """As `date` writes it; `form` is the name of one of Django's formats of days."""
    return written_day(date(moment.year, moment.month, moment.day), form, catalog())


@lru_cache(maxsize=10_000)
def written_day(day: date, form: str, catalogue: object) -> str:
    """`catalogue` is that of the language of the moment, in which the day is written."""
    return date_format(day, form)
