"""What one line of a dump says. Nothing here tells more than the public pages do."""

from datetime import date, datetime

import msgspec

from papers.models import Paper
from summaries.models import Comment, Summary
from summaries.serializers import LICENCE
from votes.ranking import FORMULA_VERSION


class IdentifierRow(msgspec.Struct, frozen=True):
    kind: str
    value: str


class PaperRow(msgspec.Struct, frozen=True, kw_only=True):
    """Title and abstract are TeX, as their source has them."""

    id: int
    identifiers: list[IdentifierRow]
    title: str
    abstract: str
    authors: list[str]
    primary_category: str | None
    categories: list[str]
    published_on: date | None
    updated_on: date | None
    year: int | None
    version: int | None
    is_withdrawn: bool
    comment: str
    journal_ref: str
    kind: str
    container: str
    volume: str
    issue: str
    pages: str
    publisher: str
    license_url: str
    keywords: list[str]
    summary_count: int


class SummaryRow(msgspec.Struct, frozen=True, kw_only=True):
    """`writer` is null where there is no name to give. `wilson` and `hot` are the values that pages order by;
    `is_ranked` is false where a vote came in so late that they do not know of it yet."""

    id: int
    paper: int
    byline: str
    writer: str | None
    tldr: str
    body: str
    paper_version: int | None
    competing_interests: str
    ai_use: str
    published_at: datetime
    edited_at: datetime | None
    upvotes: int
    downvotes: int
    score: int
    comment_count: int
    wilson: float
    hot: float
    formula_version: int
    is_ranked: bool
    licence: str


class CommentRow(msgspec.Struct, frozen=True, kw_only=True):
    """`parent` is the comment that it answers; that one is missing from the dump where it was deleted or hidden."""

    id: int
    summary: int
    parent: int | None
    byline: str
    writer: str | None
    body: str
    created_at: datetime
    edited_at: datetime | None
    licence: str


def paper_row(paper: Paper) -> PaperRow:
    """Of a paper that was read with `with_names()`."""
    return PaperRow(
        id=paper.pk,
        identifiers=[IdentifierRow(row.kind, row.value) for row in paper.identifiers.all()],
        title=paper.title,
        abstract=paper.abstract,
        authors=paper.author_names,
        primary_category=paper.primary_category_id,
        categories=[listing.category_id for listing in paper.listings.all()],
        published_on=paper.published_on,
        updated_on=paper.updated_on,
        year=paper.year,
        version=paper.version,
        is_withdrawn=paper.is_withdrawn,
        comment=paper.comment,
        journal_ref=paper.journal_ref,
        kind=paper.kind,
        container=paper.container,
        volume=paper.volume,
        issue=paper.issue,
        pages=paper.pages,
        publisher=paper.publisher,
        license_url=paper.license_url,
        keywords=paper.keyword_list,
        summary_count=paper.summary_count,
    )


def summary_row(summary: Summary) -> SummaryRow:
    """Of a public summary, which always has a date of publication."""
    if summary.published_at is None:
        raise ValueError(f"summary {summary.pk} was never published")
    has_name = not summary.is_anonymous and summary.writer.closed_at is None
    return SummaryRow(
        id=summary.pk,
        paper=summary.paper_id,
        byline=summary.byline.name,
        writer=summary.writer.username if has_name else None,
        tldr=summary.tldr,
        body=summary.body,
        paper_version=summary.paper_version,
        competing_interests=summary.competing_interests,
        ai_use=summary.ai_use,
        published_at=summary.published_at,
        edited_at=summary.edited_at,
        upvotes=summary.upvotes,
        downvotes=summary.downvotes,
        score=summary.score,
        comment_count=summary.comment_count,
        wilson=summary.wilson,
        hot=summary.hot,
        formula_version=summary.formula_version,
        is_ranked=not summary.needs_ranking and summary.formula_version == FORMULA_VERSION,
        licence=LICENCE,
    )


def comment_row(comment: Comment) -> CommentRow:
    """Of a comment that everybody reads, with `for_reading()`."""
    has_name = not comment.is_pseudonymous and comment.writer.closed_at is None
    return CommentRow(
        id=comment.pk,
        summary=comment.summary_id,
        parent=comment.parent_id,
        byline=comment.byline,
        writer=comment.writer.username if has_name else None,
        body=comment.body,
        created_at=comment.shown_created_at,
        edited_at=comment.shown_edited_at,
        licence=LICENCE,
    )
