"""Items of the lists beside a paper: up to a hundred lines a page, each of a few tags, see docs/decisions/0027."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from papers.models import Paper
from shortsci.templatetags.texts import iso_moment, short_day
from summaries.literature import Literature
from summaries.models import Summary
from summaries.models.summaries import Byline

register = template.Library()


@register.simple_tag
def work_items(works: Iterable[Literature]) -> SafeString:
    return SafeString("".join([work_item(work) for work in works]))


@register.simple_tag
def paper_items(papers: Iterable[Paper]) -> SafeString:
    return SafeString("".join([paper_item(paper) for paper in papers]))


@register.simple_tag
def mention_items(summaries: Iterable[Summary]) -> SafeString:
    return SafeString("".join([mention_item(summary) for summary in summaries]))


def work_item(work: Literature) -> str:
    if work.paper:
        return paper_item(work.paper)
    note = escape(gettext("not opened here yet"))
    link = f'<a href="{escape(work.url)}" rel="nofollow">{escape(work.label)}</a>'
    return f'<li>{link} <span class="help">{note}</span></li>\n'


def paper_item(paper: Paper) -> str:
    """The title is HTML already."""
    link = f'<a href="{paper.get_absolute_url()}">{paper.title_html}</a>'
    return f'<li>{link} <span class="help">{paper.year or ""}</span></li>\n'


def mention_item(summary: Summary) -> str:
    link = f'<a href="{summary.get_absolute_url()}">{summary.paper.title_html}</a>'
    told = f"{escape(gettext('summary by'))} {byline_link(summary.byline)}{day_of(summary)}"
    return f'<li class="mention">{link} <span class="help">{told}</span></li>\n'


def byline_link(byline: Byline) -> str:
    name = escape(byline.name)
    return f'<a href="{escape(byline.url)}">{name}</a>' if byline.url else name


def day_of(summary: Summary) -> str:
    if not summary.published_at:
        return ""
    moment = localtime(summary.published_at)
    return f', <time datetime="{iso_moment(moment)}">{escape(short_day(moment))}</time>'
