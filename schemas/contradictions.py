"""Contradictions: statements that cannot both be true, or that stand in tension, side by side."""

from __future__ import annotations

from typing import Literal

from summarize.schemas._base import Model
from summarize.schemas.evidence import Evidence

ContradictionKind = Literal[
    "number", "count_and_list", "date", "place", "actor", "status", "stance", "identity", "wording", "other",
]  # fmt: skip
FoundBy = Literal["model", "rule"]


class Side(Model):
    """One side of a contradiction: what it says, the records it is about, and its sentences."""

    says: str
    records: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


class ConflictRecord(Model):
    """Two or more statements of one document that contradict each other."""

    id: str
    document: str
    key: str
    kind: ContradictionKind
    about: str
    sides: tuple[Side, ...]
    found_by: FoundBy = "model"
    evidence: tuple[Evidence, ...]


class Contradiction(Model):
    """A contradiction in the dossier, within one document or between several. `records` are the ids it concerns."""

    id: str
    kind: ContradictionKind
    about: str
    sides: tuple[Side, ...]
    found_by: FoundBy
    evidence: tuple[Evidence, ...]
    records: tuple[str, ...] = ()
