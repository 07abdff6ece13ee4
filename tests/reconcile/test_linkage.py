from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from summarize.reconcile.bulk import partition_table
from summarize.reconcile.comparisons import COMPARISONS, parameters, prior_bits, settings, weights
from summarize.reconcile.event_table import table_of, target_columns
from summarize.reconcile.happenings import Happening, Party
from summarize.reconcile.linkage import link_table, score_events
from summarize.schemas import Attack, EventRecord, Place, Toll, When

DAY = 19_000


def row(at: int, **fields: Any) -> dict[str, Any]:
    """A report of an air strike of one group on one town, of a document of its own."""
    town = {"place": "kasr", "place_words": ["kasr"], "place_kind": "town", "lat": 33.0, "lon": 44.0}
    doer = {"doer": "a", "doers": ["a"], "doer_kin": ["a"], "doers_firm": True}
    kind = {"acled": "Explosions/Remote violence", "sub_type": "Air/drone strike", "is_attack": True}
    plain = {"first_day": DAY, "last_day": DAY, "firm": True, "happened": True, "extent": "single"}
    return {"unique_id": at, "document": at, **town, **doer, **kind, **plain, **fields}


def linked(*rows: dict[str, Any], cap: int = 200) -> dict[tuple[int, int], float]:
    links = link_table(table_of(rows), cap=cap)
    return {
        (int(left), int(right)): float(weight)
        for left, right, weight in zip(links.left, links.right, links.weight, strict=True)
    }


def test_what_a_pair_weighs_does_not_depend_on_its_company() -> None:
    pair = [row(0), row(1, first_day=DAY + 1, last_day=DAY + 1, weapon="Explosives")]
    others = [
        row(at, place=f"town{at % 7}", place_words=[f"town{at % 7}"], lat=33.0 + at % 7, first_day=DAY + at % 5,
            last_day=DAY + at % 5, doer=f"a{at % 11}", doers=[f"a{at % 11}"], doer_kin=[f"a{at % 11}"])
        for at in range(2, 600)
    ]  # fmt: skip
    assert linked(*pair)[0, 1] == linked(*pair, *others)[0, 1]


def test_every_level_has_its_weight_and_the_shipped_ones_are_probabilities() -> None:
    shipped = parameters()["comparisons"]
    for comparison in COMPARISONS:
        named = {level.name for level in comparison.levels if not level.neutral}
        assert set(shipped[comparison.name]) == named, comparison.name
        assert all(0 < m <= 1 and 0 < u <= 1 for m, u in shipped[comparison.name].values())
    assert prior_bits() < -10
    assert weights()["date"]["same_day"] > 0 > weights()["date"]["far"]


def test_spark_takes_the_same_settings() -> None:
    duck, spark = (settings().create_settings_dict(engine) for engine in ("duckdb", "spark"))
    levels = [
        [(level["label_for_charts"], level.get("m_probability")) for level in comparison["comparison_levels"]]
        for comparison in duck["comparisons"]
    ]
    assert levels == [
        [(level["label_for_charts"], level.get("m_probability")) for level in comparison["comparison_levels"]]
        for comparison in spark["comparisons"]
    ]
    text = str(spark["comparisons"])
    assert "arrays_overlap" in text
    assert not any(word in text for word in ("list_", "len("))


LINKS = [
    ({}, True, "the same in every way"),
    ({"first_day": None, "last_day": None}, True, "without a date, by place and doer"),
    ({"first_day": DAY + 2, "last_day": DAY + 2}, True, "two days apart"),
    ({"first_day": DAY + 3, "last_day": DAY + 3}, False, "three days apart"),
    ({"lat": 33.01, "lon": 44.01}, True, "near"),
    ({"lat": 36.0, "place": "x", "place_words": ["x"]}, False, "far"),
    ({"lat": 36.0}, True, "a namesake, far"),
    ({"lat": None, "lon": None}, True, "without coordinates, by name"),
    ({"place": None, "place_words": None, "place_kind": None, "lat": None}, True, "without a place, by day and doer"),
    ({"document": 0}, False, "of the same document"),
]


@pytest.mark.parametrize(("fields", "compared", "reason"), LINKS, ids=[case[2] for case in LINKS])
def test_what_is_compared(fields: dict[str, Any], compared: bool, reason: str) -> None:
    assert ((0, 1) in linked(row(0), row(1, **fields))) is compared, reason


def test_swapped_and_impossible_coordinates_are_no_crash() -> None:
    odd = [row(0, lat=44.0, lon=33.0), row(1, lat=999.0, lon=-999.0), row(2, lat=None), row(3, place_kind=None)]
    assert partition_table(table_of([*odd, row(4)])).groups.shape == (5,)


def test_ten_thousand_reports_of_one_place_and_day_are_bounded_and_told() -> None:
    found = partition_table(table_of(row(at) for at in range(10_000)))
    assert found.pairs < 10_000 * 200 * 2
    assert ("day and place", 10_000) in {(one.rule, one.reports // one.keys) for one in found.capped}
    assert len(set(found.groups.tolist())) == 1


@pytest.mark.parametrize(
    ("target", "place", "words", "names"),
    [
        ("Military base", None, "basi military", None),
        ("the Conoco gas field", "Conoco field", "gas", None),
        ("police post of Sadiq", None, "police post sadik", ["sadik"]),
        (None, None, None, None),
    ],
)
def test_a_targets_own_name(target: str | None, place: str | None, words: str | None, names: list[str] | None) -> None:
    found = target_columns(target, place)
    assert found["target_names"] == names
    assert (found["target"] is None) is (words is None)


def happening(key: str, day: str, **fields: Any) -> Happening:
    content: dict[str, Any] = {"label": "A strike", "when": When(edtf=day), "where": Place(name="Qasr", kind="town")}
    record = EventRecord(
        id=f"{key}:e1", document=key, key="e1", evidence=(), acled_type="Explosions/Remote violence",
        attack=Attack(type="Bombing/Explosion"), killed=Toll(min=3, max=3), **{**content, **fields}
    )  # fmt: skip
    party = Party("actor:x", "X Brigade", False, None, frozenset())
    exact = date.fromisoformat(day)
    return Happening(record, (party,), (), (), exact, exact, None)


def test_a_score_is_the_sum_of_what_it_says() -> None:
    (pair,) = score_events([happening("b", "2024-03-10"), happening("a", "2024-03-10")], cap=200).pairs
    assert (pair.left, pair.right) == ("a:e1", "b:e1")
    said = {one.feature: one for one in pair.contributions}
    assert said["date"].note == "the same day: 2024-03-10 / 2024-03-10"
    assert said["place"].note == "one spot, by the same name: Qasr / Qasr"
    assert said["initiators"].note == "the same actor: X Brigade / X Brigade"
    assert said["prior"].weight == prior_bits()
    links = score_events([happening(key, "2024-03-10") for key in "abc"], cap=200).pairs
    assert [(one.left, one.right) for one in links] == [(f"{x}:e1", f"{y}:e1") for x, y in combinations("abc", 2)]
    assert {one.weight for one in links} == {pair.weight}
