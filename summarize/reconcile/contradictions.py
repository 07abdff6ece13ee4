"""Contradictions: what a document's reader listed, and what rules find in and between documents.

Every rule is a function from merged items to contradictions. A toll that rises from article to article is a
sequence, not a contradiction; a friend in one place and an enemy in another is none either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from summarize.reconcile.folding import slug
from summarize.reconcile.identity import Naming, assign
from summarize.reconcile.mentions import published
from summarize.reconcile.merge import union
from summarize.reconcile.places import compare_places
from summarize.reconcile.policy import Policy
from summarize.reconcile.stances import opposed
from summarize.schemas import (
    ConflictRecord,
    Contradiction,
    Event,
    EventRecord,
    Evidence,
    Records,
    Relation,
    Side,
    TallyRecord,
    Toll,
)
from summarize.schemas.contradictions import ContradictionKind
from summarize.schemas.dates import bounds

__all__ = ["find_contradictions"]

Days = Mapping[str, date | None]
_NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical"})


def find_contradictions(
    records: Sequence[Records],
    events: Sequence[Event],
    relations: Sequence[Relation],
    ids: Mapping[str, str],
    policy: Policy,
) -> tuple[Contradiction, ...]:
    """All contradictions, by id. `ids` maps record ids of every type to canonical ids."""
    days = {one.document.id: published(one.document) for one in records}
    found = [_from_document(conflict, ids) for one in records for conflict in one.conflicts]
    found += [made for one in records for made in _counts_and_lists(one, ids)]
    found += [made for event in events if len(event.records) > 1 for made in _in_event(event, days, policy)]
    found += opposed(relations, days, policy.relation_window_days)
    unique = _unique(found)
    namings = {key: Naming(f"{one.kind.replace('_', '-')}-{slug(one.about)}", key) for key, one in unique.items()}
    named = assign("contradiction", namings)
    return tuple(
        sorted((one.model_copy(update={"id": named[key]}) for key, one in unique.items()), key=lambda one: one.id)
    )


def _unique(found: Iterable[Contradiction]) -> dict[str, Contradiction]:
    """Each contradiction under a key of its kind and sentences: the same sentences against each other count once."""
    unique: dict[str, Contradiction] = {}
    for one in found:
        sides = sorted(
            " ".join(sorted({f"{piece.document}#{piece.sentence}" for piece in side.evidence})) for side in one.sides
        )
        about = " ".join(sorted(one.records)) if one.found_by == "rule" else ""
        unique.setdefault(" / ".join((one.kind, *sides, about)), one)
    return dict(sorted(unique.items()))


# --- within one document --------------------------------------------------------------------------


def _from_document(conflict: ConflictRecord, ids: Mapping[str, str]) -> Contradiction:
    """A document's own conflict, its records under their canonical ids."""
    sides = tuple(side.model_copy(update={"records": _canonical(side.records, ids)}) for side in conflict.sides)
    return Contradiction(
        id="",
        kind=conflict.kind,
        about=conflict.about,
        sides=sides,
        found_by=conflict.found_by,
        evidence=union([conflict.evidence, *(side.evidence for side in sides)]),
        records=tuple(dict.fromkeys(key for side in sides for key in side.records)),
    )


def _counts_and_lists(one: Records, ids: Mapping[str, str]) -> Iterator[Contradiction]:
    """A count beside more single acts than it allows, or than its "at least" suggests; once for each count.

    Fewer listed than counted is no contradiction: an article need not list all it counts.
    """
    events = {event.id: event for event in one.events}
    known = [conflict for conflict in one.conflicts if conflict.kind in {"count_and_list", "number"}]
    for tally in one.tallies:
        listed = [events[key] for key in tally.contains if key in events and _is_single(events[key])]
        said = _most_counted(tally)
        if said is not None and len(listed) > said and not any(_covers(conflict, tally) for conflict in known):
            sides = [
                Side(
                    says=f"{tally.as_written} {tally.unit}",
                    records=_canonical([tally.id], ids),
                    evidence=tally.evidence,
                ),
                Side(
                    says=f"{len(listed)} are listed",
                    records=_canonical((event.id for event in listed), ids),
                    evidence=union(event.evidence for event in listed),
                ),
            ]
            yield _made("count_and_list", f"{tally.as_written}, {len(listed)} listed", sides)


def _is_single(event: EventRecord) -> bool:
    return event.extent == "single" and event.status not in _NOT_HAPPENED


def _most_counted(tally: TallyRecord) -> int | None:
    """The highest number the count's words suggest: "at least four" is not how one says five."""
    return (
        tally.min
        if tally.comparator in {"at_least", "more_than"}
        else tally.max
        if tally.max is not None
        else tally.min
    )


