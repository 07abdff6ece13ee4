"""What there is to judge: pairs that nobody could decide, then what the model decided, then merges, the weakest first.

A case is about two records, and shows the reports of the items they belong to. Deciding it is one judgement on the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from summarize.schemas import Actor, ActorRecord, Document, Dossier, Event, EventRecord, Evidence, Judgement
from summarize.schemas.display import clip, visible
from summarize.schemas.tables import names_of
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

__all__ = ["Case", "cases_of", "shown"]

Standing = Literal["unsure", "decided by the model", "merged"]
Kind = Literal["actor", "event"]
Pair = tuple[str, str]
MOST_REPORTS, MOST_SENTENCES = 6, 5  # of a case beside each other; of a report
_LINE, _TEXT = 300, 1500


@dataclass(frozen=True)
class Case:
    """Two records to be judged; what stands about them now, and all that was said of them and of their items."""

    left: str
    right: str
    kind: Kind
    standing: Standing
    score: float | None
    judgements: tuple[Judgement, ...]


def cases_of(dossier: Dossier, decided: Iterable[Pair] = ()) -> list[Case]:
    """The cases in the order in which they should be judged; those on `decided` pairs are kept at their place."""
    kinds, items = _records(dossier)
    keep = {_ordered(*pair) for pair in decided}
    said: dict[Pair, list[Judgement]] = {}
    for judgement in dossier.judgements:
        if judgement.left in kinds and judgement.right in kinds:
            said.setdefault(_ordered(judgement.left, judgement.right), []).append(judgement)
    cases = [case for pair, about in said.items() if (case := _case(pair, about, kinds, items, pair in keep))]
    return sorted(_one_each(cases, items, keep), key=_doubt)


def _records(dossier: Dossier) -> tuple[dict[str, Kind], dict[str, str]]:
    """What kind each record is of, and the item it is part of."""
    kinds: dict[str, Kind] = {}
    items: dict[str, str] = {}
    for actor in dossier.actors:
        kinds |= {record.id: "actor" for record in actor.records}
        items |= {record.id: actor.id for record in actor.records}
    for event in dossier.events:
        kinds |= {record.id: "event" for record in event.records}
        items |= {record.id: event.id for record in event.records}
    return kinds, items


def _case(
    pair: Pair, about: Sequence[Judgement], kinds: Mapping[str, Kind], items: Mapping[str, str], keep: bool
) -> Case | None:
    """The case of a pair, if there is one: what rules are sure is different is none, unless it is to be kept."""
    rules = [one for one in about if one.author == "rule"]
    model = [one for one in about if one.author == "model"]
    doubted = any(one.verdict == "unsure" for one in rules)
    scores = [one.score for one in about if one.score is not None]
    standing: Standing
    if items[pair[0]] == items[pair[1]]:
        standing = "decided by the model" if model else "merged"
    elif model and model[-1].verdict != "unsure":
        standing = "decided by the model"
    elif doubted or model:
        standing = "unsure"
    elif keep:  # it was merged, and a person split it
        standing = "merged"
    else:
        return None
    return Case(*pair, kinds[pair[0]], standing, max(scores, default=None), tuple(about))


def _one_each(cases: Iterable[Case], items: Mapping[str, str], keep: set[Pair]) -> list[Case]:
    """Of doubts between the same two items the likeliest; of an item's merges all; every case on a pair to be kept."""
    best: dict[tuple[str, str, Standing], Case] = {}
    others: list[Case] = []
    for case in cases:
        ends = _ordered(items[case.left], items[case.right])
        key = (*ends, case.standing)
        if (case.left, case.right) in keep or ends[0] == ends[1]:
            others.append(case)
        elif key not in best or _likelier(case, best[key]):
            best[key] = case
    return [*others, *best.values()]


def _likelier(one: Case, other: Case) -> bool:
    return (-(one.score or 0), one.left, one.right) < (-(other.score or 0), other.left, other.right)


def _doubt(case: Case) -> tuple[int, float, str, str]:
    """Unsure ones first, the likeliest of them first; then the model's; then merges, the least likely first."""
    order = {"unsure": 0, "decided by the model": 1, "merged": 2}[case.standing]
    score = case.score or 0.0
    return order, score if case.standing == "merged" else -score, case.left, case.right


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)


# --- what the desk shows --------------------------------------------------------------------------


def shown(dossier: Dossier, case: Case) -> dict[str, Any]:
    """A case as JSON: the reports in columns, their fields side by side, what speaks for and against, who said what."""
    view = _View(dossier)
    columns = view.columns(case)
    return {
        "left": case.left,
        "right": case.right,
        "kind": case.kind,
        "standing": case.standing,
        "score": case.score,
        "columns": [view.column(record, item, case) for record, item in columns],
        "fields": view.fields([record for record, _ in columns[:2]]),
        "more": view.held(case) - len(columns),
        "speaks": [each for judgement in case.judgements if judgement.author == "rule" for each in _spoken(judgement)],
        "judgements": [_said(judgement) for judgement in case.judgements],
    }


def _spoken(judgement: Judgement) -> Iterator[dict[str, Any]]:
    """What a rule's score is the sum of."""
    for one in judgement.weights:
        name = visible(one.feature.replace("_", " "))
        yield {"what": name, "weight": round(one.bits, 1), "note": clip(one.says, _LINE)}


