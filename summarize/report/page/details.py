"""What a reader opens: an event's values, reports and judgements, an actor's records, an article's text.

It is by far the most of the page, so it lies in blocks that the page reads only when one of them is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from summarize.report.page.content import Json, Positions, cited, judgement, line, wording
from summarize.report.phrases import Wording
from summarize.schemas import Actor, Document, Dossier, Event, EventRecord, FieldValue, Judgement

BLOCK = 100  # items of a block
JUDGED = 60  # judgements shown for one item
T = TypeVar("T")
_Edges = dict[str, list[Judgement]]


def blocks(dossier: Dossier, at: Positions) -> Iterator[tuple[str, list[Json]]]:
    """Each block's name (`events-0`, `documents-3` …) and entries."""
    words, edges = wording(dossier), _edges(dossier.judgements)
    yield from _cut("events", (_event(each, at, words, edges) for each in dossier.events))
    yield from _cut("actors", (_actor(each, at, edges) for each in dossier.actors))
    yield from _cut("documents", (_document(each) for each in dossier.documents))


def _cut(name: str, entries: Iterable[Json]) -> Iterator[tuple[str, list[Json]]]:
    rest, number = iter(entries), 0
    while block := list(islice(rest, BLOCK)):
        yield f"{name}-{number}", block
        number += 1


def _edges(judgements: Iterable[Judgement]) -> _Edges:
    edges: defaultdict[str, list[Judgement]] = defaultdict(list)
    for each in judgements:
        edges[each.left].append(each)
        if each.right != each.left:
            edges[each.right].append(each)
    return edges


def _judged(keys: Sequence[str], held: Mapping[str, int], edges: _Edges) -> list[Json]:
    """The judgements about these records: those between two of them first, then those that kept another apart."""
    inside = set(keys)
    found: dict[int, Judgement] = {id(each): each for key in keys for each in edges.get(key, ())}
    ranked = sorted(found.values(), key=lambda each: (not {each.left, each.right} <= inside, -(each.score or 0)))
    entries = []
    for each in ranked[:JUDGED]:
        pair = [_record_place(key, held) for key in (each.left, each.right)]
        entries.append({"pair": pair, "within": {each.left, each.right} <= inside, **judgement(each)})
    return entries


def _record_place(key: str, held: Mapping[str, int]) -> list[Any]:
    """The item that holds a record, and the record's document as its id says it."""
    return [held.get(key), line(key)]


def _event(event: Event, at: Positions, words: Wording, edges: _Edges) -> Json:
    numbers = {record.id: number for number, record in enumerate(event.records)}
    return {
        "fields": [
            [field, [[words.value(each.value), _numbers(each, numbers), each.shown] for each in values]]
            for field, values in (event.values or _own(event)).items()
        ],
        "reports": [_report(record, at, words) for record in event.records],
        "judged": _judged([event.id, *numbers], at.events, edges),
    }  # fmt: skip


def _numbers(value: FieldValue | _Value, numbers: Mapping[str, int]) -> list[int]:
    """The reports that give a value, by their place in the list of reports."""
    return [numbers[key] for key in value.records if key in numbers]


class _Value:
    """A field's value where no report is listed for it."""

    def __init__(self, value: Any) -> None:
        self.value, self.shown = value, True
        self.records: tuple[str, ...] = ()


def _own(event: Event) -> dict[str, list[_Value]]:
    """An event's own fields, for one that keeps no values of its reports."""
    fields = event.model_dump(mode="json", exclude={"id", "evidence", "records", "values"})
    return {name: [_Value(value)] for name, value in fields.items() if value not in (None, [], {})}


def _report(record: EventRecord, at: Positions, words: Wording) -> Json:
    return {
        "id": line(record.id),
        "document": at.documents.get(record.document),
        "label": line(record.label),
        "said": words.said_by(record.status, record.according_to, record.certainty),
        "evidence": cited(record.evidence, at),
    }


def _actor(actor: Actor, at: Positions, edges: _Edges) -> Json:
    return {
        "names": [line(name) for name in dict.fromkeys(actor.names) if name != actor.name],
        "country": actor.country,
        "role": line(actor.role) if actor.role else None,
        "reports": [
            {
                "id": line(record.id),
                "document": at.documents.get(record.document),
                "label": line(record.name),
                "said": line(record.role) if record.role else "",
                "evidence": cited(record.evidence, at),
            }
            for record in actor.records
        ],
        "judged": _judged([actor.id, *(record.id for record in actor.records)], at.actors, edges),
    }


def _document(document: Document) -> Json:
    """The text as it is, offsets in UTF-16 units as the browser counts them."""
    wide = [number for number, character in enumerate(document.text) if ord(character) > 0xFFFF]
    return {
        "text": document.text,
        "sentences": [[each.start, each.end] for each in document.sentences],
        # Characters that the browser counts twice: it adds what stands before an offset.
        "wide": wide,
    }
