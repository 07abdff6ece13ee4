from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from summarize.reconcile.cluster import Edge, cluster
from summarize.reconcile.sets import sets_of


def same(left: str, right: str, score: float = 0.99) -> Edge:
    return Edge(left, right, "same", score)


def test_a_pair_judged_different_keeps_a_chain_from_fusing() -> None:
    edges = [same("a", "b", 0.995), same("b", "c", 0.99), Edge("a", "c", "different", 0.01)]
    assert cluster("abc", edges) == (("a", "b"), ("c",))


def test_what_was_never_compared_is_no_objection() -> None:
    assert cluster("abc", [same("a", "b"), same("b", "c")]) == (("a", "b", "c"),)


def test_more_doubt_than_agreement_keeps_groups_apart() -> None:
    edges = [same("a", "b", 0.999), same("c", "d", 0.999), same("b", "c")]
    doubt = [Edge("a", "c", "unsure", 0.5), Edge("a", "d", "unsure", 0.5)]
    assert cluster("abcd", edges) == (("a", "b", "c", "d"),)
    assert cluster("abcd", edges + doubt) == (("a", "b"), ("c", "d"))


def test_cannot_links_hold_inside_a_component() -> None:
    assert cluster("abc", [same("a", "b"), same("b", "c", 0.98)], cannot=[("c", "a")]) == (("a", "b"), ("c",))


def test_must_links_come_first_and_stronger_than_anything_inside_them() -> None:
    edges = [Edge("a", "b", "different", 0.0), same("b", "c")]
    assert cluster("abc", edges, must=[("b", "a")], cannot=[("a", "b")]) == (("a", "b", "c"),)
    assert cluster("abc", edges, must=[("b", "a")], cannot=[("a", "c")]) == (("a", "b"), ("c",))


def test_a_week_of_attacks_on_one_base_stays_a_week() -> None:
    days = [f"d{day}{source}" for day in range(7) for source in "xy"]
    edges = [same(f"d{day}x", f"d{day}y", 0.999) for day in range(7)]
    edges += [same("d0x", "u"), *(Edge(f"d{day}x", "u", "unsure", 0.9) for day in range(1, 7))]
    edges += [
        Edge(f"d{one}x", f"d{other}y", "different", 0.0) for one in range(7) for other in range(7) if one != other
    ]
    found = cluster([*days, "u"], edges)
    assert len(found) == 7
    assert ("d0x", "d0y", "u") in found


def test_the_same_partition_in_a_hundred_orders() -> None:
    source = random.Random(7)  # noqa: S311 - a fixed sequence, no secret
    ids = [f"r{number:02}" for number in range(40)]
    verdicts = ("same", "same", "unsure", "different")
    pairs = [(left, right) for left in ids for right in ids if left < right and source.random() < 0.15]
    edges = [Edge(*pair, source.choice(verdicts), round(source.random(), 1)) for pair in pairs]  # type: ignore[arg-type]
    must, cannot = source.sample(pairs, 3), source.sample(pairs, 10)
    expected = cluster(ids, edges, must, cannot)
    assert 1 < len(expected) < len(ids)
    for _ in range(100):
        for part in (ids, edges, must, cannot):
            source.shuffle(part)
        assert cluster(ids, edges, must, cannot) == expected


@given(
    st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.floats(0, 1), max_size=60), st.integers(2, 8)
)
def test_sets_hold_every_pair_together_and_none_is_too_large(raw: dict[tuple[int, int], float], size: int) -> None:
    pairs = {(f"{left:02}", f"{right:02}"): score for (left, right), score in raw.items() if left < right}
    found = sets_of(pairs, size)
    assert all(len(one) <= size for one in found)
    assert all(any({left, right} <= set(one) for one in found) for left, right in pairs)
    assert found == sets_of(dict(reversed(pairs.items())), size)
