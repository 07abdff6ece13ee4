"""Relation figures: found with kind, direction and polarity; then scope in place and time; then who asserts it."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.evaluate.actors import ActorMap
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import GoldRelation
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.evaluate.relation_kinds import keeps_meaning
from summarize.evaluate.text import fold, place_matches
from summarize.evaluate.times import days, overlap
from summarize.schemas.relations import RelationRecord
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

__all__ = ["relation_findings"]


def relation_findings(page: Page, actors: ActorMap) -> Iterator[Finding]:
    """The four relation figures over an article's core relations, one to one with relation records."""
    likely = {
        (gold.id, record.id): _weight(page, gold, record, actors)
        for gold in page.gold.relations
        for record in page.relations
        if _is(page, gold, record, actors)
    }
    joined = best_matching(likely)
    taken = set(joined.values())
    records = {record.id: record for record in page.relations}
    for gold in page.gold.relations:
        if gold.tier != "core":
            continue
        own = records.get(joined.get(gold.id, ""))
        more = [records[record] for key, record in likely if key == gold.id and record not in taken]
        yield from _judged(page, gold, own, more, actors)


def _weight(page: Page, gold: GoldRelation, record: RelationRecord, actors: ActorMap) -> float:
    meets = bool(page.of_pieces(gold.evidence) & page.of_evidence(record.evidence))
    core = 100.0 if gold.tier == "core" else 10.0
    scoped = not _scope_fault(page, gold, [record])
    return core + 4 * meets + 2 * scoped + (not _asserter_fault(gold, record, actors))


def _is(page: Page, gold: GoldRelation, record: RelationRecord, actors: ActorMap) -> bool:
    """Whether a record states a gold relation: kind, ends, direction and polarity."""
    if (record.status == "denied") != gold.denied:
        return False
    forwards, backwards = keeps_meaning(gold.label, gold.kinds, record.kind)
    ends = record.subject, record.object
    return (forwards and _ends(page, gold, ends, record, actors)) or (
        backwards and _ends(page, gold, ends[::-1], record, actors)
    )


def _ends(page: Page, gold: GoldRelation, ends: tuple[str, str], record: RelationRecord, actors: ActorMap) -> bool:
    wanted = gold.subject, gold.object
    return all(_end_is(page, end, given, record, actors) for end, given in zip(wanted, ends, strict=True))


def _end_is(page: Page, wanted: str, given: str, record: RelationRecord, actors: ActorMap) -> bool:
    if wanted == UNSPECIFIED:
        return given == UNSPECIFIED or any(one.id == given and one.form == "unnamed" for one in page.actors)
    if wanted.startswith("PLACE:"):
        name = next((one.name for one in page.actors if one.id == given), "")
        core = fold(wanted.removeprefix("PLACE:")).split()[0]
        return any(core in fold(place).split() for place in (name, record.place or ""))
    return wanted in actors.all.get(given, frozenset())


def _judged(
    page: Page, gold: GoldRelation, own: RelationRecord | None, more: list[RelationRecord], actors: ActorMap
) -> Iterator[Finding]:
    missed = "" if own else _why_missed(page, gold, actors)
    yield _finding(page, "relations_found", gold, own, missed)
    if gold.places or gold.time:
        scope = missed or (_scope_fault(page, gold, [own, *more]) if own else "")
        yield _finding(page, "relations_scope", gold, own, scope)
    asserter = missed or (_asserter_fault(gold, own, actors) if own else "")
    yield _finding(page, "relations_asserter", gold, own, asserter)
    if gold.asserter != AUTHOR:
        yield _finding(page, "relations_asserter_other", gold, own, asserter)


def _finding(page: Page, measure: str, gold: GoldRelation, record: RelationRecord | None, fault: str) -> Finding:
    return Finding(
        measure=measure,
        document=page.id,
        verdict="right" if not fault else "wrong" if record else "missed",
        num=not fault,
        den=1,
        gold=gold.id,
        label=f"{gold.subject} {'not ' if gold.denied else ''}{gold.label} {gold.object}",
        record=record.id if record else None,
        sentences=tuple(sorted(page.of_pieces(gold.evidence))),
        why=fault,
    )


def _scope_fault(page: Page, gold: GoldRelation, records: list[RelationRecord]) -> str:
    """What of the scope is not matched. One relation told once for each of two places has both."""
    for group in gold.places:
        if not any(place_matches(record.place, wanted) for record in records for wanted in group):
            given = ", ".join(record.place or "no place" for record in records)
            return f"place {' or '.join(group)!r} wanted, given {given!r}"
    if gold.time and not any(_time_fits(page, gold.time, record) for record in records):
        given = ", ".join(record.when.edtf or record.time for record in records)
        return f"time {gold.time!r} wanted, given {given!r}"
    return ""


def _time_fits(page: Page, wanted: str, record: RelationRecord) -> bool:
    published = page.gold.document.published
    given = record.when.edtf
    if wanted == "at publication":
        return record.time == "at_publication" or overlap(given, published) is True
    if wanted == "past":
        return record.time == "past" or _ends_before(given, published)
    if given is not None:
        return overlap(given, wanted) is True
    # Without dates of its own, "at publication" says a time only where the wanted one is bounded and holds that day.
    return record.time == "at_publication" and ".." not in wanted and overlap(published, wanted) is True


def _ends_before(given: str | None, published: str) -> bool:
    span, day = days(given), days(published)
    return bool(span and day and span.last and day.first and span.last < day.first)


def _asserter_fault(gold: GoldRelation, record: RelationRecord, actors: ActorMap) -> str:
    given = set(record.according_to) & {AUTHOR, UNSPECIFIED} | actors.gold_of(record.according_to)
    if gold.asserter in given:
        return ""
    return f"asserted by {gold.asserter}, given {', '.join(sorted(given) or record.according_to) or 'nobody'}"


def _why_missed(page: Page, gold: GoldRelation, actors: ActorMap) -> str:
    """The closest record: the same two ends with another kind, else one of the same sentence."""
    wanted = {gold.subject, gold.object}
    for record in page.relations:
        ends = actors.all.get(record.subject, frozenset()) | actors.all.get(record.object, frozenset())
        if wanted <= ends:
            denied = "denied " if record.status == "denied" else ""
            return f"closest is {record.id}: {denied}{record.kind} between the same two"
    names = {one.id: one.name for one in page.actors}
    for record in page.relations:
        if page.of_evidence(record.evidence) & page.of_pieces(gold.evidence):
            ends_named = [names.get(end, end) for end in (record.subject, record.object)]
            return f"closest is {record.id}: {ends_named[0]} {record.kind} {ends_named[1]}"
    return "no relation cites its sentence"
