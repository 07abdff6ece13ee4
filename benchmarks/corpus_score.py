"""How well the reconciler does on the test corpus (tests/corpus): readings replayed, nothing asked of a model.

    python -m benchmarks.corpus_score [--half tune|report | --both] [--recordings DIR] [--json] [--misses]

All articles of a half are reconciled together. A pair is two records of different articles; gold says which are of one
incident or actor. Precision and `recall_read` are the reconciler's own: over pairs whose both records were read.
`recall_all` counts the pairs whose records the reading lacks as missed too. `--misses` lists every missed and every
wrong pair with the judgement that decided it; look at them for the `tune` half only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus_disagreements import disagreements
from benchmarks.corpus_gold import CORPUS, Gold, Mentions, map_records
from summarize.load import load
from summarize.model import ModelSettings
from summarize.pipeline import read, reconcile
from summarize.schemas import Dossier, Records

__all__ = ["Scored", "items_of", "main", "read_corpus", "same_item", "same_row", "score"]

Mention = tuple[str, str]
Pairs = set[tuple[Mention, Mention]]


class Scored(NamedTuple):
    """What one reconciliation came to: figures by name, and what they are about."""

    figures: dict[str, Any]
    mentions: Mentions
    dossier: Dossier


def read_corpus(recordings: Path = CORPUS / "recordings") -> list[Records]:
    """Every article's records, replayed. Raises what replaying raises where a recording is missing."""
    return read(load(CORPUS / "articles.jsonl").documents, ModelSettings(replay=recordings))


def score(records: Iterable[Records], half: str | None = None) -> Scored:
    """Reconcile the records of a half's articles (None: of both) without a model, and measure it against the gold."""
    gold = Gold.load(half)
    chosen = [one for one in records if one.document.id in gold.articles]
    mentions = map_records(chosen, gold)
    dossier = reconcile(chosen)
    events, actors = gold.mentions()
    item = items_of(dossier)
    event_of = {mention: item[record.id] for mention, record in mentions.events.items()}
    actor_of = {mention: item[record.id] for mention, record in mentions.actors.items()}
    figures = {
        "half": half or "both",
        "articles": len(chosen),
        "event_pairs": _of_pairs(event_of, events),
        "actor_pairs": _of_pairs(actor_of, {mention for mention in actors if gold.scored(mention[1])}),
        "do_not_merge": _do_not_merge(gold, event_of, actor_of),
        **disagreements(gold, dossier),
        "unread": len(mentions.unread),
    }
    return Scored(figures, mentions, dossier)


def items_of(dossier: Dossier) -> dict[str, str]:
    """The canonical id of every actor and event record."""
    of_actors = {record.id: actor.id for actor in dossier.actors for record in actor.records}
    return of_actors | {record.id: event.id for event in dossier.events for record in event.records}


# --- pairs ----------------------------------------------------------------------------------------


def same_row(mentions: Iterable[Mention]) -> Pairs:
    """Pairs of mentions, of different articles, that gold says are one."""
    return {pair for pair in combinations(sorted(mentions), 2) if pair[0][1] == pair[1][1] and pair[0][0] != pair[1][0]}


def same_item(item_of: Mapping[Mention, Hashable]) -> Pairs:
    """Pairs of mentions, of different articles, that the dossier has as one."""
    return {
        pair
        for pair in combinations(sorted(item_of), 2)
        if item_of[pair[0]] == item_of[pair[1]] and pair[0][0] != pair[1][0]
    }


def _of_pairs(item_of: Mapping[Mention, Hashable], wanted: Iterable[Mention]) -> dict[str, Any]:
    given, read, everything = same_item(item_of), same_row(item_of), same_row({*item_of, *wanted})
    right = len(given & read)
    return {
        "precision": _share(right, len(given)),
        "recall_read": _share(right, len(read)),
        "f1_read": _share(2 * right, len(given) + len(read)),
        "recall_all": _share(right, len(everything)),
        "f1_all": _share(2 * right, len(given) + len(everything)),
        "right": right,
        "given": len(given),
        "wanted_read": len(read),
        "wanted_all": len(everything),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _do_not_merge(gold: Gold, *kinds: Mapping[Mention, Hashable]) -> dict[str, Any]:
    """How many of the pairs that must never be merged are; `of` counts those whose both sides were read."""
    items: dict[str, set[Hashable]] = {}
    for (_, row), item in ((mention, item) for kind in kinds for mention, item in kind.items()):
        items.setdefault(row, set()).add(item)
    known = [pair for pair in (*gold.incidents_apart, *gold.actors_apart) if items.keys() >= set(pair)]
    violated = [list(pair) for pair in known if items[pair[0]] & items[pair[1]]]
    return {"violated": len(violated), "of": len(known), "pairs": violated}


# --- the command ----------------------------------------------------------------------------------


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.corpus_score", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=("tune", "report"), default="tune")
    parser.add_argument("--both", action="store_true", help="all articles of both halves in one dossier")
    parser.add_argument("--recordings", type=Path, default=CORPUS / "recordings")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--misses", action="store_true", help="list every missed and wrong pair")
    told = parser.parse_args()
    scored = score(read_corpus(told.recordings), None if told.both else told.half)
    print(json.dumps(scored.figures) if told.json else _table(scored.figures))  # noqa: T201
    if told.misses:
        from benchmarks.corpus_misses import misses

        print("\n".join(misses(scored)))  # noqa: T201


def _table(figures: Mapping[str, Any]) -> str:
    return "\n".join(f"{name:28} {_cell(value)}" for name, value in figures.items())


def _cell(value: Any) -> str:
    return "  ".join(f"{name} {one}" for name, one in value.items()) if isinstance(value, dict) else str(value)


if __name__ == "__main__":
    main()
