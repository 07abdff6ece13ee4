"""Places: from a place as read to its precision in ACLED's and UCDP's codes, and coordinates where they are known.

A country never gets the coordinates of its middle, and nothing does that the gazetteer knows only by a namesake in
another country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from summarize.extract.countries import country_code
from summarize.extract.gazetteer import Spot, airfield, province, town
from summarize.schemas.events import Place
from summarize.schemas.reading import ReadPlace
from summarize.schemas.vocabulary import PlaceKind

# ACLED's geo_precision (1 town, 2 near a town or a small part of a region, 3 larger region; a country is not coded) and
# UCDP GED's where_prec (1 exact, 2 within about 25 km, 3 second-order division, 4 first-order, 5 line or fuzzy area,
# 6 country, 7 international waters or airspace).
_PRECISION: dict[PlaceKind, tuple[int | None, int | None]] = {
    "site": (1, 1),
    "town": (1, 1),
    "near": (2, 2),
    "district": (2, 3),
    "province": (3, 4),
    "region": (3, 5),
    "border": (3, 5),
    "route": (3, 5),
    "country": (None, 6),
    "waters": (None, 7),
    "online": (None, None),
}
_AROUND: dict[PlaceKind, float] = {"near": 25.0, "district": 50.0}  # km that the true spot may lie from the town's
_COMMON = re.compile(
    r"\b(?:(?:the )?(?:town|city|village|district|area|outskirts|suburbs?|countryside) of|near|outside|around|close to"
    r"|(?:north|south|east|west)+(?:ern)? of|in|at)\b|\b(?:town|city|village|district|area|countryside)\b",
    re.IGNORECASE,
)
_AIR = re.compile(r"\b(?:air ?(?:base|port|field|strip)|aerodrome)\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:(?:military|army) )?(?:base|camp)\b", re.IGNORECASE)
_BY_A_TOWN_KM = 10.0


def locate(place: ReadPlace, *, document_countries: Sequence[str] = ()) -> Place:
    """The record of a place: precision by its kind, and coordinates with a radius where the gazetteer has it.

    Sites are looked up as airfields and towns, provinces and regions as first-order divisions, the rest as towns, in
    the stated country. Without one, a name is looked up as it stands (no other spelling) in all `document_countries`
    (alpha-2 codes or names), and counts only if one of them has it; then the record gets that country.
    """
    stated = country_code(place.country) if place.country else None
    if place.kind == "country" and stated is None:
        stated = country_code(place.name)
    countries = (stated,) if stated else tuple(sorted({c for c in map(country_code, document_countries) if c}))
    spot = None if place.country and not stated else _find(place.name, place.kind, countries, stated is not None)
    acled, ucdp = _PRECISION[place.kind]
    return Place(
        name=place.name,
        kind=place.kind,
        country=stated or (spot.country if spot else None),
        admin1=place.admin1,
        acled_precision=acled,
        ucdp_precision=ucdp,
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
        radius_km=_AROUND.get(place.kind, spot.radius_km) if spot else None,
        gazetteer=spot.id if spot else None,
    )


@lru_cache(maxsize=16_384)
def _find(name: str, kind: PlaceKind, countries: tuple[str, ...], stated: bool) -> Spot | None:
    """The one entry for a name; None where there is none or several countries have one."""
    searches = _SEARCHES.get(kind, ())
    for search in searches if stated else searches[:1]:
        spots = [spot for country in countries if (spot := search(name, country))]
        if spots:
            return spots[0] if len(spots) == 1 else None
    return None


def _site(name: str, country: str) -> Spot | None:
    """A town that has the very name; an airfield or base, or the town that it is named for and lies by."""
    word = _AIR.search(name) or _BASE.search(name)
    if word is None:
        return town(name, country, fuzzy=False)
    own = name[: word.start()].strip() or name[word.end() :].strip()
    field = airfield(own, country, shortened=bool(_AIR.search(name)))
    seat = None if field else town(own, country, fuzzy=False)
    return replace(seat, radius_km=_BY_A_TOWN_KM) if seat else field


def _town(name: str, country: str) -> Spot | None:
    return next((spot for form in _forms(name) if (spot := town(form, country, fuzzy=False))), None)


def _town_nearly(name: str, country: str) -> Spot | None:
    return next((spot for form in _forms(name) if (spot := town(form, country))), None)


def _forms(name: str) -> Iterator[str]:
    """A name, then without what places it further (", Anbar", " in Anbar"), then without "the town of" and the like."""
    head = re.split(r",| in | \(", name)[0]
    yield from dict.fromkeys((name, head, _COMMON.sub(" ", head)))


# In the order in which they are tried; where no country is stated, only the first.
_SEARCHES: dict[PlaceKind, tuple[Callable[[str, str], Spot | None], ...]] = {
    "site": (_site,),
    "town": (_town, _town_nearly),
    "near": (_town, _town_nearly),
    "district": (_town, _town_nearly),
    "province": (province,),
    "region": (province,),
}
