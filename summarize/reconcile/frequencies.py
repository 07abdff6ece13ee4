"""How often places are the scene, and actors the doers, of events: shipped, versioned, never counted in a batch.

Agreeing on a base that is attacked every week says less than agreeing on a village. data/frequencies.v1.csv holds the
share of events of each name that was counted; what is not in it counts as an average one.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["frequency"]


def frequency(kind: str, name: str) -> float | None:
    """The share of all events with this place (its own words, sorted) or actor (its id's slug); None: not counted."""
    return _shipped().get((kind, name))


@cache
def _shipped() -> dict[tuple[str, str], float]:
    with files("summarize.reconcile").joinpath("data/frequencies.v1.csv").open(encoding="utf-8") as lines:
        return {(row["kind"], row["name"]): float(row["share"]) for row in csv.DictReader(lines)}
