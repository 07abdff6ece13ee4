"""X-AMR: how well the mentions of events in news, as human coders wrote them down, are put together; no model is asked.

The file has a JSON object a line: a mention, one of two annotators, what she wrote for the predicate (`roleset`),
who, whom, where and when, and the true cluster (Ahmed et al., LREC-COLING 2024). Mentions of one topic are compared,
as the floors of exact keys do too. The words are not our vocabularies, so the comparisons are these, and not an event
table's; the weights are log2 odds, and the groups come from the reconciler's own partition.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.scores import conll
from summarize.reconcile.event_table import words_of
from summarize.reconcile.partition import partition_rows

__all__ = ["score_file"]

Mention = Mapping[str, Any]
PRIOR, JOIN = -4.5, -0.3
# For each comparison, what its levels weigh: where the predicates agree, and where they do not. Fitted by logistic
# regression to the pairs of this same file, both annotators, and rounded: the scores are not those of unseen data.
PREDICATE = {"same": 1.0, "sense": 0.0, "lemma": 0.6, "other": -1.6}
AGREEING = {
    "arg0": {"same": 2.9, "part": 0.6, "some": -1.0, "none": 0.0, "other": -0.8},
    "arg1": {"same": 2.3, "part": -0.8, "some": -1.5, "none": 1.6, "other": 0.1},
    "location": {"same": -1.4, "part": 2.4, "some": 0.6, "none": -0.8, "other": 0.6},
    "time": {"same": 3.2, "part": 2.6, "some": -2.5, "none": 1.4, "other": -3.2},
    "told": {"sentence": -2.2, "document": 0.9, "copied": 2.4, "elsewhere": 0.5},
}
DIFFERING = {
    "arg0": {"same": 0.6, "part": 0.8, "some": -1.7, "none": -0.1, "other": -1.1},
    "arg1": {"same": 1.9, "part": -0.9, "some": -0.9, "none": -0.6, "other": -1.1},
    "location": {"same": -0.1, "part": -0.3, "some": 0.0, "none": 0.0, "other": -1.2},
    "time": {"same": 1.3, "part": 0.3, "some": -1.2, "none": -0.2, "other": -1.8},
    "told": {"sentence": -1.5, "document": 0.7, "copied": -1.5, "elsewhere": 0.8},
}


def score_file(path: Path) -> dict[str, float]:
    """The CoNLL score for each annotator of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    by_coder: dict[str, list[Mention]] = defaultdict(list)
    for mention in map(json.loads, lines):
        by_coder[mention["annotator"]].append(mention)
    return {f"{coder}_conll": round(_score(mentions), 2) for coder, mentions in sorted(by_coder.items())}


def _score(mentions: Sequence[Mention]) -> float:
    import numpy as np

    rows = list(_links(mentions))
    left, right, weight = (np.array(column) for column in zip(*rows, strict=True))
    start = np.arange(len(mentions), dtype=np.int64)
    groups = partition_rows(start, left, right, weight, np.zeros(len(rows), dtype=bool), JOIN).tolist()
    truth = {mention["mention_id"]: mention["cluster"] for mention in mentions}
    return conll(truth, {key: str(group) for key, group in zip(truth, groups, strict=True)})


def _links(mentions: Sequence[Mention]) -> Iterator[tuple[int, int, float]]:
    for (at, one), (to, other) in combinations(enumerate(mentions), 2):
        if one["topic"] == other["topic"]:
            yield at, to, _weight(one, other)


def _weight(one: Mention, other: Mention) -> float:
    predicate = _predicate(one, other)
    weights = DIFFERING if predicate == "other" else AGREEING
    said = sum(weights[field][_words(one[field], other[field])] for field in ("arg0", "arg1", "location", "time"))
    return PRIOR + PREDICATE[predicate] + said + weights["told"][_told(one, other)]


def _predicate(one: Mention, other: Mention) -> str:
    lemma = one["lemma"] == other["lemma"]
    if _sense(one) == _sense(other):
        return "same" if lemma else "sense"
    return "lemma" if lemma or _sense(one).partition(".")[0] == _sense(other).partition(".")[0] else "other"


def _sense(mention: Mention) -> str:
    return mention["roleset"] or mention["lemma"] or ""


def _words(one: str | None, other: str | None) -> str:
    if not one or not other:
        return "none"
    left, right = words_of(one), words_of(other)
    if left == right:
        return "same"
    shared = set(left) & set(right)
    if (shared and len(shared) == min(len(left), len(right))) or fuzz.ratio(" ".join(left), " ".join(right)) >= 80:
        return "part"
    return "some" if shared else "other"


def _told(one: Mention, other: Mention) -> str:
    copied = one["sentence_text"] == other["sentence_text"]
    if one["doc_id"] != other["doc_id"]:
        return "copied" if copied else "elsewhere"
    return "sentence" if copied else "document"
