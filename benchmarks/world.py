"""A made-up world of attacks and its reports, with known truth: which reports tell of one event.

300 groups, of which some strike far more often than others, attack in 2,000 places over ten years. An event has one
to thirty reports (three in the mean). A report may be a day off (one in five) or give no day (one in ten), spell the
place otherwise, name the group in one of four ways, garble or shorten the target, leave out the weapon, miscount the
dead. One event in twenty is a near miss of another: the same group, place and type two or three days later, another
target. The world is the same for every seed; a seed draws the events and their reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from benchmarks.names import group_names, misspelt, place_name, word

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["generate"]

TYPES = (
    "bombing armed_assault kidnapping assassination arson riot protest raid hijacking shelling sabotage arrest"
).split()
WEAPONS = "explosives firearms incendiary melee vehicle rockets mortar none sniper_rifle ied".split()
TARGETS = (
    "police post,army convoy,governor,market,mosque,school,bank,mayor,checkpoint,oil depot,tribal elder,journalist,"
    "hospital,prison,power station,aid workers,bus,court,embassy,radio station"
).split(",")
PLACES, GROUPS, OWNERS, DAYS = 2000, 300, 4000, 3650
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """Places under four spellings and at their coordinates, and groups under four names."""

    places: NDArray[Any]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    groups: NDArray[Any]


@cache
def _world() -> World:
    draw = default_rng(20_180_413)
    places: dict[str, None] = {}
    while len(places) < PLACES:
        places.setdefault(place_name(draw))
    groups: dict[str, tuple[str, ...]] = {}
    while len(groups) < GROUPS:
        names = group_names(draw)
        groups.setdefault(names[0], names)
    spelt = [[name, *(misspelt(name, draw) for _ in range(3))] for name in places]
    return World(
        np.array(spelt), draw.uniform(12, 42, PLACES), draw.uniform(20, 75, PLACES), np.array(list(groups.values()))
    )


def _falling(count: int, power: float) -> NDArray[np.float64]:
    """Shares that fall with rank (Zipf)."""
    weights = 1.0 / np.arange(1, count + 1) ** power
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _events(records: int, draw: Generator) -> dict[str, Ints]:
    """Events with as many reports together as asked for: columns of numbers, a row an event."""
    sizes = draw.choice(np.arange(1, 31), records + 1, p=_falling(30, 1.525))  # three in the mean
    count = int(np.searchsorted(np.cumsum(sizes), records)) + 1
    sizes = sizes[:count]
    sizes[-1] -= sizes.sum() - records
    events = {
        "size": sizes,
        "type": draw.choice(len(TYPES), count, p=_falling(len(TYPES), 0.7)),
        "day": draw.integers(0, DAYS, count),
        "place": draw.permutation(PLACES)[draw.choice(PLACES, count, p=_falling(PLACES, 0.6))],
        "group": draw.choice(GROUPS, count, p=_falling(GROUPS, 1.0)),
        "target": draw.integers(len(TARGETS) * OWNERS, size=count),
        "weapon": draw.integers(len(WEAPONS), size=count),
        "killed": draw.poisson(draw.gamma(0.7, 6, count)),
    }
    models = draw.choice(count, count // 20, replace=False)
    misses = draw.choice(np.setdiff1d(np.arange(count), models), len(models), replace=False)
    for column in ("type", "place", "group"):
        events[column][misses] = events[column][models]
    events["day"][misses] = events["day"][models] + draw.integers(2, 4, len(models))
    return events


def generate(records: int, seed: int) -> pa.Table:
    """So many reports, in no order. `true_id` is the event; the other columns are what the report says."""
    import pyarrow as pa

    world, draw = _world(), default_rng(seed + 1)
    events = _events(records, draw)
    of = np.repeat(np.arange(len(events["size"])), events["size"])
    draw.shuffle(of)
    count = len(of)
    slip = np.where(draw.random(count) < 0.2, draw.choice([-1, 1], count), 0)
    place, spelling = events["place"][of], np.where(draw.random(count) < 0.15, draw.integers(1, 4, count), 0)
    killed = np.maximum(events["killed"][of] + _off(draw, count), 0)
    return pa.table(
        {
            "unique_id": np.arange(count),
            "event_type": np.array(TYPES)[events["type"][of]],
            "day": pa.array(events["day"][of] + slip + 14_610, mask=draw.random(count) < 0.1),  # days since 1970
            "place": world.places[place, spelling],
            "lat": np.round(world.latitude[place] + draw.normal(0, 0.007, count), 4),
            "lon": np.round(world.longitude[place] + draw.normal(0, 0.007, count), 4),
            "perp": world.groups[events["group"][of], draw.choice(4, count, p=[0.5, 0.25, 0.15, 0.10])],
            "target": pa.array(_targets(events["target"][of], draw)),
            "weapon": pa.array(np.array(WEAPONS)[events["weapon"][of]], mask=draw.random(count) < 0.15),
            "killed": pa.array(killed, mask=draw.random(count) < 0.1),
            "true_id": of,
        }
    )


def _off(draw: Generator, count: int) -> Ints:
    return np.where(draw.random(count) < 0.3, draw.choice([-3, -2, -1, 1, 2, 3], count), 0)


def _targets(drawn: Ints, draw: Generator) -> list[str]:
    """What was hit, "market of Sadiq"; one in five garbled, or its kind alone."""
    names = [word(default_rng(number), 2).capitalize() for number in range(OWNERS)]
    said = [f"{TARGETS[number // OWNERS]} of {names[number % OWNERS]}" for number in drawn.tolist()]
    for at in np.flatnonzero(draw.random(len(said)) < 0.2).tolist():
        said[at] = misspelt(said[at], draw) if draw.random() < 0.7 else said[at].partition(" of ")[0]
    return said
