"""A STIX 2.1 bundle, as OpenCTI, MISP and other threat-intelligence tools read it.

Actors are identities (never "threat actors": who threatens whom is a judgement), places locations with their
precision, events incidents, articles reports that refer to what they report. STIX's incident has no date, so its days
stand on its relationships, to its place and to those who take part. Written without the stix2 library, which takes
seconds for a hundred objects, and tested against it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from summarize.export.files import write_text
from summarize.schemas import Actor, Document, Dossier, Event, Place, Relation
from summarize.schemas.dates import bounds
from summarize.schemas.display import clip
from summarize.schemas.spreadsheets import LONGEST
from summarize.schemas.vocabulary import ActorKind

__all__ = ["export_stix"]

Object = dict[str, Any]
_SPACE = UUID("6f1e0a62-6f0a-5d0e-9a3b-7d3a2b1c4e5f")  # our own; ids are the same for the same item on every run
_EPOCH = date(1970, 1, 1)
_CLASSES: dict[ActorKind, str] = {"person": "individual", "population": "class", "source": "unknown"}
_ROLES = {
    "initiators": "attributed-to",
    "targets": "targets",
    "supporters": "supported-by",
    "participants": "related-to",
}
_NO_POINT = frozenset({"country", "online"})


def export_stix(dossier: Dossier, folder: Path) -> list[Path]:
    """`bundle.stix.json`. Raises `OutputError` where the file cannot be written."""
    made = {each["id"]: each for each in _Bundle(dossier).objects()}
    bundle = {"type": "bundle", "id": f"bundle--{uuid5(_SPACE, ' '.join(sorted(made)))}", "objects": [*made.values()]}
    return [write_text(folder / "bundle.stix.json", json.dumps(bundle, ensure_ascii=False, indent=1) + "\n")]


class _Bundle:
    """Makes the objects; `reported` has, for each document, the STIX ids of what it reports."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        days = [bounds(one.published.when.edtf)[0] for one in dossier.documents if one.published]
        self.at = _instant(max((day for day in days if day), default=_EPOCH))
        self.reported: dict[str, list[str]] = {}

    def objects(self) -> Iterator[Object]:
        actors = {actor.id: self._actor(actor) for actor in self.dossier.actors}
        yield from actors.values()
        for relation in self.dossier.relations:
            if relation.subject in actors and relation.object in actors:
                yield self._relation(relation, actors)
        for event in self.dossier.events:
            yield from self._event(event, actors)
        for document in self.dossier.documents:
            if self.reported.get(document.id):
                yield self._report(document)

    def _common(self, type: str, key: str, records: Iterable[Any] = ()) -> dict[str, Any]:  # noqa: A002  # STIX's word
        """What every object has; the records it rests on are external references under our name."""
        identifier = f"{type}--{uuid5(_SPACE, f'{type} {key}')}"
        references = []
        for record in records:
            references.append({"source_name": "summarize", "external_id": clip(record.id, 500)})
            self.reported.setdefault(record.document, []).append(identifier)
        common = {"type": type, "spec_version": "2.1", "id": identifier, "created": self.at, "modified": self.at}
        return {**common, "external_references": references} if references else common

    def _actor(self, actor: Actor) -> Object:
        label = "class" if actor.form == "label" else _CLASSES.get(actor.kind, "organization")
        return dict(
            **self._common("identity", actor.id, actor.records),
            name=_text(actor.name),
            identity_class=label,
            labels=[actor.kind.replace("_", "-"), actor.form],
            **({"roles": [_text(actor.role)]} if actor.role else {}),
            **_described("; ".join(name for name in actor.names if name != actor.name), "Also written: "),
        )

    def _relation(self, relation: Relation, actors: dict[str, Object]) -> Object:
        scope = [relation.status, f"in {relation.place}" if relation.place else "", relation.time.replace("_", " ")]
        return dict(
            **self._common("relationship", relation.id, relation.records),
            relationship_type=relation.kind.replace("_", "-"),
            source_ref=actors[relation.subject]["id"],
            target_ref=actors[relation.object]["id"],
            **_described(", ".join(part for part in scope if part)),
            **_period(relation.when.edtf),
        )

    def _event(self, event: Event, actors: dict[str, Object]) -> Iterator[Object]:
        told = [
            event.acled_sub_type or event.acled_type or event.plover_type or "",
            event.when.edtf or "",
            event.status,
        ]
        incident = dict(
            **self._common("incident", event.id, event.records),
            name=_text(event.label),
            **_described("; ".join(part for part in told if part)),
        )
        yield incident
        if event.where:
            place = self._place(event.where)
            if place is not None:
                yield place
                yield self._link(event, incident, "located-at", place)
        for role, word in _ROLES.items():
            for key in dict.fromkeys(getattr(event, role)):
                if key in actors:
                    yield self._link(event, incident, word, actors[key])

    def _link(self, event: Event, incident: Object, word: str, target: Object) -> Object:
        return dict(
            **self._common("relationship", f"{event.id} {word} {target['id']}", event.records),
            relationship_type=word,
            source_ref=incident["id"],
            target_ref=target["id"],
            **_described(event.status),
            **_period(event.when.edtf),
        )

    def _place(self, place: Place) -> Object | None:
        """A location: with a point and its precision in metres where that is known, else only a country."""
        known: dict[str, Any] = {"country": place.country} if place.country else {}
        if place.latitude is not None and place.longitude is not None and place.kind not in _NO_POINT:
            known |= {"latitude": place.latitude, "longitude": place.longitude}
            known |= {"precision": place.radius_km * 1000} if place.radius_km else {}
        if not known:
            return None
        known |= {"administrative_area": _text(place.admin1)} if place.admin1 else {}
        return dict(**self._common("location", f"{place.name} {known}"), name=_text(place.name), **known)

    def _report(self, document: Document) -> Object:
        first = bounds(document.published.when.edtf)[0] if document.published else None
        references = [
            {
                "source_name": _text(document.outlet.name if document.outlet else document.source),
                "external_id": _text(document.id),
            }
        ]
        return dict(
            **self._common("report", document.id),
            name=_text(document.title or document.source),
            published=_instant(first) if first else self.at,
            object_refs=sorted(set(self.reported[document.id])),
            external_references=references,
        )


def _text(value: str) -> str:
    return clip(value, LONGEST) or "?"


def _described(value: str, before: str = "") -> dict[str, str]:
    return {"description": before + _text(value)} if value else {}


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


def _period(expression: str | None) -> dict[str, str]:
    """First instant and, as STIX has it, the first instant after the end; a side that is open is left out."""
    first, last = bounds(expression)
    start = {"start_time": _instant(first)} if first else {}
    return start | ({"stop_time": _instant(last + timedelta(days=1))} if last and last < date.max else {})
