"""Addresses of pages by name, as `django.urls.reverse` gives them; a list asks for a hundred of them.

What `reverse` finds for a name and its arguments under the prefix of the site never changes while the process runs,
which has one set of addresses; so it is asked once.
"""

from functools import lru_cache

from django.urls import NoReverseMatch, get_script_prefix, reverse

MOST_KEPT = 5_000  # addresses with a text in them: categories, venues, people
STAND_IN = 900_000_000_000_000  # no row has such a number


def address_of(name: str, *args: str | int) -> str:
    """The path of the page `name`, a name without a namespace. Raises NoReverseMatch."""
    prefix = get_script_prefix()
    if args and all(type(arg) is int and 0 <= arg < STAND_IN for arg in args):
        pattern = numbered_pattern(prefix, name, len(args))
        return pattern.format(*args) if pattern else reverse(name, args=args)
    if all(type(arg) in {str, int} for arg in args):
        return kept_address(prefix, name, args)
    return reverse(name, args=args)


@lru_cache(maxsize=1_000)
def numbered_pattern(prefix: str, name: str, number: int) -> str:
    """Such as `/summaries/{0}/`; empty where the address does not take any number there.

    What `reverse` returns is quoted, and so holds no braces of its own.
    """
    stand_ins = [STAND_IN + index for index in range(number)]
    try:
        address = reverse(name, args=stand_ins)
    except NoReverseMatch:
        return ""
    for index, stand_in in enumerate(stand_ins):
        address = address.replace(str(stand_in), f"{{{index}}}")
    return address


@lru_cache(maxsize=MOST_KEPT)
def kept_address(prefix: str, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args)
