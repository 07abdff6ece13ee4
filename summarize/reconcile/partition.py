"""The partition: from weighed links to groups, inside each connected component, by one pure function on arrays.

Average linkage (Sokal and Michener 1958) over what was compared: groups join in the order of the mean weight of the
links between them, as long as that mean reaches the threshold and no link between them forbids it. All groups that are
each other's best neighbour join at once (reciprocal nearest neighbours, Murtagh 1983), so that a component of any size
takes a few dozen passes. Links that weigh the same to a bit are taken in an order drawn from the row numbers by a fixed
hash: a long chain of equal links is no slow case, and the order in which the links are given changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["CLIP", "partition_rows"]

CLIP = 12.0
"""Bits that a single link counts at most, for or against: no one pair outweighs what all others say."""
_UNIT = 1024  # weights are summed as whole numbers of 1/1024 bit, so that the order of adding does not show


class _Links(NamedTuple):
    """Links between groups: `total` units over `number` pairs; `apart` where one of them forbids the join."""

    low: Ints
    high: Ints
    total: Ints
    number: Ints
    apart: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_] | Ints) -> _Links:
        return _Links(self.low[chosen], self.high[chosen], self.total[chosen], self.number[chosen], self.apart[chosen])


def partition_rows(
    group: Ints, left: Ints, right: Ints, weight: NDArray[np.float64], apart: NDArray[np.bool_], threshold: float
) -> Ints:
    """A group number for each row: the number of one of the group's rows.

    `group` is where each row stands at first (its own number, or that of what it must be with). `left`, `right` and
    `weight` are links in bits, each pair once; where `apart`, the link forbids. `threshold` is the mean weight in bits
    that joins two groups.
    """
    import numpy as np

    units = (np.clip(weight, -CLIP, CLIP) * _UNIT).round().astype(np.int64)
    links = _Links(group[left], group[right], units, np.ones_like(units), apart)
    links = _summed(links)
    while (into := _joins(len(group), links, round(threshold * _UNIT))) is not None:
        group = into[group]
        links = _summed(links._replace(low=into[links.low], high=into[links.high]))
    return group


def _summed(links: _Links) -> _Links:
    """Links between the same two groups as one; links inside a group are gone."""
    import numpy as np

    low, high = np.minimum(links.low, links.high), np.maximum(links.low, links.high)
    links = links._replace(low=low, high=high).where(low != high)
    if not len(links.low):
        return links
    key = (links.low << 32) | links.high
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    if len(starts) == len(key):
        return links
    return _Links(
        key[starts] >> 32,
        key[starts] & 0xFFFFFFFF,
        np.add.reduceat(links.total[order], starts),
        np.add.reduceat(links.number[order], starts),
        np.logical_or.reduceat(links.apart[order], starts),
    )


def _joins(count: int, links: _Links, threshold: int) -> Ints | None:
    """For each group the one it goes into, itself where it stays; None where nothing joins any more."""
    import numpy as np

    links = links.where((links.number > 0) & (links.total >= threshold * links.number) & ~links.apart)
    if not len(links.low):
        return None
    bits = np.clip(links.total // links.number // _UNIT, -16, 15) + 16
    priority = (bits.astype(np.uint64) << np.uint64(58)) | (_mixed(links.low, links.high) >> np.uint64(6))
    best = np.zeros(count, dtype=np.uint64)
    np.maximum.at(best, links.low, priority)
    np.maximum.at(best, links.high, priority)
    mutual = (best[links.low] == priority) & (best[links.high] == priority)
    into = np.arange(count, dtype=np.int64)
    into[links.high[mutual]] = links.low[mutual]
    return into


def _mixed(low: Ints, high: Ints) -> NDArray[np.uint64]:
    """A fixed hash of two row numbers (the finaliser of splitmix64, Steele, Lea and Flood 2014)."""
    import numpy as np

    value = ((low << 32) | high).astype(np.uint64)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = value ^ (value >> np.uint64(31))
    return mixed
