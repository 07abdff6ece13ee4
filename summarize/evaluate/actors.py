"""Actors: which output record is which gold actor, recall and precision inside a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import GoldActor
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.evaluate.text import fold, similar, spelled_alike
from summarize.schemas.actors import ActorRecord

__all__ = ["ActorMap", "actor_findings", "map_actors", "printed_names"]

_ARMED = frozenset({"armed_group", "umbrella", "coalition", "party", "organisation", "state_force"})
_STATE = frozenset({"state", "government", "organisation"})
_PEOPLE = frozenset({"population", "person", "armed_group", "source"})
# Gold kind → kinds of ours that say the same. A hint for choosing between candidates, never a condition by itself.
_KINDS: dict[str, frozenset[str]] = {
    "state": _STATE,
    "state_body": _STATE | {"state_force"},
    "state_force": frozenset({"state_force", "coalition", "armed_group"}),
    "rebel_group": _ARMED - {"state_force"},
    "political_militia": _ARMED - {"state_force"},
    "umbrella": _ARMED - {"state_force"},
    "coalition": frozenset({"coalition", "state_force", "umbrella", "state"}),
    "alliance_label": frozenset({"coalition", "umbrella", "organisation", "armed_group"}),
    "person": frozenset({"person", "source"}),
    "person_group": _PEOPLE,
    "population": frozenset({"population"}),
    "civilians": frozenset({"population", "person", "organisation"}),
    "source_group": frozenset({"source", "government", "media", "person"}),
    "ngo_igo": frozenset({"organisation"}),
    "affiliation_org": frozenset({"organisation", "media"}),
    "media": frozenset({"media", "organisation"}),
    "platform": frozenset({"organisation", "media", "source"}),
}
# Two records are one body twice only if their kinds fall into one of these classes.
_CLASSES = (
    frozenset({"state", "government"}),
    frozenset({"state_force"}),
    frozenset({"armed_group", "umbrella", "coalition", "party"}),
    frozenset({"organisation", "media"}),
    frozenset({"person"}),
    frozenset({"population"}),
    frozenset({"source"}),
)
_APOSTROPHE = re.compile("['’‘]")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class ActorMap:
    """Record id → gold ids.

    `own` is one to one; `all` adds second records of an actor, and actors that a record has swallowed beside its own.
    """

    own: dict[str, str]
    all: dict[str, frozenset[str]]

    def gold_of(self, record_ids: tuple[str, ...]) -> frozenset[str]:
        """Every gold actor that these records are."""
        return frozenset().union(*(self.all.get(one, frozenset()) for one in record_ids))

    def record_of(self, gold_id: str) -> str | None:
        """The record that is a gold actor's own, or one that holds it."""
        own = next((record for record, gold in self.own.items() if gold == gold_id), None)
        return own or next((record for record, found in self.all.items() if gold_id in found), None)


def _surfaces(actor: GoldActor) -> frozenset[str]:
    """The folded names by which a gold actor is known in its article."""
    names = (*actor.names, *actor.also, _IN_BRACKETS.sub("", actor.name))
    return frozenset(name for name in map(fold, names) if name)


def printed_names(record: ActorRecord) -> tuple[str, ...]:
    """The names of a record; background names are no names of this article."""
    return tuple(dict.fromkeys((record.name, *record.names)))


def map_actors(page: Page) -> ActorMap:
    """Match a page's actor records with its gold actors by name, then kind and shared sentences."""
    scores = dict(_scores(page))
    own = best_matching({pair: score + 10 for pair, score in scores.items()})
    mapped: dict[str, set[str]] = {record: {gold} for record, gold in own.items()}
    taken = set(own.values())
    for (record, gold), score in sorted(scores.items(), key=lambda item: -item[1]):
        if record not in mapped or (score >= 2 and gold not in taken):
            mapped.setdefault(record, set()).add(gold)
            taken.add(gold)
    return ActorMap(own, {record: frozenset(golds) for record, golds in mapped.items()})


def _scores(page: Page) -> Iterator[tuple[tuple[str, str], float]]:
    named = {actor.id: _surfaces(actor) for actor in page.gold.actors}
    shared = {name for name, count in Counter(name for names in named.values() for name in names).items() if count > 1}
    for record in page.actors:
        for actor in page.gold.actors:
            score = _score(page, record, actor, named[actor.id], shared)
            if score:
                yield (record.id, actor.id), score


def _score(page: Page, record: ActorRecord, actor: GoldActor, names: frozenset[str], shared: set[str]) -> float:
    """0 for another actor; 3 for its main name, 2 for a further one, 1 for a near one; fractions for kind and place."""
    fits = _kind_fits(record, actor)
    folded = [fold(name) for name in printed_names(record)]
    same = [name for name in folded if name in names and (fits or name not in shared)]
    if same:
        base = 3.0 if folded[0] in same else 2.0
    elif any(_nearly(record, actor, folded[0], own) for own in names):
        base = 1.0
    else:
        return 0.0
    meets = page.of_evidence(record.evidence) & page.of_pieces(actor.evidence)
    return base + 0.5 * fits + 0.3 * bool(meets) + 0.04 * min(len(same), 5)


def _kind_fits(record: ActorRecord, actor: GoldActor) -> bool:
    return record.kind in _KINDS.get(actor.kind, frozenset({record.kind}))


