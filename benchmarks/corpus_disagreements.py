"""Contradictions of a dossier against the corpus's gold: found, and reported where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.corpus_gold import Gold, sentence_of
from summarize.evaluate.matching import best_matching
from summarize.schemas import Contradiction, Document, Dossier

__all__ = ["disagreements"]

Sentence = tuple[str, int]
# What a reader calls status, another calls identity or stance: who did it, what it was, whether it was so.
_KINDS = {"count_and_list": "number", "number": "number", "date": "date", "place": "place"}
_NAMES = {
    "contradiction": "contradictions_found",
    "sequence": "sequences_as_contradictions",
    "compatible": "compatible_as_contradictions",
}


def disagreements(gold: Gold, dossier: Dossier) -> dict[str, dict[str, Any]]:
    """For each verdict of the gold, how many of its rows the dossier lists as a contradiction, out of how many."""
    documents = {document.id: document for document in dossier.documents}
    said = {
        row["id"]: any(_lists(one, row, documents) for one in dossier.contradictions) for row in gold.contradictions
    }
    figures: dict[str, dict[str, Any]] = {}
    for verdict, name in _NAMES.items():
        rows = [row["id"] for row in gold.contradictions if row["verdict"] == verdict]
        listed = [row for row in rows if said[row]]
        rest = [row for row in rows if row not in listed]
        told = rest if verdict == "contradiction" else listed
        figures[name] = {
            "num": len(listed),
            "of": len(rows),
            ("missed" if verdict == "contradiction" else "which"): told,
        }
    return figures


def _lists(one: Contradiction, row: Mapping[str, Any], documents: Mapping[str, Document]) -> bool:
    """Whether a contradiction sets two of the row's sides against each other, each by a sentence of its own.

    A row with one side has its numbers in one sentence: two sides of the contradiction must cite it.
    """
    if _KINDS.get(one.kind) != _KINDS.get(row["kind"]):
        return False
    wanted = [(side["article"], sentence_of(documents[side["article"]], side["anchor"])) for side in row["sides"]]
    given = [{(piece.document, piece.sentence) for piece in side.evidence} for side in one.sides]
    if len(wanted) == 1:
        return sum(wanted[0] in side for side in given) > 1
    weights = {
        (str(at), str(own)): 1.0 for at, place in enumerate(wanted) for own, side in enumerate(given) if place in side
    }
    return len(best_matching(weights)) > 1
