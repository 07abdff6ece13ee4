"""How m, u and the frequencies were estimated, and how a user estimates them from his own dossiers.

python -m benchmarks.estimate made-up reports, truth known: counted beside shipped python -m benchmarks.estimate
--dossier FILE … dossiers: pairs within an event against pairs of different events

m of a level is the share of true pairs at it, u the share of random pairs of different events; what is null counts
for neither. With dossiers the shipped values count as so many pairs seen before (`--strength`), so that ten events do
not overthrow them, and the result is printed in the form of data/events.v1.json; `--frequencies` prints the shares of
places and doers in the form of data/frequencies.v1.csv.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reports import event_columns
from benchmarks.world import generate
from summarize.reconcile.comparisons import COMPARISONS, parameters
from summarize.reconcile.event_table import event_table
from summarize.reconcile.happenings import happenings_of
from summarize.reconcile.merge import record_ids
from summarize.schemas import Dossier, Records

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

SEEDS = range(100, 104)
RANDOM_PAIRS = 200_000
Counts = dict[str, Counter[str]]


def main() -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimate", description=__doc__)
    parser.add_argument("--dossier", type=Path, nargs="+", help="dossier.json files")
    parser.add_argument("--strength", type=float, default=200.0, help="how many pairs the shipped values count as")
    parser.add_argument("--frequencies", action="store_true", help="shares of places and doers instead")
    asked = parser.parse_args()
    if not asked.dossier:
        _print_counted(*_made_up())
    elif asked.frequencies:
        _print_frequencies([_load(path) for path in asked.dossier])
    else:
        same, different = _of_dossiers([_load(path) for path in asked.dossier])
        print(json.dumps(_posterior(same, different, asked.strength), indent=1))  # noqa: T201


def _load(path: Path) -> Dossier:
    return Dossier.model_validate_json(path.read_text(encoding="utf-8"))


# --- counting -------------------------------------------------------------------------------------


def counted(table: pa.Table, pairs: NDArray[np.int64]) -> Counts:
    """How many of these pairs (rows of left and right row numbers) are at each level of each comparison."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect() as con:
        con.register("events", table)
        con.register("pairs", pa.table({"l": pairs[:, 0], "r": pairs[:, 1]}))
        sides = ", ".join(f"a.{name} as {name}_l, b.{name} as {name}_r" for name in table.column_names)
        con.execute(
            f"create table matched as select {sides} from pairs join events a on a.unique_id = l"
            " join events b on b.unique_id = r"
        )
        found: Counts = {}
        for comparison in COMPARISONS:
            cases = " ".join(f"when {one.sql} then '{one.name}'" for one in comparison.levels if one.sql != "ELSE")
            last = comparison.levels[-1]
            rest = f"else '{last.name}'" if last.sql == "ELSE" else ""
            rows = con.execute(
                f"select case {cases} {rest} end as level, count(*) from matched group by level"
            ).fetchall()
            found[comparison.name] = Counter({str(level): number for level, number in rows if level != "null"})
    return found


def _pairs(truth: NDArray[np.int64], draw: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of one event, and random pairs of different ones."""
    order = np.argsort(truth, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(truth[order])) + 1)
    same = [pair for group in groups for pair in combinations(sorted(group.tolist()), 2)]
    random = draw.integers(0, len(truth), (RANDOM_PAIRS, 2))
    different = random[truth[random[:, 0]] != truth[random[:, 1]]]
    return np.array(same, dtype=np.int64).reshape(-1, 2), np.sort(different, axis=1)


def _add(total: Counts, more: Counts) -> Counts:
    return {name: total.get(name, Counter()) + more[name] for name in more}


def _made_up() -> tuple[Counts, Counts]:
    same, different = Counts(), Counts()
    for seed in SEEDS:
        reports = generate(10_000, seed)
        ones, others = _pairs(reports.column("true_id").to_numpy(), np.random.default_rng(seed))
        table = event_columns(reports)
        same, different = _add(same, counted(table, ones)), _add(different, counted(table, others))
    return same, different


def _of_dossiers(dossiers: list[Dossier]) -> tuple[Counts, Counts]:
    same, different = Counts(), Counts()
    for dossier in dossiers:
        ids, events = record_ids(dossier.actors), record_ids(dossier.events)
        happenings = happenings_of(_records(dossier), dossier.actors, ids, {})
        _, truth = np.unique(
            [events[one.id] for one in sorted(happenings, key=lambda one: one.id)], return_inverse=True
        )
        ones, others = _pairs(truth.astype(np.int64), np.random.default_rng(0))
        table = event_table(happenings)
        same, different = _add(same, counted(table, ones)), _add(different, counted(table, others))
    return same, different


def _records(dossier: Dossier) -> list[Records]:
    return [
        Records(
            document=document,
            events=tuple(one for event in dossier.events for one in event.records if one.document == document.id),
        )
        for document in dossier.documents
    ]


# --- printing -------------------------------------------------------------------------------------


def _print_counted(same: Counts, different: Counts) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["comparison", "level", "m counted", "u counted", "m shipped", "u shipped"])
    for comparison in COMPARISONS:
        ones, others = same[comparison.name], different[comparison.name]
        for level in comparison.levels:
            shipped = parameters()["comparisons"][comparison.name].get(level.name, ["", ""])
            if ones[level.name] or others[level.name]:
                m, u = ones[level.name] / max(1, ones.total()), others[level.name] / max(1, others.total())
                writer.writerow([comparison.name, level.name, f"{m:.5f}", f"{u:.5f}", *shipped])


def _posterior(same: Counts, different: Counts, strength: float) -> dict[str, Any]:
    """The shipped m and u after these pairs, as the mean of a Beta distribution whose prior they are."""
    shipped = parameters()
    comparisons = {
        name: {
            level: [
                float(f"{(strength * value + pairs[name][level]) / (strength + pairs[name].total()):.4g}")
                for value, pairs in zip(values, (same, different), strict=True)
            ]
            for level, values in levels.items()
        }
        for name, levels in shipped["comparisons"].items()
    }
    return {**shipped, "comparisons": comparisons}


def _print_frequencies(dossiers: list[Dossier]) -> None:
    rows = [row for one in dossiers for row in _rows(one)]
    writer = csv.writer(sys.stdout)
    writer.writerow(["kind", "name", "share"])
    for kind, column in (("place", "place"), ("actor", "doer")):
        names = Counter(row[column].removeprefix("actor:") for row in rows if row[column])
        for name, number in sorted(names.items(), key=lambda item: (-item[1], item[0])):
            if number > 1:  # what happened once is as rare as what is not listed
                writer.writerow([kind, name, f"{number / names.total():.5f}"])


def _rows(dossier: Dossier) -> list[dict[str, Any]]:
    """One row of the event table for each event: a much reported one counts once."""
    ids = record_ids(dossier.actors)
    table = event_table(happenings_of(_records(dossier), dossier.actors, ids, {})).to_pylist()
    events = record_ids(dossier.events)
    order = sorted(events)
    return list({events[order[row["unique_id"]]]: row for row in table}.values())


if __name__ == "__main__":
    main()
