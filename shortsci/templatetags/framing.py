"""What stands on a page many times and differs in a few values: rendered once, then filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Template, Token, render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation.trans_real import catalog

from shortsci.links import STAND_IN

register = template.Library()

# A number is held by STAND_IN and what follows it, since it may be part of an address.
MARK = re.compile(rf"{STAND_IN // 1_000}([0-9]{{3}})|\ue000([0-9]{{3}})\ue000")
MOST_FRAMES = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts between the holes, and which value comes after each of them but the last."""

    texts: Sequence[str]
    order: Sequence[int]

    def fill(self, values: Sequence[str]) -> SafeString:
        parts = [self.texts[0]]
        for number, text in zip(self.order, self.texts[1:], strict=True):
            parts += values[number], text
        return mark_safe("".join(parts))  # noqa: S308 (texts are rendered, values escaped)


@dataclass(eq=False)
class FrameNode(Node):
    """Sees the variables that it names and no others, so that nothing else of one page can get onto another."""

    nodelist: NodeList
    decides: Mapping[str, FilterExpression]
    fills: Mapping[str, FilterExpression]
    frames: dict[tuple[object, ...], Frame] = field(default_factory=dict)

    def render(self, context: Context) -> SafeString:
        decided = [value.resolve(context, ignore_failures=True) for value in self.decides.values()]
        values = [value.resolve(context, ignore_failures=True) for value in self.fills.values()]
        are_numbers = tuple(type(value) is int for value in values)
        key = (catalog(), are_numbers, *((type(value), value) for value in decided))
        frame = self.frames.get(key)
        if frame is None:
            frame = self.build(context.template, dict(zip(self.decides, decided, strict=True)), are_numbers)
            if len(self.frames) < MOST_FRAMES:
                self.frames[key] = frame
        return frame.fill(["" if value is None else render_value_in_context(value, context) for value in values])

    def build(self, page: Template | None, decided: dict[str, Any], are_numbers: Sequence[bool]) -> Frame:
        marks: list[object] = [
            STAND_IN + at if is_number else SafeString(f"\ue000{at:03}\ue000")
            for at, is_number in enumerate(are_numbers)
        ]
        bare = Context({**decided, **dict(zip(self.fills, marks, strict=True))})
        with bare.bind_template(page), bare.render_context.push_state(page):  # type: ignore[arg-type]
            html = self.nodelist.render(bare)
        first, *others = MARK.split(html)
        numbers = [int(number or text) for number, text in zip(others[::3], others[1::3], strict=True)]
        return Frame([first, *others[2::3]], numbers)


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    """`{% frame state with number=summary.pk name=name %}…{% endframe %}`

    Variables before `with` may be tested; they must have few values, for each of which a frame is kept. Those after it
    are only printed, or stand in addresses: a test of one sees its stand-in.
    """
    _, *words = token.split_contents()
    at = words.index("with") if "with" in words else len(words)
    fills = dict(word.split("=", 1) for word in words[at + 1 :])
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(
        nodelist,
        {word: parser.compile_filter(word) for word in words[:at]},
        {name: parser.compile_filter(value) for name, value in fills.items()},
    )
