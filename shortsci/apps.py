from django.apps import AppConfig
from django.core.signals import request_started
from django.urls import register_converter

from shortsci.row_numbers import RowNumberConverter


class ShortsciConfig(AppConfig):
    name = "shortsci"

    def ready(self) -> None:
        from shortsci.connections import trust_fresh_connection  # noqa: PLC0415 (settings are read only now)

        register_converter(RowNumberConverter, "number")
        # After Django's own receiver, which would have each request ask the database whether it is still there.
        request_started.connect(trust_fresh_connection, dispatch_uid="shortsci.connections")
