"""Blocking: which reports of events are worth comparing. Reports that share a key are; no others.

Keys are made in SQL from the event table, so that five reports and five million are blocked alike: by days and place;
by days and doer where a place is missing; and, for what has no day, by place and doer, place and target, or doer and
target. A key that more than `cap` reports share is cut into overlapping windows of its reports in the order of what
they say (sorted neighbourhood, Hernández and Stolfo 1995), which bounds the work to cap × reports; how many were cut
is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import duckdb

__all__ = ["Capped", "propose_pairs"]

_SPOT = "coalesce(place_kind in ('site', 'town', 'near'), false)"
_DATED = "coalesce(last_day - first_day < 7, false)"
_BY_NAME = "(lat is null or lon is null or coalesce(radius, 0) > 25)"
# Two grids of 0.2 degrees, so that near spots share a cell of one of them.
_CELLS = (
    "unnest([hash(floor(lat / 0.2), floor(lon / 0.2), 0), hash(floor(lat / 0.2 + 0.5), floor(lon / 0.2 + 0.5), 1)])"
)
# Windows of three days, each report in its own and the next: what lies two days apart shares one.
_DAYS = "unnest(range(first_day // 3, last_day // 3 + 2))"
_NAMED = f"select unnest(place_words) from events where {_SPOT} and {_BY_NAME}"
_NAMESAKES = "select place from events group by place having max(lat) - min(lat) > 0.2 or max(lon) - min(lon) > 0.2"
_PARTS = {
    "spots": f"select unique_id, {_CELLS} as spot from events where {_SPOT} and not {_BY_NAME}"
    f" union all select unique_id, hash(unnest(place_words)) from events where {_SPOT} and {_BY_NAME}"
    # what has coordinates is found by a word of its name too, if there is a report of that word without them
    f" union all select unique_id, hash(word) from (select unique_id, unnest(place_words) as word from events"
    f" where {_SPOT} and not {_BY_NAME}) where word in ({_NAMED})"
    f" union all select unique_id, hash(place) from events where {_SPOT} and place in ({_NAMESAKES})",
    "parties": "select unique_id, unnest(doers) as who from events",
    "kinds": "select unique_id, coalesce(acled, plover) as kind from events",
    "days": f"select unique_id, {_DAYS} as days from events where {_DATED}",
}


class _Rule(NamedTuple):
    """A kind of key: its columns, the parts they come from, and what one of the two reports must be."""

    key: str
    parts: str
    one: str = "true"


_RULES = {
    "day and place": _Rule("days, spot", "days join spots using (unique_id)"),
    "day and doer": _Rule("days, who", "days join parties using (unique_id)", f"not {_SPOT}"),
    "place and doer": _Rule("spot, who", "spots join parties using (unique_id)", f"not {_DATED}"),
    "place and target": _Rule("spot, target", "spots", f"not {_DATED}"),
    "doer and target": _Rule("who, target", "parties", f"not {_DATED}"),
    "doer and type": _Rule("who, kind", "parties join kinds using (unique_id)", f"not {_DATED} and not {_SPOT}"),
}
_SAYS = "target, acled, killed_min, weapon, first_day, unique_id"


class Capped(NamedTuple):
    """Keys of one rule that were cut into windows, and the reports in them."""

    rule: str
    keys: int
    reports: int


def propose_pairs(con: duckdb.DuckDBPyConnection, cap: int) -> list[Capped]:
    """Make the table `pairs` of the table `events`: join_key_l < join_key_r, each pair once. What had to be cut."""
    for name, query in _PARTS.items():
        con.execute(f"create or replace temp table {name} as {query}")
    capped = [Capped(name, *_keys(con, at, rule, cap)) for at, (name, rule) in enumerate(_RULES.items())]
    pairs = " union all ".join(_join(at, rule) for at, rule in enumerate(_RULES.values()))
    con.execute(f"create or replace temp table pairs as select distinct *, '0' as match_key from ({pairs})")
    for table in (*_PARTS, *(f"keys_{at}" for at in range(len(_RULES)))):
        con.execute(f"drop table {table}")
    return [one for one in capped if one.keys]


def _keys(con: duckdb.DuckDBPyConnection, at: int, rule: _Rule, cap: int) -> tuple[int, int]:
    """The table `keys_N` of a rule, over-full keys cut. How many were, and how many reports they had."""
    known = " and ".join(f"{column} is not null" for column in rule.key.split(", "))
    kind = ", acled, plover" if rule.key == "spot, who" else ""  # else a year of one group's attacks on one town
    con.execute(
        f"create or replace temp table keys_{at} as select unique_id, hash({rule.key}{kind}) as key, {rule.one} as bare"
        f" from {rule.parts} join events using (unique_id) where {known}"
    )
    con.execute(f"create or replace temp table big as select key from keys_{at} group by key having count(*) > {cap}")
    keys, reports = con.execute(
        f"select count(distinct key), count(*) from keys_{at} semi join big using (key)"
    ).fetchall()[0]
    if keys:
        half = max(1, cap // 2)
        con.execute(
            f"create or replace temp table keys_{at} as select * from keys_{at} anti join big using (key) union all"
            f" select unique_id, hash(key, unnest([place, place + 1])), bare from (select unique_id, key, bare,"
            f" row_number() over (partition by key order by {_SAYS}) // {half} as place"
            f" from keys_{at} semi join big using (key) join events using (unique_id))"
        )
    return keys, reports


def _join(at: int, rule: _Rule) -> str:
    """The pairs of a rule: of different documents, and not on days that lie more than two apart."""
    order = (
        "l.unique_id < r.unique_id" if rule.one == "true" else "l.bare and (not r.bare or l.unique_id < r.unique_id)"
    )
    return (
        f"select least(l.unique_id, r.unique_id) as join_key_l, greatest(l.unique_id, r.unique_id) as join_key_r"
        f" from keys_{at} l join keys_{at} r on l.key = r.key and {order}"
        " join events a on a.unique_id = l.unique_id join events b on b.unique_id = r.unique_id"
        " where a.document <> b.document"
        " and not coalesce(greatest(a.first_day - b.last_day, b.first_day - a.last_day) > 2, false)"
    )
