"""Where the embedded Redis-protocol server listens."""

import hashlib
import os
import tempfile
from pathlib import Path

UNIX_SOCKET_PATH_LIMIT = 100  # bytes: sun_path holds 104 on macOS and 108 on Linux


def embedded_socket_path(data_dir: Path) -> Path:
    """Where the embedded Redis-protocol server listens; a deep DATA_DIR gets a short private directory instead."""
    path = data_dir / "valkey.sock"
    if len(os.fsencode(path)) <= UNIX_SOCKET_PATH_LIMIT:
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"shortsci-{os.getuid()}-{digest}" / "valkey.sock"
