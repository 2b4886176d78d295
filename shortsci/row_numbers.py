"""Numbers of rows in addresses."""

from django.urls.converters import IntConverter

LARGEST = 2**63 - 1  # that a column of any database here holds


class RowNumberConverter(IntConverter):
    """`<number:pk>` in a route. An address with a larger number is none of ours: no row can even be asked for it."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST:
            raise ValueError
        return number
