from typing import cast

from django.utils.translation import gettext_lazy as _

from shortsci.errors import DomainError


class SearchUnavailable(DomainError):
    """The index of this machine is missing or being built; everything but search goes on."""

    code = "search_unavailable"
    status = 503
    message = cast("str", _("The search index is being built. Everything else works; try again in a few minutes."))
