"""Edges a group's members inherited from it: what is said of a group is said once, of the group."""

from __future__ import annotations

from summarize.schemas.reading import Reading, ReadRelation

_BELONGS = frozenset({"part_of", "member_of", "branch_of", "works_for"})


def inherited(reading: Reading) -> dict[str, str]:
    """Relations that only repeat, for a member, what the same sentences say of its group: key → key of the group's."""
    groups = _groups(reading)
    found: dict[str, str] = {}
    for edge in reading.relations:
        for other in reading.relations:
            if edge is not other and _same_statement(edge, other) and _narrower(edge, other, groups):
                found[edge.key or ""] = other.key or ""
    return found


def _groups(reading: Reading) -> set[tuple[str, str]]:
    """(member, group) pairs that the reading itself states."""
    up = {(edge.subject, edge.object) for edge in reading.relations if edge.kind in _BELONGS}
    return up | {(edge.object, edge.subject) for edge in reading.relations if edge.kind == "umbrella_for"}


def _same_statement(one: ReadRelation, two: ReadRelation) -> bool:
    return one.kind == two.kind and set(one.sentences) == set(two.sentences) and one.status == two.status


def _narrower(edge: ReadRelation, other: ReadRelation, groups: set[tuple[str, str]]) -> bool:
    subject, object_ = (edge.subject, other.subject), (edge.object, other.object)
    return (subject in groups and object_[0] == object_[1]) or (object_ in groups and subject[0] == subject[1])
