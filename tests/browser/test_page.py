"""What a reader does with the page, in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from summarize.schemas import Dossier
from tests.browser.chromium import Opener
from tests.browser.sample import sample
from tests.report.factory import dossier as factory_dossier


@pytest.fixture(scope="module")
def made() -> Dossier:
    return sample(80, 200)


def result(page: Page) -> int:
    """How many events pass, as the page says it."""
    words = page.locator("#result").inner_text()
    return int(words.split(" ")[0].replace(",", ""))


def box(page: Page, facet: str, value: str) -> Locator:
    """The tick box of a facet's value."""
    row = page.locator(f'[data-facet="{facet}"] li', has=page.locator(f'.name bdi:text-is("{value}")'))
    return row.locator("input")


def panel(page: Page) -> Locator:
    return page.locator("#panel")


def open_event(page: Page, label: str) -> None:
    page.fill("#search", label)
    page.locator("button.open", has_text=label).first.click()
    expect(panel(page)).to_be_visible()


def bright(page: Page) -> dict[str, Any]:
    """What the charts show in full colour, once they are in sight."""
    page.evaluate(
        """async () => { scrollTo(0, 0); for (let n = 0; n < 4; n += 1) await new Promise((done) => requestAnimationFrame(done)); }"""
    )
    found: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries(Bokeh.documents.flatMap((d) => [
            ["timeline", d.get_model_by_name("timeline-chosen")?.indices.length],
            ["dots", d.get_model_by_name("map-dots") && Array.from(d.get_model_by_name("map-dots").get_array("n")).reduce((a, b) => a + b, 0)],
            ["nodes", d.get_model_by_name("network-chosen")?.indices.length],
        ]).filter(([, n]) => n !== undefined && n !== null))"""
    )
    return found


# --- the first view --------------------------------------------------------------------------------------------


def test_it_says_what_it_holds_and_draws_it(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    assert result(page) == len(made.events)
    assert f"{len(made.documents)} documents" in page.locator("#stats").inner_text()
    dated = sum(1 for event in made.events if event.when.edtf)
    assert bright(page)["timeline"] == dated
    for name in ("timeline", "map", "network"):
        assert page.locator(f"#{name} canvas").count()


def test_a_dossier_of_nothing(opened: Opener) -> None:
    page = opened(Dossier())
    assert result(page) == 0
    for tab in page.get_by_role("tab").all():
        tab.click()


# --- filters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facet", "value", "field"),
    [
        ("type", "Battles", lambda event: event.acled_type == "Battles"),
        ("status", "denied", lambda event: event.status == "denied"),
        ("country", "Jordan", lambda event: event.where is not None and event.where.country == "JO"),
        ("place", "Amsel Airbase", lambda event: event.where is not None and event.where.name == "Amsel Airbase"),
        ("actor", "Hill Guard", lambda event: "actor-8" in event.initiators + event.targets),
    ],
)
def test_a_facet_filters_everything(opened: Opener, made: Dossier, facet: str, value: str, field: Any) -> None:
    page = opened(made)
    if facet in {"actor", "place"}:
        page.get_by_role("searchbox", name=f"Find in {facet}".replace("actor", "Actor").replace("place", "Place")).or_(
            page.locator(f'[data-facet="{facet}"] button.link')
        ).first.click()
        more = page.locator(f'[data-facet="{facet}"] button.link')
        if more.is_visible() and more.get_attribute("aria-expanded") == "false":
            more.click()
    box(page, facet, value).check()
    wanted = [event for event in made.events if field(event)]
    assert result(page) == len(wanted) > 0
    assert bright(page)["timeline"] == sum(1 for event in wanted if event.when.edtf)
    box(page, facet, value).uncheck()
    assert result(page) == len(made.events)


def test_two_values_of_a_facet_widen_and_two_facets_narrow(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    box(page, "type", "Battles").check()
    battles = result(page)
    box(page, "type", "Protests").check()
    both = result(page)
    assert both > battles
    page.check("#disputed")
    assert result(page) < both
    page.click("#clear")
    assert result(page) == len(made.events)


def test_facets_count_what_would_be_left(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.check("#disputed")
    shown = page.locator('[data-facet="type"] li', has_text="Battles").locator(".count").inner_text()
    box(page, "type", "Battles").check()
    assert result(page) == int(shown)


def test_dates(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.fill("#date-from", "2024-02-01")
    page.locator("#date-from").dispatch_event("change")
    kept = made.filter(after="2024-02-01").events
    assert result(page) == len(kept)


@pytest.mark.parametrize(
    ("words", "finds"),
    [("Tower Nine", True), ("tower nine clash", True), ("كتائب", True), ("no such thing at all", False)],
)
def test_search(opened: Opener, made: Dossier, words: str, finds: bool) -> None:
    page = opened(made)
    page.fill("#search", words)
    expect(page.locator("#chips li")).to_have_count(1)
    assert (0 < result(page) < len(made.events)) is finds or result(page) == 0


def test_search_reaches_the_sentences(opened: Opener, made: Dossier) -> None:
    event = made.events[7]
    quote = event.evidence[0].quote
    page = opened(made)
    page.fill("#search", f"“{quote.upper()}”")
    expect(page.locator("#chips li")).to_have_count(1)
    wanted = [each for each in made.events if any(piece.quote == quote for piece in each.evidence)]
    assert result(page) == len(wanted)


def test_brushing_the_timeline_filters_all(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.locator("#timeline").scroll_into_view_if_needed()
    area = page.locator("#timeline canvas").first.bounding_box()
    assert area
    page.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + 60)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.8, area["y"] + 80, steps=5)
    page.mouse.up()
    expect(page.locator("#chips li")).to_have_count(1)
    assert 0 < result(page) < len(made.events)
    assert bright(page)["timeline"] == result(page)
    first, last = page.locator("#date-from").input_value(), page.locator("#date-to").input_value()
    assert len(made.filter(after=first, before=last).events) == result(page)
    page.locator("#chips button").click()
    assert result(page) == len(made.events)


def test_brushing_the_map_filters_all(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.locator("#map").scroll_into_view_if_needed()
    area = page.locator("#map canvas").first.bounding_box()
    assert area
    page.mouse.move(area["x"] + 8, area["y"] + area["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] - 8, area["y"] + area["height"] - 8, steps=5)
    page.mouse.up()
    expect(page.locator("#chips")).to_contain_text("Map:")
    assert 0 < result(page) < len(made.events)
    places = page.locator("table.events td.place").all_inner_texts()
    assert all("الحديدة" in place or "Red Sea" in place for place in places)


def test_what_is_not_on_the_map_is_one_click_away(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.locator("#map-legend button").click()
    off = [
        event
        for event in made.events
        if event.where is None or (event.where.latitude is None and event.where.country is None)
    ]
    assert result(page) == len(off) > 0


# --- the panel -------------------------------------------------------------------------------------------------


def test_an_events_panel(opened: Opener) -> None:
    page = opened(factory_dossier(), "#event=2024-01-28-tower-22")
    expect(panel(page).locator("h2")).to_have_text("Strike on Tower 22")
    words = panel(page).inner_text()
    assert "1 outlet, 2 documents, 2 reports" in words
    killed = panel(page).locator(".fields tr.differs")
    assert [row.split("\t") for row in killed.all_inner_texts()] == [
        ["Killed", "3shown", "1 The Gazette"],
        ["4", "2 The Gazette"],
    ]
    sides = panel(page).locator(".contradiction .side")
    assert [side.locator(".says").inner_text() for side in sides.all()] == ["three", "four"]
    assert "at least the 24th" in panel(page).locator(".tally").inner_text()
    assert panel(page).locator(".reports mark").all_inner_texts() == [
        "Three soldiers were killed on Sunday at Tower 22.",
        "The Northern Brigades said they hit Tower 22.",
    ]


def test_a_report_opens_its_article_with_the_sentence_marked(opened: Opener) -> None:
    page = opened(factory_dossier(), "#event=2024-01-28-tower-22")
    panel(page).locator(".reports .quote button").first.click()
    expect(panel(page).locator("h2")).to_have_text("What d1 tells")
    assert panel(page).locator("mark").inner_text() == "Three soldiers were killed on Sunday at Tower 22."
    assert "Washington blamed the Northern Brigade" in panel(page).locator(".article").inner_text()
    page.click("#panel-back")
    expect(panel(page).locator("h2")).to_have_text("Strike on Tower 22")


def test_why_reports_were_merged(opened: Opener, made: Dossier) -> None:
    page = opened(made, "#event=event-5")
    cards = panel(page).locator(".judgement.same")
    assert cards.count() == len(made.events[5].records) - 1 > 0
    assert "same day" in cards.first.inner_text()
    assert cards.first.locator("meter").count() == 1


@pytest.mark.parametrize(
    ("reason", "steps"),
    [
        ("same_day +3 (28 January; 29 January); means -1.5 (drone / rocket)", ["same day", "means", "in all"]),
        ("the model holds them to be one; +1 says nothing", []),
        ("area +1", ["area", "in all"]),
    ],
)
def test_weighed_reasons_become_a_waterfall(opened: Opener, reason: str, steps: list[str]) -> None:
    base = factory_dossier()
    judgement = base.judgements[0].model_copy(update={"left": "d1:e1", "right": "d2:e1", "reason": reason})
    page = opened(base.model_copy(update={"judgements": (judgement,)}), "#event=2024-01-28-tower-22")
    card = panel(page).locator(".judgement")
    assert card.locator(".waterfall th").all_inner_texts() == steps
    if "28 January" in reason:
        assert card.locator(".waterfall td.number").all_inner_texts() == ["+3", "−1.5", "1.5"]
        assert "28 January; 29 January" in card.inner_text()
    if not steps:
        assert reason in card.inner_text()


def test_an_ally_in_one_place_and_an_enemy_in_another_are_two_edges(opened: Opener, made: Dossier) -> None:
    page = opened(made, "#actor=actor-0")
    stances = panel(page).locator("li", has=page.locator('button:text-is("Free Coast Army")'))
    told = " ".join(stances.all_inner_texts())
    assert "allied with" in told
    assert "in the hills" in told
    assert "hostile to" in told
    assert "in the coast" in told or "on the coast" in told or "the coast" in told
    edges = page.evaluate(
        """() => { const s = Bokeh.documents.map((d) => d.get_model_by_name("network-edges")).find(Boolean);
            return Array.from(s.get_array("what")).filter((w) => w.includes("Northern Brigade —") && w.endsWith("— Free Coast Army")).length; }"""
    )
    assert edges >= 2


def test_every_list(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    expected = {
        "Disputed": f"{made.contradictions[0].about}",
        "Counts": "counted, 4 of them are listed here",
        "Actors and relations": "Harbour Council",
        "Merges to doubt": "Left unsure",
        "Sources": "Week 1 on the coast",
        "Left out": "“on Friday” is not in sentence 3",
    }
    for title, words in expected.items():
        page.get_by_role("tab", name=re.compile(f"^{title}")).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(words)
    assert "What the model had said" in page.get_by_role("tabpanel").inner_text()


def test_sorting(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    heading = page.locator('th[data-column="killed"]')
    heading.get_by_role("button", name="Killed", exact=True).click()
    heading.get_by_role("button", name="Killed", exact=True).click()
    most = max(event.killed.min or 0 for event in made.events if event.killed)
    assert page.locator("table.events tbody tr").first.locator("td.number").first.inner_text() == str(most)
    expect(heading).to_have_attribute("aria-sort", "descending")


# --- for everyone ----------------------------------------------------------------------------------------------


def test_keys_alone_suffice(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "events-heading"
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", selected=True)).to_contain_text("Disputed")
    page.keyboard.press("ArrowLeft")
    first = page.locator("table.events button.open").first
    first.focus()
    page.keyboard.press("ArrowDown")
    label = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(panel(page).locator("h2")).to_have_text(label)
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == label


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(opened: Opener, made: Dossier, scheme: str) -> None:
    page = opened(made, scheme=scheme)
    page.locator("button.open").nth(3).click()
    expect(panel(page)).to_be_visible()
    faults = _faults(page)
    page.keyboard.press("Escape")
    for tab in page.get_by_role("tab").all():
        tab.click()
        faults += _faults(page)
    assert faults == []


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_dark_and_light(opened: Opener, made: Dossier) -> None:
    page = opened(made, scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    land = "Bokeh.documents.map((d) => d.get_model_by_name('land')).find(Boolean).glyph.fill_color.value"
    dark_land = page.evaluate(land)
    page.click("#theme")
    assert page.evaluate(ground) != dark
    assert page.evaluate(land) != dark_land
    expect(page.locator("#theme")).to_have_text("Dark")


def test_right_to_left_text_runs_right_to_left(opened: Opener, made: Dossier) -> None:
    page = opened(made, "#document=d0")
    assert panel(page).locator("h2").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_print_has_the_rows_and_no_tools(opened: Opener, made: Dossier) -> None:
    page = opened(made)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("table.events tbody tr").count() == len(made.events)
    expect(page.locator(".facets")).to_be_hidden()
    expect(page.locator(".tools")).to_be_hidden()
    assert len(page.pdf()) > 10_000


def test_a_narrow_screen(opened: Opener, made: Dossier) -> None:
    page = opened(made, width=420)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    page.click("#facets-toggle")
    box(page, "status", "denied").check()
    assert 0 < result(page) < len(made.events)
