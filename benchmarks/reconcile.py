"""How well and how fast events are reconciled: python -m benchmarks.reconcile --records N [--json].

Each system runs in a process of its own, from the reports' file to the partition; its peak memory is that process's
own. `--generator FILE` takes reports from a Python file with `generate(n, seed)` in place of `benchmarks.world`;
`--xamr FILE` scores the mentions of X-AMR (see `benchmarks.xamr`) and nothing else.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peer import link_with_em
from benchmarks.reports import event_columns
from benchmarks.scores import PairScores, pair_scores
from benchmarks.world import generate
from summarize.reconcile.bulk import partition_table

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 7  # settings were looked at with seeds 100 to 109


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the command line asks for and print one JSON object."""
    asked = _parse(arguments)
    if asked.child:
        found: dict[str, Any] = _measured(asked.child, Path(asked.reports))
    elif asked.xamr:
        from benchmarks.xamr import score_file

        found = score_file(Path(asked.xamr))
    else:
        found = compare(asked.records, asked.seed, peer=not asked.no_peer, generator=asked.generator)
    print(json.dumps(found) if asked.json or asked.child else json.dumps(found, indent=1))  # noqa: T201


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconcile", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="how many reports to make")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true", help="on one line")
    parser.add_argument("--no-peer", action="store_true", help="leave out the run of Splink with EM")
    parser.add_argument("--generator", type=Path, help="a Python file with generate(n, seed) that gives a pandas frame")
    parser.add_argument("--xamr", type=Path, help="X-AMR mentions as JSON lines")
    parser.add_argument("--child", choices=["ours", "peer"], help=argparse.SUPPRESS)
    parser.add_argument("--reports", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def compare(records: int, seed: int, *, peer: bool, generator: Path | None = None) -> dict[str, Any]:
    """Both systems on the same reports: scores, seconds, megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.parquet"
        pq.write_table(_foreign(generator, records, seed) if generator else generate(records, seed), path)
        ours = _in_a_process("ours", path)
        other = _in_a_process("peer", path) if peer else None
    found = {"records": records, "seed": seed, **ours}
    if other:
        found |= {f"splink_{key}": value for key, value in other.items()}
        found["wall_ratio"] = round(ours["wall_s"] / other["wall_s"], 3)
        found["peak_ratio"] = round(ours["peak_mb"] / other["peak_mb"], 3)
    return found


def _foreign(path: Path, records: int, seed: int) -> pa.Table:
    spec = importlib.util.spec_from_file_location("foreign_generator", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    frame = module.generate(records, seed)
    frame["day"] = (frame["date"] - np.datetime64("1970-01-01")).dt.days.astype("Int32")
    columns = "unique_id event_type day place lat lon perp target weapon killed true_id".split()
    return pa.Table.from_pandas(frame[columns], preserve_index=False)


def _in_a_process(system: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.reconcile", "--child", system, "--reports", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise SystemExit(f"The run of {system} failed:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _measured(system: str, path: Path) -> dict[str, Any]:
    """One system on the reports of a file. Imports are not counted, for either."""
    import duckdb  # noqa: F401
    import scipy.sparse.csgraph  # noqa: F401
    import splink.comparison_library  # noqa: F401

    start = time.perf_counter()
    if system == "ours":
        result = partition_table(event_columns(pq.read_table(path).drop_columns("true_id")))
        found, pairs = [result.groups], result.pairs
    else:
        found, pairs = link_with_em(path)
    wall, peak = time.perf_counter() - start, _peak_mb()
    truth = pq.read_table(path, columns=["true_id"]).column("true_id").to_numpy()
    best: PairScores = max((pair_scores(truth, one) for one in found), key=lambda scores: scores.f1)
    return {
        "pair_f1": round(best.f1, 4), "b3_f1": round(best.b3, 4), "precision": round(best.precision, 4),
        "recall": round(best.recall, 4), "wall_s": round(wall, 2), "peak_mb": round(peak), "pairs": pairs,
    }  # fmt: skip


def _peak_mb() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024


if __name__ == "__main__":
    main()
