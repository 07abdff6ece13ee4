"""Happenings: an event record with canonical actors and worked-out days, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from summarize.reconcile.mentions import published
from summarize.schemas import Actor, Document, EventRecord, Records
from summarize.schemas.dates import bounds

__all__ = ["Happening", "Party", "happenings_of"]


@dataclass(frozen=True)
class Party:
    """An actor in a role.

    `vague` ones (labels, the anonymous) neither agree nor conflict with a named one; `state` is the country whose state
    body it is; `kin` are the actors it is a member, branch, umbrella or agency of, or the other way round; `maybe`
    those that it may be, for all that is known.
    """

    id: str
    name: str
    vague: bool
    state: str | None
    kin: frozenset[str]
    maybe: frozenset[str] = frozenset()


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
    maybe: Mapping[str, frozenset[str]] | None = None,
    context: int = 2,
) -> list[Happening]:
    """All events as happenings.

    `ids` maps actor record ids to canonical ids, `kin` a canonical id to its relatives, `maybe` to those it may be.
    """
    none: frozenset[str] = frozenset()
    parties = {actor.id: _party(actor, kin.get(actor.id, none), (maybe or {}).get(actor.id, none)) for actor in actors}
    return [
        _happening(event, one.document, {key: parties[ids[key]] for key in _roles(event) if key in ids}, context)
        for one in records
        for event in one.events
    ]


def _roles(event: EventRecord) -> Iterator[str]:
    yield from (*event.initiators, *event.targets, *event.supporters, *event.participants)


def _party(actor: Actor, kin: frozenset[str], maybe: frozenset[str]) -> Party:
    state = actor.country if actor.kind in {"state", "government", "state_force"} else None
    return Party(actor.id, actor.name, actor.form != "named", state, kin, maybe)


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
