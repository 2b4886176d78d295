"""The texts of editors as HTML, and the works that they name."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from selections.models import Entry, Selection
from shortsci.errors import DomainError
from summaries.rendering import find_references, render
from summaries.services.references import MAXIMUM_REFERENCES, context_of

MAXIMUM_TEXT = 10_000  # characters of one field


class TextTooLong(DomainError):
    code = "text_too_long"
    message = _("A text of a selection may have 10,000 characters at most.")


def check_length(*texts: str) -> None:
    """Raises TextTooLong."""
    if any(len(text) > MAXIMUM_TEXT for text in texts):
        raise TextTooLong


def html_of(text: str) -> SafeString:
    return render(text, context_of(text))


def works_in(texts: Iterable[str]) -> list[list[str]]:
    """As pairs of kind and value, each once."""
    cited = [work for text in texts for work in find_references(text)]
    names = dict.fromkeys((work.kind, work.value) for work in cited)
    return [list(name) for name in names][:MAXIMUM_REFERENCES]


def render_head(selection: Selection) -> None:
    selection.introduction_html = html_of(selection.introduction)
    selection.works = works_in([selection.introduction])


def render_entry(entry: Entry) -> None:
    entry.why_html, entry.insights_html = html_of(entry.why), html_of(entry.insights)
    entry.works = works_in([entry.why, entry.insights])


def rerender_selections() -> int:
    """After a change of the renderer, or of titles that the texts name; returns how many rows came out otherwise.

    Nobody wrote anything: versions and dates stay.
    """
    changed = sum(rerender_one(pk) for pk in Selection.objects.order_by("pk").values_list("pk", flat=True))
    return changed + sum(rerender_entry(pk) for pk in Entry.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def rerender_one(pk: int) -> bool:
    selection = Selection.objects.select_for_update().filter(pk=pk).first()
    if selection is None:
        return False
    before = selection.introduction_html
    render_head(selection)
    selection.save(update_fields=["introduction_html", "works"])
    return bool(selection.introduction_html != before)


@transaction.atomic
def rerender_entry(pk: int) -> bool:
    entry = Entry.objects.select_for_update().filter(pk=pk).first()
    if entry is None:
        return False
    before = (entry.why_html, entry.insights_html)
    render_entry(entry)
    entry.save(update_fields=["why_html", "insights_html", "works"])
    return bool((entry.why_html, entry.insights_html) != before)
