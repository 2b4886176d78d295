"""Links that change one thing about the search, and their counts: some forty on a page.

They are put together here, since a loop of a template takes five times as long.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.pages import Choice

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """As intcomma has it."""
    return grouped_in(number, get_language())


@lru_cache(maxsize=20_000)
def grouped_in(number: int, language: str | None) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


@register.simple_tag
def choice_items(choices: Sequence[Choice]) -> SafeString:
    """Items of a list."""
    language = get_language()
    return SafeString("".join([item_of(choice, language) for choice in choices]))


def item_of(choice: Choice, language: str | None) -> str:
    address, name = escape(choice.address), escape(choice.name)
    count = grouped_in(choice.count or 0, language)
    return f'<li><a href="{address}" rel="nofollow">{name}</a> <span class="count">{count}</span></li>'


@register.simple_tag
def choice_links(choices: Iterable[Choice], current: str) -> SafeString:
    """Links side by side; `current` is what `aria-current` says of the chosen one."""
    return SafeString("".join([link_of(choice, current) for choice in choices]))


def link_of(choice: Choice, current: str) -> str:
    chosen = f' aria-current="{current}"' if choice.is_current else ""
    count = "" if choice.count is None else f' <span class="count">{grouped(choice.count)}</span>'
    return f'<a href="{escape(choice.address)}"{chosen}>{escape(choice.name)}{count}</a>'