def _covers(conflict: ConflictRecord, tally: TallyRecord) -> bool:
    """Whether the reader already set this count against something: one of the sides has a sentence of the count."""
    sentences = {piece.sentence for piece in tally.evidence}
    return any(piece.sentence in sentences for side in conflict.sides for piece in side.evidence)


# --- within one merged event ----------------------------------------------------------------------


def _in_event(event: Event, days: Days, policy: Policy) -> Iterator[Contradiction]:
    records = event.records
    yield from _of_tolls(event, "killed", days)
    yield from _of_tolls(event, "wounded", days)
    yield from _of_pairs(event, "date", records, _two_days, lambda record: f"on {record.when.edtf}")
    yield from _of_pairs(
        event,
        "place",
        [record for record in records if record.where],
        lambda one, other: _two_places(one, other, policy.place_tolerance_km),
        lambda record: f"at {record.where.name}" if record.where else "",
    )
    yield from _of_pairs(event, "status", records, _said_and_denied, lambda record: f"{record.status}: {record.label}")


def _of_tolls(event: Event, field: str, days: Days) -> Iterator[Contradiction]:
    def toll(record: EventRecord) -> Toll | None:
        value: Toll | None = getattr(record, field)
        return value

    def clash(one: EventRecord, other: EventRecord) -> bool:
        return _cannot_both(toll(one), toll(other), days.get(one.document), days.get(other.document))

    def says(record: EventRecord) -> str:
        value = toll(record)
        return f"{value.as_written or _interval(value)} {field}" if value else ""

    yield from _of_pairs(event, "number", [record for record in event.records if toll(record)], clash, says, what=field)


def _cannot_both(one: Toll | None, other: Toll | None, day: date | None, other_day: date | None) -> bool:
    """Whether two intervals share no number, unless the higher was published later: then the toll rose."""
    if one is None or other is None:
        return False
    (low, low_day), (high, high_day) = sorted(((one, day), (other, other_day)), key=lambda pair: pair[0].min or 0)
    if low.max is None or (high.min or 0) <= low.max:
        return False
    return low_day is None or high_day is None or high_day <= low_day


def _interval(toll: Toll) -> str:
    return str(toll.min) if toll.min == toll.max else f"{toll.min}–{toll.max}"


def _two_days(one: EventRecord, other: EventRecord) -> bool:
    (first, last), (other_first, other_last) = bounds(one.when.edtf), bounds(other.when.edtf)
    if None in (first, last, other_first, other_last) or first != last or other_first != other_last:
        return False
    return first != other_first


def _two_places(one: EventRecord, other: EventRecord, tolerance_km: float) -> bool:
    if one.where is None or other.where is None:
        return False
    return compare_places(one.where, other.where, tolerance_km=tolerance_km) == "different"


def _said_and_denied(one: EventRecord, other: EventRecord) -> bool:
    return (one.status == "denied") != (other.status == "denied")


def _of_pairs(
    event: Event,
    kind: ContradictionKind,
    records: Iterable[EventRecord],
    clash: Callable[[EventRecord, EventRecord], bool],
    says: Callable[[EventRecord], str],
    what: str = "",
) -> Iterator[Contradiction]:
    """One contradiction for all records that clash with any other, a side for each thing said."""
    clashing = {record.id: record for pair in combinations(records, 2) if clash(*pair) for record in pair}
    sides: dict[str, list[EventRecord]] = defaultdict(list)
    for key in sorted(clashing):
        sides[says(clashing[key])].append(clashing[key])
    if len(sides) > 1:
        made = [
            Side(says=said, records=(event.id,), evidence=_spans(group, what or kind))
            for said, group in sorted(sides.items())
        ]
        yield _made(kind, f"{what or kind} of {event.label}", made)


_SPANS = {"killed": "killed", "wounded": "wounded", "date": "when", "place": "where"}


def _spans(records: Sequence[EventRecord], what: str) -> tuple[Evidence, ...]:
    """The words that say it where they are known, else all evidence of the record."""
    return union(record.spans.get(_SPANS.get(what, ""), ()) or record.evidence for record in records)


def _made(kind: ContradictionKind, about: str, sides: Sequence[Side]) -> Contradiction:
    records = tuple(dict.fromkeys(key for side in sides for key in side.records))
    return Contradiction(
        id="",
        kind=kind,
        about=about,
        sides=tuple(sides),
        found_by="rule",
        evidence=union(side.evidence for side in sides),
        records=records,
    )


def _canonical(keys: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids.get(key, key) for key in keys))
