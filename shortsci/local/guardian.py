"""Ends the children when their parent is gone, however it went: `kill -9` runs no clean-up of its own.

The parent writes the process groups of its children to our standard input, a line each. The input ends when
the parent does, and then the groups are ended.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 2.0


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = [int(line) for line in sys.stdin]
    signal_groups(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(is_alive(group) for group in groups):
        time.sleep(0.05)
    signal_groups(groups, signal.SIGKILL)


def signal_groups(groups: list[int], number: int) -> None:
    for group in groups:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            continue


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
