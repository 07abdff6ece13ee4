"""A dossier written from the gold itself: what a reading without a fault would have given. Tests break it on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from summarize.evaluate.acts import ACTS, DOERS
from summarize.evaluate.gold import Gold, GoldActor, GoldEvent, GoldRelation, GoldSeed, GoldTally, Piece
from summarize.evaluate.relation_kinds import KINDS
from summarize.schemas import (
    Actor,
    ActorRecord,
    Attack,
    Contradiction,
    Credit,
    Document,
    Dossier,
    Event,
    EventRecord,
    Evidence,
    Place,
    Published,
    Relation,
    RelationRecord,
    Sentence,
    Side,
    Tally,
    TallyRecord,
    When,
)
from summarize.schemas.documents import Basis
from summarize.schemas.vocabulary import ActorForm, ActorKind, Comparator, RelationKind, Status

SEEDS = Path(__file__).parents[2] / "seeds"
# A full stop ends a sentence before a capital or a quote, but not after an initial ("U.S. Central") or a month.
END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!Oct\.)(?:[”\")]*)\s+(?=[A-Z“(])|\n+")
ACTOR_KINDS: dict[str, ActorKind] = {
    "state": "state",
    "state_body": "government",
    "state_force": "state_force",
    "rebel_group": "armed_group",
    "political_militia": "armed_group",
    "umbrella": "umbrella",
    "coalition": "coalition",
    "alliance_label": "coalition",
    "person": "person",
    "person_group": "population",
    "population": "population",
    "civilians": "population",
    "source_group": "source",
    "ngo_igo": "organisation",
    "affiliation_org": "organisation",
    "media": "media",
    "platform": "organisation",
}
COMPARATORS: dict[str, Comparator] = {
    "at least": "at_least",
    "around": "about",
    "roughly": "about",
    "as much as": "at_most",
    "exactly": "exactly",
}
HELPERS = frozenset("ally_of_side_a supporter air_support weapon_supplier".split())


def cut(text: str) -> tuple[Sentence, ...]:
    """Sentences of an article, well enough for its five."""
    starts = [0, *(match.end() for match in END.finditer(text))]
    ends = [*(match.start() for match in END.finditer(text)), len(text)]
    spans = [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]
    return tuple(Sentence(number=number, start=start, end=end) for number, (start, end) in enumerate(spans, start=1))


class Writer:
    """Writes one article's gold as records."""

    def __init__(self, seed: GoldSeed) -> None:
        self.seed = seed
        path = SEEDS / f"{seed.document.id}.txt"
        text = path.read_bytes().decode()
        self.text, self.sentences, self.id = text, cut(text), seed.document.id

    def key(self, gold_id: str) -> str:
        return gold_id if gold_id in ("author", "unspecified") else f"{self.id}:{gold_id.partition('.')[2] or gold_id}"

    def record_id(self, gold_id: str) -> str:
        return f"{self.id}:{gold_id.replace('.', '_')}"

    def cite(self, pieces: tuple[Piece, ...]) -> tuple[Evidence, ...]:
        return tuple(self.evidence(pieces))

    def evidence(self, pieces: tuple[Piece, ...]) -> Iterator[Evidence]:
        for one in self.sentences:
            if any(min(one.end, piece.end) - max(one.start, piece.start) > 2 for piece in pieces):
                quote = self.text[one.start : one.end]
                yield Evidence(document=self.id, sentence=one.number, start=one.start, end=one.end, quote=quote)

    def document(self) -> Document:
        gold = self.seed.document
        basis: Basis = "stated" if gold.published_stated else "inferred"
        return Document(
            id=self.id,
            source=f"{self.id}.txt",
            text=self.text,
            sentences=self.sentences,
            title=gold.title,
            credits=tuple(Credit(name=name) for name in gold.authors),
            published=Published(when=When(edtf=gold.published, precision="range"), basis=basis),
        )

    def actors(self) -> Iterator[ActorRecord]:
        for gold in self.seed.actors:
            names = [name for name in gold.names if name in self.text]
            if names and gold.id != "a003.roggio":
                yield self.actor(gold, tuple(names))
        if self.id.startswith("004"):
            yield self.actor_named("Idlib region", "population")

    def actor(self, gold: GoldActor, names: tuple[str, ...]) -> ActorRecord:
        start = self.text.index(names[0])
        pieces = gold.evidence or (Piece(start, start + len(names[0]), names[0]),)
        forms: dict[str, ActorForm] = {"named": "named", "anonymous": "unnamed"}
        return ActorRecord(
            id=self.key(gold.id),
            document=self.id,
            key=gold.id,
            name=names[0],
            names=names,
            kind=ACTOR_KINDS[gold.kind],
            form=forms.get(gold.form, "label"),
            evidence=self.cite(pieces),
        )

    def actor_named(self, name: str, kind: ActorKind) -> ActorRecord:
        start = self.text.index(name)
        cited = self.cite((Piece(start, start + len(name), name),))
        return ActorRecord(id=f"{self.id}:{name}", document=self.id, key=name, name=name, kind=kind, evidence=cited)

    def events(self) -> Iterator[EventRecord]:
        for gold in self.seed.events:
            yield self.event(gold)

    def event(self, gold: GoldEvent) -> EventRecord:
        acts = ACTS[gold.act]
        acled = next(
            (
                one
                for one in ("Explosions/Remote violence", "Battles", "Strategic developments", "Protests")
                if one in acts
            ),
            None,
        )
        status, sources = self.attributed(gold)
        exact = gold.place.kind in ("city", "town", "military_base")
        place = Place(name=gold.place.name, kind="town" if exact else "region") if gold.place.name else None
        parties = {
            role: [self.key(actor) for actor, has in gold.parties.items() if _part(has) == role]
            for role in ("by", "help", "to")
        }
        return EventRecord(
            id=self.record_id(gold.id),
            document=self.id,
            key=gold.id,
            label=gold.label,
            acled_type=None if gold.act in ("threat", "statement") else acled,
            plover_type="THREATEN" if gold.act == "threat" else "CONSULT" if gold.act == "statement" else None,
            extent="single" if gold.attack != "aggregate" else "series",
            attack=None if gold.attack == "no" else Attack(),
            when=When(edtf=gold.when),
            where=place,
            initiators=tuple(one for one in parties["by"] if not one.endswith(":unknown_bomber")),
            supporters=tuple(parties["help"]),
            targets=tuple(parties["to"]),
            status=status,
            according_to=sources,
            evidence=self.cite(gold.evidence),
        )

    def attributed(self, gold: GoldEvent) -> tuple[Status, tuple[str, ...]]:
        if gold.attribution is None:
            return "stated", ("author",)
        named = tuple(self.key(one) for one in gold.attribution.sources)
        return ("planned" if gold.attribution.status == "planned" else "reported"), named or ("unspecified",)

    def relations(self) -> Iterator[RelationRecord]:
        for gold in self.seed.relations:
            yield self.relation(gold)

    def relation(self, gold: GoldRelation) -> RelationRecord:
        kind = KINDS[gold.label][0]
        ends = [
            self.key("unspecified" if one == "unspecified" else one)
            if not one.startswith("PLACE:")
            else f"{self.id}:Idlib region"
            for one in (gold.subject, gold.object)
        ]
        ends = ends[::-1] if kind.startswith("<") else ends
        dated = gold.time is not None and gold.time[0].isdigit()
        return RelationRecord(
            id=self.record_id(gold.id),
            document=self.id,
            key=gold.id,
            subject=ends[0],
            kind=TypeAdapter(RelationKind).validate_python(kind.lstrip("<")),
            object=ends[1],
            place=" and ".join(group[0] for group in gold.places) or None,
            time="interval" if dated else "past" if gold.time == "past" else "at_publication",
            when=When(edtf=gold.time if dated else None),
            status="denied" if gold.denied else "stated",
            according_to=(self.key(gold.asserter),),
            evidence=self.cite(gold.evidence),
        )

    def tallies(self) -> Iterator[TallyRecord]:
        for gold in self.seed.tallies:
            yield self.tally(gold)

    def tally(self, gold: GoldTally) -> TallyRecord:
        about = gold.approx
        return TallyRecord(
            id=self.record_id(gold.id),
            document=self.id,
            key=gold.id,
            label=gold.label,
            unit=gold.unit,
            as_written=gold.words,
            comparator=COMPARATORS.get(gold.qualifier, "at_least"),
            min=about if about is not None else gold.min,
            max=about if about is not None else gold.max,
            actors=tuple(self.key(one) for one in gold.actors),
            period=When(edtf=gold.period),
            evidence=self.cite(gold.evidence),
        )

    def contradictions(self) -> Iterator[Contradiction]:
        for gold in self.seed.contradictions:
            sides = tuple(Side(says=side[0].quote, evidence=self.cite(side)) for side in gold.sides)
            cited = tuple(dict.fromkeys(one for side in sides for one in side.evidence))
            yield Contradiction(
                id=gold.id, kind="other", about=gold.text, sides=sides, found_by="model", evidence=cited
            )


