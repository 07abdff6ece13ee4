"""Narrowing a dossier: which events, relations and tallies a query keeps, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from summarize.schemas.actors import Actor
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.dates import When, bounds
from summarize.schemas.events import Event
from summarize.schemas.relations import Relation
from summarize.schemas.tallies import Tally

if TYPE_CHECKING:
    from summarize.schemas.dossier import Dossier


@dataclass(frozen=True)
class Query:
    """What to keep; None asks nothing. Days are inclusive."""

    actors: frozenset[str] | None = None
    type: str | None = None
    place: str | None = None
    after: date | None = None
    before: date | None = None
    status: str | None = None

    def keeps(self, item: Event | Relation | Tally) -> bool:
        """Whether an item meets every condition that is set."""
        return (
            (self.actors is None or not self.actors.isdisjoint(actor_ids(item)))
            and (self.type is None or self.type.casefold() in _types(item))
            and (self.place is None or _lies_in(item, self.place.casefold()))
            and self._overlaps(_time(item))
            and (self.status is None or item.status == self.status)
        )

    def _overlaps(self, when: When) -> bool:
        if self.after is None and self.before is None:
            return True
        first, last = bounds(when.edtf)
        if first is last is None:
            return False
        too_early = self.after is not None and last is not None and last < self.after
        too_late = self.before is not None and first is not None and first > self.before
        return not (too_early or too_late)


def actor_ids(item: Event | Relation | Tally) -> set[str]:
    """Every actor that an item names in any part, those who say it included."""
    said = set(item.according_to)
    if isinstance(item, Relation):
        return said | {item.subject, item.object}
    if isinstance(item, Tally):
        return said | set(item.actors)
    claimed = {item.attack.claim.by} if item.attack and item.attack.claim else set()
    return said | claimed | {*item.initiators, *item.targets, *item.supporters, *item.participants}


def _types(item: Event | Relation | Tally) -> set[str]:
    if isinstance(item, Relation):
        return {item.kind}
    if isinstance(item, Tally):
        return {item.unit.casefold()}
    terms: list[str | None] = [item.acled_type, item.acled_sub_type, item.plover_type]
    terms += ["attack", item.attack.type] if item.attack else []
    return {term.casefold() for term in terms if term}


def _lies_in(item: Event | Relation | Tally, place: str) -> bool:
    if isinstance(item, Relation):
        return place in (item.place or "").casefold()
    if item.where is None:
        return False
    names = [item.where.name, item.where.admin1 or ""]
    return any(place in name.casefold() for name in names) or place == (item.where.country or "").casefold()


def _time(item: Event | Relation | Tally) -> When:
    return item.period if isinstance(item, Tally) else item.when


def ids_called(dossier: Dossier, actor: str) -> frozenset[str]:
    """Ids of the actors meant by an id (canonical or a record's) or by one of their names, whatever the case."""
    folded = actor.casefold()
    return frozenset(
        each.id
        for each in dossier.actors
        if actor == each.id
        or any(actor == record.id for record in each.records)
        or folded in {name.casefold() for name in (each.name, *each.names)}
    )


def _concerned(item: Contradiction) -> set[str]:
    return {*item.records, *(key for side in item.sides for key in side.records)}


def _documents(things: Iterable[Actor | Event | Relation | Tally | Contradiction]) -> set[str]:
    return {piece.document for thing in things for piece in thing.evidence}


def narrowed(dossier: Dossier, query: Query) -> dict[str, Any]:
    """The parts of a dossier that a query keeps, with the actors, contradictions and documents that belong to them."""
    events = tuple(event for event in dossier.events if query.keeps(event))
    relations = tuple(relation for relation in dossier.relations if query.keeps(relation))
    tallies = tuple(tally for tally in dossier.tallies if query.keeps(tally))
    kept: list[Event | Relation | Tally] = [*events, *relations, *tallies]
    named = set(query.actors or ()).union(*(actor_ids(item) for item in kept))
    actors = tuple(actor for actor in dossier.actors if actor.id in named)
    whole: list[Actor | Event | Relation | Tally] = [*actors, *kept]
    ids = {thing.id for thing in whole} | {record.id for thing in whole for record in thing.records}
    facts = {thing.id for thing in kept} | {record.id for thing in kept for record in thing.records}
    contradictions = tuple(item for item in dossier.contradictions if _concerned(item) & facts)
    cited = _documents([*whole, *contradictions])
    return {
        "documents": tuple(document for document in dossier.documents if document.id in cited),
        "actors": actors,
        "events": events,
        "relations": relations,
        "tallies": tallies,
        "contradictions": contradictions,
        "judgements": tuple(edge for edge in dossier.judgements if edge.left in ids and edge.right in ids),
        "rejected": tuple(item for item in dossier.rejected if item.document in cited),
        "notices": tuple(item for item in dossier.notices if item.document in cited),
    }
