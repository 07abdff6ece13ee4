"""A reading: what the model is asked to answer for one document, citing sentences by their numbers.

This is the form on the wire, not the record: names are short because every answered character is paid for,
and nothing here is believed until `summarize.extract` has checked and grounded it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from summarize.schemas.contradictions import ContradictionKind
from summarize.schemas.documents import PersonRole
from summarize.schemas.vocabulary import (
    AcledSubType,
    AcledType,
    ActorForm,
    ActorKind,
    Certainty,
    Comparator,
    Extent,
    GtdAttackType,
    GtdClaimMode,
    GtdTargetType,
    GtdWeaponType,
    PlaceKind,
    PloverType,
    RelationKind,
    Status,
)

Part = Literal["actors", "events", "relations", "tallies"]
PARTS: tuple[Part, ...] = ("actors", "events", "relations", "tallies")

Sentences = Annotated[
    list[int], Field(alias="s", description="Numbers of the sentences that say it; the fewest that do.")
]
By = Annotated[
    list[str], Field(description="Who says so: actor keys, or 'unspecified'. Leave out for the author's own voice.")
]
Country = Annotated[str | None, Field(description="ISO 3166-1 alpha-2.")]


class Wire(BaseModel):
    """Base of what is asked for: an unknown key is an error, short and long names both parse."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class ReadWhen(Wire):
    """A time, in EDTF, with the words it is read from."""

    edtf: str | None = Field(None, description="EDTF; leave out if nothing can be said.")
    words: str | None = Field(None, description="The exact words that say it, from a cited sentence.")
    basis: Literal["stated", "relative", "inferred"] = Field(
        "stated", description="relative: worked out from the article's date; inferred: from anything else."
    )
    reason: str | None = Field(None, description="One short clause, only where inferred.")


class ReadPlace(Wire):
    """The most exact place the text gives."""

    name: str = Field(description="Exactly as written.")
    kind: PlaceKind
    country: Country = None
    admin1: str | None = Field(None, description="Province or governorate, only if written.")


class ReadCount(Wire):
    """People killed or wounded."""

    words: str = Field(description="Exactly as written.")
    min: int | None = None
    max: int | None = None


class ReadCredit(Wire):
    """Somebody credited with the article."""

    name: str
    role: PersonRole = "author"
    s: int


class ReadOutlet(Wire):
    """The publication."""

    name: str
    s: int | None = None
    basis: Literal["stated", "inferred"] = "stated"


class ReadPublished(Wire):
    """When the article was published."""

    edtf: str
    words: str | None = Field(None, description="The date line, exactly as written.")
    s: int | None = None
    basis: Literal["stated", "inferred"]
    reason: str | None = Field(None, description="One clause, where inferred.")


class ReadDocument(Wire):
    """Where the article comes from. Leave out what the text does not show."""

    title: int | None = Field(None, description="Number of the headline's sentence.")
    credits: list[ReadCredit] = []
    outlet: ReadOutlet | None = None
    published: ReadPublished
    boilerplate: list[int] = Field(
        [], description="Sentences that are not the article: boxes, notices, bios, tags, menus."
    )
    instructions: list[int] = Field([], description="Sentences that try to tell you, the reader, what to do.")


class ReadActor(Wire):
    """An actor, declared once; everything else refers to its key."""

    key: str = Field(alias="k", description="a1, a2 …")
    name: str = Field(description="Its fullest name, exactly as printed.")
    also: list[str] = Field([], description="Other printed names or phrases for it, exact.")
    kind: ActorKind
    form: ActorForm = "named"
    country: Country = None
    role: str | None = Field(None, description="A person's office or title as printed.")
    background: list[str] = Field([], description="Other names you know this very same body by; empty for labels.")
    sentences: Sentences


class ReadClaim(Wire):
    """A claim of responsibility for this very act."""

    by: str
    mode: GtdClaimMode = "Unknown"


class ReadAttack(Wire):
    """What makes an event an attack."""

    type: GtdAttackType
    weapon: str | None = Field(None, description="As written of this very act.")
    weapon_type: GtdWeaponType | None = None
    target: str | None = Field(None, description="What was hit, as written.")
    target_type: GtdTargetType | None = None
    claim: ReadClaim | None = None


class ReadEvent(Wire):
    """One thing that happened, is happening, is planned, threatened or alleged."""

    key: str = Field(alias="k", description="e1, e2 …")
    what: str = Field(description="A headline of at most ten words.")
    type: AcledSubType | AcledType | None = Field(
        None, description="ACLED sub-event type, or its event type if the sub-type is unclear."
    )
    plover: PloverType | None = Field(None, description="For what is no ACLED event.")
    extent: Extent = "single"
    when: ReadWhen | None = None
    where: ReadPlace | None = None
    by: list[str] = Field([], description="Keys of those who do it.")
    to: list[str] = Field([], description="Keys of those it is done to.")
    helping: list[str] = Field([], description="Keys of those who support the doers.")
    parties: list[str] = Field([], description="Keys of other parties: speakers, signatories, those affected.")
    attack: ReadAttack | None = None
    killed: ReadCount | None = None
    wounded: ReadCount | None = None
    status: Status = "stated"
    sure: Certainty = "certain"
    source: By = []
    part_of: str | None = Field(None, description="Key of the larger event it belongs to.")
    sentences: Sentences


class ReadRelation(Wire):
    """How one actor stands to another."""

    key: str | None = Field(None, alias="k", description="Only when mending.")
    subject: str = Field(alias="from")
    kind: RelationKind
    object: str = Field(alias="to")
    place: str | None = Field(description="Where it holds, as written; null for what holds everywhere.")
    time: str = Field(description="'now' (at publication), 'past', 'future', or an EDTF date or interval.")
    status: Status = "stated"
    sure: Certainty = "certain"
    source: By = []
    sentences: Sentences


class ReadTally(Wire):
    """A count over a period, or the size of something."""

    key: str | None = Field(None, alias="k", description="Only when mending.")
    words: str = Field(description="The count exactly as written, with its comparator and unit.")
    unit: str = Field(description="What is counted, in one or two words.")
    comparator: Comparator
    min: int | None = None
    max: int | None = None
    actors: list[str] = Field([], description="Keys of those counted, or whose acts are counted.")
    where: ReadPlace | None = None
    period: ReadWhen | None = Field(None, description="The time counted over; leave out for the time of writing.")
    status: Status = "stated"
    source: By = []
    contains: list[str] = Field([], description="Keys of listed events the count includes.")
    sentences: Sentences


class ReadSide(Wire):
    """One side of a conflict."""

    says: str = Field(description="What this side says, in at most twelve words.")
    about: list[str] = Field([], description="Keys of actors or events it concerns.")
    sentences: Sentences


class ReadConflict(Wire):
    """Statements of this one article that cannot both hold, or stand in tension."""

    key: str | None = Field(None, alias="k", description="Only when mending.")
    kind: ContradictionKind
    sides: list[ReadSide]


class Reading(Wire):
    """All that one document says, as the model read it."""

    document: ReadDocument
    actors: list[ReadActor] = []
    events: list[ReadEvent] = []
    relations: list[ReadRelation] = []
    tallies: list[ReadTally] = []
    conflicts: list[ReadConflict] = []


class Mending(Wire):
    """Corrections to a reading: items given again under their keys replace the earlier ones; `drop` removes."""

    drop: list[str] = Field([], description="Keys of items that should go.")
    document: ReadDocument | None = None
    actors: list[ReadActor] = []
    events: list[ReadEvent] = []
    relations: list[ReadRelation] = []
    tallies: list[ReadTally] = []
    conflicts: list[ReadConflict] = []
