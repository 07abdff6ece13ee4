"""Gold: what a careful coder recorded from the articles, in this package's own form (docs/evaluation.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summarize.errors import DossierError
from summarize.schemas.dates import check_edtf

__all__ = [
    "Apart",
    "Attribution",
    "Cluster",
    "Collective",
    "CrossContradiction",
    "Gold",
    "GoldActor",
    "GoldContradiction",
    "GoldCross",
    "GoldDocument",
    "GoldEvent",
    "GoldModel",
    "GoldPlace",
    "GoldRelation",
    "GoldSeed",
    "GoldTally",
    "Manifest",
    "Negative",
    "Piece",
]

Tier = Literal["core", "secondary", "context"]


class Piece(NamedTuple):
    """A verbatim piece of an article: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


class GoldModel(BaseModel):
    """Base: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


M = TypeVar("M", bound=GoldModel)


class GoldDocument(GoldModel):
    """What is known of an article as a whole. `published` is the EDTF range a date must lie in."""

    id: str
    sha256: str
    characters: int
    title: str | None
    published: str
    published_stated: bool
    year_outside: bool
    authors: tuple[str, ...]
    boilerplate: tuple[Piece, ...]


class GoldActor(GoldModel):
    """An actor of one article; `names` are its printed forms, `also` other wordings that clearly mean it."""

    id: str
    name: str
    kind: str
    tier: Tier
    form: Literal["named", "category", "anonymous", "unspecified", "unknown"]
    names: tuple[str, ...]
    also: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[Piece, ...]


class GoldPlace(GoldModel):
    """A place as the coder wrote it."""

    name: str = ""
    kind: str | None = None
    country: str | None = None


class Attribution(GoldModel):
    """What an event's status must show (`hedged` or `planned`), and which actors it is to be according to."""

    status: Literal["hedged", "planned"]
    sources: tuple[str, ...]


class GoldEvent(GoldModel):
    """An event of one article. `act` is a working label; `granularity` says how exactly `when` is known."""

    id: str
    tier: Tier
    label: str
    act: str
    attack: Literal["discrete", "aggregate", "no"]
    when: str | None
    granularity: str
    place: GoldPlace
    parties: dict[str, str]
    attribution: Attribution | None = None
    note: str = ""
    evidence: tuple[Piece, ...]

    @field_validator("when")
    @classmethod
    def _is_edtf(cls, value: str | None) -> str | None:
        return None if value is None else check_edtf(value)


class GoldRelation(GoldModel):
    """A relation of one article.

    `label` is a working label, mapped by `relation_kinds`; `kinds` adds kinds that keep the meaning here.
    `places`: each inner list must be met by one of its wordings. `time`: "past", "at publication" or EDTF.
    """

    id: str
    tier: Tier
    subject: str
    label: str
    object: str
    kinds: tuple[str, ...] = ()
    denied: bool = False
    places: tuple[tuple[str, ...], ...] = ()
    time: str | None = None
    asserter: str
    note: str = ""
    evidence: tuple[Piece, ...]


class GoldTally(GoldModel):
    """A count of one article; `qualifier` is its comparator in the article's words, `events` what it contains.

    `period_stated`: the article says where the period begins ("since Oct. 17"); else it may be left open.
    """

    id: str
    tier: Tier
    label: str
    unit: str
    words: str
    qualifier: str
    min: int | None = None
    max: int | None = None
    approx: int | None = None
    period: str
    period_stated: bool
    place: str
    actors: tuple[str, ...]
    events: tuple[str, ...] = ()
    evidence: tuple[Piece, ...]


class GoldContradiction(GoldModel):
    """Two sides, each a list of pieces of which one is enough."""

    id: str
    text: str
    counted: bool
    sides: tuple[tuple[Piece, ...], tuple[Piece, ...]]


class Negative(GoldModel):
    """Something the output must not say. `kind` names the check; the other fields are what that check needs."""

    id: str
    kind: str
    reason: str
    names: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    tallies: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    places: dict[str, str] = {}
    date: str | None = None
    number: int | None = None
    forbidden: str | None = None
    evidence: tuple[Piece, ...] = ()


Cited = GoldActor | GoldEvent | GoldRelation | GoldTally | Negative


class GoldSeed(GoldModel):
    """The gold of one article."""

    document: GoldDocument
    actors: tuple[GoldActor, ...]
    events: tuple[GoldEvent, ...]
    relations: tuple[GoldRelation, ...]
    tallies: tuple[GoldTally, ...]
    contradictions: tuple[GoldContradiction, ...]
    negative_assertions: tuple[Negative, ...]

    def pieces(self) -> Iterator[Piece]:
        """Every verbatim piece of this article's gold."""
        yield from self.document.boilerplate
        items: tuple[Cited, ...] = (
            *self.actors,
            *self.events,
            *self.relations,
            *self.tallies,
            *self.negative_assertions,
        )
        for item in items:
            yield from item.evidence
        for contradiction in self.contradictions:
            for side in contradiction.sides:
                yield from side


class Cluster(GoldModel):
    """Actors of several articles that are one and the same."""

    id: str
    name: str
    members: tuple[str, ...]


class Collective(GoldModel):
    """Actors of several articles under one label, which are not one and the same."""

    id: str
    members: tuple[str, ...]
    rule: str


class Apart(GoldModel):
    """Two that must not be merged, and why."""

    pair: tuple[str, str]
    reason: str


class CrossContradiction(GoldModel):
    """A contradiction between articles."""

    id: str
    text: str
    documents: tuple[str, ...]
    counted: bool


class GoldCross(GoldModel):
    """What holds across articles."""

    actor_clusters: tuple[Cluster, ...] = ()
    collective_labels: tuple[Collective, ...] = ()
    do_not_merge_actors: tuple[Apart, ...] = ()
    events_one_record: tuple[str, ...] = ()
    do_not_merge_events: tuple[Apart, ...] = ()
    contradictions: tuple[CrossContradiction, ...] = ()


class Manifest(GoldModel):
    """The folder's `manifest.json`: its format, and the files that hold the gold."""

    format: Literal["summarize-gold"]
    version: Literal[1]
    documents: tuple[str, ...] = Field(min_length=1)
    cross_documents: str
    annotated: str = ""
    explained_in: str = ""
    conventions: dict[str, str] = {}


class Gold(GoldModel):
    """The gold of several articles and what holds between them."""

    seeds: tuple[GoldSeed, ...]
    cross: GoldCross

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a gold folder, or its `manifest.json`; `DossierError` says which file is wrong and how."""
        folder = Path(path)
        folder = folder.parent if folder.name == "manifest.json" else folder
        manifest = _parse(Manifest, folder / "manifest.json")
        seeds = tuple(_parse(GoldSeed, folder / name) for name in manifest.documents)
        return cls(seeds=seeds, cross=_parse(GoldCross, folder / manifest.cross_documents))


def _parse(model: type[M], path: Path) -> M:
    try:
        return model.model_validate(_read(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise DossierError(f"{path} is not a gold file of this version: {where}: {first['msg']}{more}.") from error


def _read(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        raise DossierError(f"{path} cannot be read: {error.strerror}. Name the folder that holds the gold.") from error
    except (ValueError, yaml.YAMLError) as error:
        raise DossierError(f"{path} cannot be parsed: {error}.") from error
