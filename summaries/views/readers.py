"""What a reader has to do with the summaries of a page that was built for many."""

from collections.abc import Hashable, Sequence
from copy import copy
from typing import Any

from accounts.models import User
from papers.models import Paper
from shortsci.prepared import Prepared, below_zero
from shortsci.reader_pages import Reader
from summaries.models import Summary

# Of the reader, and what moves with every vote: who has voted sees it counted on the next page.
OF_NOW = ("my_vote", "my_vote_state", "my_vote_reason", "my_vote_counts_at", "upvotes", "downvotes", "score")
VOTED = Prepared(
    lambda values: (
        Summary.objects.public().with_vote_of(values[0]).filter(pk__in=values[1:]).values_list("pk", *OF_NOW)
    ),
    below_zero,
)


class ReaderOfSummaries(Reader):
    """Their votes, and the counts as they are now, in one query.

    What is shared stays as it is: a reader gets copies, which know their vote.
    """

    def __init__(self, user: User, summaries: Sequence[Summary]) -> None:
        self.user = user
        voted = VOTED.rows([user.pk, *(summary.pk for summary in summaries)])
        self.now = {pk: values for pk, *values in voted}
        self.copies: dict[int, Summary] = {}
        self.papers: dict[int, Paper] = {}

    def relation_to(self, subject: Summary) -> Hashable:
        return (*self.now.get(subject.pk, ()), subject.writer_id == self.user.pk)

    def own(self, value: Any) -> Any:
        if isinstance(value, Summary):
            return self.copy_of(value)
        if isinstance(value, Paper):
            if value.pk not in self.papers:
                self.papers[value.pk] = copy(value)
            return self.papers[value.pk]
        if isinstance(value, list):
            return [self.own(item) for item in value]
        return value

    def copy_of(self, summary: Summary) -> Summary:
        if summary.pk not in self.copies:
            own = self.copies[summary.pk] = copy(summary)
            own.paper = self.own(summary.paper)
            for name, value in zip(OF_NOW, self.now.get(summary.pk, ()), strict=False):
                setattr(own, name, value)
        return self.copies[summary.pk]
