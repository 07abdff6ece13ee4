"""Happenings: an event record with canonical actors and worked-out days, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from summarize.reconcile.mentions import published
from summarize.reconcile.places import is_spot, place_words
from summarize.schemas import Actor, Document, EventRecord, Records
from summarize.schemas.dates import bounds

__all__ = ["Happening", "Party", "event_keys", "gap_days", "happenings_of", "may_be_one"]


@dataclass(frozen=True)
class Party:
    """An actor in a role.

    `vague` ones (labels, the anonymous) neither agree nor conflict with a named one; `state` is the country whose state
    body it is; `kin` are the actors it is a member, branch, umbrella or agency of, or the other way round.
    """

    id: str
    name: str
    vague: bool
    state: str | None
    kin: frozenset[str]


@dataclass(frozen=True)
class Happening:
    """One document's event. `first` and `last` bound its days, inclusive, where both ends are known."""

    record: EventRecord
    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    others: tuple[Party, ...]
    first: date | None
    last: date | None
    published: date | None
    context: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def document(self) -> str:
        return self.record.document

    @property
    def days(self) -> int | None:
        """How many days the event's date leaves open; 1 for an exact day, None where a side is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def happenings_of(
    records: Sequence[Records],
    actors: Iterable[Actor],
    ids: Mapping[str, str],
    kin: Mapping[str, frozenset[str]],
    *,
    context: int = 2,
) -> list[Happening]:
    """All events as happenings. `ids` maps actor record ids to canonical ids, `kin` a canonical id to its relatives."""
    parties = {actor.id: _party(actor, kin.get(actor.id, frozenset())) for actor in actors}
    return [
        _happening(event, one.document, {key: parties[ids[key]] for key in _roles(event) if key in ids}, context)
        for one in records
        for event in one.events
    ]


def _roles(event: EventRecord) -> Iterator[str]:
    yield from (*event.initiators, *event.targets, *event.supporters, *event.participants)


def _party(actor: Actor, kin: frozenset[str]) -> Party:
    state = actor.country if actor.kind in {"state", "government", "state_force"} else None
    return Party(actor.id, actor.name, actor.form != "named", state, kin)


def _happening(event: EventRecord, document: Document, parties: Mapping[str, Party], context: int) -> Happening:
    def those(keys: Iterable[str]) -> tuple[Party, ...]:
        return tuple(dict.fromkeys(parties[key] for key in keys if key in parties))

    first, last = bounds(event.when.edtf)
    numbers = list(dict.fromkeys(piece.sentence for piece in event.evidence))[:context]
    sentences = tuple(" ".join(document.sentence_text(number).split()) for number in numbers)
    others = those((*event.supporters, *event.participants))
    return Happening(
        event, those(event.initiators), those(event.targets), others, first, last, published(document), sentences
    )


def gap_days(left: Happening, right: Happening) -> int:
    """Days between the end of one and the start of the other; 0 where they overlap, or a side is open."""
    ends = [(left.last, right.first), (right.last, left.first)]
    return max([0, *((start - end).days for end, start in ends if end and start)])


def may_be_one(left: Happening, right: Happening) -> bool:
    """Whether comparing is worth it: dates more than two days apart are nobody's slip."""
    return gap_days(left, right) <= 2


def event_keys(event: Happening) -> Iterator[str]:
    """The blocks of an event: day and place, day and actor, place and actor; for what has no day, actors and type."""
    actors = [party.id for party in (*event.initiators, *event.targets, *event.others) if not party.vague]
    spots = list(_spots(event))
    for day in _days(event):
        yield from (f"{day} {spot}" for spot in spots)
        yield from (f"{day} {actor}" for actor in actors)
    kind = event.record.acled_type or event.record.plover_type
    for actor in actors:
        yield from (f"{actor} {spot}" for spot in spots)
        if event.days is None or event.days > 7:
            yield f"{actor} {kind} undated"
    if event.days is None:
        yield from (f"{spot} {kind} undated" for spot in spots)


def _days(event: Happening) -> Iterator[date]:
    if event.first and event.days and event.days <= 7:
        yield from (event.first + timedelta(days=offset) for offset in range(-1, event.days + 1))


def _spots(event: Happening) -> Iterator[str]:
    place = event.record.where
    if place is None or not is_spot(place):
        return
    yield from place_words(place)
    if place.latitude is not None and place.longitude is not None:
        for shift in (0.0, 0.5):  # two grids of 0.2 degrees, so that near spots share a cell of one of them
            yield f"{floor(place.latitude / 0.2 + shift)}:{floor(place.longitude / 0.2 + shift)}:{shift}"
