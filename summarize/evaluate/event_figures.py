"""Event figures: own records, precision with its three kinds of wrong, discrete attacks, identity inside a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarize.evaluate.actors import ActorMap
from summarize.evaluate.acts import happened
from summarize.evaluate.events import EventMap, map_events, repeats
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import Gold, GoldEvent, GoldTally, Piece
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.evaluate.text import similar
from summarize.schemas.events import EventRecord

__all__ = ["Faults", "event_findings", "identity_findings", "judge_events", "merged_in_one"]

# Gold events that are counts themselves: a typed tally of them is a record of them too.
_COUNTS = frozenset({"air_strike_series", "displacement", "attack_campaign"})


@dataclass(frozen=True)
class Faults:
    """Record id → why it is wrong: unsupported, a repetition, or a series given as one attack."""

    why: dict[str, str]
    repeats: dict[str, str]


def judge_events(page: Page, actors: ActorMap) -> tuple[EventMap, Faults]:
    """Match events, find the wrong records, and match again without them."""
    first = map_events(page, actors)
    why = {record.id: fault for record in page.events if (fault := _unsupported(page, record))}
    why |= {record.id: fault for record in page.events if (fault := _series_as_attack(page, record, first, actors))}
    twins = dict(_repetitions(page, first, why))
    why |= {record: f"repeats {other}" for record, other in twins.items()}
    return map_events(page, actors, frozenset(why)), Faults(why, twins)


def _unsupported(page: Page, record: EventRecord) -> str:
    if not record.evidence:
        return "no evidence"
    if all(page.in_boilerplate(one.start, one.end) for one in record.evidence):
        return "stands only in boilerplate"
    own = page.of_evidence(record.evidence)
    for negative in page.gold.negative_assertions:
        supposed = negative.kind == "hypothetical" and own <= page.of_pieces(negative.evidence)
        if supposed and happened(record) and record.certainty == "certain" and _says(record, page, negative.evidence):
            return f"given as fact, but the article only supposes it ({negative.id})"
    return ""


def _says(record: EventRecord, page: Page, pieces: tuple[Piece, ...]) -> bool:
    """A sentence that supposes may also state something else: then only a label made of the supposing words counts."""
    told = " ".join(piece.quote for piece in pieces)
    listed = any(page.of_pieces(one.evidence) & page.of_evidence(record.evidence) for one in page.gold.events)
    return not listed or similar(record.label, told) >= 0.6


def _series_as_attack(page: Page, record: EventRecord, found: EventMap, actors: ActorMap) -> str:
    if not record.is_discrete_attack or not happened(record):
        return ""
    gold = found.gold_of(record.id) or found.best_gold(record.id)
    if gold is not None:
        return f"{gold} is a series, given as one attack" if page.gold_events[gold].attack == "aggregate" else ""
    own = page.of_evidence(record.evidence)
    for tally in page.gold.tallies:
        counted = own & page.of_pieces(tally.evidence) and _counts_attacks(tally)
        if counted and actors.gold_of(record.initiators) & set(tally.actors):
            return f"{tally.id} ({tally.words!r}) is a count, given as one attack"
    return ""


def _counts_attacks(tally: GoldTally) -> bool:
    return tally.unit in ("strikes", "attacks", "persons targeted")


def _repetitions(page: Page, found: EventMap, wrong: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Records that tell again what another tells: left without a gold event while theirs is another record's own."""
    by_id = {record.id: record for record in page.events}
    own = set(found.own.values())
    for index, record in enumerate(page.events):
        if record.id in own or record.id in wrong:
            continue
        gold = found.best_gold(record.id)
        if gold is not None:
            holder = by_id[found.own[gold]] if gold in found.own else None
            if holder is not None and repeats(holder, record, page):
                yield record.id, holder.id
            continue
        for earlier in page.events[:index]:
            if similar(earlier.label, record.label) >= 0.8 and repeats(earlier, record, page):
                yield record.id, earlier.id
                break


def event_findings(page: Page, found: EventMap, faults: Faults) -> Iterator[Finding]:
    """Core events found, event precision, discrete attacks."""
    for event in page.gold.events:
        if event.tier == "core":
            yield from _recalled(page, event, found)
    for record in page.events:
        yield _judged(page, record, found, faults)
    yield from _attacks(page, found, faults)


def _recalled(page: Page, event: GoldEvent, found: EventMap) -> Iterator[Finding]:
    own = found.own.get(event.id)
    any_record = own or next(iter(found.records_of(event.id)), None) or _by_tally(page, event)
    own = own or _by_tally(page, event)
    for measure, record in (("core_event_own_record", own), ("core_event_found", any_record)):
        yield Finding(
            measure=measure,
            document=page.id,
            verdict="right" if record else "missed",
            num=record is not None,
            den=1,
            gold=event.id,
            label=event.label,
            record=record or _closest(page, event),
            sentences=tuple(sorted(page.of_pieces(event.evidence))),
            why="" if record else _why_missed(page, event, found),
        )


