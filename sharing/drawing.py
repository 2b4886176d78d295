"""A card as a picture of 1200 × 630 pixels, which is what pages that show links make room for (https://ogp.me)."""

from io import BytesIO

from PIL import Image, ImageDraw

from sharing.cards import Card
from sharing.lettering import Lettering, wrap

SIZE = WIDTH, HEIGHT = (1200, 630)
MARGIN = 80
INNER = WIDTH - 2 * MARGIN
# The light colours of site.css.
PAPER, INK, SOFT, RULE, ACCENT, ACCENT_INK = "#fdfcf9", "#211f1c", "#625d55", "#e2dcd0", "#8c2f2b", "#fffaf2"
COLOURS = 64  # enough for five of them with their edges
FOOT = 530  # where the rule above the site's name is
# Sizes of a title and how many lines of it there may be, the best first; a note needs the room more.
ALONE = ((68, 4), (60, 4), (52, 4), (46, 4), (42, 4))
BESIDE_NOTE = ((52, 2), (46, 2), (42, 2), (42, 3))
LONGEST = 600  # characters of any text that are looked at

KICKER, LINE, NOTE = Lettering("italic", 32), Lettering("regular", 30), Lettering("italic", 33)
NAME, CORNER = Lettering("italic", 42), Lettering("regular", 30)


def draw(card: Card) -> bytes:
    """PNG. The title is as large as it fits, and what does not fit at all is cut off."""
    picture = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, WIDTH, 10), fill=ACCENT)
    draw_foot(canvas, card)
    top: float = 66
    if card.kicker:
        top = draw_lines(canvas, wrap(card.kicker[:LONGEST], KICKER, INNER, 1)[0], KICKER, top, SOFT)
    lettering, lines = fit_title(card)
    top = draw_lines(canvas, lines, lettering, top + 8, INK)
    if card.line:
        rows = 1 if card.note else 2
        top = draw_lines(canvas, wrap(card.line[:LONGEST], LINE, INNER, rows)[0], LINE, top + 10, SOFT)
    if card.note:
        draw_note(canvas, card.note[:LONGEST], top + 18)
    return encode(picture)


def fit_title(card: Card) -> tuple[Lettering, list[str]]:
    for size, rows in BESIDE_NOTE if card.note else ALONE:
        lettering = Lettering("bold", size)
        lines, is_whole = wrap(card.title[:LONGEST], lettering, INNER, rows)
        if is_whole:
            break
    return lettering, lines


def draw_lines(canvas: ImageDraw.ImageDraw, lines: list[str], lettering: Lettering, top: float, colour: str) -> float:
    """Returns where the next text begins."""
    height = round(lettering.size * 1.24)
    for number, line in enumerate(lines):
        lettering.draw(canvas, (MARGIN, top + number * height + lettering.size), line, colour)
    return top + len(lines) * height


def draw_note(canvas: ImageDraw.ImageDraw, note: str, top: float) -> None:
    """With a bar beside it, as on the site; as many lines as there is room for."""
    height = round(NOTE.size * 1.24)
    rows = int((FOOT - 22 - top) // height)
    if rows < 1:
        return
    lines, _ = wrap(note, NOTE, INNER - 28, rows)
    canvas.rectangle((MARGIN, top + 4, MARGIN + 4, top + len(lines) * height + 4), fill=ACCENT)
    for number, line in enumerate(lines):
        NOTE.draw(canvas, (MARGIN + 28, top + number * height + NOTE.size), line, INK)


def draw_foot(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    canvas.line((MARGIN, FOOT, WIDTH - MARGIN, FOOT), fill=RULE, width=2)
    draw_sign(canvas, MARGIN, FOOT + 26, 1.5)
    NAME.draw(canvas, (MARGIN + 66, FOOT + 64), "Shortsci", ACCENT)
    if card.corner:
        left = WIDTH - MARGIN - CORNER.length(card.corner)
        CORNER.draw(canvas, (left, FOOT + 62), card.corner, SOFT)


def draw_sign(canvas: ImageDraw.ImageDraw, left: float, top: float, scale: float) -> None:
    """icon.svg, 32 units wide."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(left + x * scale, top + y * scale) for x, y in points]

    canvas.rounded_rectangle((*at((0, 0))[0], *at((32, 32))[0]), radius=6 * scale, fill=ACCENT)
    for y, end in ((8, 23), (13, 23), (18, 18)):
        canvas.line(at((9, y), (end, y)), fill=ACCENT_INK, width=round(2.4 * scale))
    canvas.polygon(at((20, 25), (24, 19), (28, 25)), fill=ACCENT_INK)


def encode(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
