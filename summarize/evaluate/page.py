"""A page: one article's gold beside everything a dossier says of that article, with offsets turned into sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from summarize.errors import DossierError
from summarize.evaluate.gold import Gold, GoldEvent, GoldSeed, Piece
from summarize.schemas.actors import Actor, ActorRecord
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.documents import Document
from summarize.schemas.dossier import Dossier
from summarize.schemas.events import Event, EventRecord
from summarize.schemas.evidence import Evidence
from summarize.schemas.relations import Relation, RelationRecord
from summarize.schemas.tallies import Tally, TallyRecord

__all__ = ["AnyRecord", "Page", "pages"]

AnyRecord = ActorRecord | EventRecord | RelationRecord | TallyRecord


@dataclass(frozen=True)
class Page:
    """One article: its gold, its document (null if the dossier lacks it) and the records the dossier has of it.

    `canonical` says for each record the id of the actor, event, relation or tally that it was reconciled into.
    """

    gold: GoldSeed
    document: Document | None
    actors: tuple[ActorRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    tallies: tuple[TallyRecord, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    canonical: dict[str, str] = field(default_factory=dict)
    _seen: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> str:
        """The article's id in the gold."""
        return self.gold.document.id

    @cached_property
    def text(self) -> str:
        """The article's text; empty if the dossier lacks it."""
        return self.document.text if self.document else ""

    def sentences(self, start: int, end: int) -> frozenset[int]:
        """Numbers of the sentences a span lies on; a graze of one or two characters does not count."""
        key = (start, end)
        if key not in self._seen:
            graze = min(3, end - start)
            self._seen[key] = frozenset(
                one.number
                for one in (self.document.sentences if self.document else ())
                if min(end, one.end) - max(start, one.start) >= graze
            )
        return self._seen[key]

    def of_pieces(self, pieces: Iterable[Piece]) -> frozenset[int]:
        """Numbers of the sentences that gold pieces lie on."""
        return frozenset().union(*(self.sentences(piece.start, piece.end) for piece in pieces))

    def of_evidence(self, evidence: Iterable[Evidence]) -> frozenset[int]:
        """Numbers of the sentences that a record's evidence of this article lies on."""
        own = self.document.id if self.document else ""
        return frozenset().union(*(self.sentences(one.start, one.end) for one in evidence if one.document == own))

    @cached_property
    def gold_events(self) -> dict[str, GoldEvent]:
        """The gold's events by id."""
        return {event.id: event for event in self.gold.events}

    def in_boilerplate(self, start: int, end: int) -> bool:
        """Whether most of a span is boilerplate."""
        covered = sum(max(0, min(end, one.end) - max(start, one.start)) for one in self.gold.document.boilerplate)
        return covered * 2 > end - start


def pages(gold: Gold, dossier: Dossier) -> tuple[Page, ...]:
    """One page for each article of the gold, in its order.

    Documents are found by their text, then by id. `DossierError` where a document has the id of a gold article but
    another text: offsets would mean nothing.
    """
    by_digest = {_digest(document.text): document for document in dossier.documents}
    by_id = {document.id: document for document in dossier.documents}
    found = ((one, by_digest.get(one.document.sha256) or by_id.get(one.document.id)) for one in gold.seeds)
    return tuple(_page(seed, document, dossier) for seed, document in found)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _page(seed: GoldSeed, document: Document | None, dossier: Dossier) -> Page:
    if document is None:
        return Page(gold=seed, document=None)
    _check_text(seed, document)
    own = document.id
    return Page(
        gold=seed,
        document=document,
        actors=tuple(one for whole in dossier.actors for one in whole.records if one.document == own),
        events=tuple(one for whole in dossier.events for one in whole.records if one.document == own),
        relations=tuple(one for whole in dossier.relations for one in whole.records if one.document == own),
        tallies=tuple(one for whole in dossier.tallies for one in whole.records if one.document == own),
        contradictions=tuple(one for one in dossier.contradictions if _documents(one) == {own}),
        canonical=_canonical(dossier),
    )


def _canonical(dossier: Dossier) -> dict[str, str]:
    wholes: Iterable[Actor | Event | Relation | Tally] = (
        *dossier.actors,
        *dossier.events,
        *dossier.relations,
        *dossier.tallies,
    )
    return {record.id: whole.id for whole in wholes for record in whole.records}


def _documents(contradiction: Contradiction) -> set[str]:
    found: Sequence[Evidence] = [one for side in contradiction.sides for one in side.evidence]
    return {one.document for one in found}


def _check_text(seed: GoldSeed, document: Document) -> None:
    for piece in seed.pieces():
        if document.text[piece.start : piece.end] != piece.quote:
            raise DossierError(
                f"Document {document.id} is not the article that the gold was made from: characters {piece.start} to "
                f"{piece.end} should read {piece.quote!r}. Evaluate a dossier made from the unchanged file."
            )
    if not document.sentences:
        raise DossierError(f"Document {document.id} has no numbered sentences, so its evidence cannot be compared.")
