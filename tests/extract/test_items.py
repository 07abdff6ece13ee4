from __future__ import annotations

from summarize.extract.inherited import inherited
from summarize.extract.items import items, joined, keyed, mended
from summarize.schemas import Mending, Reading
from tests.extract.articles import event, parsed


def test_keys_are_handed_out_in_order() -> None:
    reading = keyed(parsed())
    assert [key for _, key, _ in items(reading)][-3:] == ["r1", "t1", "c1"]


def test_mending_replaces_drops_and_adds() -> None:
    reading = keyed(parsed())
    fixed = mended(
        reading,
        Mending.model_validate(
            {
                "drop": ["t1"],
                "events": [event(what="mended"), event(k="e2", what="new", s=[3])],
                "relations": [
                    {"k": "r1", "from": "a2", "kind": "controls", "to": "a1", "place": None, "time": "now", "s": [2]}
                ],
            }
        ),
    )
    assert [(e.key, e.what) for e in fixed.events] == [("e1", "mended"), ("e2", "new")]
    assert [r.kind for r in fixed.relations] == ["controls"]
    assert fixed.tallies == []
    assert fixed.actors == reading.actors


def test_parts_are_joined_without_two_items_of_one_key() -> None:
    first, later = (
        parsed(),
        parsed(actors=[{"k": "a4", "name": "FCA", "kind": "armed_group", "s": [3]}], events=[event(by=["a4"])]),
    )
    both = joined(first, later)
    assert [a.key for a in both.actors] == ["a1", "a2", "a3", "a4", "a5"]
    assert [(e.key, e.by) for e in both.events] == [("e1", ["a1"]), ("e2", ["a5"])]
    assert both.relations[1].subject == "a2"


def _edges(*edges: tuple[str, str, str, int]) -> Reading:
    relations = [{"from": s, "kind": kind, "to": o, "place": None, "time": "now", "s": [n]} for s, kind, o, n in edges]
    return keyed(parsed(relations=relations))


def test_what_is_said_of_the_group_is_not_kept_of_its_members() -> None:
    said_once = _edges(("a1", "part_of", "a3", 2), ("a3", "hostile_to", "a4", 3), ("a1", "hostile_to", "a4", 3))
    assert inherited(said_once) == {"r3": "r2"}


def test_a_members_own_edge_stays() -> None:
    own = _edges(("a1", "part_of", "a3", 2), ("a3", "hostile_to", "a4", 3), ("a1", "hostile_to", "a4", 2))
    assert inherited(own) == {}