def _said(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "by": clip(f"{judgement.author} {judgement.by}", _LINE),
        "score": judgement.score,
        "reason": clip(judgement.reason, _TEXT),
    }


class _View:
    """Looks up what a case names."""

    def __init__(self, dossier: Dossier) -> None:
        self.names = names_of(dossier)
        self.documents = {document.id: document for document in dossier.documents}
        self.of: dict[str, tuple[ActorRecord | EventRecord, Actor | Event]] = {}
        self.of |= {record.id: (record, actor) for actor in dossier.actors for record in actor.records}
        self.of |= {record.id: (record, event) for event in dossier.events for record in event.records}

    def held(self, case: Case) -> int:
        """How many reports the two items have."""
        one, two = self.of[case.left][1], self.of[case.right][1]
        return len(one.records) + (0 if one.id == two.id else len(two.records))

    def columns(self, case: Case) -> list[tuple[ActorRecord | EventRecord, Actor | Event]]:
        """The two records, then others of their items."""
        found = [self.of[case.left], self.of[case.right]]
        items = {item.id: item for _, item in found}.values()
        others = [self.of[record.id] for item in items for record in item.records]
        return [*found, *(one for one in others if one[0].id not in {case.left, case.right})][:MOST_REPORTS]

    def column(self, record: ActorRecord | EventRecord, item: Actor | Event, case: Case) -> dict[str, Any]:
        document = self.documents.get(record.document)
        outlet = document.outlet.name if document and document.outlet else record.document
        published = document.published.when.edtf if document and document.published else None
        side = "left" if item.id == self.of[case.left][1].id else "right"
        return {
            "record": record.id,
            "item": visible(item.id),
            "side": "both" if self.of[case.left][1].id == self.of[case.right][1].id else side,
            "title": clip(record.name if isinstance(record, ActorRecord) else record.label, _LINE),
            "source": clip(" · ".join(part for part in (outlet, published) if part), _LINE),
            "fields": dict(self._fields(record)),
            "sentences": [
                self._sentence(document, piece) for piece in _one_a_sentence(record.evidence)[:MOST_SENTENCES]
            ],
        }

    def _sentence(self, document: Document | None, piece: Evidence) -> dict[str, Any]:
        """The words, with what stands around them in their sentence and the sentences before and after it."""
        before, after = "", ""
        if document and piece.sentence <= len(document.sentences):
            own = document.sentences[piece.sentence - 1]
            first, last = (document.sentences[max(piece.sentence - 2, 0)], document.sentences[: piece.sentence + 1][-1])
            before = document.text[min(first.start, own.start) : piece.start]
            after = document.text[piece.end : max(last.end, own.end)]
        return {
            "number": piece.sentence,
            "before": clip(before, _TEXT),
            "quote": clip(piece.quote, _TEXT),
            "after": clip(after, _TEXT),
        }

    def fields(self, records: Sequence[ActorRecord | EventRecord]) -> list[dict[str, Any]]:
        """Each field that one of the two has: both values, and whether they agree (null: one does not say)."""
        left, right = (dict(self._fields(record)) for record in records)
        found = []
        for name in left:
            one, two = left[name], right[name]
            if one or two:
                agree = _key(one) == _key(two) if one and two else None
                found.append({"name": name, "left": one, "right": two, "agree": agree})
        return found

    def _fields(self, record: ActorRecord | EventRecord) -> Iterator[tuple[str, str]]:
        yield from ((name, clip(value or "", _LINE)) for name, value in self._values(record))

    def _values(self, record: ActorRecord | EventRecord) -> Iterator[tuple[str, str | None]]:
        if isinstance(record, ActorRecord):
            yield "names", "; ".join(dict.fromkeys((record.name, *record.names)))
            yield "kind", f"{record.kind.replace('_', ' ')}, {record.form}"
            yield "country", record.country
            yield "role", record.role
            return
        when, where = record.when, record.where
        yield "when", f"{when.edtf or ''}{f' (“{when.as_written}”)' if when.as_written else ''}"
        yield "where", ", ".join(part for part in (where.name, where.admin1, where.country) if part) if where else None
        for name, keys in (("by", record.initiators), ("against", record.targets)):
            yield name, self._called(keys)
        yield "type", record.acled_sub_type or record.acled_type or record.plover_type
        yield "weapon", record.attack.weapon if record.attack else None
        for name, toll in (("killed", record.killed), ("wounded", record.wounded)):
            yield name, (toll.as_written or f"{toll.min}–{toll.max}") if toll else None
        yield "extent", record.extent
        yield "status", record.status
        yield "says", self._called(key for key in record.according_to if key not in {AUTHOR, UNSPECIFIED})

    def _called(self, keys: Iterable[str]) -> str:
        return "; ".join(self.names.get(key, key) for key in keys)


def _one_a_sentence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The longest piece of each sentence."""
    longest: dict[int, Evidence] = {}
    for piece in evidence:
        held = longest.get(piece.sentence)
        if held is None or len(piece.quote) > len(held.quote):
            longest[piece.sentence] = piece
    return list(longest.values())


def _key(value: str) -> str:
    return " ".join(value.casefold().split("(“")[0].split())
