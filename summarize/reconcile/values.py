"""The fields inside a merged event: every value any report gives is kept, and a policy picks the one to show.

The policy: what most independent sources say; of equals, the most precise; of these, what was published last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from summarize.reconcile.happenings import Happening
from summarize.reconcile.places import place_key
from summarize.schemas import Attack, EventRecord, FieldValue, Place, Toll, When
from summarize.schemas.dates import bounds

__all__ = ["merged_content"]

_ROLES = ("initiators", "targets", "supporters", "participants")
_PLAIN = (
    "label",
    "acled_type",
    "acled_sub_type",
    "plover_type",
    "extent",
    "when",
    "where",
    "killed",
    "wounded",
    "status",
    "certainty",
)
_ATTACK = tuple(Attack.model_fields)
# A field that means something only beside another is taken from the reports whose value of that one is shown.
_GOVERNED = {"acled_sub_type": "acled_type", "certainty": "status", "according_to": "status"}
_KINDS = ("site", "town", "near", "district", "province", "border", "route", "waters", "region", "country", "online")


class _Said(NamedTuple):
    """One report's value of a field, as plain data; `key` is the same for values that mean the same."""

    record: str
    source: str
    published: date | None
    value: Any
    key: Any
    vagueness: float


def merged_content(
    members: Sequence[Happening], actors: Mapping[str, str], events: Mapping[str, str], sources: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[FieldValue, ...]]]:
    """The shown content of a merged event as plain data, and all values of each field on which a report speaks.

    Actor and event ids are rewritten by `actors` and `events`; `sources` names the source behind each record; an
    attack's fields are `attack.weapon` and so on.
    """
    said: dict[str, list[_Said]] = defaultdict(list)
    for member in members:
        for field, value in _fields(member.record, actors, events):
            said[field].append(_said(member, field, value, sources[member.id]))
    values: dict[str, tuple[FieldValue, ...]] = {}
    for field in sorted(said, key=lambda field: (field in _GOVERNED, field)):
        values[field] = _ranked(said[field], _speakers(values.get(_GOVERNED.get(field, ""))))
    shown = {field: next(value.value for value in kept if value.shown) for field, kept in values.items()}
    content = {field: value for field, value in shown.items() if not field.startswith("attack.")}
    if any(member.record.attack for member in members):
        content["attack"] = {
            field.removeprefix("attack."): value for field, value in shown.items() if field.startswith("attack.")
        }
    return content, dict(sorted(values.items()))


def _fields(record: EventRecord, actors: Mapping[str, str], events: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    """The fields on which a report speaks, ids made canonical."""
    yield from ((field, value) for field in _PLAIN if _speaks(value := getattr(record, field)))
    for role in _ROLES:
        if ids := _canonical(getattr(record, role), actors):
            yield role, ids
    yield "according_to", _canonical(record.according_to, actors)
    if record.part_of is not None and record.part_of in events:
        yield "part_of", events[record.part_of]
    if record.attack is not None:
        yield from _attack_fields(record.attack, actors)


def _attack_fields(attack: Attack, actors: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    for field in _ATTACK:
        value = getattr(attack, field)
        if field == "claim" and attack.claim is not None:
            value = attack.claim.model_copy(update={"by": actors.get(attack.claim.by, attack.claim.by)})
        if _speaks(value) and value != "Unknown":
            yield f"attack.{field}", value


def _canonical(ids: Iterable[str], actors: Mapping[str, str]) -> tuple[str, ...]:
    """Canonical ids, each once; `author` and `unspecified` stay."""
    return tuple(dict.fromkeys(actors.get(key, key) for key in ids))


def _speaks(value: Any) -> bool:
    return value is not None and not (isinstance(value, When) and value.edtf is None and value.as_written is None)


def _said(member: Happening, field: str, value: Any, source: str) -> _Said:
    plain = (
        value.model_dump(mode="json", exclude_none=True)
        if hasattr(value, "model_dump")
        else list(value)
        if isinstance(value, tuple)
        else value
    )
    return _Said(member.id, source, member.published, plain, _key(field, value), _vagueness(value))


def _key(field: str, value: Any) -> Any:
    """What makes two values one: the date, not its words; the place, the numbers, the set of actors."""
    if isinstance(value, When):
        return value.edtf or value.as_written
    if isinstance(value, Place):
        return (place_key(value.name), value.kind)
    if isinstance(value, Toll):
        return (value.min, value.max)
    if isinstance(value, tuple):
        return frozenset(value)
    return value.casefold() if field in {"attack.weapon", "attack.target"} else value


_VAGUENESS: tuple[tuple[type, Callable[[Any], float]], ...] = (
    (When, lambda when: _open_days(when)),
    (Place, lambda place: _KINDS.index(place.kind) * 1000 + (place.radius_km or 0)),
    (Toll, lambda toll: toll.max - toll.min if None not in (toll.min, toll.max) else 1e6),
    (tuple, lambda ids: -len(ids)),
)


def _vagueness(value: Any) -> float:
    """How much a value leaves open: days, kilometres, people; 0 where nothing can be said."""
    return next((measure(value) for kind, measure in _VAGUENESS if isinstance(value, kind)), 0.0)


def _open_days(when: When) -> float:
    first, last = bounds(when.edtf)
    return (last - first).days if first and last else 1e6


def _speakers(values: tuple[FieldValue, ...] | None) -> frozenset[str] | None:
    """The records behind the shown value; None where the field is not said."""
    return next((frozenset(value.records) for value in values or () if value.shown), None)


def _ranked(said: Sequence[_Said], preferred: frozenset[str] | None) -> tuple[FieldValue, ...]:
    """The values, the shown one first. `preferred` are the records that it should come from, if any of them speaks."""
    groups: dict[Any, list[_Said]] = defaultdict(list)
    for one in said:
        groups[one.key].append(one)
    ranked = sorted(groups.values(), key=lambda group: _rank(group, preferred))
    return tuple(
        FieldValue(
            value=min(group, key=_individual).value, records=tuple(sorted(one.record for one in group)), shown=at == 0
        )
        for at, group in enumerate(ranked)
    )


def _rank(group: Sequence[_Said], preferred: frozenset[str] | None) -> tuple[bool, int, float, int, str]:
    sources = len({one.source for one in group})
    latest = max(_ordinal(one.published) for one in group)
    outside = preferred is not None and not any(one.record in preferred for one in group)
    return outside, -sources, min(one.vagueness for one in group), -latest, min(one.record for one in group)


def _individual(one: _Said) -> tuple[float, int, str]:
    return one.vagueness, -_ordinal(one.published), one.record


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
