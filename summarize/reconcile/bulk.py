"""Bulk: an event table of any size to its partition, by the same settings and the same function as a dossier's events.

No judgement is written down for each pair, and nobody is asked: what is in doubt stays apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from summarize.reconcile.blocking import Capped
from summarize.reconcile.linkage import link_table
from summarize.reconcile.partition import partition_rows
from summarize.reconcile.policy import Policy

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Bulk", "partition_table"]


class Bulk(NamedTuple):
    """A group number for each row, how many pairs were weighed, and which blocks were too large to weigh all pairs."""

    groups: NDArray[np.int64]
    pairs: int
    capped: tuple[Capped, ...]


def partition_table(table: pa.Table, policy: Policy | None = None) -> Bulk:
    """The groups of an event table (`event_table`), row numbers as ids."""
    import numpy as np

    policy = policy or Policy()
    links = link_table(table, cap=policy.event_cap)
    same, never = (math.log2(score / (1 - score)) for score in (policy.events.same, policy.events.never))
    start = np.arange(table.num_rows, dtype=np.int64)
    groups = partition_rows(start, links.left, links.right, links.weight, links.weight <= never, same)
    return Bulk(groups, len(links.left), links.capped)
