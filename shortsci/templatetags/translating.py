"""Django's `i18n` tags, which settings.TEMPLATES puts in their place: texts are looked up once a language.

The two tags for texts make up a third of the time of a list page. What they look up is fixed once the catalogue of a
language is loaded; it is kept beside the tag, under that very catalogue.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, Token, Variable, render_value_in_context
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation.trans_real import DjangoTranslation, catalog

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedText(i18n.TranslateNode):
    """`{% translate "…" %}` of a text that stands in the template."""

    def __init__(self, *parsed: Any) -> None:
        super().__init__(*parsed)
        self.texts: dict[DjangoTranslation, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        catalogue = catalog()
        text = self.texts.get(catalogue)
        if text is None:
            text = SafeString(super().render(context) or "")  # of the template, so safe
            if isinstance(catalogue, DjangoTranslation):  # else translation is turned off
                self.texts[catalogue] = text
        return text


class TextWithValues(i18n.BlockTranslateNode):
    """`{% blocktranslate %}`; whatever is wrong with a translation, Django's own tag deals with."""

    def __init__(self, *parsed: Any) -> None:
        super().__init__(*parsed)
        self.one, names = self.render_token_list(self.singular)
        self.many, more_names = self.render_token_list(self.plural) if self.plural else ("", [])
        self.names = list(dict.fromkeys([*names, *more_names]))
        self.texts: dict[DjangoTranslation, str] = {}

    def render(self, context: Context, nested: bool = False) -> str:
        if nested:
            return super().render(context, nested)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        try:
            text = self.counted(context, values) if self.countervar else self.fixed()
            return text % {
                name: render_value_in_context(values[name] if name in values else context[name], context)
                for name in self.names
            }
        except (KeyError, ValueError, TypeError):
            return super().render(context)

    def fixed(self) -> str:
        catalogue = catalog()
        text = self.texts.get(catalogue)
        if text is None:
            text = gettext(self.one)
            if isinstance(catalogue, DjangoTranslation):
                self.texts[catalogue] = text
        return text

    def counted(self, context: Context, values: dict[str, Any]) -> str:
        with context.push(values):
            number: Any = self.counter.resolve(context) if self.counter else None
        values[self.countervar or ""] = number
        return ngettext(self.one, self.many, number)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    if node.noop or node.asvar or node.message_context or not is_literal(node.filter_expression):
        return node
    return FixedText(node.filter_expression, node.noop)


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    node = i18n.do_block_translate(parser, token)
    if node.asvar or node.message_context:
        return node
    parsed = (node.extra_context, node.singular, node.plural, node.countervar, node.counter)
    return TextWithValues(*parsed, None, node.trimmed)


def is_literal(expression: FilterExpression) -> bool:
    var = expression.var
    return not expression.filters and isinstance(var, Variable) and isinstance(var.literal, str)
