"""Pictures of every page in screenshots/: wide, narrow, dark and printed, for the eye of a reviewer.

`make screenshots`; PAGES=front,paper chooses pages by their names. Starts the product with its demo content.
"""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scripts.site_pages import ROOT, Page, pages, running_site, sessions

TARGET = ROOT / "screenshots"
LOOKS = {"wide": (1280, "light"), "narrow": (360, "light"), "narrowest": (320, "light"), "dark": (1280, "dark")}
MOST_PIXELS = 12_000  # of height; what is longer is cut


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("There is no chromium here.")
    wanted = os.environ.get("PAGES", "")
    with (
        tempfile.TemporaryDirectory() as directory,
        running_site(Path(directory)) as address,
        sync_playwright() as player,
    ):
        chosen, keys = [page for page in pages() if not wanted or page.name in wanted.split(",")], sessions()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = player.chromium.launch(executable_path=chromium, args=["--disable-gpu", *sandbox])
        for page in chosen:
            take(browser, page, address, keys[page.who])
        browser.close()


def take(browser: Browser, page: Page, address: str, session: str) -> None:
    """A look each into a folder of its own, and the printed page as PDF."""
    for look, (width, scheme) in LOOKS.items():
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        tab = context.new_page()
        answer = tab.goto(address + page.path)
        if answer is None or answer.status != page.status or "html" not in answer.headers.get("content-type", ""):
            context.close()
            return
        height = min(MOST_PIXELS, tab.evaluate("document.documentElement.scrollHeight"))
        tab.set_viewport_size({"width": width, "height": max(800, height)})
        tab.wait_for_timeout(200)
        (TARGET / look).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=TARGET / look / f"{page.name}.png")
        if look == "wide":
            (TARGET / "printed").mkdir(exist_ok=True)
            tab.pdf(path=TARGET / "printed" / f"{page.name}.pdf", format="A4", display_header_footer=False)
        context.close()
    print(page.name, flush=True)


if __name__ == "__main__":
    main()
