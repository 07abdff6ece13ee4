"""From the benchmark's reports to the event table that the reconciler links: names to actors first, then columns.

Each report stands for a document of its own. Its day is taken as inferred, as a date column is whose reading nobody
vouches for. Groups are made canonical by the reconciler's own actor stage, with no register: from the names alone.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from summarize.reconcile.actor_features import actor_matcher
from summarize.reconcile.event_table import COLUMNS, arrow_type, target_columns
from summarize.reconcile.mentions import mentions_of
from summarize.reconcile.places import place_words
from summarize.reconcile.policy import Policy
from summarize.reconcile.propose import actor_keys, candidate_pairs, cannot_links
from summarize.reconcile.register import Register
from summarize.reconcile.resolve import resolve
from summarize.schemas import ActorRecord, Document, Place, Records

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["event_columns"]


_AT_ONCE = 20_000  # distinct values taken apart in Python at a time


class _Actor(NamedTuple):
    """A canonical actor, and those that it may be."""

    id: str
    maybe: tuple[str, ...]


def _actors(names: Sequence[str]) -> list[_Actor]:
    """The actor behind each name, by the actor stage."""
    policy = Policy()
    mentions = mentions_of([_mentioned(f"n{at}", name) for at, name in enumerate(names)], Register.of(()))
    matcher = actor_matcher(policy)
    pairs = matcher.score_all(candidate_pairs(mentions, actor_keys, cap=policy.block_cap))
    ids = sorted(mention.id for mention in mentions)
    found = asyncio.run(resolve(ids, pairs, cannot_links(mentions), by=matcher.name, thresholds=policy.actors))
    of = {key: group[0] for group in found.partition for key in group}
    maybe: dict[str, set[str]] = defaultdict(set)
    for judgement in found.judgements:
        if judgement.verdict == "unsure":
            maybe[of[judgement.left]].add(of[judgement.right])
            maybe[of[judgement.right]].add(of[judgement.left])
    canonical = [of[f"n{at}:a"] for at in range(len(names))]
    return [_Actor(key, tuple(sorted(maybe[key]))) for key in canonical]


def _mentioned(key: str, name: str) -> Records:
    actor = ActorRecord(id=f"{key}:a", document=key, key="a", name=name, names=(name,), kind="armed_group", evidence=())
    return Records(document=Document(id=key, source=key, text=name), actors=(actor,))


def event_columns(reports: pa.Table) -> pa.Table:
    """The event table of a table of reports (`benchmarks.world`)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count = reports.num_rows

    def each(column: str, make: Callable[[list[str]], list[dict[str, Any]]]) -> dict[str, pa.Array]:
        """Columns made once for each distinct value, so many at a time."""
        coded = pc.dictionary_encode(reports.column(column).combine_chunks())
        parts = [
            _arrow(make(coded.dictionary.slice(at, _AT_ONCE).to_pylist()))
            for at in range(0, len(coded.dictionary), _AT_ONCE)
        ]
        return {name: pa.concat_arrays([part[name] for part in parts]).take(coded.indices) for name in parts[0]}

    groups = reports.column("perp").unique().to_pylist()
    actors = dict(zip(groups, _actors(groups), strict=True))
    found: dict[str, pa.Array] = {
        **{name: reports.column(name) for name in ("unique_id", "lat", "lon", "weapon")},
        **{name: reports.column("day") for name in ("first_day", "last_day")},
        **{name: reports.column("killed") for name in ("killed_min", "killed_max")},
        **{name: reports.column("event_type") for name in ("acled", "sub_type")},
        **each("place", lambda names: [_place(name) for name in names]),
        **each("perp", lambda names: [_doer(actors[name]) for name in names]),
        **each("target", lambda targets: [target_columns(target) for target in targets]),
        "document": reports.column("unique_id"),
        "place_kind": pa.repeat("town", count),
        "extent": pa.repeat("single", count),
        **{name: pa.repeat(True, count) for name in ("is_attack", "happened", "doers_firm")},
        "firm": pa.repeat(False, count),
    }
    return pa.table(
        {
            name: found[name].cast(arrow_type(kind)) if name in found else pa.nulls(count, arrow_type(kind))
            for name, kind in COLUMNS.items()
        }
    )


def _arrow(rows: list[dict[str, Any]]) -> dict[str, pa.Array]:
    import pyarrow as pa

    return {name: pa.array([row[name] for row in rows], type=arrow_type(COLUMNS[name])) for name in rows[0]}


def _place(name: str) -> dict[str, Any]:
    words = sorted(place_words(Place(name=name, kind="town")))
    return {"place": " ".join(words), "place_words": words}


def _doer(actor: _Actor) -> dict[str, Any]:
    return {"doer": actor.id, "doers": [actor.id], "doer_kin": [actor.id], "doer_maybe": list(actor.maybe)}
