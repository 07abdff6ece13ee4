"""ACLED's columns (codebook of acleddata.com), so that the dossier can be laid beside ACLED's own data.

ACLED's rules hold here and nowhere else in this package: no reported fatalities are 0, an unknown perpetrator is
"Unidentified Armed Group (Country)", nothing coarser than a month is coded, and no place coarser than a region. What
the records do not settle stays empty: the inter code of an armed group (rebels and militias differ in aims), region,
admin2, admin3, source_scale.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from summarize.export.coding import HAPPENED, Case, Code, Codebook, country, days_of, write_coded
from summarize.schemas import Actor, Dossier
from summarize.schemas.dates import is_qualified
from summarize.schemas.display import clip
from summarize.schemas.tables import Cell
from summarize.schemas.vocabulary import AcledType, ActorKind

__all__ = ["export_acled"]

_Side = Literal["initiators", "targets"]
_DISORDER: dict[AcledType, str] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_CROWDS: dict[AcledType, str] = {"Protests": "Protesters", "Riots": "Rioters"}
_ARMED: frozenset[ActorKind] = frozenset({"armed_group", "umbrella"})
_STATE: frozenset[ActorKind] = frozenset({"state", "government", "state_force"})
# The codes' order: an interaction names the lower first.
_INTER = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
)  # fmt: skip
_WEEK, _MONTH = 10, 31  # days: "week or similar period", month
NOTE_LIMIT = 2000


def export_acled(dossier: Dossier, folder: Path) -> list[Path]:
    """`acled.csv`, with `acled_trace.csv` (the records behind every cell) and `acled_left_out.csv`."""
    return write_coded(dossier, folder, BOOK)


# --- what is taken --------------------------------------------------------------------------------


def _refuses(case: Case) -> str | None:
    event, days = case.event, days_of(case.event)
    if event.acled_type is None:
        return "it has no ACLED event type"
    if event.extent != "single":
        return f"it is a {event.extent}, and ACLED codes single events"
    if event.status not in HAPPENED:
        return f"it is {event.status}, not reported to have happened"
    if days is None or (days[1] - days[0]).days >= _MONTH:
        return "its date is not known to the month"
    if event.where is None or event.where.acled_precision is None:
        return "its place is not known to a region of a country"
    if event.acled_type == "Strategic developments" and not (event.initiators or event.participants):
        return "nobody is named who did it"
    return None


# --- date and place -------------------------------------------------------------------------------


def _day(case: Case) -> date:
    """The day; of a period its middle, as ACLED takes it."""
    first, last = case.span
    return first + (last - first) // 2


def _time_precision(case: Case) -> int:
    first, last = case.span
    days = (last - first).days + 1
    if days == 1:
        return 2 if is_qualified(case.event.when.edtf or "") else 1
    return 2 if days <= _WEEK else 3


def _country_name(case: Case) -> str | None:
    found = country(case.event.where.country if case.event.where else None)
    return found.name if found else None


def _iso(case: Case) -> int | None:
    found = country(case.event.where.country if case.event.where else None)
    return found.number if found else None


def _of_place(name: str) -> Code:
    columns = {"location": "name", "geo_precision": "acled_precision"}

    def fill(case: Case) -> Cell:
        value: Cell = getattr(case.event.where, columns.get(name, name))
        return value

    return Code(name, fill, ("where",))


# --- who ------------------------------------------------------------------------------------------


def _placed(word: str, case: Case) -> str:
    where = _country_name(case)
    return f"{word} ({where})" if where else word


def _is_nobody(actor: Actor | None) -> bool:
    """Armed people of whom nobody says who they are."""
    return actor is not None and actor.form == "unnamed" and actor.kind in _ARMED


def _keys(case: Case, side: _Side) -> tuple[str, ...]:
    """The actors of a side. An agreement has neither doer nor target: its first party is actor1, the others follow."""
    event = case.event
    if event.acled_type == "Strategic developments" and not (event.initiators or event.targets):
        return event.participants[:1] if side == "initiators" else event.participants[1:]
    return event.initiators if side == "initiators" else event.targets


def _first(case: Case, side: _Side) -> str | None:
    """The side's first actor as ACLED writes it."""
    keys = _keys(case, side)
    crowd = _CROWDS.get(case.event.acled_type) if case.event.acled_type else None
    if not keys and side == "targets":
        return None
    actor = case.actors.get(keys[0]) if keys else None
    if side == "initiators" and crowd and (not keys or (actor and actor.kind == "population")):
        return _placed(crowd, case)
    if not keys or _is_nobody(actor):
        return _placed("Unidentified Armed Group", case)
    if actor and actor.kind == "population":
        return _placed("Civilians", case)
    return case.name(keys[0])


