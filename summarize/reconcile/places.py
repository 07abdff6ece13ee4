"""Places: whether two places as written are one, one inside the other, or different."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Literal

from rapidfuzz import fuzz

from summarize.reconcile.folding import STOP_WORDS, fold, loosen
from summarize.schemas import Place

__all__ = ["PlaceMatch", "compare_places", "distance_km", "is_spot", "place_key", "place_words"]

PlaceMatch = Literal["same", "within", "unknown", "different"]

_SPOTS = frozenset({"site", "town", "near"})
_VAGUE = frozenset({"country", "region", "waters", "online", "border", "route"})
# Words that say what a place is, not which.
_COMMON = frozenset(
    map(
        loosen,
        "base airbase air military camp field oil gas city town village province governorate district near outside area"
        " region countryside suburb suburbs border crossing airport port strait sea gulf"
        " river mountains north south east"
        " west northern southern eastern western central us american".split(),
    )
)
_EARTH_KM = 6371.0
_COARSE_KM = 25.0  # coordinates that may lie so far off say no more than a district


def is_spot(place: Place) -> bool:
    """Whether the place is known to about a town."""
    return place.kind in _SPOTS


def place_words(place: Place) -> frozenset[str]:
    """The loosened words that say which place it is; all its words where there are only common ones."""
    words = [loosen(word) for word in fold(place.name).split() if word not in STOP_WORDS]
    return frozenset(word for word in words if word not in _COMMON) or frozenset(words)


def place_key(name: str | None) -> str:
    """A place's name folded, for comparing scopes: `northern syria` is not `syria`."""
    return " ".join(sorted(loosen(word) for word in fold(name or "").split() if word not in STOP_WORDS))


def compare_places(left: Place, right: Place, *, tolerance_km: float) -> PlaceMatch:
    """How two places stand to each other.

    `same`: two spots of one name, or nearer than the tolerance beyond their own radii. `within`: one is less exact and
    may hold the other. `different`: two spots apart, or different countries. `unknown`: nothing can be said.
    """
    if left.country and right.country and left.country != right.country:
        return "different"
    named = _names_agree(left, right)
    if is_spot(left) and is_spot(right):
        return _spots(left, right, named=named, tolerance_km=tolerance_km)
    if left.kind in _VAGUE and right.kind in _VAGUE:
        return "within" if named else "unknown"
    if named or _holds(left, right) or _holds(right, left):
        return "within"
    apart = distance_km(left, right)
    if apart is not None and left.radius_km and right.radius_km:
        return "within" if apart <= left.radius_km + right.radius_km + tolerance_km else "different"
    both_areas = left.kind == right.kind and left.kind in {"province", "district"}
    return "different" if both_areas and not named else "unknown"


def _spots(left: Place, right: Place, *, named: bool, tolerance_km: float) -> PlaceMatch:
    apart, radius = distance_km(left, right), (left.radius_km or 0) + (right.radius_km or 0)
    if apart is None or radius > _COARSE_KM:
        return "same" if named else "different"
    if apart <= tolerance_km + radius:
        return "same"
    return "unknown" if named else "different"


def _names_agree(left: Place, right: Place) -> bool:
    one, other = place_words(left), place_words(right)
    if one <= other or other <= one:
        return True
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other)) >= 88


def _holds(area: Place, spot: Place) -> bool:
    """Whether the less exact place is the other's province or country, by name."""
    if area.kind == "country":
        return area.country is not None and area.country == spot.country
    return spot.admin1 is not None and bool(place_words(area) & place_words(Place(name=spot.admin1, kind="province")))


def distance_km(left: Place, right: Place) -> float | None:
    """Great-circle distance in kilometres (haversine, mean Earth radius); None without both coordinates."""
    if None in (left.latitude, left.longitude, right.latitude, right.longitude):
        return None
    a, b = radians(left.latitude or 0), radians(right.latitude or 0)
    half = (
        sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians((right.longitude or 0) - (left.longitude or 0)) / 2) ** 2
    )
    return 2 * _EARTH_KM * asin(sqrt(half))
