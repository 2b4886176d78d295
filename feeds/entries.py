"""Summaries and papers as entries of a feed."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.template.loader import render_to_string
from django.utils import timezone

from feeds.channels import Entry, tag, whole
from papers.models import Paper, listed_names
from summaries.models import Summary

TAG = re.compile(r"""<(?:a|img)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r"""\b([a-z-]+)=("[^"]*"|'[^']*')""")


def entries_of(numbers: Iterable[int]) -> list[Entry]:
    """Of the public ones among these summaries, in the order of their numbers; as many queries for any number."""
    ordered = list(numbers)
    rows = (
        Summary.objects.public()
        .filter(pk__in=ordered)
        .select_related("writer", "paper__venue")
        .prefetch_related("paper__listings", listed_names("paper__"))
    )
    found = {summary.pk: summary for summary in rows}
    return [entry_of_summary(found[number]) for number in ordered if number in found]


def entry_of_summary(summary: Summary) -> Entry:
    """Under its byline; what is stored of an anonymous one tells the day alone."""
    url = whole(summary.get_absolute_url())
    paper = summary.paper
    published = summary.published_at or summary.created_at
    return Entry(
        key=tag("summary", summary.pk),
        url=url,
        title=str(paper),
        author=summary.byline.name,
        author_url=whole(summary.byline.url) if summary.byline.url else "",
        published=published,
        updated=summary.edited_at or published,
        tldr=summary.tldr,
        html=with_whole_addresses(render_to_string("feeds/_summary.html", {"summary": summary, "paper": paper}), url),
        categories=[listing.category_id for listing in paper.listings.all()],
        elsewhere=elsewhere(paper),
    )


def entry_of_paper(paper: Paper, asked_at: datetime | None) -> Entry:
    """A paper that readers wait for a summary of, since the first of them asked."""
    url = whole(paper.get_absolute_url())
    moment = datetime.combine(timezone.localdate(asked_at or paper.created_at), time.min, tzinfo=UTC)
    return Entry(
        key=tag("paper", paper.pk),
        url=url,
        title=str(paper),
        author=paper.byline or paper.label,
        published=moment,
        updated=moment,
        html=with_whole_addresses(render_to_string("feeds/_paper.html", {"paper": paper}), url),
        categories=[listing.category_id for listing in paper.listings.all()],
        elsewhere=elsewhere(paper),
    )


def elsewhere(paper: Paper) -> str:
    """The paper itself, at arXiv or by its DOI."""
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    return f"https://doi.org/{paper.doi}" if paper.doi else ""


def with_whole_addresses(html: str, page: str) -> str:
    """Away from the site an address from the slash leads nowhere, and an anchor needs its page."""

    def complete(match: re.Match[str]) -> str:
        name, quoted = match.groups()
        address = quoted[1:-1]
        if name not in {"href", "src"} or not address.startswith(("/", "#")):
            return match[0]
        return f'{name}="{page if address.startswith("#") else whole("")}{address}"'

    return TAG.sub(lambda match: ATTRIBUTE.sub(complete, match[0]), html.strip())
