"""Columns like those of UCDP's Georeferenced Event Dataset, with low, best and high estimates and precision codes.

An event of UCDP is deadly, organised violence between two sides, or of one side against civilians. Ids and names that
only UCDP gives (conflicts, dyads, Gleditsch-Ward numbers, regions) stay empty, and so does what the records do not
settle.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from summarize.export.coding import HAPPENED, Case, Code, Codebook, country, days_of, write_coded
from summarize.schemas import Actor, Dossier
from summarize.schemas.tables import Cell
from summarize.schemas.vocabulary import ActorKind

__all__ = ["Deaths", "export_ged"]

_STATE: frozenset[ActorKind] = frozenset({"state", "government", "state_force", "coalition"})
_GROUP: frozenset[ActorKind] = frozenset({"armed_group", "umbrella", "party", "organisation"})
_YEAR = 366
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


def export_ged(dossier: Dossier, folder: Path) -> list[Path]:
    """`ged.csv`, with `ged_trace.csv` (the records behind every cell) and `ged_left_out.csv`."""
    return write_coded(dossier, folder, BOOK)


# --- deaths ---------------------------------------------------------------------------------------


class Deaths(NamedTuple):
    """The lowest, the best and the highest figure that the reports of an event allow."""

    low: int
    best: int
    high: int


def _deaths(case: Case) -> Deaths | None:
    """From all reports: the lowest and highest bound; best is the shown report's lower figure. None: nobody counts."""
    figures = [value.value for value in case.event.values.get("killed", ()) if value.value]
    bounds = [(one.get("min"), one.get("max")) for one in figures if isinstance(one, dict)]
    shown = case.event.killed
    if shown:
        bounds.append((shown.min, shown.max))
    given: list[int] = [number for pair in bounds for number in pair if number is not None]
    if shown is None or not given:
        return None
    lows = [low if low is not None else 0 for low, high in bounds if low is not None or high is not None]
    best = shown.min if shown.min is not None else min(lows)
    return Deaths(min(lows), best, max(given))


def _figure(name: str) -> Code:
    def fill(case: Case) -> Cell:
        deaths = _deaths(case)
        return getattr(deaths, name) if deaths else None

    return Code(name, fill, ("killed",))


def _civilian_deaths(case: Case) -> int:
    """Whose deaths they are is known only where all who were hit are civilians."""
    deaths = _deaths(case)
    return deaths.best if deaths and _violence(case) == ONE_SIDED else 0


def _unknown_deaths(case: Case) -> int:
    deaths = _deaths(case)
    return (deaths.best if deaths else 0) - _civilian_deaths(case)


# --- who ------------------------------------------------------------------------------------------


def _side(case: Case, keys: tuple[str, ...]) -> list[Actor]:
    return [case.actors[key] for key in keys if key in case.actors]


def _violence(case: Case) -> int | None:
    """State-based, non-state or one-sided; None where the two sides are not known well enough to say."""
    doers, hit = _side(case, case.event.initiators), _side(case, case.event.targets)
    if hit and all(actor.kind == "population" for actor in hit):
        return ONE_SIDED
    if not doers or not hit:
        return None
    kinds = {doers[0].kind, hit[0].kind}
    if kinds & _STATE and kinds <= _STATE | _GROUP:
        return STATE_BASED
    return NON_STATE if kinds <= _GROUP else None


def _sides(case: Case) -> tuple[str | None, str | None]:
    """Side a is the government of a state-based conflict, or who does it; side b the other one, or civilians."""
    doer = next(map(case.name, case.event.initiators), None)
    other = next(map(case.name, case.event.targets), None)
    kind = _violence(case)
    if kind == ONE_SIDED:
        return doer, "Civilians"
    if kind == STATE_BASED and _side(case, case.event.initiators)[0].kind not in _STATE:
        return other, doer
    return doer, other


def _dyad(case: Case) -> str | None:
    one, two = _sides(case)
    return f"{one} - {two}" if one and two else None


# --- where and when -------------------------------------------------------------------------------


def _date_prec(case: Case) -> int:
    first, last = case.span
    days = (last - first).days + 1
    return next(code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, _YEAR)) if days <= most)


