"""What a first visit of the front page loads, compressed as it is served, with all fonts that its texts ask for."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import brotli
import html5lib
import pytest
from django.contrib.staticfiles import finders

from demo.seeding import seed_demo
from shortsci.page_store import BROTLI_QUALITY

LIMIT = 60_000
HEADERS = 400  # bytes of one answer, at a guess from above
ITALIC = {"em", "i", "strong"}  # in excerpts `strong` is italic
SERIF = {"intro", "tldr", "prose excerpt", "wordmark"}  # classes of what is set in the faces of the site
SLANTED = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", range(0x1D434, 0x1D468), strict=True))
SLANTED |= dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", range(0x1D6FC, 0x1D715), strict=True))
SLANTED |= {"h": 0x210E, "∂": 0x1D715, "∇": 0x1D6FB}


def read_faces(styles: str) -> list[tuple[str, str, str, set[int]]]:
    """Family, whether italic or bold, file and characters, the rule that counts first in front."""
    faces = []
    for rule in re.findall(r"@font-face \{([^}]*unicode-range[^}]*)\}", styles):
        family, file, ranges = re.search(r'"([^"]+)".*url\("([^"]+)"\).*unicode-range: ([^;]+);', rule).groups()
        look = "italic" if "font-style: italic" in rule else "bold" if "font-weight: 700" in rule else ""
        ends = [[int(end, 16) for end in part.strip()[2:].split("-")] for part in ranges.split(",")]
        faces.append((family, look, file, {character for end in ends for character in range(end[0], end[-1] + 1)}))
    return faces[::-1]


def read_texts(element: Element, family: str = "Pagella", look: str = "") -> Iterator[tuple[str, str, int]]:
    """Family, look and character of all that is drawn in the faces of the site."""
    names = (element.get("class") or "").split()
    tag = str(element.tag).rpartition("}")[2]
    if tag == "math":
        family, look = "Pagella Math", ""
    elif tag in ITALIC or {"tldr", "wordmark"} & set(names):
        look = "italic"
    text = element.text or ""
    if tag == "mi" and len(text) == 1 and element.get("mathvariant") != "normal":
        yield family, look, SLANTED.get(text, ord(text))
    yield from ((family, look, ord(character)) for character in text)
    for child in element:
        yield from read_texts(child, family, look)
        yield from ((family, look, ord(character)) for character in child.tail or "")


def fonts_of(page: Element, styles: str) -> set[str]:
    faces, files = read_faces(styles), set()
    for place in (place for place in page.iter() if place.get("class") in SERIF or place.tag == "h2"):
        for family, look, character in set(read_texts(place)):
            fits = (file for name, of, file, held in faces if (name, of) == (family, look) and character in held)
            files |= {file for file in [next(fits, "")] if file}
    return files


def files_of(page: Element) -> set[str]:
    head = [link.get("href") for link in page.iter("link") if link.get("rel") in {"stylesheet", "icon", "preload"}]
    named = [*head, *(element.get("src") for element in page.iter() if element.tag in {"script", "img"})]
    return {urlsplit(address).path.removeprefix("/static/") for address in named if address}


def weigh(file: str) -> int:
    content = Path(finders.find(file)).read_bytes()
    return HEADERS + (len(content) if file.endswith(".woff2") else len(brotli.compress(content)))


@pytest.mark.django_db
def test_the_front_page_weighs_less_than_it_may(client):
    seed_demo()
    html = client.get("/").content
    page = html5lib.parse(html, transport_encoding="utf-8", namespaceHTMLElements=False)
    styles = Path(finders.find("shortsci/site.css")).read_text("utf-8")
    files = files_of(page) | {f"shortsci/{font}" for font in fonts_of(page, styles)}
    weights = {
        "HTML": HEADERS + len(brotli.compress(html, quality=BROTLI_QUALITY)),
        **{file: weigh(file) for file in sorted(files)},
    }
    assert len([file for file in files if file.endswith(".woff2")]) >= 5, weights
    assert sum(weights.values()) < LIMIT, weights