def _part(role: str) -> str:
    return "by" if role in DOERS | {"subject", "affected", "victim_side"} else "help" if role in HELPERS else "to"


def write(gold: Gold) -> Dossier:
    """The whole gold as a dossier: one canonical actor a cluster, every other record on its own."""
    writers = [Writer(seed) for seed in gold.seeds]
    records = {record.key: record for writer in writers for record in writer.actors()}
    clusters = [
        [records.pop(one) for one in cluster.members if one in records] for cluster in gold.cross.actor_clusters
    ]
    clusters += [[record] for record in records.values()]
    return Dossier(
        documents=tuple(writer.document() for writer in writers),
        actors=tuple(canonical_actor(cluster) for cluster in clusters if cluster),
        events=tuple(canonical_event([one]) for writer in writers for one in writer.events()),
        relations=tuple(canonical_relation(one) for writer in writers for one in writer.relations()),
        tallies=tuple(canonical_tally(one) for writer in writers for one in writer.tallies()),
        contradictions=tuple(one for writer in writers for one in writer.contradictions()),
    )


def canonical_actor(records: list[ActorRecord]) -> Actor:
    first, cited = records[0], tuple(span for one in records for span in one.evidence)
    return Actor(id=f"actor-{first.key}", name=first.name, kind=first.kind, evidence=cited, records=tuple(records))


def canonical_event(records: list[EventRecord]) -> Event:
    first, cited = records[0], tuple(span for one in records for span in one.evidence)
    return Event(id=f"event-{first.id}", label=first.label, evidence=cited, records=tuple(records))


def canonical_relation(record: RelationRecord) -> Relation:
    return Relation(
        id=f"relation-{record.id}",
        subject=record.subject,
        kind=record.kind,
        object=record.object,
        evidence=record.evidence,
        records=(record,),
    )


def canonical_tally(record: TallyRecord) -> Tally:
    return Tally(
        id=f"tally-{record.id}",
        label=record.label,
        unit=record.unit,
        as_written=record.as_written,
        comparator=record.comparator,
        evidence=record.evidence,
        records=(record,),
    )
