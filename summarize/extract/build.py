"""Building records: what of a reading has stood the checks becomes typed, grounded, normalised records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from summarize.extract.checks import Fault
from summarize.extract.dates import normalise_relation_time, normalise_when
from summarize.extract.ground import locate, whole
from summarize.extract.items import items
from summarize.extract.places import locate as locate_place
from summarize.extract.quantities import read_quantity
from summarize.schemas import (
    ActorRecord,
    Attack,
    Claim,
    ConflictRecord,
    Document,
    EventRecord,
    Evidence,
    Place,
    Rejected,
    RelationRecord,
    Side,
    TallyRecord,
    Toll,
    When,
)
from summarize.schemas.reading import (
    ReadActor,
    ReadAttack,
    ReadConflict,
    ReadCount,
    ReadEvent,
    Reading,
    ReadPlace,
    ReadRelation,
    ReadTally,
    ReadWhen,
)
from summarize.schemas.vocabulary import ACLED_HIERARCHY, AUTHOR, UNSPECIFIED, AcledSubType, AcledType


@dataclass
class Built:
    """The records of one document, and what was kept out with the reasons."""

    actors: list[ActorRecord] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)
    relations: list[RelationRecord] = field(default_factory=list)
    tallies: list[TallyRecord] = field(default_factory=list)
    conflicts: list[ConflictRecord] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def build(reading: Reading, document: Document, faults: Sequence[Fault], dropped: dict[str, str]) -> Built:
    """Records of every item without a fault of its own; `dropped` are keys kept out by rule, with the reason."""
    return _Builder(reading, document, faults, dropped).build()


class _Builder:
    """One document's way from reading to records."""

    def __init__(self, reading: Reading, document: Document, faults: Sequence[Fault], dropped: dict[str, str]) -> None:
        self.reading, self.document, self.published = (
            reading,
            document,
            document.published.when if document.published else None,
        )
        self.fatal: dict[str, list[str]] = defaultdict(list)
        self.fields: dict[str, set[str]] = defaultdict(set)
        self.built = Built()
        for fault in faults:
            if fault.field is None:
                self.fatal[fault.key].append(fault.reason)
            else:
                self.fields[fault.key].add(fault.field)
                self._reject(fault.type, f"{fault.key}.{fault.field}", [fault.reason], {})
        for key, reason in dropped.items():
            self.fatal[key].append(reason)
        self.known = {key for _, key, _ in items(reading) if key not in self.fatal}
        self.countries = [actor.country for actor in reading.actors if actor.country]
        self.said = _where(reading)

    def build(self) -> Built:
        makers: dict[type, tuple[Callable[..., object], list[object]]] = {
            ReadActor: (self._actor, self.built.actors),  # type: ignore[dict-item]
            ReadEvent: (self._event, self.built.events),  # type: ignore[dict-item]
            ReadRelation: (self._relation, self.built.relations),  # type: ignore[dict-item]
            ReadTally: (self._tally, self.built.tallies),  # type: ignore[dict-item]
            ReadConflict: (self._conflict, self.built.conflicts),  # type: ignore[dict-item]
        }
        for kind, key, item in items(self.reading):
            if key in self.fatal:
                self._reject(kind, key, self.fatal[key], item.model_dump(mode="json", exclude_defaults=True))
                continue
            make, where = makers[type(item)]
            if (record := make(item)) is None:
                self._reject(
                    kind, key, ["an actor it needs was kept out"], item.model_dump(mode="json", exclude_defaults=True)
                )
            else:
                where.append(record)
        return self.built

    def _reject(self, kind: str, key: str, reasons: Iterable[str], item: dict[str, object]) -> None:
        self.built.rejected.append(
            Rejected.model_validate(
                {"document": self.document.id, "type": kind, "key": key, "reasons": tuple(reasons), "item": item}
            )
        )

    # --- the five makers ---------------------------------------------------------------------

    def _actor(self, item: ReadActor) -> ActorRecord:
        names = (item.name, *item.also)
        return ActorRecord(
            id=self._id(item.key),
            document=self.document.id,
            key=item.key,
            name=item.name,
            names=names,
            kind=item.kind,
            form=item.form,
            country=item.country,
            role=item.role,
            background_names=tuple(item.background),
            evidence=tuple(self._naming(number, names) for number in item.sentences),
        )

    def _naming(self, number: int, names: Iterable[str]) -> Evidence:
        """The first of the names that stands in the sentence, or the sentence, where only a pronoun does."""
        spots = (locate(self.document, name, [number]) for name in names)
        return next((spot for spot in spots if spot), whole(self.document, number))

    def _event(self, item: ReadEvent) -> EventRecord:
        bad = self.fields[item.key]
        kind, sub = _acled(item.type)
        return EventRecord(
            id=self._id(item.key),
            document=self.document.id,
            key=item.key,
            label=item.what,
            acled_type=kind,
            acled_sub_type=sub,
            plover_type=item.plover,
            extent=item.extent,
            when=self._when(None if "when" in bad else item.when),
            where=self._place(None if "where" in bad else item.where),
            initiators=self._ids(item.by),
            targets=self._ids(item.to),
            supporters=self._ids(item.helping),
            participants=self._ids(item.parties),
            attack=self._attack(item.attack, bad) if item.attack else None,
            killed=_toll(None if "killed" in bad else item.killed),
            wounded=_toll(None if "wounded" in bad else item.wounded),
            status=item.status,
            certainty=item.sure,
            according_to=self._sources(item.source),
            part_of=self._id(item.part_of) if item.part_of in self.known and "part_of" not in bad else None,
            evidence=self._sentences(item.sentences),
            spans=self._spans(item),
        )

    def _relation(self, item: ReadRelation) -> RelationRecord | None:
        if not {item.subject, item.object} <= self.known:
            return None
        bad = self.fields[item.key or ""]
        time, when = normalise_relation_time("now" if "time" in bad else item.time, self.published)
        return RelationRecord(
            id=self._id(item.key),
            document=self.document.id,
            key=item.key or "",
            subject=self._id(item.subject),
            kind=item.kind,
            object=self._id(item.object),
            place=None if "place" in bad else item.place,
            time=time,
            when=when,
            status=item.status,
            certainty=item.sure,
            according_to=self._sources(item.source),
            evidence=self._sentences(item.sentences),
        )

    def _tally(self, item: ReadTally) -> TallyRecord:
        bad = self.fields[item.key or ""]
        quantity = read_quantity(item.words)
        low, high, comparator = (
            (quantity.min, quantity.max, quantity.comparator) if quantity else (item.min, item.max, item.comparator)
        )
        return TallyRecord(
            id=self._id(item.key),
            document=self.document.id,
            key=item.key or "",
            label=item.words,
            unit=item.unit,
            as_written=item.words,
            comparator=comparator,
            min=low,
            max=high,
            actors=self._ids(item.actors),
            where=self._place(None if "where" in bad else item.where),
            period=self._period(None if "period" in bad else item.period),
            status=item.status,
            according_to=self._sources(item.source),
            contains=self._ids(item.contains),
            evidence=self._sentences(item.sentences),
        )

    def _conflict(self, item: ReadConflict) -> ConflictRecord:
        sides = tuple(
            Side(says=side.says, records=self._ids(side.about), evidence=self._sentences(side.sentences))
            for side in item.sides
        )
        return ConflictRecord(
            id=self._id(item.key),
            document=self.document.id,
            key=item.key or "",
            kind=item.kind,
            about=" / ".join(side.says for side in item.sides),
            sides=sides,
            evidence=_unique(spot for side in sides for spot in side.evidence),
        )

    # --- the fields ----------------------------------------------------------------------------

    def _id(self, key: str | None) -> str:
        return f"{self.document.id}:{key}"

    def _ids(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._id(key) for key in keys if key in self.known))

    def _sources(self, keys: Sequence[str]) -> tuple[str, ...]:
        named = self._ids(keys)
        return named or ((UNSPECIFIED,) if keys else (AUTHOR,))

    def _sentences(self, numbers: Iterable[int]) -> tuple[Evidence, ...]:
        return tuple(whole(self.document, number) for number in dict.fromkeys(numbers))

    def _when(self, read: ReadWhen | None) -> When:
        return normalise_when(read, self.published, self.document.text)

    def _period(self, read: ReadWhen | None) -> When:
        """The time a tally covers; a size without one is of the time of writing."""
        if read is not None or self.published is None:
            return self._when(read)
        return self.published.model_copy(update={"basis": "relative", "as_written": None, "reason": "at publication"})

    def _place(self, read: ReadPlace | None) -> Place | None:
        """The place, located; a country or province that is said of it once holds for the whole document."""
        if read is None:
            return None
        country, admin1 = self.said[_name_key(read.name)]
        known = read.model_copy(update={"country": read.country or country, "admin1": read.admin1 or admin1})
        return locate_place(known, document_countries=self.countries)

    def _attack(self, read: ReadAttack, bad: set[str]) -> Attack:
        claim = read.claim if read.claim and read.claim.by in self.known and "claim" not in bad else None
        return Attack(
            type=read.type,
            weapon=None if "weapon" in bad else read.weapon,
            weapon_type=None if "weapon" in bad else read.weapon_type,
            target=None if "target" in bad else read.target,
            target_type=read.target_type,
            claim=Claim(by=self._id(claim.by), mode=claim.mode) if claim else None,
        )

    def _spans(self, item: ReadEvent) -> dict[str, tuple[Evidence, ...]]:
        words = {
            "when": item.when.words if item.when else None,
            "where": item.where.name if item.where else None,
            "killed": item.killed.words if item.killed else None,
            "wounded": item.wounded.words if item.wounded else None,
            "weapon": item.attack.weapon if item.attack else None,
            "target": item.attack.target if item.attack else None,
        }
        found = {name: locate(self.document, said, item.sentences) for name, said in words.items() if said}
        return {name: (spot,) for name, spot in found.items() if spot and name not in self.fields[item.key]}


def _name_key(name: str) -> str:
    """A place's name as it is compared within one document."""
    return " ".join(name.casefold().split())


def _where(reading: Reading) -> dict[str, tuple[str | None, str | None]]:
    """For each place name of a reading, the country and the province that one of its mentions gives."""
    found: dict[str, tuple[str | None, str | None]] = {}
    places = [event.where for event in reading.events] + [tally.where for tally in reading.tallies]
    for place in filter(None, places):
        country, admin1 = found.get(_name_key(place.name), (None, None))
        found[_name_key(place.name)] = (country or place.country, admin1 or place.admin1)
    return found


def _acled(value: AcledSubType | AcledType | None) -> tuple[AcledType | None, AcledSubType | None]:
    """ACLED's event type and sub-event type from the one term the reading gives."""
    for kind, subs in ACLED_HIERARCHY.items():
        if value == kind:
            return kind, None
        if value in subs:
            return kind, value
    return None, None


def _toll(read: ReadCount | None) -> Toll | None:
    if read is None:
        return None
    quantity = read_quantity(read.words)
    low, high = (quantity.min, quantity.max) if quantity else (read.min, read.max)
    return Toll(min=low, max=high, as_written=read.words)


def _unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))
