"""Relations: who stands how to whom, where, when, and who says so."""

from __future__ import annotations

from pydantic import Field

from summarize.schemas._base import Model
from summarize.schemas.dates import When
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import Certainty, RelationKind, RelationTime, Status


class RelationContent(Model):
    """An edge from `subject` to `object`. Its scope in place and time is part of what is said.

    `time` is never empty: `at_publication`, `past`, `future`, or an `interval`; `when` has its dates.
    """

    subject: str
    kind: RelationKind
    object: str
    place: str | None = Field(None, description="Where it holds, as written; null: no place is said.")
    time: RelationTime = "at_publication"
    when: When = When()
    status: Status = "stated"
    certainty: Certainty = "certain"
    according_to: tuple[str, ...] = ("author",)


class RelationRecord(RelationContent):
    """A relation as one document has it; subject, object and sources are actor record ids."""

    id: str
    document: str
    key: str
    evidence: tuple[Evidence, ...]


class Relation(RelationContent):
    """One relation after reconciliation; subject, object and sources are canonical actor ids."""

    id: str
    evidence: tuple[Evidence, ...]
    records: tuple[RelationRecord, ...]
