"""What the reconciler missed or joined wrongly on the corpus: each pair, and the judgement that decided it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarks.corpus_score import Mention, Scored, items_of, same_item, same_row
from summarize.schemas import ActorRecord, EventRecord, Judgement

__all__ = ["misses"]


def misses(scored: Scored) -> Iterator[str]:
    """Lines to read: events, actors, then mentions that the readings lack."""
    items = items_of(scored.dossier)
    names = {record.id: record.name for one in scored.dossier.actors for record in one.records}
    judged = {(one.left, one.right): one for one in scored.dossier.judgements}
    yield from _of("event", scored.mentions.events, items, judged, names)
    yield from _of("actor", scored.mentions.actors, items, judged, names)
    yield "\nNOT READ: no record stands for"
    yield from (f"  {article}: {row}" for article, row in scored.mentions.unread)


def _of(
    what: str,
    mentions: Mapping[Mention, EventRecord] | Mapping[Mention, ActorRecord],
    items: Mapping[str, str],
    judged: Mapping[tuple[str, str], Judgement],
    names: Mapping[str, str],
) -> Iterator[str]:
    item_of = {mention: items[record.id] for mention, record in mentions.items()}
    wanted, given = same_row(item_of), same_item(item_of)
    for title, pairs in (("MISSED", wanted - given), ("WRONG", given - wanted)):
        yield f"\n{title} {what} pairs: {len(pairs)}"
        for left, right in sorted(pairs, key=lambda pair: (pair[0][1], pair)):
            rows = left[1] if left[1] == right[1] else f"{left[1]} with {right[1]}"
            yield f"- {rows}: {_reason(judged, mentions[left].id, mentions[right].id)}"
            yield from (f"    {_told(mentions[mention], names)}" for mention in (left, right))


def _reason(judged: Mapping[tuple[str, str], Judgement], left: str, right: str) -> str:
    one = judged.get((left, right)) or judged.get((right, left))
    if one is None:
        return "never compared"
    score = "" if one.score is None else f" {one.score:.3f}"
    return f"{one.author} says {one.verdict}{score}: {one.reason}"


def _told(record: EventRecord | ActorRecord, names: Mapping[str, str]) -> str:
    if isinstance(record, ActorRecord):
        forms = " | ".join(record.names)
        return f"{record.id}: {record.name} ({forms}); {record.kind}, {record.form}, {record.country}, {record.role}"
    parties = "; ".join(
        ", ".join(names.get(key, key) for key in keys) or "–" for keys in (record.initiators, record.targets)
    )
    kind = record.acled_sub_type or record.acled_type or record.plover_type
    where = record.where.name if record.where else None
    return f"{record.id}: {record.label} | {kind} | {record.when.edtf} | {where} | {parties} | {record.status}"
