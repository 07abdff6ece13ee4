"""Ways to break a dossier: each takes one and returns another, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from summarize.schemas import (
    Actor,
    ActorRecord,
    Attack,
    Document,
    Dossier,
    EventRecord,
    Evidence,
    RelationRecord,
    Tally,
    TallyRecord,
)
from tests.evaluate.writer import canonical_actor, canonical_event, canonical_relation, canonical_tally

Change = Callable[[Dossier], Dossier]
D = {
    number: name
    for name in (
        "000_52c3281caac1193b",
        "001_79c9a4c3a96863f9",
        "002_17d3a77a48a58fd7",
        "003_fb19fa5dbdecdea8",
        "004_23dea9f42804b451",
    )
    for number in [name[:3]]
}
PARTS = {"a": "actors", "e": "events", "r": "relations", "g": "tallies"}


def ref(gold_id: str) -> str:
    """The record id that the writer gives a gold id: `a003.kh` → `003_…:kh`, `e003.us_strike` → `003_…:e003_us_strike`."""
    document = D[gold_id[1:4]]
    return f"{document}:{gold_id.partition('.')[2] if gold_id[0] == 'a' else gold_id.replace('.', '_')}"


def record(dossier: Dossier, gold_id: str) -> Any:
    for whole in getattr(dossier, PARTS[gold_id[0]]):
        for one in whole.records:
            if one.id == ref(gold_id):
                return one
    raise LookupError(gold_id)


def edit(gold_id: str, **changes: Any) -> Change:
    """Change fields of one record; a string that is a gold id of an actor becomes its record id."""

    def apply(dossier: Dossier) -> Dossier:
        return _each(dossier, gold_id, lambda one: [one.model_copy(update=_resolved(changes))])

    return apply


def drop(*gold_ids: str) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        for gold_id in gold_ids:
            dossier = _each(dossier, gold_id, lambda _: [])
        return dossier

    return apply


def _each(dossier: Dossier, gold_id: str, change: Callable[[Any], list[Any]]) -> Dossier:
    part = PARTS[gold_id[0]]
    target = record(dossier, gold_id).id
    wholes = []
    for whole in getattr(dossier, part):
        records = [new for one in whole.records for new in (change(one) if one.id == target else [one])]
        wholes += [whole.model_copy(update={"records": tuple(records)})] if records else []
    return dossier.model_copy(update={part: tuple(wholes)})


def _resolved(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_resolved(one) for one in value)
    return (
        ref(value) if isinstance(value, str) and value[:1] == "a" and value[1:4] in D and value[4:5] == "." else value
    )


def cite(dossier: Dossier, number: str, words: str) -> tuple[Evidence, ...]:
    """The sentence of an article that holds the words, as evidence."""
    document = paper(dossier, number)
    at = document.text.index(words)
    sentence = next(one for one in document.sentences if one.start <= at < one.end)
    quote = document.text[sentence.start : sentence.end]
    return (
        Evidence(document=document.id, sentence=sentence.number, start=sentence.start, end=sentence.end, quote=quote),
    )


def paper(dossier: Dossier, number: str) -> Document:
    return next(one for one in dossier.documents if one.id.startswith(number))


def add_actor(number: str, name: str, kind: Any = "organisation", where: str | None = None, **more: Any) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        cited = cite(dossier, number, where or name)
        one = ActorRecord(
            id=f"{D[number]}:x-{name}", document=D[number], key=name, name=name, kind=kind, evidence=cited, **more
        )
        return dossier.model_copy(update={"actors": (*dossier.actors, canonical_actor([one]))})

    return apply


def add_event(number: str, label: str, where: str, *, attack: bool = False, **more: Any) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        one = EventRecord(
            id=f"{D[number]}:x-{label}",
            document=D[number],
            key=label,
            label=label,
            attack=Attack() if attack else None,
            evidence=cite(dossier, number, where),
            **_resolved(more),
        )
        return dossier.model_copy(update={"events": (*dossier.events, canonical_event([one]))})

    return apply


def add_relation(number: str, subject: str, kind: Any, object_: str, where: str, **more: Any) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        one = RelationRecord(
            id=f"{D[number]}:x-{kind}",
            document=D[number],
            key=kind,
            subject=ref(subject),
            kind=kind,
            object=ref(object_),
            evidence=cite(dossier, number, where),
            **_resolved(more),
        )
        return dossier.model_copy(update={"relations": (*dossier.relations, canonical_relation(one))})

    return apply


def add_tally(number: str, words: str, unit: str, **more: Any) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        one = TallyRecord(
            id=f"{D[number]}:x-{words}", document=D[number], key=words, label=words, unit=unit, as_written=words, comparator="at_least",
            evidence=cite(dossier, number, words), **more,
        )  # fmt: skip
        whole: Tally = canonical_tally(one)
        return dossier.model_copy(update={"tallies": (*dossier.tallies, whole)})

    return apply


def copy_event(gold_id: str, label: str, **changes: Any) -> Change:
    """Tell an event once more."""

    def apply(dossier: Dossier) -> Dossier:
        again = record(dossier, gold_id).model_copy(
            update={"id": f"{ref(gold_id)}-again", "label": label, **_resolved(changes)}
        )
        return dossier.model_copy(update={"events": (*dossier.events, canonical_event([again]))})

    return apply


def join_actors(*gold_ids: str) -> Change:
    """Put the canonical actors of these records into one."""

    def apply(dossier: Dossier) -> Dossier:
        wanted = {ref(one) for one in gold_ids}
        joined: list[ActorRecord] = []
        rest: list[Actor] = []
        for whole in dossier.actors:
            if wanted & {one.id for one in whole.records}:
                joined += whole.records
            else:
                rest.append(whole)
        return dossier.model_copy(update={"actors": (*rest, canonical_actor(joined))})

    return apply


def split_actors(gold_id: str) -> Change:
    """Take a record out of its canonical actor, into one of its own."""

    def apply(dossier: Dossier) -> Dossier:
        alone = record(dossier, gold_id)
        without = drop(gold_id)(dossier)
        return without.model_copy(
            update={"actors": (*without.actors, canonical_actor([alone]).model_copy(update={"id": "alone"}))}
        )

    return apply


def join_events(*gold_ids: str) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        records = [record(dossier, one) for one in gold_ids]
        without = drop(*gold_ids)(dossier)
        return without.model_copy(update={"events": (*without.events, canonical_event(records))})

    return apply


def edit_document(number: str, **changes: Any) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        documents = tuple(
            one.model_copy(update=changes) if one.id.startswith(number) else one for one in dossier.documents
        )
        return dossier.model_copy(update={"documents": documents})

    return apply


def edit_contradiction(key: str, **changes: Any) -> Change:
    """Change a contradiction, or leave it out if nothing is to be changed."""

    def apply(dossier: Dossier) -> Dossier:
        changed = [
            one.model_copy(update=changes) if one.id == key else one
            for one in dossier.contradictions
            if one.id != key or changes
        ]
        return dossier.model_copy(update={"contradictions": tuple(changed)})

    return apply


def shift(gold_id: str, by: int = 1) -> Change:
    """Move the offsets of a record's first quote."""

    def apply(dossier: Dossier) -> Dossier:
        first, *rest = record(dossier, gold_id).evidence
        moved = first.model_copy(update={"start": first.start + by, "end": first.end + by})
        return edit(gold_id, evidence=(moved, *rest))(dossier)

    return apply


def requote(gold_id: str, old: str, new: str) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        quotes = tuple(
            one.model_copy(update={"quote": one.quote.replace(old, new)}) for one in record(dossier, gold_id).evidence
        )
        return edit(gold_id, evidence=quotes)(dossier)

    return apply


def also_cites(gold_id: str, number: str, words: str) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        more = cite(dossier, number, words)
        return edit(gold_id, evidence=(*record(dossier, gold_id).evidence, *more))(dossier)

    return apply


def both(*changes: Change) -> Change:
    def apply(dossier: Dossier) -> Dossier:
        for change in changes:
            dossier = change(dossier)
        return dossier

    return apply
