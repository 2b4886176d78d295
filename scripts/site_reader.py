"""What a reader of the demo content has: so that their own pages show more than that they are empty."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from papers.models import Author, Category, Paper, Venue

NOTE = "Compare with Section 3 of the earlier one: is the bound $O(n^2)$ tight?"


def furnish(reader: "User", writer: "User") -> None:
    """Follows, a reading list with notes, and a draft. Twice changes nothing."""
    from papers.models import Paper
    from reading.services import follow, set_note, set_state
    from summaries.services.drafts import save_draft
    from summaries.services.publishing import Text

    papers = list(Paper.objects.filter(state="ready").order_by("-summary_count", "pk")[:8])
    for target in (writer, papers[0], *targets_of(papers[1])):
        follow(reader=reader, target=target)
    for paper in papers[:3]:
        set_state(reader=reader, paper=paper, state="to_read")
    set_state(reader=reader, paper=papers[3], state="read")
    set_note(reader=reader, paper=papers[0], note=NOTE)
    set_note(reader=reader, paper=papers[4], note="Cited in the talk.")
    save_draft(writer=reader, paper=papers[5], text=Text(body="The idea is $x^2$ and", tldr="Squares."), version=0)


def targets_of(paper: "Paper") -> list["Category | Venue | Author"]:
    """Its category, its venue and its first author, as far as it has them."""
    authorship = paper.authorships.order_by("position").select_related("author").first()
    found = [paper.primary_category, paper.venue, authorship.author if authorship else None]
    return [target for target in found if target is not None]
