"""`make test`: every test on SQLite, with its coverage, then every test on PostgreSQL, without the tracer's cost."""

import os
import shutil
import subprocess
import sys

PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal", "--quiet"]


def main() -> int:
    install_browser()
    subprocess.run([sys.executable, "-m", "coverage", "erase"], check=True)
    sqlite = run("SQLite", ["--cov", "--cov-report=term"])
    postgres = run("PostgreSQL", ["--postgres"])
    return sqlite or postgres


def install_browser() -> None:
    """Debian's Chromium for the browser tests; where it cannot be had they skip and say so."""
    if shutil.which("chromium") or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing Chromium for the browser tests …", flush=True)
    update = subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
    if update.returncode == 0:
        command = ["apt-get", "install", "--yes", "-qq", "--no-install-recommends", "chromium"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)


def run(name: str, options: list[str]) -> int:
    print(f"\n== Tests on {name}", flush=True)
    return subprocess.run([*PYTEST, *options, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
