"""Merging: from a group of records that are one to the one canonical item. It applies decisions and makes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from summarize.reconcile.cluster import Partition
from summarize.reconcile.folding import slug
from summarize.reconcile.happenings import Happening
from summarize.reconcile.identity import Naming, assign, event_slug
from summarize.reconcile.mentions import Mention
from summarize.reconcile.register import Entry, Register
from summarize.reconcile.sources import Sources
from summarize.reconcile.tolls import rising_tolls
from summarize.reconcile.values import merged_content
from summarize.schemas import Actor, Event, Evidence, Relation, Tally
from summarize.schemas.vocabulary import ActorKind

__all__ = ["merge_actors", "merge_events", "record_ids", "union"]

T = TypeVar("T", bound=str)


def union(evidence: Iterable[Iterable[Evidence]]) -> tuple[Evidence, ...]:
    """All pieces of evidence, each once, by document and position."""
    pieces = {piece for pieces in evidence for piece in pieces}
    return tuple(sorted(pieces, key=lambda piece: (piece.document, piece.start, piece.end, piece.sentence)))


def record_ids(items: Iterable[Actor | Event | Relation | Tally]) -> dict[str, str]:
    """Each record's id, to the canonical id of what it is part of."""
    return {record.id: item.id for item in items for record in item.records}


# --- actors ---------------------------------------------------------------------------------------


def merge_actors(partition: Partition, mentions: Mapping[str, Mention], register: Register) -> tuple[Actor, ...]:
    """One actor for each group, by id."""
    groups = {members[0]: [mentions[key] for key in members] for members in partition}
    merged = {key: _actor(members, register) for key, members in groups.items()}
    ids = assign("actor", {key: _naming(merged[key], members) for key, members in groups.items()})
    return tuple(
        sorted((actor.model_copy(update={"id": ids[key]}) for key, actor in merged.items()), key=lambda one: one.id)
    )


def _actor(members: Sequence[Mention], register: Register) -> Actor:
    records = tuple(member.record for member in members)
    key = _entry(members)
    entry = register.entries.get(key) if key else None
    body = next((member.body for member in members if member.body and member.body.id == key), None)
    forms = Counter(form for record in records for form in dict.fromkeys((record.name, *record.names)))
    printed = Counter(record.name for record in records)
    country = _most(record.country for record in records) or (
        entry.countries[0] if entry and len(entry.countries) == 1 else None
    )
    return Actor(
        id="",
        name=entry.name
        if entry
        else body.name
        if body
        else max(printed, key=lambda name: (printed[name], len(name), name)),
        names=tuple(sorted(forms, key=lambda form: (-forms[form], form))),
        kind=_kind([record.kind for record in records], entry, body.kind if body else None),
        form="named" if key else _most(record.form for record in records) or "named",
        country=body.country if body else country,
        role=_most(record.role for record in records),
        background_names=tuple(dict.fromkeys(name for record in records for name in record.background_names)),
        evidence=union(record.evidence for record in records),
        records=records,
    )


def _entry(members: Sequence[Mention]) -> str | None:
    return _most(member.entry for member in members)


def _kind(kinds: Sequence[ActorKind], entry: Entry | None, body: ActorKind | None) -> ActorKind:
    if body is not None:
        return body
    fitting = [kind for kind in kinds if entry is None or not entry.kinds or kind in entry.kinds]
    return _most(fitting or kinds) or kinds[0]


def _most(values: Iterable[T | None]) -> T | None:
    """The most frequent value that is given; of equals the longest, then the first in the alphabet."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], -len(value), value)) if counts else None


def _naming(actor: Actor, members: Sequence[Mention]) -> Naming:
    if len(members) == 1 and (members[0].collective or members[0].anonymous):
        return Naming(slug(actor.name), members[0].document, always=True)
    return Naming(_entry(members) or slug(actor.name), f"{actor.kind} {actor.country} {members[0].id}")


# --- events ---------------------------------------------------------------------------------------


def merge_events(
    partition: Partition, happenings: Mapping[str, Happening], actors: Mapping[str, str], sources: Sources
) -> tuple[Event, ...]:
    """One event for each group, by id. `actors` maps actor record ids to canonical ids."""
    groups = {members[0]: [happenings[key] for key in members] for members in partition}
    of = {member.id: key for key, members in groups.items() for member in members}
    merged = {key: _event(members, actors, of, sources) for key, members in groups.items()}
    ids = assign("event", {key: Naming(event_slug(event), key) for key, event in merged.items()})
    finished = (_renamed(event, ids[key], ids) for key, event in merged.items())
    return tuple(sorted(finished, key=lambda event: event.id))


def _event(members: Sequence[Happening], actors: Mapping[str, str], of: Mapping[str, str], sources: Sources) -> Event:
    content, values = merged_content(members, actors, of, sources.groups(members, actors))
    counted = sources.count(members, actors)
    records = tuple(member.record for member in members)
    return Event.model_validate(
        {
            **content,
            "id": "",
            "evidence": union(record.evidence for record in records),
            "records": records,
            "values": values,
            "outlets": counted.outlets,
            "independent_sources": counted.independent,
            "rising": rising_tolls(members),
        }
    )


def _renamed(event: Event, own: str, ids: Mapping[str, str]) -> Event:
    """The event under its id, with the events it is part of under theirs; an event is no part of itself."""
    values = dict(event.values)
    if "part_of" in values:
        wholes = tuple(
            value.model_copy(update={"value": ids[value.value]})
            for value in values["part_of"]
            if ids[value.value] != own
        )
        values["part_of"] = wholes
        if not wholes:
            del values["part_of"]
    whole = ids[event.part_of] if event.part_of else None
    return event.model_copy(update={"id": own, "part_of": None if whole == own else whole, "values": values})
