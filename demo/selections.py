"""A published selection, and the draft of last month's best on the editors' desk."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from demo.content import DemoPick, DemoSelection, read_selections
from papers.models import Paper, Venue
from selections.models import Selection
from selections.services import (
    EntryText,
    Head,
    add_entry,
    create_selection,
    draft_month,
    publish_selection,
    save_entry,
)
from summaries.models import Summary


def add_selections(papers: dict[str, Paper], editor: User) -> None:
    """What is there already stays as it is, whatever an editor has made of it."""
    for selection in read_selections():
        if not Selection.objects.filter(slug=selection.slug).exists():
            add_selection(selection, papers, editor)
    draft_month(today=timezone.now().date())


def add_selection(selection: DemoSelection, papers: dict[str, Paper], editor: User) -> None:
    head = Head(
        title=selection.title,
        slug=selection.slug,
        introduction=selection.introduction,
        venue=Venue.objects.filter(slug=selection.venue).first(),
        venue_year=selection.venue_year,
    )
    row = create_selection(by=editor, head=head)
    for pick in selection.picks:
        add_pick(row, pick, papers[pick.paper])
    publish_selection(selection=row)
    published_at = timezone.now() - timedelta(days=selection.days_ago)
    Selection.objects.filter(pk=row.pk).update(published_at=published_at, created_at=published_at)


def add_pick(row: Selection, pick: DemoPick, paper: Paper) -> None:
    entry = add_entry(selection=row, paper=paper)
    chosen = Summary.objects.public().signed().filter(paper=paper, writer__username__in=pick.summaries)
    text = EntryText(why=pick.why, insights=pick.insights, summaries=list(chosen.values_list("pk", flat=True)))
    save_entry(entry=entry, text=text, version=entry.version)
