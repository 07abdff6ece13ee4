"""Findings: each single judgement of an evaluation, and the figures that are their sums."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from summarize.schemas._base import Model

__all__ = ["ALL_MEASURES", "EXTRA_MEASURES", "MEASURES", "Figure", "Finding", "Report"]

Verdict = Literal["right", "missed", "wrong", "note"]

# The measures of `to_json`, in order: name → what it says, and whether more is better.
MEASURES: dict[str, tuple[str, bool]] = {
    "core_actor_recall": ("core actors found", True),
    "actor_precision": ("actor records that are not wrong", True),
    "core_event_own_record": ("core events with a record of their own", True),
    "event_precision": ("event records that are not wrong", True),
    "discrete_attack_recall": ("discrete attacks with an attack record of their own", True),
    "discrete_attack_precision": ("single-attack records that are a discrete attack", True),
    "day_dates": ("day-exact dates right", True),
    "wrong_year": ("dated records in a wrong year", False),
    "tallies": ("tallies captured as tallies", True),
    "relations_found": ("relations found, the kind keeping its meaning", True),
    "relations_scope": ("relations with the right scope", True),
    "relations_asserter": ("relations with the right asserter", True),
    "relations_asserter_other": ("the same, asserter other than the author", True),
    "attribution": ("attribution: status and source, typed", True),
    "verbatim_evidence": ("records whose every quote stands at its offsets", True),
    "negative_assertions_violated": ("negative assertions violated", False),
    "contradictions": ("contradictions inside documents surfaced", True),
    "actor_pair_recall": ("actor pairs across documents joined", True),
    "actor_pair_precision": ("joined actor pairs that are right", True),
    "do_not_merge_violated": ("actor pairs joined that must stay apart", False),
    "event_merge_errors": ("events merged across documents", False),
}
EXTRA_MEASURES: dict[str, tuple[str, bool]] = {
    "core_actor_own_record": ("core actors with a record of their own", True),
    "core_event_found": ("core events stated in any record", True),
    "events_kept_as_one": ("events told several times kept as one record", True),
    "events_kept_apart": ("events of one document that differ kept apart", True),
    "invented_dates": ("day-exact dates where the gold gives none", False),
    "attribution_fully_typed": ("events with status and source both typed", True),
    "misplaced_quotes": ("quotes that do not stand at their offsets", False),
    "document_dates": ("documents whose date is right, and marked inferred where it is", True),
    "collective_labels_joined": ("pairs under one collective label joined", False),
    "cross_contradictions": ("contradictions between documents surfaced", True),
}
ALL_MEASURES = {**MEASURES, **EXTRA_MEASURES}


class Finding(Model):
    """One judgement: it adds `num` to its measure's numerator and `den` to its denominator.

    `verdict` says what a reader makes of it: `missed` (gold not found), `wrong` (output not right), `right`, or
    `note` (a borderline case or something a program cannot judge; it counts nothing).
    """

    measure: str
    document: str
    verdict: Verdict
    num: float = 0
    den: float = 0
    gold: str | None = None
    label: str = ""
    record: str | None = None
    sentences: tuple[int, ...] = ()
    why: str = ""


class Figure(Model):
    """A numerator over a denominator."""

    num: float
    den: float

    def __str__(self) -> str:
        return f"{self.num:g}/{self.den:g}"


class Report(Model):
    """Every figure of an evaluation with the log of judgements it is the sum of."""

    documents: tuple[str, ...]
    findings: tuple[Finding, ...]

    def figures(self, document: str | None = None) -> dict[str, Figure]:
        """Measure → figure, of one document or in total; every measure is there, be it 0/0."""
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for finding in self.findings:
            if document is None or finding.document == document:
                sums[finding.measure][0] += finding.num
                sums[finding.measure][1] += finding.den
        return {name: Figure(num=sums[name][0], den=sums[name][1]) for name in ALL_MEASURES}

    def to_json(self, *, details: bool = False) -> str:
        """`{"measure": {"num": n, "den": d}, …}` of the totals; with `details` also the further measures,
        the figures of each document and the findings, under `totals`, `documents` and `findings`.
        """
        if not details:
            return _dump(_plain(self.figures(), MEASURES))
        return _dump(
            {
                "totals": _plain(self.figures(), ALL_MEASURES),
                "documents": {name: _plain(self.figures(name), ALL_MEASURES) for name in self.documents},
                "findings": [finding.model_dump(exclude_defaults=True) for finding in self.findings],
            }
        )

    def unsatisfied(self, measure: str | None = None) -> tuple[Finding, ...]:
        """The findings that are missed or wrong, of one measure or of all."""
        return tuple(
            finding
            for finding in self.findings
            if finding.verdict in ("missed", "wrong") and measure in (None, finding.measure)
        )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _plain(figures: dict[str, Figure], names: Iterable[str]) -> dict[str, dict[str, float]]:
    return {name: {"num": _number(figures[name].num), "den": _number(figures[name].den)} for name in names}


def _number(value: float) -> float:
    return int(value) if value == int(value) else value