def _by_tally(page: Page, event: GoldEvent) -> str | None:
    """A typed tally that is the record of an event which is itself a count."""
    if event.act not in _COUNTS:
        return None
    sentences = page.of_pieces(event.evidence)
    return next((one.id for one in page.tallies if page.of_evidence(one.evidence) & sentences), None)


def _closest(page: Page, event: GoldEvent) -> str | None:
    sentences = page.of_pieces(event.evidence)
    near = [one for one in page.events if page.of_evidence(one.evidence) & sentences]
    ranked = sorted(near or page.events, key=lambda one: (-similar(one.label, event.label), one.id))
    return ranked[0].id if ranked else None


def _why_missed(page: Page, event: GoldEvent, found: EventMap) -> str:
    shared = found.records_of(event.id)
    if shared:
        return "its record is already that of " + str(found.gold_of(shared[0]) or "another, or wrong")
    closest = _closest(page, event)
    label = next((one.label for one in page.events if one.id == closest), None)
    return f"closest is {label!r}" if label else "the document has no event records"


def _judged(page: Page, record: EventRecord, found: EventMap, faults: Faults) -> Finding:
    fault = faults.why.get(record.id, "")
    gold = found.gold_of(record.id) or found.best_gold(record.id)
    return Finding(
        measure="event_precision",
        document=page.id,
        verdict="wrong" if fault else "right",
        num=not fault,
        den=1,
        gold=gold,
        label=record.label,
        record=record.id,
        sentences=tuple(sorted(page.of_evidence(record.evidence))),
        why=fault or ("" if gold else "not listed in the gold: whether the article says it needs a reader"),
    )


def _attacks(page: Page, found: EventMap, faults: Faults) -> Iterator[Finding]:
    discrete = {event.id: event for event in page.gold.events if event.attack == "discrete"}
    given = {record.id: record for record in page.events if record.is_discrete_attack}
    joined = best_matching(
        {
            (gold, record): 10 + like.total
            for (record, gold), like in found.likely.items()
            if gold in discrete and record in given and record not in faults.repeats
        }
    )
    for event in discrete.values():
        yield _attack_recalled(page, event, joined.get(event.id), found)
    matched = {record: gold for gold, record in joined.items()}
    for record in given.values():
        gold = matched.get(record.id)
        yield Finding(
            measure="discrete_attack_precision",
            document=page.id,
            verdict="right" if gold else "wrong",
            num=gold is not None,
            den=1,
            gold=gold,
            label=record.label,
            record=record.id,
            sentences=tuple(sorted(page.of_evidence(record.evidence))),
            why="" if gold else faults.why.get(record.id) or "no discrete attack of the gold",
        )


def _attack_recalled(page: Page, event: GoldEvent, record: str | None, found: EventMap) -> Finding:
    other = found.own.get(event.id) or _closest(page, event)
    why = "no single-attack record of its own" + (" (its event has no attack)" if event.id in found.own else "")
    return Finding(
        measure="discrete_attack_recall",
        document=page.id,
        verdict="right" if record else "missed",
        num=record is not None,
        den=1,
        gold=event.id,
        label=event.label,
        record=record or other,
        sentences=tuple(sorted(page.of_pieces(event.evidence))),
        why="" if record else why,
    )


def identity_findings(page: Page, gold: Gold, found: EventMap, faults: Faults) -> Iterator[Finding]:
    """Events told several times kept as one record; different events of one document kept apart."""
    for event_id in gold.cross.events_one_record:
        if event_id in page.gold_events:
            split = [record for record, other in faults.repeats.items() if other == found.own.get(event_id)]
            kept = event_id in found.own and not split
            yield _identity(page, "events_kept_as_one", event_id, kept, ", ".join(split) or "no record")
    for apart in gold.cross.do_not_merge_events:
        if all(one in page.gold_events for one in apart.pair):
            told = any(one in found.own for one in apart.pair)
            kept = told and not merged_in_one(page, found, apart.pair)
            why = "one record holds both" if told else "no record of either"
            yield _identity(page, "events_kept_apart", "+".join(apart.pair), kept, why)


def _identity(page: Page, measure: str, gold: str, kept: bool, why: str) -> Finding:
    return Finding(
        measure=measure,
        document=page.id,
        verdict="right" if kept else "wrong",
        num=kept,
        den=1,
        gold=gold,
        why="" if kept else why,
    )


def merged_in_one(page: Page, found: EventMap, pair: tuple[str, str]) -> str | None:
    """What holds both events of a pair: one canonical event with both records, or one record where one has none."""
    first, second = (found.own.get(one) for one in pair)
    if first and second:
        return first if page.canonical[first] == page.canonical[second] else None
    holder, other = (first, pair[1]) if first else (second, pair[0])
    if holder is None or (holder, other) not in found.likely:
        return None
    record = next(one for one in page.events if one.id == holder)
    covers = page.of_pieces(page.gold_events[other].evidence) <= page.of_evidence(record.evidence)
    return holder if covers else None
