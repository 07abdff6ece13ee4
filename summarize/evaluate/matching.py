"""One-to-one matching of greatest total weight (the Hungarian method), for score tables of a few hundred cells."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["best_matching"]


def best_matching(weights: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Left → right, each used at most once, of greatest total weight; only pairs of positive weight are joined.

    Source of the method: Kuhn 1955, Munkres 1957, in the O(n²m) form with potentials. Ties fall to the smaller name.
    """
    left = sorted({pair[0] for pair in weights})
    right = sorted({pair[1] for pair in weights})
    if not left or not right:
        return {}
    size = max(len(left), len(right))
    cost = [[0.0] * size for _ in range(size)]
    for (a, b), weight in weights.items():
        cost[left.index(a)][right.index(b)] = -max(weight, 0.0)
    pairs = _assign(cost)
    names = ((left[row], right[column]) for row, column in pairs if row < len(left) and column < len(right))
    return {a: b for a, b in names if weights.get((a, b), 0.0) > 0}


def _assign(cost: list[list[float]]) -> list[tuple[int, int]]:
    """Row and column of each chosen cell of a square table, the sum of cells being least."""
    size = len(cost)
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)  # column → row, counted from 1; column 0 holds the row being placed
    for row in range(1, size + 1):
        row_of[0] = row
        way = _augment(cost, row_of, of_row, of_column)
        column = way.pop(0)
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    return [(row_of[column] - 1, column - 1) for column in range(1, size + 1)]


def _augment(cost: list[list[float]], row_of: list[int], of_row: list[float], of_column: list[float]) -> dict[int, int]:
    """The cheapest way from the row in column 0 to a free column: column → the one before it; under 0 the free one."""
    size = len(cost)
    least, before = [float("inf")] * (size + 1), [0] * (size + 1)
    used = [False] * (size + 1)
    column = 0
    while row_of[column]:
        used[column] = True
        row, step, following = row_of[column], float("inf"), 0
        for other in range(1, size + 1):
            if used[other]:
                continue
            reduced = cost[row - 1][other - 1] - of_row[row] - of_column[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < step:
                step, following = least[other], other
        for other in range(size + 1):
            if used[other]:
                of_row[row_of[other]] += step
                of_column[other] -= step
            else:
                least[other] -= step
        column = following
    way = {other: before[other] for other in range(1, size + 1)}
    way[0] = column
    return way
