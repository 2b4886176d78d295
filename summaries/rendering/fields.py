"""A column for what `render` made, so that no template has to vouch for it."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.safestring import SafeString, mark_safe


class RenderedHtmlField(models.TextField):  # type: ignore[type-arg]  # no generic at run time
    """Reads back as safe HTML. Nothing but the result of `render` or `render_excerpt` may be stored in it."""

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> SafeString:
        return mark_safe(value or "")  # noqa: S308 (see the class)
