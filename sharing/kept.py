"""Pictures that were drawn, on this machine's disk: as many as there are drawers, whatever is asked for.

A picture lies in the drawer that its digest names, and one that is drawn later takes the place of what lies there. So
nothing needs to be swept out, and the whole stays below some 200 MB.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

DRAWER = 3  # hexadecimal digits of the digest: 4096 drawers


def find(digest: str) -> bytes | None:
    try:
        return (drawer_of(digest) / f"{digest}.png").read_bytes()
    except FileNotFoundError:
        return None


def keep(digest: str, content: bytes) -> None:
    """Written aside and put in place at once: nobody reads a half. Of two who write into a drawer one picture stays."""
    drawer = drawer_of(digest)
    drawer.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".new", dir=drawer)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(drawer / f"{digest}.png")
    for other in drawer.glob("*.png"):
        if other.stem != digest:
            other.unlink(missing_ok=True)


def drawer_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "cache" / "pictures" / digest[:DRAWER]
