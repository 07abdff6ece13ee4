"""Clustering: from judged pairs to a partition, by one pure function.

Must-links first and for good; then average linkage inside each connected component (see `partition`), where
cannot-links and verdicts that forbid keep apart whatever else speaks for a join. So a chain of near-misses does not
fuse its ends. What was never compared is no objection.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarize.reconcile.partition import partition_rows
from summarize.schemas.judgements import Verdict

__all__ = ["Edge", "cluster"]

Pair = tuple[str, str]
Partition = tuple[tuple[str, ...], ...]


class Edge(NamedTuple):
    """A judged pair and its score, 0..1. What is judged different keeps groups apart, unless it only `leans` so."""

    left: str
    right: str
    verdict: Verdict
    score: float
    leans: bool = False

    @property
    def forbids(self) -> bool:
        return self.verdict == "different" and not self.leans

    @property
    def bits(self) -> float:
        """The score as log2 odds, at most 20 either way."""
        score = min(max(self.score, 1e-6), 1 - 1e-6)
        return math.log2(score / (1 - score))


def cluster(
    ids: Iterable[str],
    edges: Iterable[Edge],
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
    *,
    same: float = 0.98,
) -> Partition:
    """The partition of `ids`: sorted groups of sorted ids, the same whatever the order of any input.

    `must` pairs are joined first and for good; a cannot-link or a verdict inside what they join yields to them. Groups
    join where the links between them have a mean score, in log odds, of at least `same`.
    """
    import numpy as np

    ordered = sorted(set(ids))
    at = {key: row for row, key in enumerate(ordered)}
    start = _joined(len(ordered), [(at[left], at[right]) for left, right in must])
    judged = sorted(set(edges))
    forbidden = [(at[left], at[right]) for left, right in sorted(set(cannot))]
    groups = partition_rows(
        np.array(start, dtype=np.int64),
        np.array([at[edge.left] for edge in judged] + [left for left, _ in forbidden], dtype=np.int64),
        np.array([at[edge.right] for edge in judged] + [right for _, right in forbidden], dtype=np.int64),
        np.array([edge.bits for edge in judged] + [0.0] * len(forbidden)),
        np.array([edge.forbids for edge in judged] + [True] * len(forbidden), dtype=bool),
        math.log2(same / (1 - same)),
    )
    return _partition(ordered, groups.tolist())


def _joined(count: int, must: Sequence[tuple[int, int]]) -> list[int]:
    """For each row the lowest row that it must be with, through any chain of must-links."""
    of = list(range(count))

    def root(row: int) -> int:
        while of[row] != row:
            of[row] = row = of[of[row]]
        return row

    for left, right in must:
        low, high = sorted((root(left), root(right)))
        of[high] = low
    return [root(row) for row in range(count)]


def _partition(ids: Sequence[str], groups: Sequence[int]) -> Partition:
    members: dict[int, list[str]] = {}
    for key, group in zip(ids, groups, strict=True):
        members.setdefault(group, []).append(key)
    return tuple(sorted(tuple(group) for group in members.values()))
