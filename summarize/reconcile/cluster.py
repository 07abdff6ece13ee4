"""Clustering: from judged pairs to a partition, by one pure function.

Inside each connected component, groups grow by their strongest links first and join only if nothing stands between
them: no cannot-link, no pair judged different, and not more pairs judged unsure than same. So a chain of
near-misses does not fuse its ends (complete linkage over what was compared; what was never compared is no objection).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from summarize.schemas.judgements import Verdict

__all__ = ["Edge", "cluster"]

Pair = tuple[str, str]
Partition = tuple[tuple[str, ...], ...]


class Edge(NamedTuple):
    """A judged pair. Among `same` edges the higher score is taken first."""

    left: str
    right: str
    verdict: Verdict
    score: float


def cluster(
    ids: Iterable[str], edges: Iterable[Edge], must: Iterable[Pair] = (), cannot: Iterable[Pair] = ()
) -> Partition:
    """The partition of `ids`: sorted groups of sorted ids, the same whatever the order of any input.

    `must` pairs are joined first and for good; a cannot-link or a verdict inside what they join yields to them.
    """
    groups = _Groups(sorted(set(ids)))
    for left, right in sorted(must):
        groups.join(groups.of[left], groups.of[right])
    for left, right in cannot:
        groups.forbid(left, right)
    ranked = sorted(set(edges), key=lambda edge: (-edge.score, edge.left, edge.right))
    for edge in ranked:
        groups.count(edge)
    same = [edge for edge in ranked if edge.verdict == "same"]
    while groups.join_all(same):  # a join can outweigh what stood against another
        pass
    return groups.partition()


class _Groups:
    """Groups of ids, and between each two of them: whether they are kept apart, and how many pairs speak how."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.of = {key: key for key in ids}
        self._members = {key: [key] for key in self.of}
        self._apart: dict[str, set[str]] = {key: set() for key in self.of}
        self._votes: dict[str, Counter[str]] = {key: Counter() for key in self.of}

    def forbid(self, left: str, right: str) -> None:
        one, other = self.of[left], self.of[right]
        if one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def count(self, edge: Edge) -> None:
        one, other = self.of[edge.left], self.of[edge.right]
        if edge.verdict == "different":
            self.forbid(edge.left, edge.right)
        elif one != other:
            vote = 1 if edge.verdict == "same" else -1
            self._votes[one][other] += vote
            self._votes[other][one] += vote

    def join_all(self, edges: Iterable[Edge]) -> bool:
        """Every join that may be made, in order; whether any was."""
        return sum(self.try_join(edge.left, edge.right) for edge in edges) > 0

    def try_join(self, left: str, right: str) -> bool:
        one, other = self.of[left], self.of[right]
        if one == other or other in self._apart[one] or self._votes[one][other] < 0:
            return False
        self.join(one, other)
        return True

    def join(self, one: str, other: str) -> None:
        """The smaller group goes into the larger, with all that is known between it and others."""
        if one == other:
            return
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        for key in self._members[other]:
            self.of[key] = one
        self._members[one] += self._members.pop(other)
        for third in self._apart.pop(other):
            self._apart[third].discard(other)
            if third != one:
                self._apart[third].add(one)
                self._apart[one].add(third)
        for third, vote in self._votes.pop(other).items():
            del self._votes[third][other]
            if third != one:
                self._votes[one][third] += vote
                self._votes[third][one] += vote

    def partition(self) -> Partition:
        return tuple(sorted(tuple(sorted(members)) for members in self._members.values()))
