"""What is the same on every page of the site: rendered once in each language, and then only copied."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Template, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation.trans_real import DjangoTranslation, catalog

register = template.Library()


class KeptNode(Node):
    """Sees no variable of the page, so that nothing of a page or of its reader can get into what others are shown."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.texts: dict[DjangoTranslation, SafeString] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Any]:
        """Each page that extends another asks it for its blocks; here are none."""
        return [] if nodetype is template.loader_tags.BlockNode else super().get_nodes_by_type(nodetype)

    def render(self, context: Context) -> SafeString:
        catalogue = catalog()
        text = self.texts.get(catalogue)
        if text is None:
            text = self.render_bare(context.template)
            if isinstance(catalogue, DjangoTranslation):  # else translation is turned off
                self.texts[catalogue] = text
        return text

    def render_bare(self, page: Template | None) -> SafeString:
        bare = Context()
        if page is None:
            return self.nodelist.render(bare)
        with bare.bind_template(page), bare.render_context.push_state(page):
            return self.nodelist.render(bare)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept %}…{% endkept %}` holds addresses and words that depend on nothing but the language; no blocks."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if any(node.get_nodes_by_type(template.loader_tags.BlockNode) for node in nodelist):
        raise template.TemplateSyntaxError("what is kept is the same on every page, and a block is not")
    return KeptNode(nodelist)
