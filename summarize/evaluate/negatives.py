"""Negative assertions: what the output must not say. One small check for each kind; it returns what violates it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarize.evaluate.actors import ActorMap, printed_names
from summarize.evaluate.acts import happened, is_violent
from summarize.evaluate.event_figures import Faults, merged_in_one
from summarize.evaluate.events import EventMap, party_ids
from summarize.evaluate.evidence_figures import all_evidence
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import Negative
from summarize.evaluate.page import Page
from summarize.evaluate.text import fold, place_matches
from summarize.evaluate.times import lies_within
from summarize.schemas.events import EventRecord, Toll
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

__all__ = ["Found", "negative_findings"]

_UNTESTABLE = "untestable: no field can express it"
Hits = Iterator[tuple[str, str]]  # record id, and what it says that it must not


@dataclass(frozen=True)
class Found:
    """All that was matched on a page."""

    page: Page
    actors: ActorMap
    events: EventMap
    faults: Faults

    def records(self, events: tuple[str, ...]) -> Iterator[EventRecord]:
        """The records of gold events: their own, and every other that was taken for a repetition of it."""
        own = {self.events.own[one] for one in events if one in self.events.own}
        again = {record for record, other in self.faults.repeats.items() if other in own}
        return (one for one in self.page.events if one.id in own | again)


def negative_findings(found: Found) -> Iterator[Finding]:
    """One finding for each assertion; violations count in the numerator."""
    for negative in found.page.gold.negative_assertions:
        check = CHECKS.get(negative.kind)
        hits = list(check(found, negative)) if check else []
        yield Finding(
            measure="negative_assertions_violated",
            document=found.page.id,
            verdict="wrong" if hits else "right" if check else "note",
            num=bool(hits),
            den=1,
            gold=negative.id,
            label=f"{negative.kind}: {negative.reason}",
            record=hits[0][0] if hits else None,
            sentences=tuple(sorted(found.page.of_pieces(negative.evidence))),
            why="; ".join(f"{record} {what}" for record, what in hits) or ("" if check else _UNTESTABLE),
        )


def _actor_absent(found: Found, negative: Negative) -> Hits:
    """A name the article has only in its boilerplate, or not at all. A listed author may be recorded, not act."""
    forbidden = {fold(name) for name in negative.names}
    context = {actor.id for actor in found.page.gold.actors if actor.tier == "context"}
    for record in found.page.actors:
        named = forbidden & {fold(name) for name in printed_names(record)}
        neutral = found.actors.all.get(record.id, frozenset()) & context and not _takes_part(found, record.id)
        if named and not neutral:
            yield record.id, f"is actor {record.name!r}"


def _takes_part(found: Found, record_id: str) -> bool:
    return any(record_id in party_ids(event) for event in found.page.events)


def _person_without_act(found: Found, negative: Negative) -> Hits:
    surnames = {fold(name).split()[-1] for name in negative.names}
    for record in found.page.actors:
        if record.kind == "person" and surnames & set(fold(record.name).split()[-1:]) and _acts(found.page, record.id):
            yield record.id, f"gives {record.name!r} an act or a statement"


def _acts(page: Page, actor: str) -> bool:
    said = (one.according_to for records in (page.events, page.relations, page.tallies) for one in records)
    return any(actor in sources for sources in said) or any(
        actor in (*one.initiators, *one.supporters) for one in page.events
    )


def _no_attack_events(found: Found, _: Negative) -> Hits:
    for record in found.page.events:
        if record.is_discrete_attack and happened(record):
            yield record.id, f"is an attack: {record.label!r}"
        elif _counted(record.killed) or _counted(record.wounded):
            yield record.id, f"has casualties: {record.label!r}"


def _counted(toll: Toll | None) -> bool:
    return toll is not None and (toll.min is not None or toll.max is not None)


def _aggregate_absent(found: Found, _: Negative) -> Hits:
    for record in found.page.tallies:
        yield record.id, f"is a tally: {record.as_written!r}"


def _governments_apart(found: Found, negative: Negative) -> Hits:
    for record, golds in found.actors.all.items():
        if set(negative.places) <= golds:
            yield record, "is both governments"
    cited = found.page.of_pieces(negative.evidence)
    for relation in found.page.relations:
        for gold in found.actors.all.get(relation.object, frozenset()) & set(negative.places):
            seats = {other for other, place in negative.places.items() if place_matches(relation.place, place)}
            if found.page.of_evidence(relation.evidence) & cited and seats and gold not in seats:
                yield relation.id, f"puts {gold} into {relation.place!r}"


def _hypothetical(found: Found, negative: Negative) -> Hits:
    for record in found.page.events:
        if f"({negative.id})" in found.faults.why.get(record.id, ""):
            yield record.id, f"is given as fact: {record.label!r}"


def _place_not_person(found: Found, negative: Negative) -> Hits:
    cited = found.page.of_pieces(negative.evidence)
    for record in found.page.actors:
        taken = set(negative.actors) & found.actors.all.get(record.id, frozenset())
        if taken and cited & found.page.of_evidence(record.evidence):
            yield record.id, f"cites the place name for {record.name!r}"


def _author_absent(found: Found, negative: Negative) -> Hits:
    forbidden = {fold(name) for name in negative.names}
    for credit in found.page.document.credits if found.page.document else ():
        if credit.role == "author" and fold(credit.name) in forbidden:
            yield found.page.id, f"credits {credit.name!r} as an author"


def _title_null(found: Found, _: Negative) -> Hits:
    document = found.page.document
    if document is not None and document.title:
        yield found.page.id, f"has the title {document.title!r}"


def _casualty_null(found: Found, negative: Negative) -> Hits:
    for record in found.records(negative.events):
        if _counted(record.killed) or _counted(record.wounded):
            yield record.id, f"has casualties: {record.label!r}"


def _weapon_null(found: Found, negative: Negative) -> Hits:
    for record in found.records(negative.events):
        attack = record.attack
        if attack and (attack.weapon or attack.weapon_type not in (None, "Unknown")):
            yield record.id, f"has the weapon {attack.weapon or attack.weapon_type!r}"


def _perpetrator_null(found: Found, negative: Negative) -> Hits:
    forms = {actor.id: actor.form for actor in found.page.actors}
    for record in found.records(negative.events):
        for actor in record.initiators:
            if forms.get(actor) != "unnamed":
                yield record.id, f"names the perpetrator {actor}"


def _claim_not_distributed(found: Found, negative: Negative) -> Hits:
    for record in found.records(negative.events):
        claimant = record.attack and record.attack.claim
        if claimant or found.actors.gold_of(record.initiators) & set(negative.actors):
            yield record.id, f"carries the claim for {record.label!r}"


def _same_event(found: Found, negative: Negative) -> Hits:
    own = {found.events.own.get(one) for one in negative.events}
    for record, other in found.faults.repeats.items():
        if other in own:
            yield record, f"is {other} once more"


def _must_not_merge_events(found: Found, negative: Negative) -> Hits:
    for pair in negative.pairs:
        holder = merged_in_one(found.page, found.events, pair)
        if holder:
            yield holder, f"is both {' and '.join(pair)}"


def _must_not_merge_actors(found: Found, negative: Negative) -> Hits:
    for left, right in negative.pairs:
        wholes: dict[str, set[str]] = {}
        for record, golds in found.actors.all.items():
            wholes.setdefault(found.page.canonical[record], set()).update(golds)
        for whole, held in wholes.items():
            if {left, right} <= held:
                yield whole, f"is both {left} and {right}"


def _relation_absent(found: Found, negative: Negative) -> Hits:
    for relation in found.page.relations:
        if relation.status == "denied":
            continue
        ends = (relation.subject, relation.object)
        ends = ends[::-1] if relation.kind == "umbrella_for" else ends
        if relation.kind in ("part_of", "member_of", "branch_of", "umbrella_for"):
            for member, whole in negative.pairs:
                if member in found.actors.gold_of(ends[:1]) and whole in found.actors.gold_of(ends[1:]):
                    yield relation.id, f"makes {member} a part of {whole}"


def _no_attack_by(found: Found, negative: Negative) -> Hits:
    for record in found.page.events:
        if is_violent(record) and happened(record) and found.actors.gold_of(record.initiators) & set(negative.actors):
            yield record.id, f"is an act of violence: {record.label!r}"


def _no_armed_clash(found: Found, negative: Negative) -> Hits:
    for record in found.page.events:
        parties = found.actors.gold_of(party_ids(record))
        if is_violent(record) and happened(record) and any(set(pair) <= parties for pair in negative.pairs):
            yield record.id, f"is an armed clash: {record.label!r}"


def _accuser_null(found: Found, negative: Negative) -> Hits:
    pairs = [(gold.subject, gold.object) for gold in found.page.gold.relations if gold.id in negative.relations]
    given: list[tuple[str, tuple[str, ...]]] = [(one.id, one.according_to) for one in found.records(negative.events)]
    for relation in found.page.relations:
        ends = found.actors.gold_of((relation.subject,)), found.actors.gold_of((relation.object,))
        if relation.kind == "supports" and any(left in ends[0] and right in ends[1] for left, right in pairs):
            given.append((relation.id, relation.according_to))
    for record, sources in given:
        named = [one for one in sources if one not in (AUTHOR, UNSPECIFIED)]
        if named:
            yield record, f"names an accuser, {named[0]}"


def _date_absent(found: Found, negative: Negative) -> Hits:
    published = found.page.document.published if found.page.document else None
    if published and negative.date and published.when.edtf and negative.date[:7] in published.when.edtf:
        yield found.page.id, f"is dated {published.when.edtf}"
    for record in found.page.events:
        if negative.date and negative.date[:7] in (record.when.edtf or ""):
            yield record.id, f"is dated {record.when.edtf}"


def _date_trap(found: Found, negative: Negative) -> Hits:
    cited = found.page.of_pieces(negative.evidence)
    for record in found.page.events:
        trapped = negative.date is not None and lies_within(record.when.edtf, negative.date)
        if trapped and found.page.of_evidence(record.evidence) & cited:
            yield record.id, f"is dated {record.when.edtf}: {record.label!r}"


def _not_additive(found: Found, negative: Negative) -> Hits:
    for record in found.page.tallies:
        if negative.number in (record.min, record.max):
            yield record.id, f"is a sum: {record.as_written!r}"


def _text_excluded(found: Found, negative: Negative) -> Hits:
    cited = found.page.of_pieces(negative.evidence)
    for name, evidence in _all_evidence(found.page):
        touches = any(evidence.start < piece.end and piece.start < evidence.end for piece in negative.evidence)
        if touches and found.page.of_evidence((evidence,)) <= cited:
            yield name, f"cites what is no part of the article: {evidence.quote[:40]!r}"


def _nbsp(found: Found, _: Negative) -> Hits:
    """A quote that fits only once its no-break spaces are made plain."""
    for name, evidence in _all_evidence(found.page):
        there = found.page.text[evidence.start : evidence.end]
        if there != evidence.quote and there.replace("\u00a0", " ") == evidence.quote.replace("\u00a0", " "):
            yield name, f"has a quote with other spaces: {evidence.quote[:40]!r}"


def _typo_kept(found: Found, negative: Negative) -> Hits:
    for name, evidence in _all_evidence(found.page):
        if negative.forbidden and negative.forbidden in evidence.quote:
            yield name, f"corrects the article: {evidence.quote[:40]!r}"
    for record in found.page.actors:
        if negative.forbidden and negative.forbidden in printed_names(record):
            yield record.id, f"corrects the article: {record.name!r}"


def _all_evidence(page: Page) -> Iterator[tuple[str, Evidence]]:
    return ((name, one) for name, evidence in all_evidence(page) for one in evidence)


CHECKS: dict[str, Callable[[Found, Negative], Hits]] = {
    "accuser_null": _accuser_null,
    "actor_absent": _actor_absent,
    "aggregate_absent": _aggregate_absent,
    "author_absent": _author_absent,
    "casualty_null": _casualty_null,
    "claim_not_distributed": _claim_not_distributed,
    "date_absent": _date_absent,
    "date_trap": _date_trap,
    "governments_apart": _governments_apart,
    "hypothetical": _hypothetical,
    "must_not_merge_actors": _must_not_merge_actors,
    "must_not_merge_events": _must_not_merge_events,
    "nbsp": _nbsp,
    "no_armed_clash": _no_armed_clash,
    "no_attack_by": _no_attack_by,
    "no_attack_events": _no_attack_events,
    "not_additive": _not_additive,
    "perpetrator_null": _perpetrator_null,
    "person_without_act": _person_without_act,
    "place_not_person": _place_not_person,
    "relation_absent": _relation_absent,
    "same_event": _same_event,
    "text_excluded": _text_excluded,
    "title_null": _title_null,
    "typo_kept": _typo_kept,
    "weapon_null": _weapon_null,
}
