"""The hits of a page. Papers, of which there are most, are put together here: in a template ten take a millisecond."""

from collections.abc import Iterable
from html import escape

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from search.rows import PaperHit, Row

register = template.Library()


@register.simple_tag(takes_context=True)
def hit_items(context: Context, rows: Iterable[Row]) -> SafeString:
    """Items of a list."""
    return SafeString("".join([f'<li class="hit">{hit_html(context, row)}</li>' for row in rows]))


def hit_html(context: Context, row: Row) -> str:
    """A paper here, any other record by a template of its own."""
    if isinstance(row.record, PaperHit):
        return paper_html(row, row.record)
    engine = context.template.engine  # type: ignore[union-attr]  # a tag is rendered in a template
    with context.push(row=row):
        return engine.get_template(f"search/_{row.kind}.html").render(context)


def paper_html(row: Row, paper: PaperHit) -> str:
    """Title and text of a row are HTML already."""
    address = escape(row.address)
    text = f'<p class="snippet">{row.text}</p>' if row.text else ""
    return (
        f'<h2><a href="{address}">{row.title}</a></h2>'
        f'<p class="byline">{" · ".join(byline_parts(paper))}</p>'
        f"{text}{summaries_link(address, paper.summary_count)}"
    )


def byline_parts(paper: PaperHit) -> list[str]:
    parts = [escape(paper.byline)]
    if paper.year:
        parts.append(str(paper.year))
    if paper.place_address:
        parts.append(f'<a href="{escape(paper.place_address)}">{escape(paper.place)}</a>')
    if paper.is_withdrawn:
        parts.append(f'<span class="tag">{escape(gettext("withdrawn"))}</span>')
    return parts


def summaries_link(address: str, number: int) -> str:
    """Nothing without summaries."""
    if not number:
        return ""
    name = ngettext("%(number)s summary", "%(number)s summaries", number) % {"number": number}
    return f'<p class="meta"><a class="more" href="{address}">{escape(name)}</a></p>'
