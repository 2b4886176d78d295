"""Where the boxes and arrows of a reading path stand. Pure: numbers in units of an SVG, for a template to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from summaries.reading_paths import Key, ReadingPath

BOX_HEIGHT = 72
TITLE_LINES = 2
# Em widths of the site's serif in bold, rounded up; the rest counts as 0.55, East Asian characters as one.
NARROW, WIDE = frozenset("fijlrtI.,:;'|!()[]- "), frozenset("mwMWOQGCDHNU@%—")
PADDING = 12
FONT_SIZE = 15
LINE_HEIGHT = 18

LAYER_COLUMNS, LAYER_BOX, LAYER_GAP, LANE, ROW_GAP = 3, 250, 26, 6, 40
PITCH = BOX_HEIGHT + ROW_GAP
COLUMN_BOX, COLUMN_RAIL, COLUMN_GAP = 268, 46, 14


Slot = tuple[Key, int | None]  # a box; with a row, the lane there for the arrows that come from the box


@dataclass(frozen=True)
class Line:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Box:
    """Its corner at the upper left; `lines` are the title, cut to fit."""

    key: Key
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def text_x(self) -> float:
        return self.x + PADDING

    @property
    def first_line(self) -> float:
        """The base line of the title, in the middle with the note where the title is short."""
        return self.y + PADDING + FONT_SIZE - 4 + (TITLE_LINES - len(self.lines)) * LINE_HEIGHT / 2

    @property
    def note_y(self) -> float:
        return self.first_line + len(self.lines) * LINE_HEIGHT

    @property
    def texts(self) -> list["Line"]:
        return [
            Line(self.text_x, self.first_line + number * LINE_HEIGHT, words) for number, words in enumerate(self.lines)
        ]


@dataclass(frozen=True)
class Picture:
    """`arrows` are SVG path data."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def draw_in_layers(path: ReadingPath, titles: Mapping[Key, str]) -> Picture:
    """Foundations at the top, the goal at the bottom, up to three boxes side by side; for wide screens.

    Where an arrow passes a row, a lane is kept free for it.
    """
    ways = find_ways(path)
    rows = order_rows(path, ways)
    row_widths = [sum(slot_width(slot) for slot in row) + LAYER_GAP * (len(row) - 1) for row in rows]
    middles: dict[Slot, float] = {}
    for row, row_width in zip(rows, row_widths, strict=True):
        x = (max(row_widths) - row_width) / 2
        for slot in row:
            middles[slot] = x + slot_width(slot) / 2
            x += slot_width(slot) + LAYER_GAP
    row_of = {slot: number for number, row in enumerate(rows) for slot in row}
    boxes = [
        Box(
            key,
            middles[key, None] - LAYER_BOX / 2,
            row_of[key, None] * PITCH,
            LAYER_BOX,
            BOX_HEIGHT,
            cut_title(titles[key], LAYER_BOX - 2 * PADDING),
        )
        for key in path.order
    ]
    arrows = [draw_way(way, middles, row_of) for way in ways]
    return Picture(max(row_widths), len(rows) * PITCH - ROW_GAP, tuple(boxes), tuple(arrows))


def slot_width(slot: Slot) -> float:
    return LAYER_BOX if slot[1] is None else LANE


def find_ways(path: ReadingPath) -> list[tuple[Slot, ...]]:
    """For each step the places that its arrow touches, row by row; arrows from one box share their lanes."""
    row_of = {key: number for number, row in enumerate(rows_of(path)) for key in row}
    return [
        ((earlier, None), *((earlier, row) for row in range(row_of[earlier] + 1, row_of[later])), (later, None))
        for earlier, later in path.steps
    ]


def rows_of(path: ReadingPath) -> list[list[Key]]:
    """A level that is too full for one row takes several."""
    rows = []
    for level in range(max(path.level.values()) + 1):
        keys = [key for key in path.order if path.level[key] == level]
        rows += [keys[start : start + LAYER_COLUMNS] for start in range(0, len(keys), LAYER_COLUMNS)]
    return rows


