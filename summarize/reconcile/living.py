"""The living dossier: ids that outlast a run, and what a run changed.

A dossier is always made anew of all records, so that documents added one by one and all at once come to the same
groups. What lasts is the ids: an item keeps the id that most of its earlier records had, and an id that is given up
leads to the item that took its records in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summarize.reconcile.identity import short_hash
from summarize.reconcile.merge import record_ids
from summarize.schemas import Actor, Dossier, Event, Relation, Tally
from summarize.schemas.changes import Changes, FieldChange

__all__ = ["updated"]

Item = Actor | Event | Relation | Tally
_NOT_SHOWN = frozenset({"id", "records", "evidence", "values", "background_names", "names"})


def updated(previous: Dossier, current: Dossier) -> tuple[Dossier, Changes]:
    """`current` under the ids of `previous`, and how it differs from it.

    The dossier's `aliases` hold every id that was ever given up, so that it still leads to its item.
    """
    was, now = record_ids(_items(previous)), record_ids(_items(current))
    kept = _kept(was, now, {item.id for item in _items(current)})
    renamed = _renamed(current, kept)
    now = {record: kept.get(key, key) for record, key in now.items()}
    given_up = _given_up(was, now)
    aliases = _aliases(previous.aliases, given_up, set(now.values()))
    dossier = renamed.model_copy(update={"aliases": aliases})
    return dossier, _changes(previous, dossier, was, now, given_up)


def _items(dossier: Dossier) -> Iterator[Item]:
    yield from dossier.actors
    yield from dossier.events
    yield from dossier.relations
    yield from dossier.tallies


# --- ids ------------------------------------------------------------------------------------------


def _kept(was: Mapping[str, str], now: Mapping[str, str], made: Iterable[str]) -> dict[str, str]:
    """For each id of this run that gives way, the earlier id that its item keeps, or a free one.

    The pairs of an earlier and a present item are taken by the number of records they share, the most first.
    """
    shared = Counter((was[record], key) for record, key in now.items() if record in was)
    taken: dict[str, str] = {}
    for (old, new), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if new not in taken and old not in taken.values():
            taken[new] = old
    held = set(taken.values()) | set(was.values())
    for key in sorted(made):
        if key not in taken and key in held:  # an earlier item has this id, or gave it up: it means that one
            taken[key] = f"{key}-{short_hash(' '.join(sorted(record for record in now if now[record] == key)))}"
    return {new: old for new, old in taken.items() if new != old}


def _renamed(dossier: Dossier, names: Mapping[str, str]) -> Dossier:
    """The dossier with these ids in place of others, wherever they stand, in the order of its ids."""
    if not names:
        return dossier
    fields = ("actors", "events", "relations", "tallies", "contradictions")
    plain = dossier.model_dump(mode="python", include=set(fields))
    changed = {field: [_replaced(item, names) for item in plain[field]] for field in fields}
    for items in changed.values():
        items.sort(key=lambda item: str(item["id"]))
    everything = {name: getattr(dossier, name) for name in Dossier.model_fields}
    return Dossier.model_validate({**everything, **changed})


def _replaced(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_replaced(inner, names) for inner in value)
    return value


def _given_up(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Earlier ids that no item has any more, and the item that has most of their records."""
    present = set(now.values())
    heirs: dict[str, Counter[str]] = defaultdict(Counter)
    for record, old in was.items():
        if old not in present and record in now:
            heirs[old][now[record]] += 1
    return {old: min(heir, key=lambda key: (-heir[key], key)) for old, heir in sorted(heirs.items())}


def _aliases(earlier: Mapping[str, str], given_up: Mapping[str, str], present: set[str]) -> dict[str, str]:
    """Every id that was given up, now or before, with the item it leads to today."""
    led = {old: given_up.get(key, key) for old, key in earlier.items()}
    return {old: key for old, key in sorted({**led, **given_up}.items()) if key in present and old not in present}


# --- changes --------------------------------------------------------------------------------------


def _changes(
    previous: Dossier, current: Dossier, was: Mapping[str, str], now: Mapping[str, str], given_up: Mapping[str, str]
) -> Changes:
    sources: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for record, key in now.items():
        if record in was:
            sources[key].add(was[record])
            parts[was[record]].add(key)
    before, after = ({item.id: item for item in _items(one)} for one in (previous, current))
    documents = {one.id for one in current.documents} - {one.id for one in previous.documents}
    fields = {key: _fields(before[key], after[key]) for key in sorted(before.keys() & after.keys())}
    return Changes(
        documents=tuple(sorted(documents)),
        new=tuple(sorted(key for key in after if not sources[key])),
        merged={key: tuple(sorted(olds)) for key, olds in sorted(sources.items()) if len(olds) > 1},
        split={old: tuple(sorted(keys)) for old, keys in sorted(parts.items()) if len(keys) > 1},
        gone=tuple(sorted(set(was.values()) - set(parts))),
        changed={key: changed for key, changed in fields.items() if changed},
        ids=dict(given_up),
    )


def _fields(before: Item, after: Item) -> dict[str, FieldChange]:
    one, other = (item.model_dump(mode="json", exclude=set(_NOT_SHOWN)) for item in (before, after))
    return {
        name: FieldChange(before=one.get(name), after=other.get(name))
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    }
