"""`make audit`: Lighthouse, axe, the Nu checker, weight and movement of every page, against what is wanted.

Starts the product with its demo content, or looks at one that runs: SITE=http://127.0.0.1:8000 DATA_DIR=./var.
PAGES=front,paper chooses pages by their names, RUNS=0 leaves Lighthouse out, RUNS=3 takes the middle one of three.
Exit status 1 if something is wanting; where npm, Java or Chromium is missing, the part that needs it is left out with
a word about it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.audit.report import print_report
from scripts.site_pages import Page, pages, running_site, sessions, shown

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless=new", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
NU_SEVERITIES = ("error", "warning")


def main() -> int:
    missing = [name for name in ("npm", "node") if not shutil.which(name)] + ([] if CHROMIUM else ["chromium"])
    if "npm" in missing:
        print("Left out: npm is not here, and all three checkers come through it.")
        return 0
    subprocess.run(["npm", "ci", "--silent", "--no-progress"], cwd=HERE, check=True, env=quiet_environment())
    with tempfile.TemporaryDirectory() as directory, running_site(Path(directory)) as address:
        keys = sessions()
        chosen = save_pages(choose(pages()), keys, address, Path(directory) / "html")
        nu = check_html(Path(directory) / "html")
        if missing:
            print(f"Left out: Lighthouse, axe and weight; not here: {', '.join(missing)}.")
            browsed: list[Any] = []
        else:
            browsed = browse(chosen, keys, address, Path(directory))
    return print_report(browsed, nu)


def quiet_environment() -> dict[str, str]:
    return {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}


def choose(found: list[Page]) -> list[Page]:
    wanted = os.environ.get("PAGES", "")
    return [page for page in found if not wanted or page.name in wanted.split(",")]


def save_pages(chosen: list[Page], keys: dict[str, str], address: str, directory: Path) -> list[Page]:
    directory.mkdir()
    kept = []
    for page, content in shown(chosen, keys, address):
        (directory / f"{page.name}.html").write_bytes(content)
        kept.append(page)
    return kept


def check_html(directory: Path) -> dict[str, list[str]] | None:
    """What the Nu checker says about each page, by name; None where there is no Java."""
    if not shutil.which("java"):
        print("Left out: the Nu checker; there is no java here.")
        return None
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = sorted(map(str, directory.iterdir()))
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *files]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)
    problems: dict[str, list[str]] = {Path(file).stem: [] for file in files}
    for message in told["messages"]:
        if message.get("subType", message["type"]) in (*NU_SEVERITIES, "fatal"):
            place = message.get("extract", "").strip()[:100]
            problems[Path(message["url"]).stem].append(f"{message['message']} ({place})")
    return problems


def browse(chosen: list[Page], keys: dict[str, str], address: str, directory: Path) -> list[Any]:
    task = {
        "chromium": CHROMIUM,
        "flags": [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        "runs": int(os.environ.get("RUNS", "1")),
        "pages": [
            {"name": page.name, "url": address + page.path, "session": keys[page.who], "status": page.status,
             "is_listed": page.is_listed and not page.who}
            for page in chosen
        ],
    }  # fmt: skip
    (directory / "task.json").write_text(json.dumps(task))
    command = ["node", "audit.mjs", str(directory / "task.json"), str(directory / "result.json")]
    subprocess.run(command, cwd=HERE, check=True)
    found: list[Any] = json.loads((directory / "result.json").read_text())
    return found


if __name__ == "__main__":
    sys.exit(main())
