"""How dear and how dependable the seam to the model is, beside peers, against a server that answers after 200 ms.

    python -m benchmarks.model [--json] [--documents N] [--many N] [--no-peer]

Each measure runs in a process of its own, the mock server (tests/mock_server) in another. CPU is what the process used
for its documents, imports and a warm-up of a few documents left out; memory is the peak of the whole process. Ideal is
the time that the server alone takes: documents / requests at once x latency. A peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_answers
from tests.mock_server import Mock

__all__ = ["main"]

ROOT = Path(__file__).parents[1]
LATENCY, AT_ONCE = 0.2, 64
FAULTS = {"429": 0.30, "malformed": 0.10, "reset": 0.05, "stall": 0.02}
LIMIT = 3600  # s, for one measure


def main() -> None:
    """Run the measures that are asked for and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--many", type=int, default=20_000, help="documents of the large run; 0 leaves it out")
    parser.add_argument("--no-peer", action="store_true", help="leave instructor and langextract out")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _measure(Path(folder), told)
    if told.json:
        print(json.dumps(figures))  # noqa: T201
    else:
        for name, value in figures.items():
            print(f"{name:22} {'–' if value is None else value}")  # noqa: T201


def _measure(folder: Path, told: argparse.Namespace) -> dict[str, Any]:
    count, many = told.documents, told.many
    answers = write_answers(folder / "answers.json")
    with Mock(answers, latency=LATENCY) as mock:
        ours = _run(mock, "ours", count, folder / "ours")
        peers = (
            {} if told.no_peer else {name: _run(mock, name, count, folder) for name in ("instructor", "langextract")}
        )
        large = _run(mock, "ours", many, folder / "large") if many else None
        again = _run(mock, "resume", many, folder / "large") if many else None
    with Mock(answers, latency=LATENCY, shares=FAULTS, retry_after=0.5) as mock:
        faulty = _run(mock, "faults", count, folder / "faults")
        served = mock.stats()
    return {
        "cpu_ms_per_doc": ours["cpu_ms"],
        "instructor_cpu_ms": _of(peers.get("instructor"), "cpu_ms"),
        "langextract_cpu_ms": _of(peers.get("langextract"), "cpu_ms"),
        "wall_ratio_ideal": round(ours["wall_s"] / (count / AT_ONCE * LATENCY), 2),
        "instructor_wall_s": _of(peers.get("instructor"), "wall_s"),
        "wall_s": ours["wall_s"],
        "peak_mb_2000": ours["peak_mb"],
        "peak_mb_20000": _of(large, "peak_mb"),
        "lost": faulty["lost"],
        "resent": served["resent"],
        "faults_wall_s": faulty["wall_s"],
        "faults_requests": served["requests"],
        "resume_s": _of(again, "wall_s"),
        "resume_load_s": _of(again, "before_s"),
        "documents": count,
        "many": many,
    }


def _run(mock: Mock, what: str, count: int, place: Path) -> dict[str, Any]:
    """One measure in a process of its own; {} where the peer is not installed."""
    mock.reset()
    command = [sys.executable, "-m", "benchmarks.model_runs", what, mock.url, str(count), str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"The measure {what} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _of(figures: dict[str, Any] | None, name: str) -> Any:
    return figures.get(name) if figures else None


if __name__ == "__main__":
    main()
