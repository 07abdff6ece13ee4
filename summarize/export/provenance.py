"""The normalised tables of why a dossier says it: records, their sentences, values of merged fields, judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from summarize._version import __version__
from summarize.export.relational import Column, Line, Source, Table, boolean, integer, real, refers, text
from summarize.schemas import Actor, ActorRecord, Event, Evidence, Relation, RelationRecord, Tally
from summarize.schemas.views import Record

__all__ = ["PROVENANCE"]

Holder = Actor | Event | Relation | Tally
_KINDS = (("actor", "actors"), ("event", "events"), ("relation", "relations"), ("tally", "tallies"))
_CITED = (
    *refers("document_id", "documents"),
    *integer("sentence", "start", "end"),
    *text("quote"),
)


def _holders(source: Source) -> Iterator[tuple[str, Holder]]:
    for kind, name in _KINDS:
        for item in getattr(source.dossier, name):
            yield kind, item


def _cited(source: Source, piece: Evidence) -> Line:
    """Where a piece of evidence stands; a document or sentence that the dossier does not hold is left empty."""
    known = (piece.document, piece.sentence) in source.sentences
    return {
        "document_id": source.known("documents", piece.document),
        "sentence": piece.sentence if known else None,
        "start": piece.start,
        "end": piece.end,
        "quote": piece.quote,
    }


def _json(value: Any) -> str:
    """The value as JSON text; half a character (a lone surrogate), which no file can hold, is a question mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


# --- records --------------------------------------------------------------------------------------


def _records(source: Source) -> Iterator[Line]:
    for kind, item in _holders(source):
        for record in item.records:
            of: Line = {f"{name}_id": item.id if name == kind else None for name, _ in _KINDS}
            content = record.model_dump_json(exclude={"id", "document", "key", "evidence", "spans"})
            yield {
                "id": record.id,
                "kind": kind,
                "document_id": source.known("documents", record.document),
                "key": record.key,
                "label": _label(record),
                **of,
                "content": content,
            }


def _label(record: Record) -> str:
    """What to call a record in a list."""
    if isinstance(record, ActorRecord):
        return record.name
    return record.kind.replace("_", " ") if isinstance(record, RelationRecord) else record.label


def _record_sentences(source: Source) -> Iterator[Line]:
    """All evidence of a record (field empty), then the words behind single fields."""
    for _, item in _holders(source):
        for record in item.records:
            spans = getattr(record, "spans", {})
            numbers = count(1)
            for field, pieces in chain([("", record.evidence)], spans.items()):
                for piece in pieces:
                    yield {
                        "record_id": record.id,
                        "number": next(numbers),
                        "field": field or None,
                        **_cited(source, piece),
                    }


# --- values of merged fields ----------------------------------------------------------------------


def _event_values(source: Source) -> Iterator[Line]:
    for event in source.dossier.events:
        for field, values in event.values.items():
            for number, each in enumerate(values, start=1):
                value = _json(each.value)
                yield {"event_id": event.id, "field": field, "number": number, "value": value, "shown": each.shown}


def _event_value_records(source: Source) -> Iterator[Line]:
    for event in source.dossier.events:
        for field, values in event.values.items():
            for number, each in enumerate(values, start=1):
                for key in dict.fromkeys(each.records):
                    if source.known("records", key):
                        yield {"event_id": event.id, "field": field, "number": number, "record_id": key}


# --- contradictions -------------------------------------------------------------------------------


def _contradiction_sides(source: Source) -> Iterator[Line]:
    for item in source.dossier.contradictions:
        for number, side in enumerate(item.sides, start=1):
            yield {"contradiction_id": item.id, "side": number, "says": side.says}


def _contradiction_items(source: Source) -> Iterator[Line]:
    """What a side, or the whole (side empty), is about, as the id of a canonical item or of a record."""
    for item in source.dossier.contradictions:
        groups = [(None, item.records), *((n, side.records) for n, side in enumerate(item.sides, start=1))]
        keyed = [(side, key) for side, keys in groups for key in dict.fromkeys(keys)]
        for number, (side, key) in enumerate(keyed, start=1):
            found: Line = {f"{kind}_id": source.known(table, key) for kind, table in _KINDS}
            record = source.known("records", key)
            yield {"contradiction_id": item.id, "number": number, "side": side, "of": key, **found, "record_id": record}


def _contradiction_sentences(source: Source) -> Iterator[Line]:
    for item in source.dossier.contradictions:
        groups = [(None, item.evidence), *((n, side.evidence) for n, side in enumerate(item.sides, start=1))]
        cited = [(side, piece) for side, pieces in groups for piece in pieces]
        for number, (side, piece) in enumerate(cited, start=1):
            yield {"contradiction_id": item.id, "number": number, "side": side, **_cited(source, piece)}


# --- judgements, and what was left out --------------------------------------------------------------


def _judgements(source: Source) -> Iterator[Line]:
    own = ("left", "right", "verdict", "author", "by", "score", "reason")
    for number, one in enumerate(source.dossier.judgements, start=1):
        at = one.at.isoformat() if one.at else None
        yield {
            "number": number,
            **{name: getattr(one, name) for name in own},
            "left_record": source.known("records", one.left),
            "right_record": source.known("records", one.right),
            "at": at,
        }


def _weights(source: Source) -> Iterator[Line]:
    for number, one in enumerate(source.dossier.judgements, start=1):
        for part, weight in enumerate(one.weights, start=1):
            said: Line = {"feature": weight.feature, "bits": weight.bits, "says": weight.says}
            yield {"judgement": number, "number": part, **said}


