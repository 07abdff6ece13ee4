"""FollowTheMoney entities, one JSON object a line, as Aleph, OpenAleph, OpenSanctions' tools and `ftm` read them.

Written without the followthemoney library, and tested against it. Actors are people, organisations and public bodies
(a collective label is a mere LegalEntity: it is no organisation), each with a Mention for every article's record of it.
A role in an event is an UnknownLink from event to actor, because Event itself only knows "involved".
FollowTheMoney knows no EDTF: a time becomes its first and last day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from summarize.export.files import write_text
from summarize.schemas import Actor, Document, Dossier, Event, Evidence, Place, Relation, When
from summarize.schemas.dates import bounds
from summarize.schemas.display import clip, visible
from summarize.schemas.vocabulary import ActorKind, RelationKind

__all__ = ["entities", "export_ftm"]

Entity = dict[str, Any]
_SCHEMATA: dict[ActorKind, str] = {
    "state": "PublicBody", "government": "PublicBody", "state_force": "PublicBody",
    "armed_group": "Organization", "umbrella": "Organization", "coalition": "Organization", "party": "Organization",
    "organisation": "Organization", "media": "Organization",
    "person": "Person", "population": "LegalEntity", "source": "LegalEntity",
}  # fmt: skip
_TOPICS: dict[ActorKind, str] = {"state_force": "mil", "party": "pol.party"}
_BODIES = frozenset({"Organization", "PublicBody"})
# Relations for which FollowTheMoney has an edge: its schema, its ends from subject to object, whom the ends must be.
_EDGES: dict[RelationKind, tuple[str, str, str]] = {
    "member_of": ("Membership", "member", "organization"),
    "leads": ("Directorship", "director", "organization"),
    "works_for": ("Employment", "employee", "employer"),
    "represents": ("Representation", "agent", "client"),
    "successor_of": ("Succession", "successor", "predecessor"),
}
_ROLES = {"initiators": "initiator", "targets": "target", "supporters": "supporter", "participants": "participant"}
# Characters that the types of FollowTheMoney hold: addresses, names, texts, and at least this everything else.
ADDRESS_LIMIT, NAME_LIMIT, TEXT_LIMIT, STRING_LIMIT = 250, 384, 65_000, 1024
_LIMITS = {
    **dict.fromkeys(("full", "location"), ADDRESS_LIMIT),
    **dict.fromkeys(("name", "alias", "weakAlias"), NAME_LIMIT),
    **dict.fromkeys(("bodyText", "description", "notes", "summary"), TEXT_LIMIT),
}
_NO_POINT = frozenset({"country", "online"})
_URL = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def export_ftm(dossier: Dossier, folder: Path) -> list[Path]:
    """`entities.ftm.json`: an entity a line, each id once."""
    lines = {one["id"]: json.dumps(one, ensure_ascii=False) for one in entities(dossier)}
    return [write_text(folder / "entities.ftm.json", "".join(f"{line}\n" for line in lines.values()))]


def entities(dossier: Dossier) -> Iterator[Entity]:
    """All entities: articles, actors with their mentions, relations, events with their places and roles."""
    schemata = {actor.id: _schema(actor) for actor in dossier.actors}
    held = {document.id for document in dossier.documents}
    yield from map(_article, dossier.documents)
    for actor in dossier.actors:
        yield _actor(actor, held)
        yield from _mentions(actor, held)
    for relation in dossier.relations:
        yield from _relation(relation, schemata, held)
    for event in dossier.events:
        yield from _event(event, schemata, held)


# --- what every entity takes ----------------------------------------------------------------------


def _key(kind: str, key: str) -> str:
    """An id of the letters that FollowTheMoney allows, the same for the same item and only for it."""
    readable = re.sub(r"[^0-9a-z]+", "-", key.casefold().encode("ascii", "ignore").decode())[:60].strip("-")
    return "-".join(part for part in (kind, readable, sha256(key.encode()).hexdigest()[:10]) if part)


def _entity(key: str, schema: str, **properties: Iterable[str | None] | str | None) -> Entity:
    """An entity; every property is a list of texts, cut to what its type holds; an empty one is left out."""
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        given = [value] if isinstance(value, str) else value or ()
        limit = _LIMITS.get(name, STRING_LIMIT)
        if found := list(dict.fromkeys(text for each in given if each and (text := clip(each, limit)))):
            kept[name] = found
    return {"id": key, "schema": schema, "properties": kept}


def _proof(evidence: Iterable[Evidence], held: set[str]) -> list[str]:
    return [_key("article", key) for key in dict.fromkeys(piece.document for piece in evidence) if key in held]


def _quotes(evidence: Iterable[Evidence]) -> list[str]:
    return [piece.quote for piece in evidence]


def _days(when: When) -> dict[str, str | None]:
    first, last = bounds(when.edtf)
    start, end = (day.isoformat() if day else None for day in (first, last))
    return (
        {"date": start, "startDate": None, "endDate": None}
        if start == end
        else {"date": None, "startDate": start, "endDate": end}
    )


# --- articles and actors --------------------------------------------------------------------------


def _article(document: Document) -> Entity:
    first = bounds(document.published.when.edtf)[0] if document.published else None
    url = document.metadata.url or ""
    return _entity(
        _key("article", document.id),
        "Article",
        fileName=document.source,
        title=document.title,
        author=[credit.name for credit in document.credits if credit.role == "author"],
        publisher=document.outlet.name if document.outlet else None,
        publishedAt=first.isoformat() if first else None,
        sourceUrl=url if _URL.fullmatch(url) and url == visible(url) else None,
        bodyText=document.text,
    )


def _schema(actor: Actor) -> str:
    return "LegalEntity" if actor.form == "label" else _SCHEMATA[actor.kind]


def _actor(actor: Actor, held: set[str]) -> Entity:
    schema = _schema(actor)
    own: dict[str, Any] = {"position": actor.role} if schema == "Person" else {"summary": actor.role}
    return _entity(
        _key("actor", actor.id),
        schema,
        name=actor.name,
        alias=[name for name in actor.names if name != actor.name],
        weakAlias=actor.background_names,
        country=actor.country.lower() if actor.country else None,
        topics=_TOPICS.get(actor.kind) if schema in _BODIES else None,
        keywords=[
            actor.kind.replace("_", " "),
            {"named": None, "label": "collective label", "unnamed": "not named"}[actor.form],
        ],
        notes=[f"{actor.id}: {', '.join(record.id for record in actor.records)}"],
        proof=_proof(actor.evidence, held),
        **own,
    )


def _mentions(actor: Actor, held: set[str]) -> Iterator[Entity]:
    for record in actor.records:
        if record.document in held:
            yield _entity(
                _key("mention", record.id),
                "Mention",
                document=_key("article", record.document),
                resolved=_key("actor", actor.id),
                name=list(dict.fromkeys((record.name, *record.names))),
                detectedSchema=_schema(actor),
                contextCountry=record.country.lower() if record.country else None,
            )


# --- relations and events -------------------------------------------------------------------------


def _relation(relation: Relation, schemata: dict[str, str], held: set[str]) -> Iterator[Entity]:
    """An edge of FollowTheMoney's where it has one for this relation and the ends are what it asks for."""
    subject, target = relation.subject, relation.object
    if subject not in schemata or target not in schemata or subject == target:
        return
    schema, source, goal = _EDGES.get(relation.kind, ("UnknownLink", "subject", "object"))
    fits = {
        "organization": schemata[target] in _BODIES,
        "employer": schemata[target] in _BODIES and schemata[subject] == "Person",
    }
    if relation.status == "denied" or not fits.get(goal, True):
        schema, source, goal = "UnknownLink", "subject", "object"
    scope = [
        relation.kind.replace("_", " "),
        f"in {relation.place}" if relation.place else "",
        "denied" if relation.status == "denied" else "",
    ]
    yield _entity(
        _key("relation", relation.id),
        schema,
        **{source: _key("actor", subject), goal: _key("actor", target)},
        role=", ".join(part for part in scope if part),
        status=relation.status,
        **_days(relation.when),
        recordId=[record.id for record in relation.records],
        summary=_quotes(relation.evidence),
        proof=_proof(relation.evidence, held),
    )


