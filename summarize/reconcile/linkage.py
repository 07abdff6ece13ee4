"""Linkage: Splink on DuckDB over the event table, with the fixed settings. Reports in, weighed pairs out; no training.

`link_table` gives arrays, for any number of reports; `score_events` gives pairs that explain themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from summarize.reconcile.blocking import Capped, propose_pairs
from summarize.reconcile.comparisons import COMPARISONS, Comparison, prior_bits, settings
from summarize.reconcile.event_table import event_table
from summarize.reconcile.happenings import Happening, Party
from summarize.reconcile.score import Contribution, Scored
from summarize.schemas import Toll

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Links", "Scores", "link_table", "score_events"]


class Links(NamedTuple):
    """Weighed pairs as arrays: row numbers, `left` < `right`, and match weights in bits, the prior included."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]
    capped: tuple[Capped, ...]


class Scores(NamedTuple):
    """Scored pairs, in the order of their ids, and the blocks that were too large to compare all with all."""

    pairs: tuple[Scored, ...]
    capped: tuple[Capped, ...]


def link_table(table: pa.Table, *, cap: int) -> Links:
    """Every proposed pair of an event table, with its weight."""
    import duckdb
    import numpy as np

    with duckdb.connect() as con:
        found, capped = _predict(con, table, cap, explain=False)
        arrays = con.execute(f"select unique_id_l, unique_id_r, match_weight from {found}").fetchnumpy()
    left, right, weight = (np.asarray(arrays[name]) for name in ("unique_id_l", "unique_id_r", "match_weight"))
    return Links(left, right, weight, tuple(capped))


def score_events(happenings: Sequence[Happening], *, cap: int) -> Scores:
    """Every proposed pair of events of different documents, with what each comparison added."""
    import duckdb

    if len(happenings) < 2:
        return Scores((), ())
    ordered = sorted(happenings, key=lambda one: one.id)
    with duckdb.connect() as con:
        found, capped = _predict(con, event_table(ordered), cap, explain=True)
        columns = ["unique_id_l", "unique_id_r", *_explaining(con, found)]
        rows = con.execute(f"select {', '.join(columns)} from {found} order by unique_id_l, unique_id_r").fetchall()
    return Scores(tuple(_scored(dict(zip(columns, row, strict=True)), ordered) for row in rows), tuple(capped))


def _predict(con: duckdb.DuckDBPyConnection, table: pa.Table, cap: int, *, explain: bool) -> tuple[str, list[Capped]]:
    """The name of Splink's table of scored pairs, and what was capped."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").addHandler(logging.NullHandler())
    megabytes = 300 + 0.9 * table.num_rows / 1000  # beyond that DuckDB goes on on disk
    con.execute(f"set memory_limit = '{megabytes:.0f}MB'; set preserve_insertion_order = false")
    con.register("arrow_events", table)
    con.execute("create or replace temp table events as select *, null::ubigint[] as keys from arrow_events")
    capped = propose_pairs(con, cap)
    api = DuckDBAPI(con)
    linker = Linker(api.register("events"), settings(explain=explain), validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    return linker.inference.predict(warning_mode="never").physical_name, capped


def _explaining(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns that say what each comparison came to: its level, its weight, and what a frequency added."""
    names = (str(row[0]) for row in con.execute(f"describe {table}").fetchall())
    return [name for name in names if name.startswith(("gamma_", "mw_"))]


# --- what a pair's weight is made of ----------------------------------------------------------------


def _scored(row: Mapping[str, Any], ordered: Sequence[Happening]) -> Scored:
    left, right = ordered[row["unique_id_l"]], ordered[row["unique_id_r"]]
    spoken = [Contribution("prior", prior_bits(), "two reports taken at random")]
    for comparison in COMPARISONS:
        weight = row[f"mw_{comparison.name}"] + (row.get(f"mw_tf_adj_{comparison.name}") or 0.0)
        if weight:
            level = _level(comparison, row[f"gamma_{comparison.name}"])
            said = _SAID.get(comparison.name)
            values = f": {said(left)} / {said(right)}" if said else ""
            spoken.append(Contribution(comparison.name, weight, level + values))
    ranked = sorted(spoken, key=lambda one: (-abs(one.weight), one.feature))
    return Scored(left.id, right.id, tuple(ranked))


def _level(comparison: Comparison, gamma: int) -> str:
    """What the level says. Splink numbers the levels that are not null from the last, 0."""
    counted = [level for level in comparison.levels if level.name != "null"]
    return counted[len(counted) - 1 - gamma].says


def _where(one: Happening) -> str:
    return one.record.where.name if one.record.where else "nowhere"


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties) or "nobody named"


def _type(one: Happening) -> str:
    record = one.record
    return record.acled_sub_type or record.acled_type or record.plover_type or "no type"


def _number(toll: Toll | None) -> str:
    return toll.as_written or str(toll.min) if toll else "not said"


_SAID: dict[str, Callable[[Happening], str]] = {
    "date": lambda one: one.record.when.edtf or "undated",
    "place": _where,
    "initiators": lambda one: _names(one.initiators),
    "targets": lambda one: _names(one.targets),
    "others": lambda one: _names(one.others),
    "event_type": _type,
    "attack_type": lambda one: one.record.attack.type if one.record.attack else "no attack",
    "weapon": lambda one: (one.record.attack.weapon_type if one.record.attack else None) or "not said",
    "target": lambda one: (one.record.attack.target if one.record.attack else None) or "not said",
    "killed": lambda one: _number(one.record.killed),
    "wounded": lambda one: _number(one.record.wounded),
    "headline": lambda one: one.record.label,
    "reality": lambda one: one.record.status,
    "extent": lambda one: one.record.extent,
}
