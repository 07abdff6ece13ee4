"""The normalised tables of what a dossier says: documents, actors, events, relations, tallies, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from summarize.export.relational import (
    Column,
    Line,
    Source,
    Table,
    boolean,
    integer,
    real,
    refers,
    text,
    when_cells,
    when_columns,
)
from summarize.schemas import Actor, Attack, Document, Event, Place, Relation, Tally, Toll

__all__ = ["ITEMS"]

_PLACE = (
    *text("place", "place_kind", "country", "admin1"),
    *real("latitude", "longitude", "radius_km"),
    *integer("acled_geo_precision", "ucdp_where_prec"),
    *text("gazetteer"),
)
_SAID = text("status", "certainty")
_ATTACK = ("attack_type", "weapon", "weapon_type", "target", "target_type", "claim_mode")
EVENT_ROLES = ("initiators", "targets", "supporters", "participants", "according_to")


def _place(place: Place | None) -> Line:
    fields = (
        "name", "kind", "country", "admin1", "latitude", "longitude", "radius_km", "acled_precision",
        "ucdp_precision", "gazetteer",
    )  # fmt: skip
    values = [getattr(place, name) if place else None for name in fields]
    return dict(zip((column.name for column in _PLACE), values, strict=True))


def _toll(name: str, toll: Toll | None) -> Line:
    return {f"{name}_{part}": getattr(toll, part) if toll else None for part in ("min", "max", "as_written")}


def _toll_columns(name: str) -> tuple[Column, ...]:
    return (*integer(f"{name}_min", f"{name}_max"), *text(f"{name}_as_written"))


def _key(name: str, table: str) -> Column:
    return Column(name, "text", key=True, of=table)


# --- documents ------------------------------------------------------------------------------------


def _documents(source: Source) -> Iterator[Line]:
    for one in source.dossier.documents:
        yield {
            "id": one.id,
            "source": one.source,
            "title": one.title,
            "outlet": one.outlet.name if one.outlet else None,
            "outlet_basis": one.outlet.basis if one.outlet else None,
            **_published(one),
            "url": one.metadata.url,
            "text": one.text,
        }


def _published(document: Document) -> Line:
    said = document.published
    cells = when_cells(said.when if said else None, "published")
    return {**cells, "published_basis": said.basis if said else None, "published_reason": said.reason if said else None}


def _credits(source: Source) -> Iterator[Line]:
    for one in source.dossier.documents:
        for number, credit in enumerate(one.credits, start=1):
            yield {
                "document_id": one.id,
                "number": number,
                "name": credit.name,
                "role": credit.role,
                "sentence": credit.sentence,
            }


def _sentences(source: Source) -> Iterator[Line]:
    for one in source.dossier.documents:
        for said in one.sentences:
            yield {
                "document_id": one.id,
                "number": said.number,
                "start": said.start,
                "end": said.end,
                "text": one.text[said.start : said.end],
            }


# --- actors, events -------------------------------------------------------------------------------


def _actors(source: Source) -> Iterator[Line]:
    for actor in source.dossier.actors:
        yield {name: getattr(actor, name) for name in ("id", "name", "kind", "form", "country", "role")}


def _actor_names(source: Source) -> Iterator[Line]:
    for actor in source.dossier.actors:
        for name, basis in _forms(actor).items():
            yield {"actor_id": actor.id, "name": name, "basis": basis}


def _forms(actor: Actor) -> dict[str, str]:
    """Each name once; what stands in a document counts as that, whatever else knows it too."""
    return dict.fromkeys(actor.background_names, "background") | dict.fromkeys((actor.name, *actor.names), "written")


def _events(source: Source) -> Iterator[Line]:
    for event in source.dossier.events:
        yield {
            "id": event.id,
            "label": event.label,
            **{name: getattr(event, name) for name in ("acled_type", "acled_sub_type", "plover_type", "extent")},
            **when_cells(event.when, "date"),
            **_place(event.where),
            "is_attack": event.attack is not None,
            **_attack(source, event.attack),
            **_toll("killed", event.killed),
            **_toll("wounded", event.wounded),
            "status": event.status,
            "certainty": event.certainty,
            "part_of": source.known("events", event.part_of),
            "outlets": event.outlets,
            "independent_sources": event.independent_sources,
        }


def _attack(source: Source, attack: Attack | None) -> Line:
    claim = attack.claim if attack else None
    own = ("type", "weapon", "weapon_type", "target", "target_type")
    values = [*(getattr(attack, name) if attack else None for name in own), claim.mode if claim else None]
    claimed = claim.by if claim else None
    return {
        **dict(zip(_ATTACK, values, strict=True)),
        "claimed_by_id": source.known("actors", claimed),
        "claimed_by": source.names.get(claimed, claimed) if claimed else None,
    }


def _event_actors(source: Source) -> Iterator[Line]:
    for event in source.dossier.events:
        yield from _parties(source, "event_id", event, EVENT_ROLES)


def _parties(source: Source, column: str, item: Event | Relation | Tally, roles: Sequence[str]) -> Iterator[Line]:
    """Who takes part in which role. `author`, `unspecified` and ids of no actor here have a name and no id."""
    for role in roles:
        for number, key in enumerate(getattr(item, role), start=1):
            actor = {"actor_id": source.known("actors", key), "actor": source.names.get(key, key)}
            yield {column: item.id, "role": role, "number": number, **actor}


# --- relations, tallies, contradictions -----------------------------------------------------------


def _relations(source: Source) -> Iterator[Line]:
    for relation in source.dossier.relations:
        ends = {
            f"{end}_id": source.known("actors", key)
            for end, key in (("subject", relation.subject), ("object", relation.object))
        }
        yield {
            "id": relation.id,
            **ends,
            "subject": source.names.get(relation.subject, relation.subject),
            "object": source.names.get(relation.object, relation.object),
            **{name: getattr(relation, name) for name in ("kind", "place", "time", "status", "certainty")},
            **when_cells(relation.when, "date"),
        }


def _relation_sources(source: Source) -> Iterator[Line]:
    for relation in source.dossier.relations:
        yield from _parties(source, "relation_id", relation, ("according_to",))


def _tallies(source: Source) -> Iterator[Line]:
    own = ("id", "label", "unit", "as_written", "comparator", "min", "max", "status", "certainty")
    for tally in source.dossier.tallies:
        yield {
            **{name: getattr(tally, name) for name in own},
            **when_cells(tally.period, "period"),
            **_place(tally.where),
        }


def _tally_actors(source: Source) -> Iterator[Line]:
    for tally in source.dossier.tallies:
        yield from _parties(source, "tally_id", tally, ("actors", "according_to"))


def _tally_events(source: Source) -> Iterator[Line]:
    for tally in source.dossier.tallies:
        for key in dict.fromkeys(tally.contains):
            if source.known("events", key):
                yield {"tally_id": tally.id, "event_id": key}


def _contradictions(source: Source) -> Iterator[Line]:
    for item in source.dossier.contradictions:
        yield {name: getattr(item, name) for name in ("id", "kind", "about", "found_by")}


# --- the tables -----------------------------------------------------------------------------------


def _party_table(name: str, about: str, of: Column, lines: Callable[[Source], Iterable[Line]]) -> Table:
    columns = (of, *text("role", key=True), *integer("number", key=True), *refers("actor_id", "actors"), *text("actor"))
    return Table(name, about, columns, lines)


ITEMS: tuple[Table, ...] = (
    Table(
        "documents",
        "The articles, with their text.",
        (
            *text("id", key=True),
            *text("source", "title", "outlet", "outlet_basis"),
            *when_columns("published"),
            *text("published_reason", "url", "text"),
        ),
        _documents,
        search=("title", "text"),
        indexed=("published_first",),
    ),
    Table(
        "credits",
        "Who is credited with an article, and in which sentence.",
        (
            *refers("document_id", "documents", key=True),
            *integer("number", key=True),
            *text("name", "role"),
            *integer("sentence"),
        ),
        _credits,
    ),
    Table(
        "sentences",
        "The articles' numbered sentences; start and end count characters of the article's text, end exclusive.",
        (
            *refers("document_id", "documents", key=True),
            *integer("number", key=True),
            *integer("start", "end"),
            *text("text"),
        ),
        _sentences,
        search=("text",),
    ),
    Table(
        "actors",
        "Reconciled actors.",
        (*text("id", key=True), *text("name", "kind", "form", "country", "role")),
        _actors,
        search=("name",),
        indexed=("kind", "country"),
    ),
    Table(
        "actor_names",
        "Every form of an actor's name: written in a document, or background (known, not evidence).",
        (*refers("actor_id", "actors", key=True), *text("name", key=True), *text("basis")),
        _actor_names,
        search=("name",),
    ),
    Table(
        "events",
        "Reconciled events, attacks among them (is_attack).",
        (
            *text("id", key=True),
            *text("label", "acled_type", "acled_sub_type", "plover_type", "extent"),
            *when_columns("date"),
            *_PLACE,
            *boolean("is_attack"),
            *text(*_ATTACK),
            *refers("claimed_by_id", "actors"),
            *text("claimed_by"),
            *(column for name in ("killed", "wounded") for column in _toll_columns(name)),
            *_SAID,
            *refers("part_of", "events"),
            *integer("outlets", "independent_sources"),
        ),
        _events,
        search=("label", "place", "weapon", "target"),
        indexed=("date_first", "country", "acled_type", "is_attack"),
    ),
    _party_table("event_actors", "Who takes part in an event, and how.", _key("event_id", "events"), _event_actors),
    Table(
        "relations",
        "Reconciled relations: who stands how to whom, where and when.",
        (
            *text("id", key=True),
            *refers("subject_id", "actors"),
            *text("subject", "kind"),
            *refers("object_id", "actors"),
            *text("object", "place", "time"),
            *when_columns("date"),
            *_SAID,
        ),
        _relations,
        indexed=("kind",),
    ),
    _party_table(
        "relation_sources", "Who says that a relation holds.", _key("relation_id", "relations"), _relation_sources
    ),
    Table(
        "tallies",
        "Counts over a period or of a state; never summed with events.",
        (
            *text("id", key=True),
            *text("label", "unit", "as_written", "comparator"),
            *integer("min", "max"),
            *when_columns("period"),
            *_PLACE,
            *_SAID,
        ),
        _tallies,
        search=("label", "as_written", "unit"),
    ),
    _party_table(
        "tally_actors", "Whose acts are counted, and who says so.", _key("tally_id", "tallies"), _tally_actors
    ),
    Table(
        "tally_events",
        "Events that a count says it contains.",
        (*refers("tally_id", "tallies", key=True), *refers("event_id", "events", key=True)),
        _tally_events,
    ),
    Table(
        "contradictions",
        "Statements that cannot both be true, or stand in tension.",
        (*text("id", key=True), *text("kind", "about", "found_by")),
        _contradictions,
        search=("about",),
        indexed=("kind",),
    ),
)
