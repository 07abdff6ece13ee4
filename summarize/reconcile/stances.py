"""Stances: relations of different documents that cannot both hold of the same two actors in the same place and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from summarize.reconcile.merge import union
from summarize.reconcile.places import place_key
from summarize.schemas import Contradiction, Relation, Side
from summarize.schemas.dates import bounds
from summarize.schemas.vocabulary import SYMMETRIC_RELATIONS, RelationKind

__all__ = ["opposed"]

_FRIENDLY: frozenset[RelationKind] = frozenset(
    {"supports", "funds", "arms", "trains", "fights_for", "allied_with", "cooperates_with", "shields"}
)
_HOSTILE: frozenset[RelationKind] = frozenset({"hostile_to", "opposes", "threatens", "rival_of"})
_Days = Mapping[str, date | None]


def opposed(relations: Iterable[Relation], days: _Days, window_days: int) -> list[Contradiction]:
    """Pairs of relations of one pair of actors, from different documents, in the same place and at overlapping times,
    of which one is friendly and one hostile, or one asserts what the other denies."""
    by_pair: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in sorted(relations, key=lambda relation: relation.id):
        by_pair[min(relation.subject, relation.object), max(relation.subject, relation.object)].append(relation)
    return [made for group in by_pair.values() for made in _clashes(group, days, window_days)]


def _clashes(group: list[Relation], days: _Days, window_days: int) -> Iterator[Contradiction]:
    for one, other in combinations(group, 2):
        if _stands_against(one, other) and _apart(one, other) and _overlap(one, other, days, window_days):
            sides = tuple(Side(says=_says(each), records=(each.id,), evidence=each.evidence) for each in (one, other))
            yield Contradiction(
                id="",
                kind="stance",
                about=f"{one.subject} and {one.object}",
                sides=sides,
                found_by="rule",
                evidence=union(side.evidence for side in sides),
                records=(one.id, other.id),
            )


def _stands_against(one: Relation, other: Relation) -> bool:
    if one.kind == other.kind:
        same_way = one.subject == other.subject or one.kind in SYMMETRIC_RELATIONS
        return same_way and (one.status == "denied") != (other.status == "denied")
    if "denied" in (one.status, other.status):
        return False
    stances = {kind in _FRIENDLY for kind in (one.kind, other.kind) if kind in _FRIENDLY | _HOSTILE}
    mutual = {one.kind, other.kind} & SYMMETRIC_RELATIONS
    return (
        {one.kind, other.kind} <= _FRIENDLY | _HOSTILE
        and len(stances) == 2
        and bool(mutual or one.subject == other.subject)
    )


def _apart(one: Relation, other: Relation) -> bool:
    """Whether the statements come from different documents."""
    return not {record.document for record in one.records} & {record.document for record in other.records}


def _overlap(one: Relation, other: Relation, days: _Days, window_days: int) -> bool:
    """Same place (or none on either side), and times that overlap; articles' "now" within the window is one time."""
    if place_key(one.place) != place_key(other.place) or "future" in (one.time, other.time):
        return False
    span, other_span = _span(one, days), _span(other, days)
    if span is None or other_span is None:
        return False
    slack = window_days if one.time == other.time == "at_publication" else 0
    return (other_span[0] - span[1]).days <= slack and (span[0] - other_span[1]).days <= slack


def _span(relation: Relation, days: _Days) -> tuple[date, date] | None:
    """First and last day of what a relation speaks of: its dates, or those of its articles; None where not known."""
    if relation.time != "at_publication":
        first, last = bounds(relation.when.edtf)
        return (first, last) if first and last else None
    known = [day for record in relation.records if (day := days.get(record.document)) is not None]
    return (min(known), max(known)) if known else None


def _says(relation: Relation) -> str:
    place = f" in {relation.place}" if relation.place else ""
    denied = "denied: " if relation.status == "denied" else ""
    return f"{denied}{relation.subject} {relation.kind} {relation.object}{place}"
