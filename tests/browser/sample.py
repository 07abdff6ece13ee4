"""A dossier of any size for the page: invented articles on invented bodies at real places, the same on every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

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
    FieldValue,
    Judgement,
    Notice,
    Outlet,
    Place,
    Published,
    Rejected,
    Relation,
    RelationRecord,
    Sentence,
    Side,
    Tally,
    TallyRecord,
    Toll,
    When,
)
from summarize.schemas.vocabulary import AcledType, RelationKind, Status

PLACES = (
    Place(
        name="Amsel Airbase", kind="site", country="IQ", admin1="Anbar", latitude=33.79, longitude=42.44, radius_km=2
    ),
    Place(name="Tower Nine", kind="site", country="JO", latitude=33.32, longitude=38.7, radius_km=5),
    Place(
        name="Conoco field",
        kind="near",
        country="SY",
        admin1="Deir ez-Zor",
        latitude=35.33,
        longitude=40.31,
        radius_km=25,
    ),
    Place(name="Hasakah Governorate", kind="province", country="SY", latitude=36.4, longitude=40.7, radius_km=110),
    Place(name="Erbil", kind="town", country="IQ", latitude=36.19, longitude=44.01, radius_km=8),
    Place(name="الحديدة", kind="town", country="YE", latitude=14.8, longitude=42.95, radius_km=9),
    Place(name="southern Red Sea", kind="waters", latitude=13.9, longitude=42.6, radius_km=180),
    Place(name="Iraq", kind="country", country="IQ"),
    Place(name="Syria", kind="country", country="SY"),
    Place(name="Gulf of Aden", kind="waters"),
    Place(name="Baghdad", kind="town", country="IQ", latitude=33.31, longitude=44.37, radius_km=10),
    Place(name="Washington", kind="town", country="US", latitude=38.9, longitude=-77.04, radius_km=10),
)
NAMES = (
    "Northern Brigade", "Free Coast Army", "Harbour Council", "Defence Office", "كتائب النهر", "River Front", "Ministry of Ports",
    "Lantern Movement", "Hill Guard", "Eastern Shield", "Committee of Nine", "Sand Falcons", "Old Quarter Union", "Border Watch",
)  # fmt: skip
OUTLETS = ("The Gazette", "Port Wire", "Review of Arms", "النهار الجديد", "Coast Radio")
TYPES: tuple[tuple[AcledType | None, str], ...] = (
    ("Explosions/Remote violence", "Drone strike on"), ("Battles", "Clash at"), ("Violence against civilians", "Abduction in"),
    ("Strategic developments", "Arrests in"), ("Explosions/Remote violence", "Rocket fire at"), (None, "Talks in"),
    ("Protests", "Rally in"),
)  # fmt: skip
STATUSES: tuple[Status, ...] = ("stated", "reported", "claimed", "alleged", "denied", "planned")
KINDS: tuple[RelationKind, ...] = (
    "supports",
    "arms",
    "hostile_to",
    "allied_with",
    "part_of",
    "funds",
    "opposes",
    "umbrella_for",
)
START = date(2023, 9, 1)
PER_DOCUMENT = 12  # reports an article has


def _sentences(number: int, rng: random.Random) -> list[str]:
    arabic = "قال متحدث إن الهجوم وقع ليلاً."
    return [
        f"Report {number}: what happened on the coast and in the hills this week.",
        *(
            f"The {rng.choice(NAMES)} struck {rng.choice(PLACES).name} with {rng.choice(('a drone', 'rockets', 'mortars'))}, "
            f"killing {rng.randint(1, 9)} people, officials said on day {day}."
            for day in range(PER_DOCUMENT + 4)
        ),
        arabic if number % 4 == 0 else "A spokesman declined to say who had ordered it.",
    ]


def _document(number: int, rng: random.Random) -> Document:
    lines = _sentences(number, rng)
    spans, at = [], 0
    for count, line in enumerate(lines, start=1):
        spans.append(Sentence(number=count, start=at, end=at + len(line)))
        at += len(line) + 1
    day = START + timedelta(days=rng.randint(0, 200))
    published = When(edtf=day.isoformat(), precision="day", basis="metadata")
    return Document(
        id=f"d{number}",
        source=f"articles/{number:05}.txt",
        text="\n".join(lines),
        sentences=tuple(spans),
        title=f"Week {number} on the coast" if number % 4 else "أسبوع على الساحل",
        credits=(Credit(name="A. Writer"),),
        outlet=Outlet(name=rng.choice(OUTLETS), basis="stated"),
        published=Published(when=published, basis="metadata"),
    )


def _said(document: Document, sentence: int) -> tuple[Evidence, ...]:
    text = document.sentence_text(sentence)
    start = document.sentences[sentence - 1].start
    return (Evidence(document=document.id, sentence=sentence, start=start, end=start + len(text), quote=text),)


def _when(rng: random.Random, number: int) -> When:
    day = START + timedelta(days=int(200 * rng.random() ** 0.7))
    match number % 12:
        case 0:
            return When(edtf=f"{day:%Y-%m}", precision="month")
        case 1:
            return When(edtf=f"{day}/{day + timedelta(days=rng.randint(3, 25))}", precision="range")
        case 2 if number % 5 == 0:
            return When(edtf=f"{day}/..", precision="open")
        case 3 if number % 4 == 3:
            return When()
        case 4 if number % 40 == 4:
            return When(edtf=str(2003 + number % 17), precision="year")
        case 5:
            return When(edtf=f"{day}~", precision="day")
        case _:
            return When(edtf=day.isoformat(), precision="day", as_written=f"on {day:%A}", basis="relative")


def _actors(documents: Sequence[Document], many: int) -> tuple[Actor, ...]:
    actors = []
    for number in range(many):
        base = NAMES[number % len(NAMES)]
        name = base if number < len(NAMES) else f"{base} {number // len(NAMES)}"
        sources = [documents[(number + step) % len(documents)] for step in range(2)]
        records = tuple(
            ActorRecord(id=f"{each.id}:a{number}-{step}", document=each.id, key=f"a{number}-{step}", name=name, kind="armed_group", evidence=_said(each, 2))
            for step, each in enumerate(sources)
        )  # fmt: skip
        evidence = tuple(piece for record in records for piece in record.evidence)
        actors.append(
            Actor(
                id=f"actor-{number}",
                name=name,
                names=(name, f"the {name}"),
                kind="armed_group",
                evidence=evidence,
                records=records,
            )
        )
    return tuple(actors)


def _record(number: int, step: int, document: Document, content: dict[str, Any], killed: Toll | None) -> EventRecord:
    key = f"e{number}-{step}"
    evidence = _said(document, 2 + (number + step) % PER_DOCUMENT)
    return EventRecord(
        id=f"{document.id}:{key}", document=document.id, key=key, evidence=evidence, killed=killed, **content
    )


def _event(number: int, reports: int, documents: Sequence[Document], actors: int, rng: random.Random) -> Event:
    kind, words = rng.choice(TYPES)
    where = rng.choices((*PLACES, None), weights=[5, 3, 4, 2, 3, 3, 2, 2, 1, 1, 3, 1, 1])[0]
    sides = rng.sample(range(min(actors, 40)), 2)
    status = rng.choices(STATUSES, weights=[6, 4, 3, 2, 1, 1])[0]
    content: dict[str, Any] = {
        "label": f"{words} {where.name if where else 'an unnamed place'}",
        "acled_type": kind,
        "plover_type": None if kind else "CONSULT",
        "when": _when(rng, number),
        "where": where,
        "attack": Attack(type="Bombing/Explosion", weapon="drone") if kind and "Remote" in kind else None,
    }
    sources = [documents[(number * 7 + 13 * step) % len(documents)] for step in range(reports)]
    tolls = [
        Toll(min=dead, max=dead) if kind and dead else None for dead in (rng.randint(0, 6) for _ in range(reports))
    ]
    records = tuple(_record(number, step, each, content, tolls[step]) for step, each in enumerate(sources))
    return Event(
        **content, id=f"event-{number}", status=status, killed=tolls[0], initiators=(f"actor-{sides[0]}",), targets=(f"actor-{sides[1]}",),
        according_to=(f"actor-{sides[0]}",) if status == "claimed" else ("author",),
        part_of=f"event-{number - 1}" if number % 17 == 5 else None,
        evidence=tuple(piece for record in records for piece in record.evidence), records=records,
        values=dict(_values(content, records)),
    )  # fmt: skip


def _values(content: dict[str, Any], records: Sequence[EventRecord]) -> Iterator[tuple[str, tuple[FieldValue, ...]]]:
    everyone = tuple(record.id for record in records)
    yield "label", (FieldValue(value=content["label"], records=everyone, shown=True),)
    yield "when", (FieldValue(value=content["when"].model_dump(mode="json"), records=everyone, shown=True),)
    if content["where"]:
        yield "where", (FieldValue(value=content["where"].model_dump(mode="json"), records=everyone, shown=True),)
    said: dict[int, list[str]] = {}
    for record in records:
        if record.killed and record.killed.min is not None:
            said.setdefault(record.killed.min, []).append(record.id)
    if said:
        yield (
            "killed",
            tuple(
                FieldValue(
                    value={"min": dead, "max": dead, "as_written": str(dead)}, records=tuple(ids), shown=number == 0
                )
                for number, (dead, ids) in enumerate(said.items())
            ),
        )


def _contradictions(events: Sequence[Event]) -> Iterator[Contradiction]:
    for event in events:
        different = event.values.get("killed", ())
        if len(different) > 1 and int(event.id.removeprefix("event-")) % 4 < 3:
            of = {record.id: record for record in event.records}
            sides = tuple(
                Side(
                    says=f"{each.value['as_written']} killed",
                    records=each.records,
                    evidence=of[each.records[0]].evidence,
                )
                for each in different[:2]
            )
            yield Contradiction(
                id=f"toll-{event.id}", kind="number", about=f"how many died: {event.label}", sides=sides, found_by="rule",
                evidence=sides[0].evidence + sides[1].evidence, records=(event.id,),
            )  # fmt: skip


def _judgements(events: Sequence[Event]) -> Iterator[Judgement]:
    for number, event in enumerate(events):
        first = event.records[0].id
        for record in event.records[1:]:
            yield Judgement(
                left=first, right=record.id, verdict="same", author="rule", by="acled", score=0.97 - (number % 7) / 20,
                reason="same day; same place, 0 km apart; compatible types; the initiators are one actor",
            )  # fmt: skip
        if number % 9 == 4:
            yield Judgement(
                left=first, right=events[number - 1].records[0].id, verdict="unsure", author="model", by="a model", score=0.55,
                reason="neighbouring days at one place; the weapon differs",
            )  # fmt: skip


def _relations(documents: Sequence[Document], actors: int, rng: random.Random) -> Iterator[Relation]:
    for number in range(min(160, 3 * actors)):
        one, other = rng.sample(range(min(actors, 60)), 2)
        if number < 2:  # an ally in one place, an enemy in another
            one, other = 0, 1
        kind: RelationKind = ("allied_with", "hostile_to")[number] if number < 2 else rng.choice(KINDS)
        document = documents[number % len(documents)]
        content: dict[str, Any] = {
            "kind": kind, "place": ("the hills", "the coast", None)[number % 3], "status": rng.choice(("stated", "stated", "alleged")),
            "evidence": _said(document, 3),
        }  # fmt: skip
        record = RelationRecord(
            id=f"{document.id}:r{number}", document=document.id, key=f"r{number}", subject=f"actor-{one}", object=f"actor-{other}",
            **content,
        )  # fmt: skip
        yield Relation(
            id=f"relation-{number}", subject=f"actor-{one}", object=f"actor-{other}", records=(record,), **content
        )


def _tallies(documents: Sequence[Document], events: Sequence[Event]) -> Iterator[Tally]:
    strikes = [event.id for event in events if event.attack][:12]
    for number, (count, since) in enumerate(((24, 47), (9, 120))):
        document = documents[number % len(documents)]
        period = When(edtf=f"{START + timedelta(days=since)}/{START + timedelta(days=200)}", precision="range")
        content: dict[str, Any] = {
            "label": "strikes on bases", "unit": "strikes", "as_written": f"at least {count}", "comparator": "at_least", "min": count,
            "period": period, "where": PLACES[7], "evidence": _said(document, 4),
        }  # fmt: skip
        record = TallyRecord(id=f"{document.id}:t{number}", document=document.id, key=f"t{number}", **content)
        yield Tally(
            id=f"tally-{number}",
            contains=tuple(strikes[: 4 + number]),
            actors=("actor-0",),
            records=(record,),
            **content,
        )


def sample(events: int = 60, records: int = 150, seed: int = 1) -> Dossier:
    """About `records` reports of `events` events, in articles of a dozen reports each."""
    rng = random.Random(seed)  # noqa: S311  # nothing secret
    documents = tuple(_document(number, rng) for number in range(max(6, records // PER_DOCUMENT)))
    actors = max(8, min(400, events // 4))
    reports = max(1, records // events)
    made = tuple(_event(number, max(1, reports + (number % 3) - 1), documents, actors, rng) for number in range(events))
    first = documents[0]
    return Dossier(
        documents=documents,
        actors=_actors(documents, actors),
        events=made,
        relations=tuple(_relations(documents, actors, rng)),
        tallies=tuple(_tallies(documents, made)),
        contradictions=tuple(_contradictions(made)),
        judgements=tuple(_judgements(made)),
        rejected=(
            Rejected(document=first.id, type="event", key="e99", reasons=("“on Friday” is not in sentence 3",), item={"label": "A strike nobody reports"}),
        ),
        notices=(Notice(document=first.id, kind="instruction", message="The text tries to instruct the reader", evidence=_said(first, 2)),),
    )  # fmt: skip