def _place(name: str) -> Code:
    field = {"where_coordinates": "name", "adm_1": "admin1", "where_prec": "ucdp_precision"}.get(name, name)
    return Code(name, lambda case: getattr(case.event.where, field) if case.event.where else None, ("where",))


def _point(case: Case) -> tuple[float, float] | None:
    where = case.event.where
    if where is None or where.latitude is None or where.longitude is None:
        return None
    return where.latitude, where.longitude


def _wkt(case: Case) -> str | None:
    point = _point(case)
    return f"POINT ({point[1]} {point[0]})" if point else None


def _cell(case: Case) -> int | None:
    """PRIO-GRID's cell of half a degree, numbered from the south-west, 720 a row."""
    point = _point(case)
    if point is None:
        return None
    row, column = min(int((point[0] + 90) * 2), 359), min(int((point[1] + 180) * 2), 719)
    return row * 720 + column + 1


def _country(case: Case) -> str | None:
    found = country(case.event.where.country if case.event.where else None)
    return found.name if found else None


# --- sources --------------------------------------------------------------------------------------


def _joined(get: Any) -> Any:
    return lambda case: list(dict.fromkeys(filter(None, map(get, case.sources())))) or None


def _original(case: Case) -> list[str] | None:
    """Who says so, other than the articles' authors."""
    return [case.name(key) for key in case.event.according_to if key in case.actors] or None


def _refuses(case: Case) -> str | None:
    event, deaths, days = case.event, _deaths(case), days_of(case.event)
    if event.status not in HAPPENED:
        return f"it is {event.status}, not reported to have happened"
    if deaths is None or deaths.high == 0:
        return "no death is reported"
    if days is None or (days[1] - days[0]).days >= _YEAR:
        return "its date is not known to the year"
    if event.where is None or event.where.ucdp_precision is None:
        return "its place is not known"
    return None


_SIDES = ("initiators", "targets")

BOOK = Codebook(
    "ged",
    (
        Code("id", lambda case: case.event.id, ("id",)),
        Code("relid"),
        Code("year", lambda case: case.span[0].year, ("when",)),
        Code("active_year"),
        Code("code_status"),
        Code("type_of_violence", _violence, _SIDES),
        Code("conflict_new_id"),
        Code("conflict_name"),
        Code("dyad_new_id"),
        Code("dyad_name", _dyad, _SIDES),
        Code("side_a_new_id"),
        Code("side_a", lambda case: _sides(case)[0], _SIDES),
        Code("side_b_new_id"),
        Code("side_b", lambda case: _sides(case)[1], _SIDES),
        Code("number_of_sources", lambda case: len(case.sources()), ("id",)),
        Code("source_article", _joined(lambda one: one.title or one.source), ("id",)),
        Code("source_office", _joined(lambda one: one.outlet.name if one.outlet else None), ("id",)),
        Code("source_date", _joined(lambda one: one.published.when.edtf if one.published else None), ("id",)),
        Code("source_headline", _joined(lambda one: one.title), ("id",)),
        Code("source_original", _original, ("according_to",)),
        _place("where_prec"),
        _place("where_coordinates"),
        Code("where_description", lambda case: case.event.label, ("label",)),
        _place("adm_1"),
        Code("adm_2"),
        _place("latitude"),
        _place("longitude"),
        Code("geom_wkt", _wkt, ("where",)),
        Code("priogrid_gid", _cell, ("where",)),
        Code("country", _country, ("where",)),
        Code("country_id"),
        Code("region"),
        Code("event_clarity", lambda case: 1 if case.event.extent == "single" else 2, ("extent",)),
        Code("date_prec", _date_prec, ("when",)),
        Code("date_start", lambda case: case.span[0].isoformat(), ("when",)),
        Code("date_end", lambda case: case.span[1].isoformat(), ("when",)),
        Code("deaths_a", lambda _: 0, ("killed",)),
        Code("deaths_b", lambda _: 0, ("killed",)),
        Code("deaths_civilians", _civilian_deaths, ("killed", "targets")),
        Code("deaths_unknown", _unknown_deaths, ("killed", "targets")),
        _figure("best"),
        _figure("high"),
        _figure("low"),
        Code("gwnoa"),
        Code("gwnob"),
    ),
    _refuses,
)
