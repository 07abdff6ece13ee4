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
PRIOR, JOIN = -5.0, -0.5
# For each comparison, what its levels weigh: where the predicates agree, and where they do not.
PREDICATE = {"same": 1.5, "lemma": 1.0, "other": -1.5}
AGREEING = {
    "arg0": {"same": 2.0, "part": 1.0, "some": -1.5, "none": 0.5, "other": 0.0},
    "arg1": {"same": 2.5, "part": -1.0, "some": -1.0, "none": 2.0, "other": -0.5},
    "location": {"same": 0.0, "part": 1.0, "some": 0.0, "none": 0.0, "other": 0.0},
    "time": {"same": 3.0, "part": 2.0, "some": -2.0, "none": 0.5, "other": -3.0},
    "told": {"sentence": -2.0, "document": 1.0, "elsewhere": 0.5},
}
DIFFERING = {
    "arg0": {"same": 0.5, "part": 0.5, "some": -1.5, "none": -0.5, "other": -1.5},
    "arg1": {"same": 1.5, "part": -1.0, "some": -0.5, "none": -0.5, "other": -0.5},
    "location": {"same": 0.0, "part": 0.0, "some": 0.0, "none": 0.0, "other": -1.0},
    "time": {"same": 1.0, "part": 0.0, "some": -1.5, "none": 0.5, "other": -1.5},
    "told": {"sentence": -1.5, "document": 0.5, "elsewhere": 0.5},
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
    if one["roleset"] and one["roleset"] == other["roleset"]:
        return "same"
    return "lemma" if one["lemma"] and one["lemma"] == other["lemma"] else "other"


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
    if one["doc_id"] != other["doc_id"]:
        return "elsewhere"
    return "sentence" if one["sentence"] == other["sentence"] else "document"