def _event(event: Event, schemata: dict[str, str], held: set[str]) -> Iterator[Entity]:
    parties = [(role, key) for role in _ROLES for key in dict.fromkeys(getattr(event, role)) if key in schemata]
    places = list(_address(event.where))
    yield from places
    yield _entity(
        _key("event", event.id),
        "Event",
        name=event.label,
        keywords=[
            event.acled_type,
            event.acled_sub_type,
            event.plover_type,
            event.attack.type if event.attack else None,
            event.extent,
            event.status,
        ],
        **_days(event.when),
        location=event.where.name if event.where else None,
        country=event.where.country.lower() if event.where and event.where.country else None,
        addressEntity=[place["id"] for place in places],
        involved=[_key("actor", key) for _, key in parties],
        recordId=[record.id for record in event.records],
        description=_quotes(event.evidence),
        notes=_tolls(event),
        proof=_proof(event.evidence, held),
    )
    for role, key in parties:
        yield _entity(
            _key("role", f"{event.id} {role} {key}"),
            "UnknownLink",
            subject=_key("event", event.id),
            object=_key("actor", key),
            role=_ROLES[role],
            status=event.status,
            recordId=[record.id for record in event.records],
            proof=_proof(event.evidence, held),
        )


def _tolls(event: Event) -> list[str]:
    """What is said of the dead and wounded, in the text's words."""
    tolls = (("killed", event.killed), ("wounded", event.wounded))
    return [f"{word}: {toll.as_written or f'{toll.min} to {toll.max}'}" for word, toll in tolls if toll]


def _address(place: Place | None) -> Iterator[Entity]:
    """A place with coordinates, how far off they may be in words; a country is none."""
    if place is None or place.latitude is None or place.longitude is None or place.kind in _NO_POINT:
        return
    spot = f"{place.name} {place.country} {place.latitude} {place.longitude} {place.radius_km}"
    yield _entity(
        _key("place", spot),
        "Address",
        full=", ".join(part for part in (place.name, place.admin1) if part),
        state=place.admin1,
        country=place.country.lower() if place.country else None,
        latitude=str(place.latitude),
        longitude=str(place.longitude),
        remarks=f"within {place.radius_km:g} km" if place.radius_km else None,
    )
