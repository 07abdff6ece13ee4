"""A STIX 2.1 bundle, as OpenCTI, MISP and other threat-intelligence tools read it.

Actors are identities (never "threat actors": who threatens whom is a judgement), places locations with their
precision, events incidents, articles reports that refer to what they report. STIX's incident has no date, so its days
stand on its relationships, to its place and to those who take part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from summarize.export.files import missing, write_text
from summarize.schemas import Actor, Document, Dossier, Event, Place, Relation
from summarize.schemas.dates import bounds
from summarize.schemas.display import clip
from summarize.schemas.spreadsheets import LONGEST
from summarize.schemas.vocabulary import ActorKind

__all__ = ["export_stix"]

_SPACE = UUID("6f1e0a62-6f0a-5d0e-9a3b-7d3a2b1c4e5f")  # our own; ids are the same for the same item on every run
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLASSES: dict[ActorKind, str] = {"person": "individual", "population": "class", "source": "unknown"}
_ROLES = {
    "initiators": "attributed-to",
    "targets": "targets",
    "supporters": "supported-by",
    "participants": "related-to",
}
_NO_POINT = frozenset({"country", "online"})


def export_stix(dossier: Dossier, folder: Path) -> list[Path]:
    """`bundle.stix.json`. Raises `ConfigError` without stix2, `OutputError` where the file cannot be written."""
    try:
        import stix2.v21 as stix2
    except ImportError as error:
        raise missing("stix2", "stix") from error
    made = {each["id"]: each for each in _Bundle(dossier, stix2).objects()}
    bundle = stix2.Bundle(objects=list(made.values()), id=f"bundle--{uuid5(_SPACE, ' '.join(sorted(made)))}")
    return [write_text(folder / "bundle.stix.json", bundle.serialize(pretty=True, ensure_ascii=False) + "\n")]


class _Bundle:
    """Makes the objects; `made` maps our ids to STIX's, so that reports can refer to what they report."""

    def __init__(self, dossier: Dossier, stix2: Any) -> None:
        self.dossier, self.stix2 = dossier, stix2
        days = [bounds(one.published.when.edtf)[0] for one in dossier.documents if one.published]
        self.at = max((_instant(day) for day in days if day), default=_EPOCH)
        self.reported: dict[str, list[str]] = {}

    def objects(self) -> Iterator[Any]:
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
        common: dict[str, Any] = {"id": identifier, "created": self.at, "modified": self.at}
        return {**common, "external_references": references} if references else common

    def _actor(self, actor: Actor) -> Any:
        label = "class" if actor.form == "label" else _CLASSES.get(actor.kind, "organization")
        return self.stix2.Identity(
            **self._common("identity", actor.id, actor.records),
            name=_text(actor.name),
            identity_class=label,
            labels=[actor.kind.replace("_", "-"), actor.form],
            **({"roles": [_text(actor.role)]} if actor.role else {}),
            **_described("; ".join(name for name in actor.names if name != actor.name), "Also written: "),
        )

    def _relation(self, relation: Relation, actors: dict[str, Any]) -> Any:
        scope = [relation.status, f"in {relation.place}" if relation.place else "", relation.time.replace("_", " ")]
        return self.stix2.Relationship(
            **self._common("relationship", relation.id, relation.records),
            relationship_type=relation.kind.replace("_", "-"),
            source_ref=actors[relation.subject]["id"],
            target_ref=actors[relation.object]["id"],
            **_described(", ".join(part for part in scope if part)),
            **_period(relation.when.edtf),
        )

    def _event(self, event: Event, actors: dict[str, Any]) -> Iterator[Any]:
        told = [
            event.acled_sub_type or event.acled_type or event.plover_type or "",
            event.when.edtf or "",
            event.status,
        ]
        incident = self.stix2.Incident(
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

    def _link(self, event: Event, incident: Any, word: str, target: Any) -> Any:
        return self.stix2.Relationship(
            **self._common("relationship", f"{event.id} {word} {target['id']}", event.records),
            relationship_type=word,
            source_ref=incident["id"],
            target_ref=target["id"],
            **_described(event.status),
            **_period(event.when.edtf),
        )

    def _place(self, place: Place) -> Any:
        """A location: with a point and its precision in metres where that is known, else only a country."""
        known: dict[str, Any] = {"country": place.country} if place.country else {}
        if place.latitude is not None and place.longitude is not None and place.kind not in _NO_POINT:
            known |= {"latitude": place.latitude, "longitude": place.longitude}
            known |= {"precision": place.radius_km * 1000} if place.radius_km else {}
        if not known:
            return None
        known |= {"administrative_area": _text(place.admin1)} if place.admin1 else {}
        return self.stix2.Location(**self._common("location", f"{place.name} {known}"), name=_text(place.name), **known)

    def _report(self, document: Document) -> Any:
        first = bounds(document.published.when.edtf)[0] if document.published else None
        references = [
            {
                "source_name": _text(document.outlet.name if document.outlet else document.source),
                "external_id": _text(document.id),
            }
        ]
        return self.stix2.Report(
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


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _period(expression: str | None) -> dict[str, datetime]:
    """First instant and, as STIX has it, the first instant after the end; a side that is open is left out."""
    first, last = bounds(expression)
    start = {"start_time": _instant(first)} if first else {}
    return start | ({"stop_time": _instant(last + timedelta(days=1))} if last and last < date.max else {})
