"""A reading's items under their keys: handing keys out, changing items, and laying corrections over a reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from summarize.schemas.reading import (
    Mending,
    ReadActor,
    ReadConflict,
    ReadEvent,
    Reading,
    ReadRelation,
    ReadTally,
)
from summarize.schemas.records import ItemType

Item = ReadActor | ReadEvent | ReadRelation | ReadTally | ReadConflict
T = TypeVar("T", ReadActor, ReadEvent, ReadRelation, ReadTally, ReadConflict)

LISTS: Mapping[str, tuple[ItemType, str]] = {
    "actors": ("actor", "a"),
    "events": ("event", "e"),
    "relations": ("relation", "r"),
    "tallies": ("tally", "t"),
    "conflicts": ("conflict", "c"),
}


def items(reading: Reading | Mending) -> Iterable[tuple[ItemType, str, Item]]:
    """Every item as (type, key, item)."""
    for name, (kind, _) in LISTS.items():
        for item in getattr(reading, name):
            yield kind, item.key or "", item


def cited(item: Item) -> list[int]:
    """The numbers of all sentences an item cites."""
    if isinstance(item, ReadConflict):
        return [number for side in item.sides for number in side.sentences]
    return item.sentences


def keyed(reading: Reading) -> Reading:
    """The reading with a key on every item: those of relations, tallies and conflicts are r1, t1, c1 … in order."""
    update: dict[str, list[Item]] = {}
    for name in ("relations", "tallies", "conflicts"):
        letter = LISTS[name][1]
        update[name] = [
            item.model_copy(update={"key": f"{letter}{n}"}) for n, item in enumerate(getattr(reading, name), start=1)
        ]
    return reading.model_copy(update=update)


def mapped(reading: Reading, change: Callable[[Item], Item | None]) -> Reading:
    """The reading with every item passed through `change`; None removes it."""
    update = {name: [new for item in getattr(reading, name) if (new := change(item)) is not None] for name in LISTS}
    return reading.model_copy(update=update)


def mended(reading: Reading, mending: Mending) -> Reading:
    """The reading with corrected items in the place of the earlier ones, new ones at the end, dropped ones gone."""
    update: dict[str, object] = {"document": mending.document or reading.document}
    for name in LISTS:
        corrected = {item.key: item for item in getattr(mending, name) if item.key}
        kept = [corrected.pop(item.key, item) for item in getattr(reading, name) if item.key not in mending.drop]
        update[name] = kept + [item for key, item in corrected.items() if key not in mending.drop]
    return reading.model_copy(update=update)


def joined(first: Reading, later: Reading) -> Reading:
    """Two readings of parts of one document as one; a later item whose key is taken is given the next free one."""
    taken = {key for _, key, _ in items(first)}
    rename = {key: _free(key, taken) for kind, key, _ in items(later) if kind in ("actor", "event") and key in taken}
    moved = mapped(later, lambda item: renamed(item, rename))
    boiler, orders = (
        sorted({*getattr(first.document, name), *getattr(later.document, name)})
        for name in ("boilerplate", "instructions")
    )
    origin = first.document.model_copy(update={"boilerplate": boiler, "instructions": orders})
    return Reading(document=origin, **{name: [*getattr(first, name), *getattr(moved, name)] for name in LISTS})


def _free(key: str, taken: set[str]) -> str:
    number = 1 + max((int(other[1:]) for other in taken if other[:1] == key[:1] and other[1:].isdigit()), default=0)
    taken.add(f"{key[0]}{number}")
    return f"{key[0]}{number}"


def renamed(item: Item, rename: Mapping[str, str]) -> Item:
    """The item with every key that `rename` knows replaced, its own and those it refers to."""
    data = item.model_dump(exclude_unset=True)
    return type(item).model_validate(_rename(data, rename)) if rename else item


_REFERRING = frozenset(
    {"key", "by", "to", "helping", "parties", "source", "part_of", "subject", "object", "actors", "contains", "about"}
)


def _rename(value: object, rename: Mapping[str, str], name: str = "") -> object:
    if isinstance(value, dict):
        return {key: _rename(inner, rename, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rename(inner, rename, name) for inner in value]
    return rename.get(value, value) if name in _REFERRING and isinstance(value, str) else value
