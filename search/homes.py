"""Where this machine's index lies: generations side by side, and a file that names the one in use.

A new generation is written in a directory of its own and takes over by one rename, so that a reader finds the old
one or the new one and never a half. Locks are the operating system's: they end with the process that holds them.
"""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from changes.reading import Gap, Place
from search.schema import SCHEMA_VERSION

FOLLOWING, BUILDING = "following", "building"  # locks: one writes what is in use, one what is to come
PROGRESSING = "progressing"  # the builder has it beside, for those who look whether there is one
DAMAGED = "damaged"
PLACE = "place.json"


@dataclass(frozen=True, slots=True)
class Places:
    """How far three readers of the log are: of papers, which come by the million, of scores, and of all else."""

    papers: Place
    scores: Place
    others: Place


@dataclass(frozen=True, slots=True)
class Generation:
    """One index in a directory of its own, with how far it has followed the log."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_damaged(self) -> bool:
        return (self.path / DAMAGED).exists()

    def mark_damaged(self, reason: str) -> None:
        """Whoever follows the log next sees it and has a new one built."""
        if self.path.is_dir():
            (self.path / DAMAGED).write_text(reason[:500])

    def read_places(self) -> Places | None:
        """None where they are missing or cannot be read: then nobody knows what the index holds."""
        try:
            stored = json.loads((self.path / PLACE).read_text())
            return Places(**{name: read_place(stored[name]) for name in ("papers", "scores", "others")})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write_places(self, places: Places) -> None:
        """After the commit: a crash between the two repeats some changes, which changes nothing."""
        write_whole(self.path / PLACE, json.dumps(asdict(places)))


@dataclass(frozen=True, slots=True)
class Home:
    root: Path

    @property
    def pointer(self) -> Path:
        return self.root / "current"

    @property
    def progress_file(self) -> Path:
        return self.root / "progress.json"

    def current(self) -> Generation | None:
        try:
            status = self.pointer.stat()
            name = name_in(self.pointer, status.st_mtime_ns, status.st_ino)
        except OSError:
            return None
        path = self.root / name
        return Generation(path) if name.startswith("generation-") and path.is_dir() else None

    def new_generation(self) -> Generation:
        path = self.root / f"generation-{uuid.uuid4().hex[:12]}"
        path.mkdir(parents=True)
        return Generation(path)

    def take_over(self, generation: Generation) -> None:
        write_whole(self.pointer, generation.name)

    def remove_others(self, *kept: Generation | None) -> None:
        """Readers that have one open keep it until they look again."""
        names = {generation.name for generation in kept if generation}
        for path in self.root.glob("generation-*"):
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def lock(self, name: str, *, wait: bool = False, shared: bool = False) -> Iterator[bool]:
        """Whether it was free. A shared one is free for others who share it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True

    def write_progress(self, done: int, total: int) -> None:
        write_whole(self.progress_file, json.dumps([done, total]))

    def read_progress(self) -> tuple[int, int] | None:
        """Records that are done and all there are; None while nobody is building.

        Who looks keeps nobody from building: the builder waits for the moment that a look takes.
        """
        with self.lock(PROGRESSING, shared=True) as is_free:
            if is_free:
                return None
        try:
            done, total = json.loads(self.progress_file.read_text())
        except (OSError, ValueError):
            return 0, 0
        return int(done), int(total)


@lru_cache(maxsize=8)
def name_in(pointer: Path, _modified: int, _inode: int) -> str:
    """Read once: who points elsewhere puts a new file in the place of the old one."""
    return pointer.read_text().strip()


def home() -> Home:
    return Home(Path(settings.SEARCH_DIR) / f"v{SCHEMA_VERSION}")


def read_place(stored: dict[str, object]) -> Place:
    gaps = stored["gaps"]
    if not isinstance(gaps, list):
        raise TypeError("gaps are a list")
    return Place(
        change_id=int(str(stored["change_id"])),
        change_at=str(stored["change_at"]),
        gaps=tuple(Gap(int(gap["first"]), int(gap["last"]), float(gap["noticed_at"])) for gap in gaps),
    )


def write_whole(path: Path, text: str) -> None:
    """The old content or the new one, whatever happens meanwhile."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.{uuid.uuid4().hex[:6]}")
    beside.write_text(text)
    beside.replace(path)
