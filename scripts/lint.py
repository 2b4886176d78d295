"""`make lint`: every check, all of them even when one fails, one line each."""

import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(sys.executable).parent
SCHEMA = Path("docs/openapi.yaml")
CHECKS = {
    "style": [[str(BIN / "ruff"), "check", "--quiet", "."]],
    "format": [[str(BIN / "ruff"), "format", "--check", "--quiet", "."]],
    "types": [[str(BIN / "mypy")]],
    "layers": [[str(BIN / "lint-imports"), "--no-cache"]],
    "templates": [[str(BIN / "djlint"), "--lint", "--quiet", *sorted(map(str, Path().glob("*/templates")))]],
    "texts": [[sys.executable, "-m", "scripts.messages", "--check"]],
    "migrations": [[sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]],
    "settings": [[sys.executable, "manage.py", "check", "--fail-level", "WARNING"]],
}


def main() -> int:
    failed = [name for name, commands in CHECKS.items() if not all(passes(name, command) for command in commands)]
    if not is_schema_current():
        failed.append("schema")
    print(f"{', '.join(failed)} failed" if failed else "all checks passed")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    print(f"{name:<12}{'ok' if result.returncode == 0 else 'FAILED'}", flush=True)
    if result.returncode:
        print(result.stdout + result.stderr)
    return result.returncode == 0


def is_schema_current() -> bool:
    """The schema in docs/ is what clients rely on: a change of it shows in the diff of a commit."""
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        command = [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", file.name]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        is_current = result.returncode == 0 and Path(file.name).read_text("utf-8") == SCHEMA.read_text("utf-8")
    print(f"{'schema':<12}{'ok' if is_current else 'FAILED: run `make schema` and look at the difference'}")
    if not is_current:
        print(result.stderr)
    return is_current


if __name__ == "__main__":
    sys.exit(main())
