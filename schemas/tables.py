"""The dossier as flat tables: one row a canonical item, columns that spreadsheets and data frames understand.

A table is a declared list of columns, each a name and how to fill it. Cells with several values are lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from summarize.schemas.contradictions import Contradiction
from summarize.schemas.dates import When
from summarize.schemas.documents import Document
from summarize.schemas.events import Event, Place, Toll
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

if TYPE_CHECKING:
    from summarize.schemas.dossier import Dossier

TableName = Literal["documents", "actors", "events", "attacks", "relations", "tallies", "contradictions"]
TABLES: tuple[TableName, ...] = ("documents", "actors", "events", "attacks", "relations", "tallies", "contradictions")
Cell = str | int | float | bool | list[str] | None
Row = dict[str, Cell]
Names = Mapping[str, str]
Columns = dict[str, Callable[[Any, Names], Cell]]


def names_of(dossier: Dossier) -> dict[str, str]:
    """Every actor's name under its canonical id and the ids of its records."""
    names = {AUTHOR: AUTHOR, UNSPECIFIED: UNSPECIFIED}
    for actor in dossier.actors:
        names[actor.id] = actor.name
        names.update((record.id, actor.name) for record in actor.records)
    return names


def _called(ids: Iterable[str], names: Names) -> list[str]:
    return [names.get(key, key) for key in ids]


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def _sentences(evidence: Iterable[Evidence]) -> list[str]:
    """`document:sentence` of each piece, once, in the order given."""
    return _once(f"{piece.document}:{piece.sentence}" for piece in evidence)


_CITED: Columns = {
    "records": lambda item, _: [record.id for record in item.records],
    "documents": lambda item, _: _once(record.document for record in item.records),
    "sentences": lambda item, _: _sentences(item.evidence),
}


def _when(field: str, prefix: str = "date") -> Columns:
    def get(item: Any) -> When:
        when: When = getattr(item, field)
        return when

    return {
        prefix: lambda item, _: get(item).edtf,
        f"{prefix}_precision": lambda item, _: get(item).precision,
        f"{prefix}_as_written": lambda item, _: get(item).as_written,
        f"{prefix}_basis": lambda item, _: get(item).basis if get(item).edtf else None,
    }


_PLACE_FIELDS = {
    "place": "name", "place_kind": "kind", "country": "country", "admin1": "admin1",
    "latitude": "latitude", "longitude": "longitude", "radius_km": "radius_km",
    "acled_geo_precision": "acled_precision", "ucdp_where_prec": "ucdp_precision",
}  # fmt: skip


def _place(field: str) -> Callable[[Any, Names], Cell]:
    def get(item: Any, _: Names) -> Cell:
        place: Place | None = item.where
        value: Cell = getattr(place, field) if place else None
        return value

    return get


def _toll(kind: str, field: str) -> Callable[[Any, Names], Cell]:
    def get(item: Any, _: Names) -> Cell:
        toll: Toll | None = getattr(item, kind)
        value: Cell = getattr(toll, field) if toll else None
        return value

    return get


def _role(field: str) -> Columns:
    return {
        field: lambda item, names: _called(getattr(item, field), names),
        f"{field}_ids": lambda item, _: list(getattr(item, field)),
    }


_PLACE: Columns = {column: _place(field) for column, field in _PLACE_FIELDS.items()}
_TOLLS: Columns = {
    f"{kind}_{field}": _toll(kind, field) for kind in ("killed", "wounded") for field in ("min", "max", "as_written")
}
_SAID: Columns = {
    "status": lambda item, _: item.status,
    "certainty": lambda item, _: item.certainty,
    **_role("according_to"),
}
_EVENT_HEAD: Columns = {
    "id": lambda event, _: event.id,
    "label": lambda event, _: event.label,
    **_when("when"),
    **_PLACE,
}


def _attack(field: str) -> Callable[[Any, Names], Cell]:
    return lambda event, _: getattr(event.attack, field)


def _claimed_by(event: Event, names: Names) -> Cell:
    claim = event.attack.claim if event.attack else None
    return names.get(claim.by, claim.by) if claim else None


def _published(field: str) -> Callable[[Any, Names], Cell]:
    return lambda document, _: getattr(document.published, field) if document.published else None


def _credited(role: str) -> Callable[[Any, Names], Cell]:
    return lambda document, _: [credit.name for credit in document.credits if credit.role == role]


def _published_when(document: Document, _: Names) -> Cell:
    return document.published.when.edtf if document.published else None


