"""Events on a map: GeoJSON (RFC 7946) that says how exactly each place is known.

A point is where a gazetteer has the place; `radius_km` says how far the true spot may lie from it. What is known only
to be in a country, online or nowhere in particular has a null geometry: a country never becomes a point.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarize.export.files import write_text
from summarize.schemas import Dossier, Event, Place
from summarize.schemas.dates import bounds
from summarize.schemas.display import clip
from summarize.schemas.spreadsheets import LONGEST
from summarize.schemas.tables import COLUMNS, names_of
from summarize.schemas.views import by_date

__all__ = ["export_geojson"]

_NO_POINT = frozenset({"country", "online"})
_IN_GEOMETRY = frozenset({"latitude", "longitude"})


def export_geojson(dossier: Dossier, folder: Path) -> list[Path]:
    """`events.geojson`: a feature an event, with the columns of the events table as its properties."""
    names = names_of(dossier)
    features = [_feature(event, names) for event in by_date(dossier.events)]
    collection = {"type": "FeatureCollection", "features": features}
    return [write_text(folder / "events.geojson", json.dumps(collection, ensure_ascii=False, indent=1) + "\n")]


def _feature(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    first, last = bounds(event.when.edtf)
    cells = {column: fill(event, names) for column, fill in COLUMNS["events"].items() if column not in _IN_GEOMETRY}
    properties = {column: _shown(value) for column, value in cells.items()} | {
        "date_first": first.isoformat() if first else None,
        "date_last": last.isoformat() if last else None,
        "gazetteer": event.where.gazetteer if event.where else None,
    }
    return {"type": "Feature", "id": event.id, "geometry": _point(event.where), "properties": properties}


def _shown(value: Any) -> Any:
    """Text without what steers whatever shows it; map viewers show properties as they come."""
    if isinstance(value, list):
        return [clip(each, LONGEST) for each in value]
    return clip(value, LONGEST) if isinstance(value, str) else value


def _point(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.kind in _NO_POINT or place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
