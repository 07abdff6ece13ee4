"""Texts that try to be something else appear on the page as the text they are, and run nowhere."""

from __future__ import annotations

import re
from functools import cache

import pytest

from summarize.report.page import page as page_of
from summarize.schemas import Dossier
from summarize.schemas.display import visible
from tests.browser.chromium import Opener, Seen
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE

MORE = {
    "mathematics": "$$\\href{javascript:alert(1)}{x}$$",
    "tooltip": "@{what}{safe} $index @$name",
    "prototype": "__proto__",
    "comment": "<!-- <script> -->",
    "handler": "<svg/onload=alert(1)>",
}
EVERY = HOSTILE | MORE
_FOR_BROWSERS = (  # the others aim at Markdown, terminals and spreadsheets
    "script", "closing script", "attribute", "javascript link", "terminal", "direction", "tag characters", "line separators", "entity",
    "very long",
)  # fmt: skip
SHOWN = {name: HOSTILE[name] for name in _FOR_BROWSERS} | MORE
STEERING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
ACTORS, EVENT = "northern-brigade", "2024-01-28-tower-22"


@cache
def parts() -> int:
    """How many elements the page has for a text that tries nothing."""
    return len(re.findall(r"<[a-z!/]", page_of(dossier("plain"))))


@pytest.mark.parametrize("told", EVERY.values(), ids=EVERY.keys())
def test_the_file_has_no_element_more(told: str) -> None:
    """Nothing foreign in the file opens, ends or begins an element."""
    text = page_of(dossier(told))
    data = "".join(re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL))
    assert "<" not in data
    assert not STEERING.search(data)
    assert len(re.findall(r"<[a-z!/]", text)) == parts()


@pytest.mark.parametrize("told", SHOWN.values(), ids=SHOWN.keys())
def test_it_shows_as_text_and_runs_nowhere(opened: Opener, told: str) -> None:
    page = opened(dossier(told), f"#event={EVENT}")
    page.wait_for_selector("#panel:not([hidden])")
    label = visible(f"Strike on Tower 22{told}")[:200]
    assert label in visible(page.locator("#panel h2").inner_text())
    for number in range(page.get_by_role("tab").count()):
        page.get_by_role("tab").nth(number).click()
    for link in (
        "#actor=northern-brigade",
        "#relation=tehran-arms-northern-brigade",
        "#tally=strikes-since-october",
        "#document=d1",
    ):
        page.evaluate("(link) => { location.hash = link; }", link)
        page.wait_for_function("(kind) => location.hash.startsWith(kind)", arg=link[:6])
        page.wait_for_function("() => document.activeElement.id === 'panel'")
        assert not STEERING.search(page.locator("body").inner_text().replace("\n", " ").replace("\t", " "))
    canvas = page.locator("#timeline canvas").first.bounding_box()
    assert canvas
    for step in range(10):
        page.mouse.move(canvas["x"] + canvas["width"] * step / 10, canvas["y"] + 40)
    assert (
        page.locator("a[href^='javascript' i], img, iframe, object, svg[onload], [onmouseover], [onerror]").count() == 0
    )


def test_the_policy_stops_what_is_not_ours(opened: Opener, seen: Seen) -> None:
    page = opened(Dossier())
    ran = page.evaluate(
        """() => { const made = document.createElement("script"); made.textContent = "window.ran = true"; document.body.append(made);
            return window.ran === true; }"""
    )
    assert ran is False
    (error,) = seen.errors
    assert "Content Security Policy" in error
    seen.errors.clear()
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in script
