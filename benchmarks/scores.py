"""Scores of a partition against the truth: pairs, B³ and CoNLL (the mean F1 of MUC, B³ and CEAF-e)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["PairScores", "conll", "pair_scores"]

Clusters = Mapping[str, str]


class PairScores(NamedTuple):
    """Precision, recall and F1 over pairs of records, and the F1 of B³ (Bagga and Baldwin 1998)."""

    precision: float
    recall: float
    f1: float
    b3: float


def _f1(precision: float, recall: float) -> float:
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def pair_scores(truth: ArrayLike, found: ArrayLike) -> PairScores:
    """Both partitions give a label for each record, in the same order."""
    _, true = np.unique(np.asarray(truth), return_inverse=True)
    _, mine = np.unique(np.asarray(found), return_inverse=True)
    cells, both = np.unique(true.astype(np.int64) * (int(mine.max()) + 1) + mine, return_counts=True)
    true_sizes, my_sizes = np.bincount(true).astype(float), np.bincount(mine).astype(float)
    together, same, held = ((sizes * (sizes - 1)).sum() / 2 for sizes in (both.astype(float), true_sizes, my_sizes))
    precision, recall = (together / held if held else 1.0), (together / same if same else 1.0)
    b3_precision = (both**2 / my_sizes[cells % (int(mine.max()) + 1)]).sum() / len(true)
    b3_recall = (both**2 / true_sizes[cells // (int(mine.max()) + 1)]).sum() / len(true)
    return PairScores(float(precision), float(recall), _f1(precision, recall), _f1(b3_precision, b3_recall))


def conll(truth: Clusters, found: Clusters) -> float:
    """The CoNLL score of a partition of the same mentions, 0..100 (Pradhan et al. 2014)."""
    gold, mine = _groups(truth), _groups(found)
    muc = _f1(_muc(mine, truth), _muc(gold, found))
    b3 = pair_scores([truth[key] for key in truth], [found[key] for key in truth]).b3
    return 100 * (muc + b3 + _ceaf(gold, mine)) / 3


def _groups(clusters: Clusters) -> list[set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for mention, cluster in clusters.items():
        groups[cluster].add(mention)
    return list(groups.values())


def _muc(groups: list[set[str]], other: Clusters) -> float:
    """The links of these groups that the other partition keeps (Vilain et al. 1995)."""
    kept = sum(len(group) - len({other[mention] for mention in group}) for group in groups)
    links = sum(len(group) - 1 for group in groups)
    return kept / links if links else 0.0


def _ceaf(gold: list[set[str]], mine: list[set[str]]) -> float:
    """F1 of the best one-to-one match of clusters, by Dice overlap (Luo 2005)."""
    from scipy.optimize import linear_sum_assignment

    of = {mention: at for at, group in enumerate(mine) for mention in group}
    overlap = np.zeros((len(gold), len(mine)))
    for row, group in enumerate(gold):
        for column, shared in Counter(of[mention] for mention in group).items():
            overlap[row, column] = 2 * shared / (len(group) + len(mine[column]))
    total = float(overlap[linear_sum_assignment(-overlap)].sum())
    return _f1(total / len(mine), total / len(gold))
