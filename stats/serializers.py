from typing import Any

from rest_framework import serializers

from stats.services import Numbers


class TableSerializer(serializers.Serializer[Numbers]):
    """One table; each row is an object with a value for each column."""

    name = serializers.CharField(source="table.name", read_only=True)
    title = serializers.CharField(source="table.title", read_only=True)
    columns = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()
    counted_at = serializers.DateTimeField(read_only=True, allow_null=True, help_text="Null: not counted yet.")

    def get_columns(self, numbers: Numbers) -> list[str]:
        return [column.key for column in numbers.table.columns]

    def get_rows(self, numbers: Numbers) -> list[dict[str, Any]]:
        keys = self.get_columns(numbers)
        return [dict(zip(keys, row, strict=True)) for row in numbers.rows]


class StatisticsSerializer(serializers.Serializer[dict[str, list[Numbers]]]):
    tables = TableSerializer(many=True)
