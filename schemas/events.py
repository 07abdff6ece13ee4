"""Events and attacks: who did what to whom, when, where, and how surely it is known."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field, model_validator

from summarize.schemas._base import Model
from summarize.schemas.cards import card
from summarize.schemas.dates import When
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import (
    AcledSubType,
    AcledType,
    Certainty,
    Extent,
    GtdAttackType,
    GtdClaimMode,
    GtdTargetType,
    GtdWeaponType,
    PlaceKind,
    PloverType,
    Status,
)


class Place(Model):
    """A place as written, how exactly it is known, and its coordinates where a gazetteer has them.

    `acled_precision` is ACLED's geo_precision (1 town, 2 near, 3 region; null for a bare country),
    `ucdp_precision` UCDP's where_prec (1 exact … 7 international waters). Coordinates are WGS 84 degrees;
    `radius_km` says how far the true spot may lie from them. A bare country has no coordinates.
    """

    name: str
    kind: PlaceKind
    country: str | None = Field(None, description="ISO 3166-1 alpha-2.")
    admin1: str | None = Field(None, description="First-order division, as written.")
    acled_precision: int | None = Field(None, ge=1, le=3)
    ucdp_precision: int | None = Field(None, ge=1, le=7)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_km: float | None = Field(None, gt=0)
    gazetteer: str | None = Field(None, description="Which entry gave the coordinates, e.g. geonames:170063.")


class Toll(Model):
    """People killed or wounded: an interval and its words. Absent means not said; 0 only if the text says nobody."""

    min: int | None = Field(None, ge=0)
    max: int | None = Field(None, ge=0)
    as_written: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"a toll from {self.min} to {self.max} runs backwards")
        return self


class Claim(Model):
    """A claim of responsibility: by which actor, and how (GTD claimmode)."""

    by: str
    mode: GtdClaimMode = "Unknown"


class Attack(Model):
    """What makes an event an attack, in GTD's terms."""

    type: GtdAttackType = "Unknown"
    weapon: str | None = Field(None, description="As written.")
    weapon_type: GtdWeaponType | None = None
    target: str | None = Field(None, description="What was hit, as written.")
    target_type: GtdTargetType | None = None
    claim: Claim | None = None


class EventContent(Model):
    """What is known of an event. Actor fields hold actor ids: record ids in a record, canonical ids in an `Event`."""

    label: str
    acled_type: AcledType | None = None
    acled_sub_type: AcledSubType | None = None
    plover_type: PloverType | None = None
    extent: Extent = "single"
    when: When = When()
    where: Place | None = None
    initiators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    participants: tuple[str, ...] = Field((), description="Parties on neither side: signatories, speakers, affected.")
    attack: Attack | None = None
    killed: Toll | None = None
    wounded: Toll | None = None
    status: Status = "stated"
    certainty: Certainty = "certain"
    according_to: tuple[str, ...] = Field(("author",), description="Actor ids, `author` or `unspecified`.")
    part_of: str | None = Field(None, description="The event this one is a part of.")

    @property
    def is_discrete_attack(self) -> bool:
        """Whether this is one attack, not a series or campaign of them."""
        return self.attack is not None and self.extent == "single"


class EventRecord(EventContent):
    """An event as one document has it. `spans` gives the words behind single fields (`when`, `where`, `killed` …)."""

    id: str
    document: str
    key: str
    evidence: tuple[Evidence, ...]
    spans: dict[str, tuple[Evidence, ...]] = {}


class FieldValue(Model):
    """One value of a merged field, with the records that give it; `shown` is the one the policy picked."""

    value: Any
    records: tuple[str, ...]
    shown: bool = False


class TollReport(Model):
    """What a toll was said to be on a day: one step of a toll that rose."""

    published: date
    toll: Toll
    records: tuple[str, ...]


class Event(EventContent):
    """One event after reconciliation. `values` keeps, for each field on which records speak, every value.

    Copies of one text, and reports that have it from the same one, count as one independent source. `rising` gives, for
    `killed` and `wounded`, the numbers by the day they were published, where later articles give higher ones.
    """

    id: str
    evidence: tuple[Evidence, ...]
    records: tuple[EventRecord, ...]
    values: dict[str, tuple[FieldValue, ...]] = {}
    outlets: int = Field(1, ge=1, description="How many outlets report it.")
    independent_sources: int = Field(1, ge=1, description="How many independent sources are behind the reports.")
    rising: dict[str, tuple[TollReport, ...]] = {}

    def _repr_html_(self) -> str:
        return card(self, self.label)