def _tolls(source: Source) -> Iterator[Line]:
    """A toll that rose from article to article, step by step."""
    for event in source.dossier.events:
        for field, steps in event.rising.items():
            for number, step in enumerate(steps, start=1):
                toll = {part: getattr(step.toll, part) for part in ("min", "max", "as_written")}
                day = step.published.isoformat()
                yield {"event_id": event.id, "field": field, "number": number, "published": day, **toll}


def _former_ids(source: Source) -> Iterator[Line]:
    for old, key in source.dossier.aliases.items():
        yield {"id": old, "now": key}


def _rejected(source: Source) -> Iterator[Line]:
    for number, one in enumerate(source.dossier.rejected, start=1):
        yield {
            "number": number,
            "document_id": source.known("documents", one.document),
            "type": one.type,
            "key": one.key,
            "reasons": _json(one.reasons),
            "item": _json(one.item),
        }


def _notices(source: Source) -> Iterator[Line]:
    for number, one in enumerate(source.dossier.notices, start=1):
        document = source.known("documents", one.document)
        yield {"number": number, "document_id": document, "kind": one.kind, "message": one.message}


def _notice_sentences(source: Source) -> Iterator[Line]:
    for number, one in enumerate(source.dossier.notices, start=1):
        for part, piece in enumerate(one.evidence, start=1):
            yield {"notice": number, "number": part, **_cited(source, piece)}


def _about(source: Source) -> Iterator[Line]:
    yield {"name": "dossier_version", "value": str(source.dossier.version)}
    yield {"name": "written_by", "value": f"summarize {__version__}"}


PROVENANCE: tuple[Table, ...] = (
    Table(
        "records",
        "What each article says, item by item, and the reconciled item that it became part of.",
        (
            *text("id", key=True),
            *text("kind", "label"),
            *refers("document_id", "documents"),
            *text("key"),
            *(column for kind, table in _KINDS for column in refers(f"{kind}_id", table)),
            *text("content"),
        ),
        _records,
    ),
    Table(
        "record_sentences",
        "The words that a record rests on; field names the one field they are behind.",
        (*refers("record_id", "records", key=True), *integer("number", key=True), *text("field"), *_CITED),
        _record_sentences,
        sentences=True,
    ),
    Table(
        "event_values",
        "Every value that the reports give for a field of an event, as JSON; shown is the one the event has.",
        (
            *refers("event_id", "events", key=True),
            *text("field", key=True),
            *integer("number", key=True),
            *text("value"),
            *boolean("shown"),
        ),
        _event_values,
    ),
    Table(
        "event_value_records",
        "Which records give a value.",
        (
            *refers("event_id", "events", key=True),
            *text("field", key=True),
            *integer("number", key=True),
            *refers("record_id", "records", key=True),
        ),
        _event_value_records,
    ),
    Table(
        "contradiction_sides",
        "What each side of a contradiction says.",
        (*refers("contradiction_id", "contradictions", key=True), *integer("side", key=True), *text("says")),
        _contradiction_sides,
    ),
    Table(
        "contradiction_items",
        "What a contradiction is about; side is empty for the whole of it.",
        (
            *refers("contradiction_id", "contradictions", key=True),
            *integer("number", key=True),
            *integer("side"),
            *text("of"),
            *(column for kind, table in _KINDS for column in refers(f"{kind}_id", table)),
            *refers("record_id", "records"),
        ),
        _contradiction_items,
    ),
    Table(
        "contradiction_sentences",
        "The sentences of a contradiction; side is empty for the whole of it.",
        (
            *refers("contradiction_id", "contradictions", key=True),
            *integer("number", key=True),
            *integer("side"),
            *_CITED,
        ),
        _contradiction_sentences,
        sentences=True,
    ),
    Table(
        "judgements",
        "Who holds two records to be the same, or not, and why.",
        (
            *integer("number", key=True),
            *text("left", "right", "verdict", "author", "by"),
            *real("score"),
            *text("reason", "at"),
            *refers("left_record", "records"),
            *refers("right_record", "records"),
        ),
        _judgements,
        indexed=("verdict",),
    ),
    Table(
        "judgement_weights",
        "What a rule's score is the sum of: log2 odds, for or against the two being one.",
        (
            Column("judgement", "integer", key=True, of="judgements"),
            *integer("number", key=True),
            *text("feature"),
            *real("bits"),
            *text("says"),
        ),
        _weights,
    ),
    Table(
        "rising_tolls",
        "Tolls that rose from article to article: what was said by which day of publication.",
        (
            *refers("event_id", "events", key=True),
            *text("field", key=True),
            *integer("number", key=True),
            *text("published"),
            *integer("min", "max"),
            *text("as_written"),
        ),
        _tolls,
    ),
    Table(
        "former_ids",
        "Ids of earlier runs that were given up, and what each leads to.",
        (*text("id", key=True), *text("now")),
        _former_ids,
    ),
    Table(
        "rejected",
        "Items of a reading that were kept out, and why.",
        (
            *integer("number", key=True),
            *refers("document_id", "documents"),
            *text("type", "key", "reasons", "item"),
        ),
        _rejected,
    ),
    Table(
        "notices",
        "What a reader of the dossier should know of a document.",
        (*integer("number", key=True), *refers("document_id", "documents"), *text("kind", "message")),
        _notices,
    ),
    Table(
        "notice_sentences",
        "The sentences of a notice.",
        (Column("notice", "integer", key=True, of="notices"), *integer("number", key=True), *_CITED),
        _notice_sentences,
        sentences=True,
    ),
    Table("about", "The dossier's version, and what wrote it.", (*text("name", key=True), *text("value")), _about),
)
