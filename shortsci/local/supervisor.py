"""Starts processes, starts them again when they die, and ends them all together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 8.0
POLL_SECONDS = 0.2
QUICK_DEATH_SECONDS = 5.0  # a process that lives shorter than this died of its start
MAXIMUM_QUICK_DEATHS = 5


class ChildFailed(Exception):
    """A process dies at every start; `str(error)` is a sentence."""


@dataclass
class Child:
    """A process in a group of its own, so that its own children end with it."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.started_at = time.monotonic()

    def note_death(self) -> None:
        """Raises ChildFailed when the process has died at its start too often."""
        is_quick = time.monotonic() - self.started_at < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if is_quick else 0
        if self.quick_deaths >= MAXIMUM_QUICK_DEATHS:
            raise ChildFailed(f"The {self.name} process ends at every start; its last words are above.")


@dataclass
class Supervisor:
    environment: dict[str, str]
    children: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def __post_init__(self) -> None:
        self.parent = os.getppid()
        guardian = Path(__file__).with_name("guardian.py")
        # Isolated mode: the guardian needs nothing but the standard library, and little memory.
        self.guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", str(guardian)], stdin=subprocess.PIPE, start_new_session=True
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, number: int, frame: object) -> None:
        self.is_stopping = True

    def start(self, child: Child) -> None:
        child.start(self.environment)
        if child not in self.children:
            self.children.append(child)
        self.tell_guardian(child)

    def tell_guardian(self, child: Child) -> None:
        if self.guardian.stdin and child.process:
            self.guardian.stdin.write(f"{child.process.pid}\n".encode())
            self.guardian.stdin.flush()

    def run_to_end(self, name: str, command: list[str]) -> None:
        """Runs a step of the set-up; raises ChildFailed when it fails."""
        child = Child(name, command)
        child.start(self.environment)
        self.tell_guardian(child)
        if child.process and child.process.wait() != 0 and not self.is_stopping:
            raise ChildFailed(f"The {name} failed; what it said is above.")

    def watch(self) -> None:
        """Until a signal comes, the parent is gone or a child cannot be kept alive."""
        while not self.should_stop():
            for child in self.children:
                self.revive(child)
            time.sleep(POLL_SECONDS)

    def should_stop(self) -> bool:
        """A parent that was killed leaves us to another one; without our guardian we could leave orphans."""
        return self.is_stopping or os.getppid() != self.parent or self.guardian.poll() is not None

    def revive(self, child: Child) -> None:
        if child.process is None or child.process.poll() is None:
            return
        end_group(child.process.pid, signal.SIGKILL)  # what it started may have outlived it
        child.note_death()
        print(f"The {child.name} process ended ({child.process.returncode}); starting it again.", flush=True)
        self.start(child)

    def stop(self) -> None:
        """Ends all children, the last started first, and then the guardian."""
        alive = [child.process for child in reversed(self.children) if child.process]
        for process in alive:
            end_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in alive:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0))
            end_group(process.pid, signal.SIGKILL)
        if self.guardian.stdin:
            self.guardian.stdin.close()
        self.guardian.wait()


def end_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
