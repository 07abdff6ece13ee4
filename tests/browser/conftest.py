"""The page in a real browser: the system's Chromium, driven by Playwright. Without a Chromium these tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from summarize.report.page import page as page_of
from summarize.schemas import Dossier
from tests.browser.chromium import FLAGS, Opener, Seen, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: it is stopped before tests with event loops of their own begin."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium was found; install one (Debian: apt-get install chromium) or name it in CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


_PAGES: dict[int, tuple[Dossier, str]] = {}


def _html(dossier: Dossier) -> str:
    """The page of a dossier, made once for the tests that share it."""
    if id(dossier) not in _PAGES:
        _PAGES[id(dossier)] = dossier, page_of(dossier)
    return _PAGES[id(dossier)][1]


@pytest.fixture
def seen() -> Seen:
    """What the pages of one test said and asked for."""
    return Seen()


@pytest.fixture
def opened(browser: Browser, seen: Seen, tmp_path: Path) -> Iterator[Opener]:
    """Opens a dossier's page. At the end nothing may have been asked of the network, and the console must be clean."""
    contexts: list[BrowserContext] = []

    def show(dossier: Dossier, fragment: str = "", scheme: str = "light", width: int = 1440) -> Page:
        path = tmp_path / "dossier.html"
        path.write_text(_html(dossier), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
        )
        contexts.append(context)
        page = context.new_page()
        seen.listen(page)
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-searchable]", state="attached")
        return page

    yield show
    for context in contexts:
        context.close()
    assert seen.errors == []
    assert seen.dialogs == []
    assert {url.split("#")[0] for url in seen.requests} <= {(tmp_path / "dossier.html").as_uri()}
