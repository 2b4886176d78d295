"""What stands on a page many times and differs in a few values: its template is rendered once, then filled in.

A template looks each of its variables up anew, a hundred of them on a card. See docs/decisions/0027.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.template import loader
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation.trans_real import catalog

from shortsci.links import STAND_IN

# A number is held by STAND_IN and what follows it, since it may be part of an address.
MARK = re.compile(rf"{STAND_IN // 1_000}([0-9]{{3}})|\ue000([0-9]{{3}})\ue000")
MOST_FRAMES = 500


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts between the holes, and which value comes after each of them but the last."""

    first: str
    rest: Sequence[tuple[int, str]]

    def fill(self, values: Sequence[str]) -> SafeString:
        parts = [self.first]
        for number, text in self.rest:
            parts += values[number], text
        return SafeString("".join(parts))  # texts are rendered, values escaped


class FramedTemplate:
    """A template that sees what decides and stand-ins of the values, and nothing of the page or of its reader."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frames: dict[tuple[object, ...], Frame] = {}

    def filled(self, decides: Mapping[str, Hashable], values: Mapping[str, object]) -> SafeString:
        """`decides` may be tested; it must have few values, for each of which a frame is kept. `values` are only
        printed, or stand in addresses: a test of one sees its stand-in. None prints as nothing."""
        types = tuple([type(value) is int for value in values.values()])
        key = (catalog(), types, *decides.values())
        frame = self.frames.get(key)
        if frame is None:
            frame = self.framed(decides, values, types)
            if len(self.frames) < MOST_FRAMES and not settings.DEBUG:
                self.frames[key] = frame
        return frame.fill([text_of(value) for value in values.values()])

    def framed(self, decides: Mapping[str, Hashable], values: Mapping[str, object], types: Sequence[bool]) -> Frame:
        marks = [STAND_IN + at if is_int else SafeString(f"\ue000{at:03}\ue000") for at, is_int in enumerate(types)]
        html = loader.render_to_string(self.name, {**decides, **dict(zip(values, marks, strict=True))})
        first, *others = MARK.split(html)
        numbers = (int(number or text) for number, text in zip(others[::3], others[1::3], strict=True))
        return Frame(first, list(zip(numbers, others[2::3], strict=True)))


def text_of(value: object) -> str:
    if type(value) is str:
        return escape(value)  # Django's own takes ten times as long, to see whether the text is lazy
    if type(value) is int:
        return str(value)
    return "" if value is None else conditional_escape(value)  # type: ignore[arg-type]  # takes any object
