"""Pictures of every page in screenshots/: wide, narrow, dark and printed, for the eye of a reviewer.

`make screenshots`; PAGES=front,paper chooses pages by their names. Starts the product with its demo content.
"""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, sync_playwright
from playwright.sync_api import Page as Tab

from scripts.site_pages import Page, pages, running_site, sessions, shown
from tests.project.product import ROOT

TARGET = ROOT / "screenshots"
LOOKS = {"wide": (1280, "light"), "narrow": (320, "light"), "dark": (1280, "dark")}
DRAWN = "* { content-visibility: visible !important }"  # what is below the window too
MOST_PIXELS = 12_000  # of height; what is longer is cut


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("There is no chromium here.")
    wanted = os.environ.get("PAGES", "")
    with tempfile.TemporaryDirectory() as directory, running_site(Path(directory)) as address:
        # The database is asked before the player starts: it keeps an event loop, beside which Django refuses.
        keys = sessions()
        chosen = [page for page in pages() if not wanted or page.name in wanted.split(",")]
        chosen = [page for page, _ in shown(chosen, keys, address)]
        with sync_playwright() as player:
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = player.chromium.launch(executable_path=chromium, args=["--disable-gpu", *sandbox])
            tabs = Tabs(browser, address, keys)
            for page in chosen:
                for look in LOOKS:
                    take(tabs.of(look, page.who), look, page, address)
                print(page.name, flush=True)
            browser.close()


class Tabs:
    """One of each look and person, opened when first asked for, so that styles and fonts are loaded once."""

    def __init__(self, browser: Browser, address: str, keys: dict[str, str]) -> None:
        self.browser, self.address, self.keys = browser, address, keys
        self.opened: dict[tuple[str, str], Tab] = {}

    def of(self, look: str, who: str) -> Tab:
        if (look, who) not in self.opened:
            width, scheme = LOOKS[look]
            context = self.browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                bypass_csp=True,  # for DRAWN alone
            )
            if who:
                context.add_cookies([{"name": "sessionid", "value": self.keys[who], "url": self.address}])
            self.opened[look, who] = context.new_page()
        return self.opened[look, who]


def take(tab: Tab, look: str, page: Page, address: str) -> None:
    """A look each into a folder of its own, and with the wide one the printed page as PDF."""
    width, _ = LOOKS[look]
    tab.goto(address + page.path)
    tab.add_style_tag(content=DRAWN)
    tab.evaluate("document.fonts.ready.then(() => {})")
    height = min(MOST_PIXELS, tab.evaluate("document.documentElement.scrollHeight"))
    (TARGET / look).mkdir(parents=True, exist_ok=True)
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    tab.screenshot(path=TARGET / look / f"{page.name}.png", full_page=True, clip=clip)
    if look == "wide":
        (TARGET / "printed").mkdir(exist_ok=True)
        tab.pdf(path=TARGET / "printed" / f"{page.name}.pdf", format="A4", display_header_footer=False)


if __name__ == "__main__":
    main()
