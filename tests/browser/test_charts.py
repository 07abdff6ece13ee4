"""What the charts and the file are made of; no browser is needed."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from html import unescape

import pytest
from bokeh.models import ColumnDataSource, IndexFilter
from bokeh.plotting import figure
from hypothesis import given
from hypothesis import strategies as st

from summarize.report.page import map_of, network, page, timeline
from summarize.report.page.content import Positions, doubtful
from summarize.report.page.days import DAY, focus, milliseconds, span
from summarize.report.page.html import embedded
from summarize.report.page.network import stance
from summarize.report.page.places import atlas, dot_size
from summarize.report.page.timeline import pack
from summarize.report.page.world import countries, mercator
from summarize.schemas import Dossier, Event, Judgement, Place, When
from summarize.schemas.vocabulary import RelationKind
from tests.browser.sample import sample
from tests.report.factory import dossier as factory_dossier

LIMIT = 3_000_000  # bytes of the page of five articles


def _day(text: str) -> int:
    return milliseconds(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("edtf", "start", "end", "meaning"),
    [
        ("2024-01-28", "2024-01-28", "2024-01-29", "day"),
        ("2024-01-28/2024-02-02", "2024-01-28", "2024-02-03", "lasting"),
        ("2024-02", "2024-02-01", "2024-03-01", "within"),
        ("[2024-02-01,2024-02-05]", "2024-02-01", "2024-02-06", "within"),
        ("2003/..", "2003-01-01", None, "open"),
        ("../2003-05-01", None, "2003-05-02", "open"),
        ("2024-01-28~", "2024-01-28", "2024-01-29", "day"),
    ],
)
def test_a_time_is_the_days_it_can_mean(edtf: str, start: str | None, end: str | None, meaning: str) -> None:
    found = span(When(edtf=edtf))
    assert found == (start and _day(start), end and _day(end), meaning)


def test_a_time_without_days_is_not_drawn() -> None:
    assert span(When()) is None
    assert span(When(edtf="XXXX-10-29")) is None


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40)), max_size=60))
def test_bars_of_one_row_do_not_touch(lengths: list[tuple[int, int]]) -> None:
    bars = [(start, start + length) for start, length in lengths]
    rows = pack(bars, gap=4)
    for number, (start, end) in enumerate(bars):
        for other, (begin, until) in enumerate(bars[:number]):
            if rows[number] == rows[other]:
                assert max(start, begin) >= min(max(end, start + 4), max(until, begin + 4))


def test_the_window_is_where_most_happens() -> None:
    assert focus([0, 1000, 1001, 1002, 1003]) == (1000, 1003)
    assert focus([]) == (0, DAY)


def _column(plot: object, name: str, column: str) -> list[object]:
    assert isinstance(plot, figure)
    (source,) = (each for each in plot.references() if isinstance(each, ColumnDataSource) and each.name == name)
    return list(source.data[column])


def test_places_are_drawn_as_exactly_as_they_are_known() -> None:
    def event(key: str, where: Place | None) -> Event:
        return Event(id=key, label=key, where=where, evidence=(), records=())

    town = Place(name="Erbil", kind="town", country="IQ", latitude=36.0, longitude=44.0, radius_km=8)
    province = Place(name="Anbar", kind="province", country="IQ", latitude=33.0, longitude=42.0, radius_km=150)
    country = Place(name="Iraq", kind="country", country="IQ")
    sea = Place(name="the Gulf", kind="waters", country="IQ")
    given_ = Dossier(
        events=tuple(event(f"e{n}", where) for n, where in enumerate((town, town, province, country, sea, None)))
    )
    known = atlas(given_)
    assert [(spot.name, spot.is_exact, spot.events) for spot in known.spots] == [
        ("Erbil", True, [0, 1]),
        ("Anbar", False, [2]),
    ]
    assert list(known.bare) == ["IQ"]
    assert known.position() == {0: 0, 1: 0, 2: 1, 3: 2}
    plot = map_of(given_)
    assert _column(plot, "map-dots", "n") == [2]
    (radius,) = _column(plot, "map-discs", "radius")
    assert radius == pytest.approx(150_000 / math.cos(math.radians(33)))
    assert set(_column(plot, "map-countries", "spot")) == {2}


def test_dots_grow_with_their_events_up_to_a_limit() -> None:
    assert dot_size(1) < dot_size(4) < dot_size(60) <= dot_size(10_000) == 34


def test_the_ground_is_natural_earths() -> None:
    near = (38.0, 29.0, 49.0, 38.0)
    found = {each.code: each for each in countries(near, (20.0, 10.0, 65.0, 45.0))}
    assert {"IQ", "SY", "JO", "IR", "SA"} <= set(found)
    assert "BR" not in found
    west, south = mercator(38.7, 29.0)
    east, north = mercator(48.7, 37.5)
    xs, ys = found["IQ"].xs[0], found["IQ"].ys[0]
    assert west <= min(xs) <= max(xs) <= east
    assert south <= min(ys) <= max(ys) <= north
    label = found["IQ"].label
    assert west < label[0] < east
    assert south < label[1] < north


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("arms", "friendly"), ("hostile_to", "hostile"), ("part_of", "structural"), ("same_as", "structural")],
)
def test_stances(kind: RelationKind, expected: str) -> None:
    assert stance(kind) == expected


def test_each_scope_is_an_edge_of_its_own() -> None:
    plot = network(sample(40, 80))
    told = list(zip(*(_column(plot, "network-edges", name) for name in ("what", "scope", "colour", "xs")), strict=True))
    pair = [
        each
        for each in told
        if each[0]
        in {"Northern Brigade — allied with — Free Coast Army", "Northern Brigade — hostile to — Free Coast Army"}
    ]
    assert len({each[1] for each in pair}) >= 2
    assert len({each[2] for each in pair}) == 2
    assert len({str(each[3]) for each in pair}) == len(pair), "no two lie on one another"


def test_charts_for_notebooks() -> None:
    made = sample(30, 60)
    assert made.timeline().children
    assert made.map().renderers
    assert made.network().renderers
    for chart in (timeline, map_of, network):
        assert chart(Dossier()) is not None
    (chosen,) = (each for each in made.timeline().references() if isinstance(each, IndexFilter))
    assert chosen.indices == list(range(sum(1 for event in made.events if event.when.edtf)))


def test_unsure_comes_before_what_was_merged_on_a_low_score() -> None:
    made = factory_dossier()

    def judged(verdict: str, score: float | None) -> Judgement:
        return Judgement.model_validate(
            {
                "left": "d1:e1",
                "right": "d2:e1",
                "verdict": verdict,
                "author": "rule",
                "by": "b",
                "score": score,
                "reason": "r",
            }
        )

    given_ = [
        judged("same", 0.7),
        judged("same", 0.99),
        judged("different", 0.1),
        judged("unsure", 0.6),
        judged("same", 0.5),
    ]
    found = doubtful(given_, Positions.of(made))
    assert [(each["verdict"], each["score"]) for each in found] == [("unsure", 0.6), ("same", 0.5), ("same", 0.7)]


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_embedded_data_come_back_and_end_nothing(value: object) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert not re.search(r"[<>&\u2028\u2029\u202e\ud800-\udfff]", text)


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert page(sample(20, 40)) == page(sample(20, 40))


def test_the_page_loads_nothing_and_is_small() -> None:
    text = page(sample(90, 110))
    assert len(text.encode()) < LIMIT
    head = unescape(text[: text.index("<body>")])
    assert "default-src 'none'" in head
    assert not re.search(r"<(?:link|iframe|img|object|embed)\b|<script[^>]*\bsrc=", text)
