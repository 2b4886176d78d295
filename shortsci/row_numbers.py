"""Numbers of rows in addresses."""

from django.urls.converters import IntConverter

LARGEST = 2**63 - 1  # that a column of any database here holds


class RowNumberConverter(IntConverter):
    """`<number:pk>` in a route. Any larger number stands for the largest, which no row has."""

    def to_python(self, value: str) -> int:
        return min(int(value), LARGEST)
