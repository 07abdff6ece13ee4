"""Takes docs/pictures/page-*.png: a run's dossier.html in a browser, light and dark, and with an event open.

make demo && python -m docs.make_screenshots
python -m docs.make_screenshots FOLDER   of another run's output
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from summarize.report import load_dossier
from summarize.schemas import Dossier, Event
from tests.browser.chromium import FLAGS, chromium

PICTURES = Path(__file__).with_name("pictures")
WIDTH, HEIGHT = 1440, 1180
Scheme = Literal["light", "dark"]


def best(dossier: Dossier) -> str:
    """The event with most to see: told by most articles, then disputed, then with most fields on which they differ."""
    disputed = {key for each in dossier.contradictions for key in each.records}

    def rank(event: Event) -> tuple[int, bool, int]:
        articles = {record.document for record in event.records}
        return len(articles), event.id in disputed, sum(len(values) > 1 for values in event.values.values())

    return max(dossier.events, key=rank).id


def take(browser: Browser, page: Path, fragment: str, scheme: Scheme, name: str) -> None:
    """One picture of the page as it opens at `fragment`."""
    view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
    view.goto(page.resolve().as_uri() + fragment)
    view.wait_for_selector("html[data-searchable]", state="attached")
    view.wait_for_timeout(400)  # the charts' last frame
    view.screenshot(path=PICTURES / name)
    view.close()


def main(folder: str = "out") -> None:
    """Take the pictures."""
    program = chromium()
    if program is None:
        raise SystemExit("No Chromium was found: install one, or name it in CHROMIUM.")
    page, event = Path(folder) / "dossier.html", best(load_dossier(folder))
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        take(browser, page, "", "light", "page-light.png")
        take(browser, page, "", "dark", "page-dark.png")
        take(browser, page, f"#event={event}", "light", "page-event.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