def _nearly(record: ActorRecord, actor: GoldActor, name: str, own: str) -> bool:
    if record.kind == actor.kind == "person" and _same_person(name, own):
        return True
    return _kind_fits(record, actor) and _near(name, own)


def _near(name: str, own: str) -> bool:
    """A slip of spelling, or one is the other with more words: before it up to three, after it any."""
    if spelled_alike(name, own):
        return True
    short, long = sorted((name.split(), own.split()), key=len)
    if len(short) < 2:
        return False
    contained = set(short) <= set(long) and len(long) <= len(short) + 3 and long == name.split()
    return contained or long[: len(short)] == short


def _same_person(name: str, own: str) -> bool:
    """A surname alone, or the same surname with some of the same further names."""
    given, wanted = name.split(), own.split()
    return given[-1:] == wanted[-1:] and (set(given) <= set(wanted) or set(wanted) <= set(given))


def actor_findings(page: Page, found: ActorMap) -> Iterator[Finding]:
    """Recall of core actors, with and without a record of their own, and precision of all records."""
    by_id = {record.id: record for record in page.actors}
    for actor in page.gold.actors:
        if actor.tier == "core":
            yield from _recalled(page, actor, found, by_id)
    for record in page.actors:
        fault = _fault(page, record, found, by_id)
        told = ", ".join(sorted(found.all.get(record.id, ()))) or None
        yield Finding(
            measure="actor_precision",
            document=page.id,
            verdict="wrong" if fault else "right",
            num=not fault,
            den=1,
            gold=told,
            label=record.name,
            record=record.id,
            sentences=tuple(sorted(page.of_evidence(record.evidence))),
            why=fault or ("" if told else "not listed in the gold, stands in the article"),
        )


def _recalled(page: Page, actor: GoldActor, found: ActorMap, by_id: dict[str, ActorRecord]) -> Iterator[Finding]:
    record = found.record_of(actor.id)
    own = record is not None and found.own.get(record) == actor.id
    closest = record or _closest(actor, by_id)
    for measure, met in (("core_actor_recall", record is not None), ("core_actor_own_record", own)):
        yield Finding(
            measure=measure,
            document=page.id,
            verdict="right" if met else "missed",
            num=met,
            den=1,
            gold=actor.id,
            label=actor.name,
            record=closest,
            sentences=tuple(sorted(page.of_pieces(actor.evidence))),
            why="" if met else _why_missed(record, closest, by_id),
        )


def _why_missed(record: str | None, closest: str | None, by_id: dict[str, ActorRecord]) -> str:
    if record:
        return f"only inside the record of another actor, {by_id[record].name!r}"
    return f"closest is {by_id[closest].name!r}" if closest else "no record has one of its names"


def _closest(actor: GoldActor, by_id: dict[str, ActorRecord]) -> str | None:
    """The record whose name shares most words with one of the actor's names; none if no word is shared."""
    names = (*actor.names, actor.name)
    likeness = {key: max(similar(record.name, name) for name in names) for key, record in by_id.items()}
    best = max(likeness, key=lambda key: likeness[key], default=None)
    return best if best and likeness[best] > 0 else None


def _fault(page: Page, record: ActorRecord, found: ActorMap, by_id: dict[str, ActorRecord]) -> str:
    """Why a record is wrong; empty if it is not: boilerplate only, a second record of one body, or absent."""
    if record.evidence and all(page.in_boilerplate(one.start, one.end) for one in record.evidence):
        return "" if _is_context(page, record, found) else "stands only in boilerplate"
    spots = _occurrences(page, record)
    if spots and all(page.in_boilerplate(*spot) for spot in spots):
        return "" if _is_context(page, record, found) else "stands only in boilerplate"
    if not spots and record.id not in found.all:
        return "none of its names stands in the article"
    return _twin(page, record, found, by_id)


def _is_context(page: Page, record: ActorRecord, found: ActorMap) -> bool:
    tiers = {actor.id: actor.tier for actor in page.gold.actors}
    return any(tiers[gold] == "context" for gold in found.all.get(record.id, ()))


def _occurrences(page: Page, record: ActorRecord) -> list[tuple[int, int]]:
    spots = []
    for name in printed_names(record):
        pattern = r"[\s\-]+".join(_APOSTROPHE.sub("['’‘]", re.escape(word)) for word in name.split())
        spots += [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", page.text, re.IGNORECASE)]
    return spots


def _twin(page: Page, record: ActorRecord, found: ActorMap, by_id: dict[str, ActorRecord]) -> str:
    """The earlier record of the same body, said as a fault; anonymous sources may be several, so they are no twins."""
    golds = {actor.id: actor for actor in page.gold.actors}
    if record.id in found.own:
        return ""
    mine = found.all.get(record.id, frozenset())
    for gold in mine:
        other = next((key for key, value in found.own.items() if value == gold), None)
        if other and golds[gold].form != "anonymous" and _same_class(record, by_id[other]):
            return f"the same body as {by_id[other].name!r} ({gold})"
    if mine:
        return ""
    names = {fold(name) for name in printed_names(record)}
    for other in by_id:
        if other == record.id:
            break
        if other not in found.all and names & {fold(name) for name in printed_names(by_id[other])}:
            return f"the same body as {by_id[other].name!r}"
    return ""


def _same_class(left: ActorRecord, right: ActorRecord) -> bool:
    return any(left.kind in one and right.kind in one for one in _CLASSES)
