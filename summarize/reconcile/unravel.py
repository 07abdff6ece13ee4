"""From a dossier back to the records it was made of, so that it can be made again under other judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from summarize.reconcile.merge import union
from summarize.schemas import (
    Actor,
    ActorRecord,
    ConflictRecord,
    Contradiction,
    Dossier,
    Event,
    EventRecord,
    Records,
    Relation,
    RelationRecord,
    Tally,
    TallyRecord,
)

__all__ = ["records_of"]

R = TypeVar("R", ActorRecord, EventRecord, RelationRecord, TallyRecord)


def records_of(dossier: Dossier) -> tuple[Records, ...]:
    """The records of each document, in the order of the documents; reconciling them gives the dossier again.

    Everything is there but the conflicts that rules found, which they find again, and the keys of those that readings
    listed, which are numbered anew.
    """
    actors = _by_document(record for actor in dossier.actors for record in actor.records)
    events = _by_document(record for event in dossier.events for record in event.records)
    relations = _by_document(record for relation in dossier.relations for record in relation.records)
    tallies = _by_document(record for tally in dossier.tallies for record in tally.records)
    conflicts = _conflicts(dossier)
    return tuple(
        Records(
            document=document,
            actors=actors.get(document.id, ()),
            events=events.get(document.id, ()),
            relations=relations.get(document.id, ()),
            tallies=tallies.get(document.id, ()),
            conflicts=tuple(conflicts.get(document.id, ())),
            rejected=tuple(one for one in dossier.rejected if one.document == document.id),
            notices=tuple(one for one in dossier.notices if one.document == document.id),
        )
        for document in dossier.documents
    )


def _by_document(records: Iterable[R]) -> dict[str, tuple[R, ...]]:
    found: dict[str, list[R]] = defaultdict(list)
    for record in records:
        found[record.document].append(record)
    return {document: tuple(sorted(of, key=_place)) for document, of in found.items()}


def _place(record: ActorRecord | EventRecord | RelationRecord | TallyRecord) -> tuple[str, int, str]:
    """Order of keys as a reading gives them: `a2` before `a10`."""
    letters = record.key.rstrip("0123456789")
    return letters, int(record.key[len(letters) :] or 0), record.key


def _conflicts(dossier: Dossier) -> dict[str, list[ConflictRecord]]:
    """What readings listed. All sides of such a conflict are in one document, and so are the records it is about."""
    items: list[Actor | Event | Relation | Tally] = [*dossier.actors, *dossier.events]
    items += [*dossier.relations, *dossier.tallies]
    records = {item.id: [(record.document, record.id) for record in item.records] for item in items}
    found: dict[str, list[ConflictRecord]] = defaultdict(list)
    for one in dossier.contradictions:
        documents = {piece.document for side in one.sides for piece in side.evidence}
        if one.found_by == "model" and len(documents) == 1:
            (document,) = documents
            found[document].append(_conflict(one, document, f"c{len(found[document]) + 1}", records))
    return found


def _conflict(
    one: Contradiction, document: str, key: str, records: Mapping[str, Sequence[tuple[str, str]]]
) -> ConflictRecord:
    def own(items: Iterable[str]) -> tuple[str, ...]:
        return tuple(record for item in items for of, record in records.get(item, ()) if of == document)

    sides = tuple(side.model_copy(update={"records": own(side.records)}) for side in one.sides)
    return ConflictRecord(
        id=f"{document}:{key}",
        document=document,
        key=key,
        kind=one.kind,
        about=one.about,
        sides=sides,
        found_by=one.found_by,
        evidence=union([one.evidence]),
    )