def order_rows(path: ReadingPath, ways: Sequence[tuple[Slot, ...]]) -> list[list[Slot]]:
    """Each row with its lanes, from left to right in the order of what leads there: that crosses few arrows."""
    rows: list[list[Slot]] = [[(key, None) for key in row] for row in rows_of(path)]
    before: dict[Slot, set[Slot]] = {}
    for way in ways:
        for upper, lower in pairwise(way):
            before.setdefault(lower, set()).add(upper)
            if lower[1] is not None and lower not in rows[lower[1]]:
                rows[lower[1]].append(lower)
    share: dict[Slot, float] = {}
    for number, row in enumerate(rows):
        given = {slot: [share[upper] for upper in before.get(slot, ())] for slot in row}
        ordered = sorted(
            row,
            key=lambda slot: (sum(given[slot]) / len(given[slot]) if given[slot] else 0.5, path.order.index(slot[0])),
        )
        rows[number] = ordered
        share |= {slot: (place + 0.5) / len(ordered) for place, slot in enumerate(ordered)}
    return rows


def draw_way(way: Sequence[Slot], middles: Mapping[Slot, float], row_of: Mapping[Slot, int]) -> str:
    """Down from the first box, straight through the lanes, to the top of the last box."""
    x, y = middles[way[0]], row_of[way[0]] * PITCH + BOX_HEIGHT
    drawn = f"M{x:g} {y:g}"
    for slot in way[1:]:
        bend, top = y + ROW_GAP / 2, row_of[slot] * PITCH
        end = top if slot[1] is not None else top - 2
        drawn += f"C{x:g} {bend:g} {middles[slot]:g} {bend:g} {middles[slot]:g} {end:g}"
        x, y = middles[slot], top + BOX_HEIGHT
        drawn += f"V{y:g}" if slot[1] is not None else ""
    return drawn


def draw_in_a_column(path: ReadingPath, titles: Mapping[Key, str]) -> Picture:
    """One box below the other in reading order, arrows in the margin; for narrow screens."""
    lines = [cut_title(titles[key], COLUMN_BOX - 2 * PADDING) for key in path.order]
    pitch = BOX_HEIGHT + COLUMN_GAP
    boxes = {
        key: Box(key, COLUMN_RAIL, number * pitch, COLUMN_BOX, BOX_HEIGHT, lines[number])
        for number, key in enumerate(path.order)
    }
    arrows = [curve_aside(boxes[earlier], boxes[later], len(path.order) * pitch) for earlier, later in path.steps]
    height = len(path.order) * pitch - COLUMN_GAP
    return Picture(COLUMN_RAIL + COLUMN_BOX, height, tuple(boxes.values()), tuple(arrows))


def curve_aside(upper: Box, lower: Box, whole: float) -> str:
    """The longer the way, the further out; leaves below the middle of a box and arrives above it."""
    start, end = upper.y + 0.65 * upper.height, lower.y + 0.35 * lower.height
    furthest = COLUMN_RAIL - 6 - (COLUMN_RAIL - 10) * ((end - start) / whole) ** 0.5
    handle = (4 * furthest - COLUMN_RAIL) / 3  # a cubic goes three quarters of the way to its handles
    return f"M{COLUMN_RAIL:g} {start:g}C{handle:g} {start:g} {handle:g} {end:g} {COLUMN_RAIL - 2:g} {end:g}"


def cut_title(title: str, room: float) -> tuple[str, ...]:
    """Up to two lines of whole words; what is left out shows as an ellipsis."""
    lines: list[str] = []
    words = title.split()
    while words and len(lines) < TITLE_LINES:
        taken = words_that_fit(words, room)
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words or width_of(lines[-1] if lines else "") > room:
        lines[-1] = shorten(lines[-1], room)
    return tuple(shorten(line, room) if width_of(line) > room else line for line in lines)


def words_that_fit(words: Sequence[str], room: float) -> int:
    taken = 1
    while taken < len(words) and width_of(" ".join(words[: taken + 1])) <= room:
        taken += 1
    return taken


def shorten(line: str, room: float) -> str:
    """By whole words, or by letters where the first word alone is too long."""
    while line and width_of(f"{line}…") > room:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,;:')}…"


def width_of(text: str) -> float:
    return FONT_SIZE * sum(character_width(character) for character in text)


def character_width(character: str) -> float:
    if character in NARROW:
        return 0.38
    if character in WIDE:
        return 0.85
    if east_asian_width(character) in "WF":
        return 1.0
    return 0.68 if character.isupper() else 0.55
