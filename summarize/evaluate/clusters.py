"""Across documents: which actors were joined, should have been, or must not be; and events joined by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from summarize.evaluate.actors import ActorMap
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import Gold
from summarize.schemas.dossier import Dossier

__all__ = ["Joined", "cluster_findings", "event_merge_findings", "joined_pairs"]

Pair = tuple[str, str]
# Pair of gold ids → the canonical actor that joins them.
Joined = dict[Pair, str]


def joined_pairs(dossier: Dossier, mapped: Mapping[str, frozenset[str]]) -> Joined:
    """Every pair of gold actors that one canonical actor holds, in one document or in two."""
    joined: Joined = {}
    for actor in dossier.actors:
        golds = sorted({gold for record in actor.records for gold in mapped.get(record.id, frozenset())})
        for left, right in combinations(golds, 2):
            joined.setdefault((left, right), actor.id)
    return joined


def _pairs(members: tuple[str, ...]) -> Iterator[Pair]:
    for left, right in combinations(sorted(members), 2):
        if _document(left) != _document(right):
            yield left, right


def _document(gold_id: str) -> str:
    return gold_id.partition(".")[0]


def cluster_findings(gold: Gold, dossier: Dossier, maps: Mapping[str, ActorMap]) -> Iterator[Finding]:
    """Recall and precision of pairs, then the pairs that must stay apart."""
    mapped = {record: golds for one in maps.values() for record, golds in one.all.items()}
    joined = joined_pairs(dossier, mapped)
    present = {one for golds in mapped.values() for one in golds}
    wanted = {pair: cluster.name for cluster in gold.cross.actor_clusters for pair in _pairs(cluster.members)}
    for pair, name in sorted(wanted.items()):
        absent = [one for one in pair if one not in present]
        fault = "" if pair in joined else f"no record of {' and '.join(absent)}" if absent else "not joined"
        yield _finding("actor_pair_recall", pair, name, joined.get(pair), fault, fault)
    for pair, actor in sorted(joined.items()):
        if _document(pair[0]) != _document(pair[1]):
            fault = "" if pair in wanted else "these are two"
            yield _finding("actor_pair_precision", pair, wanted.get(pair, ""), actor, fault)
    yield from _apart(gold, joined)
    yield from _unjudged(dossier, mapped)


def _finding(measure: str, pair: Pair, label: str, record: str | None, fault: str, missed: str = "") -> Finding:
    return Finding(
        measure=measure,
        document="",
        verdict="missed" if missed else "wrong" if fault else "right",
        num=not fault,
        den=1,
        gold=" + ".join(pair),
        label=label,
        record=record,
        why=fault,
    )


def _apart(gold: Gold, joined: Joined) -> Iterator[Finding]:
    """Violations count in the numerator: here more is worse."""
    labels = gold.cross.collective_labels
    collective = [(pair, one.rule) for one in labels for pair in combinations(sorted(one.members), 2)]
    listed = [(tuple(sorted(one.pair)), one.reason) for one in gold.cross.do_not_merge_actors]
    for measure, pairs in (("do_not_merge_violated", listed), ("collective_labels_joined", collective)):
        for pair, reason in pairs:
            actor = joined.get((pair[0], pair[1]))
            yield Finding(
                measure=measure,
                document="",
                verdict="wrong" if actor else "right",
                num=actor is not None,
                den=1,
                gold=" + ".join(pair),
                label=reason,
                record=actor,
                why=f"joined in {actor}" if actor else "",
            )


def _unjudged(dossier: Dossier, mapped: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Joins across documents with a record that the gold does not list: counted nowhere, shown to whoever reads on."""
    for actor in dossier.actors:
        outside = [record for record in actor.records if record.id not in mapped]
        if outside and len({record.document for record in actor.records}) > 1:
            yield Finding(
                measure="actor_pair_precision",
                document="",
                verdict="note",
                label=actor.name,
                record=actor.id,
                why="not in the gold, so not judged: " + ", ".join(f"{one.id} {one.name!r}" for one in outside),
            )


def event_merge_findings(dossier: Dossier, scope: frozenset[str]) -> Iterator[Finding]:
    """No event of these articles is told by two of them: an event with records of two documents is an error."""
    for event in dossier.events:
        documents = sorted({record.document for record in event.records} & scope)
        if documents:
            bad = len(documents) > 1
            yield Finding(
                measure="event_merge_errors",
                document="",
                verdict="wrong" if bad else "right",
                num=bad,
                den=1,
                label=event.label,
                record=event.id,
                why=f"joins records of {', '.join(documents)}" if bad else "",
            )
