"""A dossier in the hand: walking, finding, narrowing, printing, frames."""

from __future__ import annotations

import html
import io
import re
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from summarize.errors import ConfigError
from summarize.report import write
from summarize.schemas import Contradiction, Dossier
from summarize.schemas.tables import COLUMNS, TABLES, TableName, rows
from summarize.schemas.views import chronological
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE


def test_iterating_gives_items_events_by_date() -> None:
    assert [item.id for item in dossier()] == [
        "northern-brigade", "tehran", "medic", "2024-01-28-tower-22", "talks", "tehran-arms-northern-brigade",
        "strikes-since-october", "toll-tower-22",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "key", ["d1", "tehran", "talks", "tehran-arms-northern-brigade", "toll-tower-22", "d1:a1", "d2:e1"]
)
def test_find(key: str) -> None:
    assert dossier().find(key).id == key


def test_find_names_the_nearest() -> None:
    with pytest.raises(LookupError, match=r"'tehrran'; the nearest are tehran"):
        dossier().find("tehrran")


def test_attacks() -> None:
    assert [event.id for event in dossier().attacks] == ["2024-01-28-tower-22"]


STRIKE, TALKS, ARMS, TALLY = "2024-01-28-tower-22", "talks", "tehran-arms-northern-brigade", "strikes-since-october"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {STRIKE, TALKS, ARMS, TALLY}),
        ({"actor": "northern-brigade"}, {STRIKE, ARMS, TALLY}),
        ({"actor": "NORTHERN brigades"}, {STRIKE, ARMS, TALLY}),
        ({"actor": "d1:a2"}, {STRIKE, TALKS, ARMS}),
        ({"actor": "nobody"}, set()),
        ({"type": "attack"}, {STRIKE}),
        ({"type": "air/drone strike"}, {STRIKE}),
        ({"type": "CONSULT"}, {TALKS}),
        ({"type": "arms"}, {ARMS}),
        ({"type": "strikes"}, {TALLY}),
        ({"place": "tower"}, {STRIKE, TALLY}),
        ({"place": "jo"}, {STRIKE, TALLY}),
        ({"place": "syria"}, {ARMS}),
        ({"after": "2024-01-28"}, {STRIKE, TALLY}),
        ({"after": "2024-01-29"}, {TALLY}),
        ({"after": "2024-02"}, set()),
        ({"before": "2024-01"}, {STRIKE, TALLY}),
        ({"before": date(2023, 12, 31)}, {TALLY}),
        ({"before": "2023-10-16"}, set()),
        ({"status": "planned"}, {TALKS}),
        ({"status": "claimed", "place": "Tower 22", "after": "2024"}, {STRIKE}),
    ],
)
def test_filter(query: dict[str, Any], expected: set[str]) -> None:
    kept = dossier().filter(**query)
    found = {e.id for e in kept.events} | {r.id for r in kept.relations} | {t.id for t in kept.tallies}
    assert found == expected


def test_filter_keeps_what_belongs_and_no_more() -> None:
    kept = dossier().filter(type="attack")
    assert {actor.id for actor in kept.actors} == {"northern-brigade", "tehran"}
    assert [each.id for each in kept.contradictions] == ["toll-tower-22"]
    assert len(kept.judgements) == 1
    talks = dossier().filter(status="planned")
    assert [each.id for each in talks.documents] == ["d1"]
    assert talks.contradictions == ()
    assert talks.judgements == ()
    assert talks.notices == ()


def test_a_filtered_dossier_can_be_written(tmp_path: Any) -> None:
    assert write(dossier().filter(type="attack"), tmp_path)


def test_filter_refuses_what_is_no_date() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        dossier().filter(after="yesterday")


def test_printing() -> None:
    assert repr(dossier()).startswith("Dossier(2 documents, 3 actors, 2 events, 1 attacks,")
    assert "Northern Brigade → soldiers-nobody-declared · Tower 22" in str(dossier())
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(dossier())
    assert "Strike on Tower 22" in console.export_text()


def test_only_the_first_events_are_printed() -> None:
    base = dossier()
    many = base.model_copy(
        update={"events": tuple(base.events[0].model_copy(update={"id": str(n)}) for n in range(50))}
    )
    assert "and 30 more events" in str(many)
    assert "and 30 more events" in many._repr_html_()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("content", [dossier(), Dossier()], ids=["full", "empty"])
def test_frames(table: TableName, content: Dossier) -> None:
    pandas, polars = content.to_pandas(table), content.to_polars(table)
    assert list(pandas.columns) == list(polars.columns) == list(COLUMNS[table])
    assert len(pandas) == len(polars) == len(rows(content, table)) == len(getattr(content, table))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_without_the_library(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ConfigError, match=rf"{library} is not installed.*summarize\[frames\]"):
        getattr(dossier(), f"to_{library}")()


def test_every_row_names_records_and_documents() -> None:
    for table in TABLES[1:]:
        for row in rows(dossier(), table):
            assert row["records"]
            assert row["documents"]
            assert row["sentences"]


def test_a_contradiction_is_no_holder_of_records() -> None:
    assert isinstance(dossier().find("toll-tower-22"), Contradiction)


@pytest.mark.parametrize("edtf", [None, "../2018-04", "XXXX-10-29"])
def test_what_has_no_first_day_comes_last(edtf: str | None) -> None:
    assert chronological("2024-01-28") < chronological(edtf)


@settings(max_examples=20)
@given(st.lists(st.dates(), min_size=2, max_size=5))
def test_dates_sort_as_they_fall(days: list[date]) -> None:
    assert sorted((day.isoformat() for day in days), key=chronological) == sorted(day.isoformat() for day in days)


def test_an_event_and_an_actor_are_cards_with_their_sentences() -> None:
    given = dossier()
    for item, title in ((given.events[0], given.events[0].label), (given.actors[0], given.actors[0].name)):
        shown = item._repr_html_()
        assert html.escape(title) in shown
        assert f"sentence {item.evidence[0].sentence}" in shown


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_card_shows_hostile_text_as_text(told: str) -> None:
    shown = dossier(told).events[0]._repr_html_()
    assert not re.search(r"<(?!/?(?:div|strong|table|tr|th|td|ul|li|small)\b)", shown)
    assert "\u202e" not in shown