def _associates(case: Case, side: _Side) -> list[str] | None:
    """The side's other actors, and the people behind a "Civilians (Country)"."""
    keys = _keys(case, side)
    others = [*keys[1:]]
    if keys and keys[0] in case.actors and case.actors[keys[0]].kind == "population":
        others.insert(0, keys[0])
    return [case.name(key) for key in dict.fromkeys(others)] or None


def _inter(case: Case, side: _Side) -> str | None:
    """The kind of the side's first actor; empty where the records do not say which of ACLED's kinds it is."""
    keys = _keys(case, side)
    actor = case.actors.get(keys[0]) if keys else None
    crowd = _CROWDS.get(case.event.acled_type) if case.event.acled_type else None
    if side == "initiators" and crowd and (actor is None or actor.kind == "population"):
        return crowd
    if actor is None:
        return None
    if actor.kind in _STATE:
        where = case.event.where.country if case.event.where else None
        return None if not (actor.country and where) else _INTER[0] if actor.country == where else _INTER[7]
    return _INTER[6] if actor.kind == "population" else None


def _interaction(case: Case) -> str | None:
    found = [_inter(case, "initiators"), _inter(case, "targets")]
    known = sorted((inter for inter in found if inter), key=_INTER.index)
    return "-".join(known) if len(known) == 2 else None


def _civilians(case: Case) -> str | None:
    hit = any(case.actors[key].kind == "population" for key in case.event.targets if key in case.actors)
    return "Civilians targeted" if hit or case.event.acled_type == "Violence against civilians" else None


# --- what, and who says so ------------------------------------------------------------------------


def _fatalities(case: Case) -> int:
    """The lowest figure given; 0 where none is, or only an upper one. Vague words are ACLED's own figures already."""
    return (case.event.killed.min or 0) if case.event.killed else 0


def _source(case: Case) -> list[str]:
    return list(dict.fromkeys(one.outlet.name if one.outlet else one.source for one in case.sources()))


def _notes(case: Case) -> str:
    quotes = dict.fromkeys(piece.quote for piece in case.event.evidence)
    return clip(f"{case.event.label}. " + " ".join(f"“{quote}”" for quote in quotes), NOTE_LIMIT)


_WHO, _WHOM = ("initiators", "participants", "where", "acled_type"), ("targets", "participants", "where", "acled_type")

BOOK = Codebook(
    "acled",
    (
        Code("event_id_cnty", lambda case: case.event.id, ("id",)),
        Code("event_date", lambda case: _day(case).isoformat(), ("when",)),
        Code("year", lambda case: _day(case).year, ("when",)),
        Code("time_precision", _time_precision, ("when",)),
        Code("disorder_type", lambda case: _DISORDER[case.event.acled_type or "Battles"], ("acled_type",)),
        Code("event_type", lambda case: case.event.acled_type, ("acled_type",)),
        Code("sub_event_type", lambda case: case.event.acled_sub_type, ("acled_sub_type",)),
        Code("actor1", lambda case: _first(case, "initiators"), _WHO),
        Code("assoc_actor_1", lambda case: _associates(case, "initiators"), ("initiators", "participants")),
        Code("inter1", lambda case: _inter(case, "initiators"), _WHO),
        Code("actor2", lambda case: _first(case, "targets"), _WHOM),
        Code("assoc_actor_2", lambda case: _associates(case, "targets"), ("targets", "participants")),
        Code("inter2", lambda case: _inter(case, "targets"), _WHOM),
        Code("interaction", _interaction, (*_WHO, "targets")),
        Code("civilian_targeting", _civilians, ("targets", "acled_type")),
        Code("iso", _iso, ("where",)),
        Code("region"),
        Code("country", _country_name, ("where",)),
        _of_place("admin1"),
        Code("admin2"),
        Code("admin3"),
        _of_place("location"),
        _of_place("latitude"),
        _of_place("longitude"),
        _of_place("geo_precision"),
        Code("source", _source, ("id",)),
        Code("source_scale"),
        Code("notes", _notes, ("id",)),
        Code("fatalities", _fatalities, ("killed",)),
        Code("tags"),
        Code("timestamp"),
    ),
    _refuses,
)
