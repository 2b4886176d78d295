"""Comments in the order of reading: each thread whole, the oldest first; a page is a stretch of that order."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from summaries.models import Comment, Summary
from summaries.rules import can_delete_comment, can_edit_comment, can_read_comment

PAGE_SIZE = 100  # comments
MAXIMUM_DEPTH = 5  # deeper answers stand beside each other and name what they answer


@dataclass
class Node:
    """A comment as one reader sees it, with the answers below it."""

    comment: Comment
    reader: User | AnonymousUser
    depth: int = 0
    names_parent: bool = False  # it does not stand below what it answers
    answers: list["Node"] = field(default_factory=list)
    holder: "Node | None" = None

    @property
    def is_readable(self) -> bool:
        return can_read_comment(self.reader, self.comment)

    @property
    def can_edit(self) -> bool:
        return can_edit_comment(self.reader, self.comment)

    @property
    def can_delete(self) -> bool:
        return can_delete_comment(self.reader, self.comment)

    @property
    def takes_answers(self) -> bool:
        return self.comment.deleted_at is None and self.comment.hidden_at is None


@dataclass(frozen=True)
class ThreadPage:
    """`next` is the comment with which the following page begins."""

    nodes: list[Node]
    next: int | None
    is_first_page: bool


def reading_order(rows: list[tuple[int, int | None]]) -> list[int]:
    """Numbers of comments, depth first, out of (number, answered number) from the oldest on."""
    answers: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in rows:
        answers[parent].append(pk)
    order: list[int] = []
    waiting = answers[None][::-1]
    while waiting:
        pk = waiting.pop()
        order.append(pk)
        waiting += answers[pk][::-1]
    return order


def read_order(summary: Summary) -> tuple[list[int], dict[int, int | None]]:
    rows = list(summary.comments.order_by("created_at", "id").values_list("id", "parent"))
    return reading_order(rows), dict(rows)


def read_thread_page(summary: Summary, reader: User | AnonymousUser, start: int | None) -> ThreadPage:
    """The stretch that begins with comment `start`, else the first one; two queries, however many comments."""
    order, _ = read_order(summary)
    begin = order.index(start) if start in order else 0
    numbers = order[begin : begin + PAGE_SIZE]
    following = order[begin + PAGE_SIZE : begin + PAGE_SIZE + 1]
    comments = summary.comments.select_related("writer").in_bulk(numbers) if numbers else {}
    for comment in comments.values():
        comment.summary = summary
    return ThreadPage(
        nodes=nest([comments[pk] for pk in numbers if pk in comments], reader),
        next=following[0] if following else None,
        is_first_page=begin == 0,
    )


def nest(comments: list[Comment], reader: User | AnonymousUser) -> list[Node]:
    """Trees of a stretch of the order; what answers a comment outside it stands at the top."""
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    for comment in comments:
        above = nodes.get(comment.parent_id or 0)
        holder = above.holder if above and above.depth == MAXIMUM_DEPTH else above
        node = Node(comment, reader, depth=holder.depth + 1 if holder else 0, holder=holder)
        node.names_parent = comment.parent_id is not None and (above is None or above is not holder)
        nodes[comment.pk] = node
        (holder.answers if holder else top).append(node)
    return top


def start_of_page_with(comment: Comment) -> int | None:
    """Where a page may begin that shows the comment; None for the first page."""
    order, parents = read_order(comment.summary)
    if comment.pk not in order[PAGE_SIZE:]:
        return None
    root = comment.pk
    while parents[root]:
        root = parents[root] or root
    return root if order.index(comment.pk) - order.index(root) < PAGE_SIZE else comment.pk