def _all_sides(item: Contradiction) -> list[Evidence]:
    return [*item.evidence, *chain.from_iterable(side.evidence for side in item.sides)]


COLUMNS: dict[TableName, Columns] = {
    "documents": {
        "id": lambda document, _: document.id,
        "source": lambda document, _: document.source,
        "title": lambda document, _: document.title,
        "authors": _credited("author"),
        "contributors": _credited("contributor"),
        "editors": _credited("editor"),
        "outlet": lambda document, _: document.outlet.name if document.outlet else None,
        "outlet_basis": lambda document, _: document.outlet.basis if document.outlet else None,
        "published": _published_when,
        "published_basis": _published("basis"),
        "published_reason": _published("reason"),
        "url": lambda document, _: document.metadata.url,
        "sentences": lambda document, _: len(document.sentences),
        "characters": lambda document, _: len(document.text),
    },
    "actors": {
        "id": lambda actor, _: actor.id,
        "name": lambda actor, _: actor.name,
        "names": lambda actor, _: list(actor.names),
        "kind": lambda actor, _: actor.kind,
        "form": lambda actor, _: actor.form,
        "country": lambda actor, _: actor.country,
        "role": lambda actor, _: actor.role,
        "background_names": lambda actor, _: list(actor.background_names),
        **_CITED,
    },
    "events": {
        **_EVENT_HEAD,
        "acled_type": lambda event, _: event.acled_type,
        "acled_sub_type": lambda event, _: event.acled_sub_type,
        "plover_type": lambda event, _: event.plover_type,
        "extent": lambda event, _: event.extent,
        "is_attack": lambda event, _: event.attack is not None,
        **_role("initiators"),
        **_role("targets"),
        **_role("supporters"),
        **_role("participants"),
        **_TOLLS,
        **_SAID,
        "part_of": lambda event, _: event.part_of,
        **_CITED,
    },
    "attacks": {
        **_EVENT_HEAD,
        "acled_sub_type": lambda event, _: event.acled_sub_type,
        "extent": lambda event, _: event.extent,
        "attack_type": _attack("type"),
        "weapon": _attack("weapon"),
        "weapon_type": _attack("weapon_type"),
        "target": _attack("target"),
        "target_type": _attack("target_type"),
        "claimed_by": _claimed_by,
        "claim_mode": lambda event, _: event.attack.claim.mode if event.attack.claim else None,
        **_role("initiators"),
        **_role("targets"),
        **_TOLLS,
        **_SAID,
        "part_of": lambda event, _: event.part_of,
        **_CITED,
    },
    "relations": {
        "id": lambda relation, _: relation.id,
        "subject": lambda relation, names: names.get(relation.subject, relation.subject),
        "kind": lambda relation, _: relation.kind,
        "object": lambda relation, names: names.get(relation.object, relation.object),
        "subject_id": lambda relation, _: relation.subject,
        "object_id": lambda relation, _: relation.object,
        "place": lambda relation, _: relation.place,
        "time": lambda relation, _: relation.time,
        **_when("when"),
        **_SAID,
        **_CITED,
    },
    "tallies": {
        "id": lambda tally, _: tally.id,
        "label": lambda tally, _: tally.label,
        "as_written": lambda tally, _: tally.as_written,
        "unit": lambda tally, _: tally.unit,
        "comparator": lambda tally, _: tally.comparator,
        "min": lambda tally, _: tally.min,
        "max": lambda tally, _: tally.max,
        **_role("actors"),
        **_when("period", "period"),
        **_PLACE,
        **_SAID,
        "contains": lambda tally, _: list(tally.contains),
        **_CITED,
    },
    "contradictions": {
        "id": lambda item, _: item.id,
        "kind": lambda item, _: item.kind,
        "about": lambda item, _: item.about,
        "sides": lambda item, _: [side.says for side in item.sides],
        "found_by": lambda item, _: item.found_by,
        "records": lambda item, _: _once(chain(item.records, *(side.records for side in item.sides))),
        "documents": lambda item, _: _once(piece.document for piece in _all_sides(item)),
        "sentences": lambda item, _: _sentences(_all_sides(item)),
    },
}


def rows(dossier: Dossier, table: TableName) -> list[Row]:
    """One row for each item of a table, in the dossier's order, the text as it stands there (not neutralised)."""
    names = names_of(dossier)
    return [{column: fill(item, names) for column, fill in COLUMNS[table].items()} for item in getattr(dossier, table)]
