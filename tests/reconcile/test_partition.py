from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summarize.reconcile.partition import partition_rows


def groups(
    count: int, links: list[tuple[int, int, float]], apart: frozenset[tuple[int, int]] = frozenset()
) -> list[list[int]]:
    left, right, weight = (np.array(column) for column in zip(*links, strict=True))
    forbidden = np.array([(one, other) in apart for one, other, _ in links])
    found = partition_rows(np.arange(count), left, right, weight, forbidden, 5.0).tolist()
    return sorted([row for row in range(count) if found[row] == group] for group in set(found))


def test_the_mean_of_all_links_decides_and_not_the_best() -> None:
    assert groups(3, [(0, 1, 9.0), (1, 2, 8.0), (0, 2, -9.0)]) == [[0, 1], [2]]
    assert groups(3, [(0, 1, 9.0), (1, 2, 8.0), (0, 2, 4.0)]) == [[0, 1, 2]]


def test_a_link_that_forbids_is_not_outvoted() -> None:
    links = [(0, 1, 12.0), (1, 2, 12.0), (2, 3, 12.0), (0, 2, 12.0), (1, 3, 12.0), (0, 3, 0.0)]
    assert groups(4, links) == [[0, 1, 2, 3]]
    assert len(groups(4, links, frozenset({(0, 3)}))) == 2


def test_one_pair_counts_no_more_than_twelve_bits() -> None:
    assert groups(3, [(0, 1, 8.0), (1, 2, 100.0), (0, 2, -12.0)]) == [[0], [1, 2]]


def test_the_order_of_the_links_changes_nothing() -> None:
    source = np.random.default_rng(5)
    left, right = source.integers(0, 60, 400), source.integers(60, 120, 400)
    pairs, first = np.unique(left * 1000 + right, return_index=True)
    left, right, weight = left[first], right[first], source.normal(4, 6, len(pairs))

    def run(order: NDArray[np.int64]) -> list[int]:
        found = partition_rows(np.arange(120), left[order], right[order], weight[order], weight[order] < -9, 5.0)
        return [int(group) for group in found]

    expected = run(np.arange(len(pairs)))
    assert 1 < len(set(expected)) < 120
    for _ in range(100):
        assert run(source.permutation(len(pairs))) == expected


def test_a_chain_of_fifty_thousand_takes_no_time_and_falls_into_pieces() -> None:
    count = 50_000
    start = np.arange(count)
    left, right = start[:-1], start[1:]
    falling = np.linspace(12, 6, count - 1)  # the slow case for one join at a time
    assert len(set(partition_rows(start, left, right, falling, falling < 0, 5.0).tolist())) == 1
    skip = (start[:-2], start[2:])
    weight = np.concatenate([falling, np.full(count - 2, -12.0)])
    found = partition_rows(start, np.append(left, skip[0]), np.append(right, skip[1]), weight, weight < -13, 5.0)
    assert max(np.bincount(found)) == 2  # neighbours are one, a chain of them is not
