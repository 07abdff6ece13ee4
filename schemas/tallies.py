"""Tallies: counts over a period or of a state. Never events, never summed with events."""

from __future__ import annotations

from pydantic import Field

from summarize.schemas._base import Model
from summarize.schemas.dates import When
from summarize.schemas.events import Place
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import Certainty, Comparator, Status


class TallyContent(Model):
    """ "At least 24 strikes since Oct. 17": how many of what, by or of whom, where, over which period, says who."""

    label: str
    unit: str = Field(description="What is counted: strikes, attacks, persons, units, USD per month …")
    as_written: str
    comparator: Comparator
    min: int | None = Field(None, ge=0)
    max: int | None = Field(None, ge=0)
    actors: tuple[str, ...] = Field((), description="Who is counted or whose acts are counted: actor ids.")
    where: Place | None = None
    period: When = When()
    status: Status = "stated"
    certainty: Certainty = "certain"
    according_to: tuple[str, ...] = ("author",)
    contains: tuple[str, ...] = Field((), description="Listed events that the count includes.")


class TallyRecord(TallyContent):
    """A tally as one document has it."""

    id: str
    document: str
    key: str
    evidence: tuple[Evidence, ...]


class Tally(TallyContent):
    """One tally after reconciliation."""

    id: str
    evidence: tuple[Evidence, ...]
    records: tuple[TallyRecord, ...]
