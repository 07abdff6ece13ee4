"""Events: which output record is which gold event, by shared sentences, kind of act, parties, place, day and words."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.evaluate.actors import ActorMap
from summarize.evaluate.acts import DOERS, act_fits, happened
from summarize.evaluate.gold import GoldEvent
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.evaluate.text import fold, similar, words
from summarize.evaluate.times import overlap
from summarize.schemas.events import EventRecord

__all__ = ["EventMap", "Likeness", "likeness", "map_events", "party_ids", "places_differ", "repeats"]

_LEAST = 3.0  # of about 8: below it a record that shares a sentence with a gold event tells something else
_FAR = 1.5  # a record this much more like one gold event is not a record of the other
_EXACT_PLACES = frozenset({"site", "town", "near"})
_TIERS = {"core": 200.0, "secondary": 40.0, "context": 20.0}


@dataclass(frozen=True)
class Likeness:
    """How far a record says what a gold event says, -1 … 1 each.

    `label` compares the two labels; `wording` also takes the gold's quotes, which several events may share.
    """

    evidence: float
    act: int
    parties: float
    place: int
    day: int
    label: float
    wording: float

    @property
    def total(self) -> float:
        """The weighed sum."""
        return 2 * self.evidence + self.act + self.parties + 1.5 * self.place + self.day + 2 * self.wording

    @property
    def admissible(self) -> bool:
        """Whether the record can be the gold event at all."""
        if self.evidence == 0 or (self.act < 0 and self.label < 0.6) or (self.place < 0 and self.label < 0.75):
            return False
        return self.total >= _LEAST


@dataclass(frozen=True)
class EventMap:
    """`own`: gold id → the record that is its own, one to one; `likely`: every admissible pair (record, gold)."""

    own: dict[str, str]
    likely: dict[tuple[str, str], Likeness]

    def gold_of(self, record_id: str) -> str | None:
        """The gold event whose own record this is."""
        return next((gold for gold, record in self.own.items() if record == record_id), None)

    def best_gold(self, record_id: str) -> str | None:
        """The gold event that a record is most like, whether or not it is that event's own."""
        ranked = sorted((-like.total, gold) for (record, gold), like in self.likely.items() if record == record_id)
        return ranked[0][1] if ranked else None

    def records_of(self, gold_id: str) -> tuple[str, ...]:
        """Every record that can be a gold event, the most alike first."""
        ranked = sorted((-like.total, record) for (record, gold), like in self.likely.items() if gold == gold_id)
        return tuple(record for _, record in ranked)


def map_events(page: Page, actors: ActorMap, left_out: frozenset[str] = frozenset()) -> EventMap:
    """Match a page's event records with its gold events: the most core events first, then the most alike.

    `left_out` are records that earn nothing because they are wrong.
    """
    likely: dict[tuple[str, str], Likeness] = {}
    for record in page.events:
        alike = {event.id: likeness(page, record, event, actors) for event in page.gold.events}
        best = max((like.total for like in alike.values()), default=0.0)
        likely |= {(record.id, gold): one for gold, one in alike.items() if one.admissible and one.total > best - _FAR}
    weights = {
        (gold, record): _TIERS[page.gold_events[gold].tier] + like.total
        for (record, gold), like in likely.items()
        if record not in left_out
    }
    return EventMap(best_matching(weights), likely)


def party_ids(record: EventRecord) -> tuple[str, ...]:
    """Ids of every actor with a part in an event."""
    return tuple(dict.fromkeys((*record.initiators, *record.targets, *record.supporters, *record.participants)))


def likeness(page: Page, record: EventRecord, event: GoldEvent, actors: ActorMap) -> Likeness:
    """Compare one record with one gold event of the same article."""
    shared, own = page.of_pieces(event.evidence), page.of_evidence(record.evidence)
    return Likeness(
        evidence=len(shared & own) / len(own) if own else 0.0,
        act=act_fits(record, event.act),
        parties=_parties(record, event, actors),
        place=_place(record, event),
        day=_day(record, event),
        label=similar(record.label, event.label),
        wording=max(similar(record.label, event.label), 0.75 * _in_quotes(record, event)),
    )


def _parties(record: EventRecord, event: GoldEvent, actors: ActorMap) -> float:
    """The share of parties both have; one less where both name doers and these are others."""
    have, want = actors.gold_of(party_ids(record)), frozenset(event.parties)
    if not want or not party_ids(record):
        return 0.0
    if not have & want:
        return -1.0
    doers = frozenset(actor for actor, role in event.parties.items() if role in DOERS)
    given = actors.gold_of(record.initiators)
    others = bool(doers and given and not doers & given)
    return len(have & want) / min(len(have), len(want)) - others


def _place(record: EventRecord, event: GoldEvent) -> int:
    if record.where is None or not event.place.name:
        return 0
    if words(record.where.name) & words(event.place.name):
        return 1
    return -1 if record.where.kind in _EXACT_PLACES else 0


def _day(record: EventRecord, event: GoldEvent) -> int:
    shared = overlap(record.when.edtf, event.when)
    return 0 if shared is None else 1 if shared else -1


def _in_quotes(record: EventRecord, event: GoldEvent) -> float:
    """The share of the record's label that the gold's quotes say."""
    said = words(record.label)
    return len(said & words(" ".join(piece.quote for piece in event.evidence))) / len(said) if said else 0.0


def places_differ(left: EventRecord, right: EventRecord) -> bool:
    """Whether two records name exact places that share no word."""
    if left.where is None or right.where is None:
        return False
    if not {left.where.kind, right.where.kind} & _EXACT_PLACES:
        return False
    return not set(fold(left.where.name).split()) & set(fold(right.where.name).split())


def repeats(left: EventRecord, right: EventRecord, page: Page) -> bool:
    """Whether `right` tells what `left` tells: a shared sentence or wording, and no other day, place, doer or act."""
    shared = page.of_evidence(left.evidence) & page.of_evidence(right.evidence)
    if not shared and similar(left.label, right.label) < 0.6:
        return False
    if places_differ(left, right) or overlap(left.when.edtf, right.when.edtf) is False:
        return False
    one_is_talk = (left.attack is None) != (right.attack is None) and left.plover_type != right.plover_type
    if happened(left) != happened(right) or one_is_talk:
        return False
    first, second = set(left.initiators), set(right.initiators)
    return bool(first & second) or not first or not second
