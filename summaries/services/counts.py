"""Stored numbers of rows: finding those that are wrong, by counting."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

Owner = TypeVar("Owner", bound=models.Model)


def repair_counts(
    owners: QuerySet[Owner], field: str, rows: QuerySet[Any], recount: Callable[[Owner], object]
) -> list[Owner]:
    """Compares `field` of each owner with the number of its rows; returns the owners where it was wrong.

    `rows` name their owner by the name of its model. `recount` counts one owner anew, which comes locked to it.
    """
    name = str(owners.model._meta.model_name)  # noqa: SLF001
    own = rows.filter(**{name: OuterRef("pk")}).order_by().values(name)
    counted = Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)
    wrong = list(owners.exclude(**{field: counted}))
    for owner in wrong:
        with transaction.atomic():
            recount(owners.select_for_update().get(pk=owner.pk))
        owner.refresh_from_db(fields=[field])
    return wrong
