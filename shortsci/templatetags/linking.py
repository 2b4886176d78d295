"""Django's `url` with addresses that are looked up once; in every template by settings.TEMPLATES, without a load."""

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.utils.html import conditional_escape

from shortsci.links import address_of

register = template.Library()


class AddressNode(URLNode):
    """An address of ours by name and arguments in order; whatever else the tag can do, Django does."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        if self.asvar or self.kwargs or not isinstance(name, str) or ":" in name:
            return super().render(context)
        address = address_of(name, *[arg.resolve(context) for arg in self.args])
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
