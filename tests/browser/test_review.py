"""The review page in a real browser: keys, undo, two windows, hostile text, a screen reader's needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from summarize.report import load_dossier
from tests.browser.chromium import Seen
from tests.report.hostile import HOSTILE
from tests.review.folder import folder
from tests.review.serving import Served, served

Window = Callable[[], Page]


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.report.files._page", lambda _: "")


@pytest.fixture
def told() -> str:
    return ""


@pytest.fixture
def server(tmp_path: Path, told: str) -> Iterator[Served]:
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright keeps an event loop running in this thread
        out = elsewhere.submit(folder, tmp_path / "out", told).result()
    with served(out) as running:
        yield running


@pytest.fixture
def window(browser: Browser, server: Served, seen: Seen) -> Iterator[Window]:
    """Opens windows of one browser; the first by the link. Nothing may be asked of any other address."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 1000})

    def show() -> Page:
        page = context.new_page()
        seen.listen(page)
        page.goto(server.origin if context.cookies() else server.link)
        expect(page.locator("#question")).to_be_visible()
        return page

    yield show
    context.close()
    assert seen.dialogs == []
    assert {re.sub(r"^(http://[^/]+).*", r"\1", url) for url in seen.requests} == {server.origin}


@pytest.fixture
def clean(seen: Seen) -> Iterator[None]:
    yield
    assert seen.errors == []


def press(page: Page, *keys: str) -> None:
    """Keys one after the other, each when the one before is done."""
    for key in keys:
        expect(page.locator("#desk")).to_have_attribute("aria-busy", "false")
        page.keyboard.press(key)
    expect(page.locator("#desk")).to_have_attribute("aria-busy", "false")


def question(page: Page) -> str:
    return " ".join(page.locator("#columns article h4").all_inner_texts())


def count(page: Page, text: str) -> None:
    expect(page.locator("#count")).to_have_text(text)


@pytest.mark.usefixtures("clean")
def test_keys_decide_and_go_on_and_undo_comes_back(window: Window, server: Served, tmp_path: Path) -> None:
    page = window()
    count(page, "0 of 3 decided")
    expect(page.locator("#standing")).to_contain_text("Nobody could decide")
    expect(page.locator("#columns mark")).to_have_count(2)
    expect(page.locator("tr.differ th", has_text="when")).to_be_visible()
    press(page, "s")
    count(page, "1 of 3 decided")
    expect(page.locator("#standing")).to_contain_text("the model decided")
    press(page, "D")
    count(page, "2 of 3 decided")
    expect(page.locator("#standing")).to_contain_text("This was merged")
    press(page, "u")
    count(page, "3 of 3 decided")
    press(page, "Escape")
    lines = (tmp_path / "out/judgements.jsonl").read_text().splitlines()
    assert [re.search(r'"verdict": "(\w+)"', line)[1] for line in lines] == ["same", "different", "unsure"]  # type: ignore[index]
    server.desk.settle()
    assert ("d1:e1", "d2:e1") in {
        tuple(record.id for record in event.records) for event in load_dossier(tmp_path / "out").events
    }
    press(page, "z")
    count(page, "2 of 3 decided")
    expect(page.locator("#said")).to_have_text("Not decided yet.")


@pytest.mark.usefixtures("clean")
def test_the_mouse_does_the_same_and_back_shows_what_was_said(window: Window) -> None:
    page = window()
    first = question(page)
    page.get_by_label("Why").fill("s d u z: the same night")
    page.get_by_role("button", name="Different").click()
    count(page, "1 of 3 decided")
    expect(page.locator("#standing")).to_contain_text("the model decided")
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#said")).to_have_text("Decided by ana: different.")
    assert question(page) == first
    expect(page.get_by_role("button", name="Different")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Undo").click()
    count(page, "0 of 3 decided")


@pytest.mark.usefixtures("clean")
def test_typing_a_reason_decides_nothing(window: Window, server: Served, tmp_path: Path) -> None:
    page = window()
    page.get_by_label("Why").press_sequentially("sudden")
    count(page, "0 of 3 decided")
    page.get_by_label("Why").press("Enter")
    press(page, "s")
    count(page, "1 of 3 decided")
    assert '"reason": "sudden"' in (tmp_path / "out/judgements.jsonl").read_text()


def test_two_windows_do_not_lose_a_decision(window: Window, tmp_path: Path) -> None:
    one, other = window(), window()
    press(one, "s")
    count(one, "1 of 3 decided")
    press(other, "d")
    expect(other.get_by_role("alert")).to_contain_text("decided in another window: ana said “same”")
    count(other, "1 of 3 decided")
    expect(other.locator("#said")).to_have_text("Decided by ana: same.")
    press(other, "ArrowRight")
    expect(other.locator("#standing")).to_contain_text("the model decided")
    press(other, "d")
    count(other, "2 of 3 decided")
    press(one, "ArrowRight")
    count(one, "2 of 3 decided")
    assert len((tmp_path / "out/judgements.jsonl").read_text().splitlines()) == 2


@pytest.mark.usefixtures("clean")
def test_the_keyboard_reaches_everything(window: Window) -> None:
    page = window()
    expect(page.locator("#question")).to_be_focused()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert reached == ["S Same", "D Different", "U Unsure", "← Back", "→ Next", "reason"]


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_a_screen_readers_way(scheme: str, window: Window) -> None:
    page = window()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ] == []


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.usefixtures("clean")
def test_foreign_text_is_text(told: str, window: Window) -> None:
    page = window()
    for _ in range(3):
        expect(page.locator("#columns article")).to_have_count(2)
        assert page.locator("#desk script, #desk img, #desk a, #desk iframe, #desk td *").count() == 0
        assert not re.search("[\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]", page.inner_text("#desk"))
        press(page, "ArrowRight")
    press(page, "s")
    count(page, "1 of 3 decided")


def test_the_link_opens_once(browser: Browser, server: Served) -> None:
    first, second = browser.new_context(), browser.new_context()
    page = first.new_page()
    page.goto(server.link)
    expect(page.locator("#question")).to_be_visible()
    assert page.url == f"{server.origin}/"  # the token is not left in the address
    stranger = second.new_page()
    answer = stranger.goto(server.link)
    assert answer is not None
    assert answer.status == 403
    first.close()
    second.close()
