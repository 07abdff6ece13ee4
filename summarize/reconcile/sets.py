"""Sets for the grey zone: the fewest groups of at most so many records that hold every doubtful pair together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

__all__ = ["sets_of"]

Pair = tuple[str, str]


def sets_of(pairs: Mapping[Pair, float], size: int) -> list[tuple[str, ...]]:
    """Sorted sets of at most `size` ids, such that both ids of every pair stand in one set together.

    A connected component that fits is one set. A larger one is covered greedily: each set starts from the strongest
    pair not yet covered and takes in what is most strongly tied to it. Deterministic whatever the order of `pairs`.
    """
    open_pairs = dict(sorted(pairs.items(), key=lambda item: (-item[1], item[0])))
    found: list[tuple[str, ...]] = []
    for component in _components(open_pairs):
        rest = {pair: score for pair, score in open_pairs.items() if pair[0] in component}
        while rest:
            chosen = component if len(component) <= size else _grow(rest, size)
            rest = {pair: score for pair, score in rest.items() if not set(pair) <= chosen}
            found.append(tuple(sorted(chosen)))
    return found


def _grow(pairs: Mapping[Pair, float], size: int) -> set[str]:
    """The strongest pair, and then, as long as there is room, the id with the strongest tie to what is in."""
    chosen = set(next(iter(pairs)))
    while len(chosen) < size:
        ties: dict[str, float] = defaultdict(float)
        for (left, right), score in pairs.items():
            if (left in chosen) != (right in chosen):
                ties[right if left in chosen else left] += score
        if not ties:
            break
        chosen.add(max(sorted(ties), key=lambda key: ties[key]))
    return chosen


def _components(pairs: Iterable[Pair]) -> list[set[str]]:
    of: dict[str, set[str]] = {}
    for left, right in pairs:
        joined = of.get(left, {left}) | of.get(right, {right})
        of.update(dict.fromkeys(joined, joined))
    return [of[key] for key in sorted(of) if key == min(of[key])]
