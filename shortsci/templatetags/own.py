"""Marks what of a page is its reader's own, see shortsci.reader_pages."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()

HOLES = "_holes"  # the name under which a page that is built for many carries its holes


class OwnNode(Node):
    """A hole in a page that is built for many; what stands in it, in any other page."""

    def __init__(self, nodelist: NodeList, subject: FilterExpression | None) -> None:
        self.nodelist, self.subject = nodelist, subject

    def render(self, context: Context) -> Any:
        holes = context.get(HOLES)
        if holes is None:
            return self.nodelist.render(context)
        return holes.leave(self.nodelist, context, self.subject.resolve(context) if self.subject else None)


@register.tag
def own(parser: Parser, token: Token) -> OwnNode:
    """`{% own %}…{% endown %}` holds what depends on who reads. `{% own summary %}…{% endown %}` depends on nothing of
    the reader but what they have to do with the summary: their vote, and whether it is theirs."""
    _, *subject = token.split_contents()
    if len(subject) > 1:
        raise template.TemplateSyntaxError("own takes one object at most")
    nodelist = parser.parse(("endown",))
    parser.delete_first_token()
    return OwnNode(nodelist, parser.compile_filter(subject[0]) if subject else None)
