"""Relations and tallies: statements are one only where they say the same thing of the same canonical items.

There is no score here: a statement has a key, and equal keys are one statement. "Now" in two articles is the same time
only if the articles were published within the policy's window of each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from summarize.reconcile.folding import fold, slug
from summarize.reconcile.identity import Naming, assign
from summarize.reconcile.mentions import published
from summarize.reconcile.merge import union
from summarize.reconcile.places import place_key
from summarize.schemas import Records, Relation, RelationRecord, Tally, TallyRecord
from summarize.schemas.vocabulary import SYMMETRIC_RELATIONS

__all__ = ["merge_relations", "merge_tallies"]

R = TypeVar("R", RelationRecord, TallyRecord)
T = TypeVar("T")


def merge_relations(records: Sequence[Records], actors: Mapping[str, str], *, window_days: int) -> tuple[Relation, ...]:
    """One relation for each statement. `actors` maps actor record ids to canonical ids.

    One statement: the same two actors and kind (either way round where the kind is symmetric), place, time, polarity
    and source.
    """
    days = {one.document.id: published(one.document) for one in records}
    everything = [relation for one in records for relation in one.relations]
    parts = _parts(
        everything, lambda one: _relation_key(one, actors), lambda one: one.time == "at_publication", days, window_days
    )
    merged = {part[0].id: _relation(part, actors) for part in parts}
    ids = assign("relation", {key: _relation_naming(one, days) for key, one in merged.items()})
    return tuple(
        sorted((one.model_copy(update={"id": ids[key]}) for key, one in merged.items()), key=lambda one: one.id)
    )


def merge_tallies(
    records: Sequence[Records], actors: Mapping[str, str], events: Mapping[str, str], *, window_days: int
) -> tuple[Tally, ...]:
    """One tally for each count: the same unit, numbers, comparator, actors, place and period."""
    days = {one.document.id: published(one.document) for one in records}
    everything = [tally for one in records for tally in one.tallies]
    parts = _parts(
        everything, lambda one: _tally_key(one, actors), lambda one: one.period.edtf is None, days, window_days
    )
    merged = {part[0].id: _tally(part, actors, events) for part in parts}
    ids = assign("tally", {key: _tally_naming(one, days) for key, one in merged.items()})
    return tuple(
        sorted((one.model_copy(update={"id": ids[key]}) for key, one in merged.items()), key=lambda one: one.id)
    )


# --- grouping -------------------------------------------------------------------------------------


def _parts(
    items: Sequence[R],
    key: Callable[[R], Hashable],
    dated_by_article: Callable[[R], bool],
    days: Mapping[str, date | None],
    window: int,
) -> list[list[R]]:
    """Items of one key together, by id; those whose time is their article's, only within the window."""
    groups: dict[Hashable, list[R]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.id):
        groups[key(item)].append(item)
    found: list[list[R]] = []
    for members in groups.values():
        found += _windows(members, days, window) if dated_by_article(members[0]) else [members]
    return [sorted(part, key=lambda item: item.id) for part in found]


def _windows(members: Sequence[R], days: Mapping[str, date | None], window: int) -> list[list[R]]:
    """From the earliest article on, all within the window; articles of unknown date each for themselves."""
    documents: dict[str, list[R]] = defaultdict(list)
    for item in members:
        documents[item.document].append(item)
    found: list[list[R]] = [documents[key] for key in sorted(documents) if days[key] is None]
    start: date | None = None
    for day, key in sorted((day, key) for key in documents if (day := days[key]) is not None):
        if start is None or (day - start).days > window:
            start = day
            found.append([])
        found[-1] += documents[key]
    return found


def _canonical(ids: Iterable[str], actors: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actors.get(key, key) for key in ids))


def _most(values: Iterable[T]) -> T:
    """The most frequent; of equals the first."""
    return Counter(values).most_common(1)[0][0]


# --- relations ------------------------------------------------------------------------------------


def _relation_key(record: RelationRecord, actors: Mapping[str, str]) -> Hashable:
    ends = (actors.get(record.subject, record.subject), actors.get(record.object, record.object))
    if record.kind in SYMMETRIC_RELATIONS:
        ends = (min(ends), max(ends))
    source = frozenset(_canonical(record.according_to, actors))
    return ends, record.kind, place_key(record.place), record.time, record.when.edtf, record.status == "denied", source


def _relation(records: Sequence[RelationRecord], actors: Mapping[str, str]) -> Relation:
    first = records[0]
    return Relation(
        id="",
        subject=actors.get(first.subject, first.subject),
        kind=first.kind,
        object=actors.get(first.object, first.object),
        place=first.place,
        time=first.time,
        when=first.when,
        status=_most(record.status for record in records),
        certainty=_most(record.certainty for record in records),
        according_to=_canonical(first.according_to, actors),
        evidence=union(record.evidence for record in records),
        records=tuple(records),
    )


def _relation_naming(relation: Relation, days: Mapping[str, date | None]) -> Naming:
    ends = [_bare(relation.subject), _bare(relation.object)]
    place = f"-in-{slug(relation.place, 4)}" if relation.place else ""
    since = min((str(days[record.document]) for record in relation.records), default="")
    detail = (
        f"{relation.time} {relation.when.edtf} {relation.status == 'denied'} {sorted(relation.according_to)} {since}"
    )
    return Naming(f"{ends[0]}-{relation.kind.replace('_', '-')}-{ends[1]}{place}", detail)


def _bare(key: str) -> str:
    return slug(key.partition(":")[2] or key)


# --- tallies --------------------------------------------------------------------------------------


def _tally_key(record: TallyRecord, actors: Mapping[str, str]) -> Hashable:
    numbers = (record.comparator, record.min, record.max)
    place = place_key(record.where.name) if record.where else ""
    who = frozenset(_canonical(record.actors, actors))
    return _unit(record.unit), numbers, who, place, record.period.edtf, record.status == "denied"


def _unit(unit: str) -> str:
    """The unit folded, its words in the singular as far as a final s shows the plural."""
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in fold(unit).split()
    )


def _tally(records: Sequence[TallyRecord], actors: Mapping[str, str], events: Mapping[str, str]) -> Tally:
    first = records[0]
    content = {
        name: getattr(first, name)
        for name in ("label", "unit", "as_written", "comparator", "min", "max", "where", "period")
    }
    return Tally(
        **content,
        id="",
        actors=_canonical(first.actors, actors),
        status=_most(record.status for record in records),
        certainty=_most(record.certainty for record in records),
        according_to=_canonical((key for record in records for key in record.according_to), actors),
        contains=tuple(dict.fromkeys(events[key] for record in records for key in record.contains if key in events)),
        evidence=union(record.evidence for record in records),
        records=tuple(records),
    )


def _tally_naming(tally: Tally, days: Mapping[str, date | None]) -> Naming:
    since = min((str(days[record.document]) for record in tally.records), default="")
    where = tally.where.name if tally.where else ""
    detail = f"{tally.comparator} {sorted(tally.actors)} {where} {tally.period.edtf} {since}"
    words = fold(tally.as_written)
    return Naming(slug(words if fold(tally.unit) in words else f"{words} {tally.unit}"), detail)
