"""A small dossier made by hand, with one of everything; `told` puts a text of your choice wherever foreign text goes."""

from __future__ import annotations

from summarize.schemas import (
    Actor,
    ActorRecord,
    Attack,
    Claim,
    Contradiction,
    Credit,
    Document,
    Dossier,
    Event,
    EventRecord,
    Evidence,
    FieldValue,
    Judgement,
    Metadata,
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

SENTENCES = {
    "d1": (
        "Three soldiers were killed on Sunday at Tower 22.",
        "Washington blamed the Northern Brigade, which Tehran arms.",
        "It was at least the 24th strike since Oct. 17.",
    ),
    "d2": (
        "The Northern Brigades said they hit Tower 22.",
        "A medic put the dead at four.",
    ),
}


def document(key: str, told: str = "") -> Document:
    """A document whose first sentence ends in `told`."""
    first, *others = SENTENCES[key]
    lines = [first + told, *others]
    spans, at = [], 0
    for number, line in enumerate(lines, start=1):
        spans.append(Sentence(number=number, start=at, end=at + len(line)))
        at += len(line) + 1
    return Document(
        id=key,
        source=f"{key}{told}.txt",
        text="\n".join(lines),
        sentences=tuple(spans),
        metadata=Metadata(url=f"https://example.org/{key}{told}"),
        title=f"What {key} tells{told}",
        credits=(Credit(name=f"A. Writer{told}", sentence=1), Credit(name="E. Ditor", role="editor")),
        outlet=Outlet(name=f"The Gazette{told}", basis="stated", sentence=1),
        published=Published(
            when=When(edtf="2024-01-29", precision="day", basis="inferred"), basis="inferred", reason=f"a reason{told}"
        ),
    )


def dossier(told: str = "") -> Dossier:
    """Two reports of one attack that differ in the toll, and what stands around it."""
    documents = (document("d1", told), document("d2", told))
    texts = {each.id: each for each in documents}

    def said(key: str, number: int) -> tuple[Evidence, ...]:
        span = texts[key].sentences[number - 1]
        quote = texts[key].text[span.start : span.end]
        return (Evidence(document=key, sentence=number, start=span.start, end=span.end, quote=quote),)

    brigade = [
        ActorRecord(
            id=f"{key}:a1", document=key, key="a1", name=f"{name}{told}", kind="armed_group", evidence=said(key, line)
        )
        for key, name, line in (("d1", "Northern Brigade", 2), ("d2", "Northern Brigades", 1))
    ]
    tehran = ActorRecord(
        id="d1:a2", document="d1", key="a2", name=f"Tehran{told}", kind="state", country="IR", evidence=said("d1", 2)
    )
    medic = ActorRecord(
        id="d2:a2", document="d2", key="a2", name=f"a medic{told}", kind="source", form="unnamed", role=f"medic{told}",
        evidence=said("d2", 2),
    )  # fmt: skip
    actors = (
        Actor(
            id="northern-brigade", name=f"Northern Brigade{told}", names=(f"Northern Brigade{told}", f"Northern Brigades{told}"),
            kind="armed_group", background_names=(f"NB{told}",), evidence=said("d1", 2) + said("d2", 1), records=tuple(brigade),
        ),
        Actor(id="tehran", name=f"Tehran{told}", kind="state", country="IR", evidence=said("d1", 2), records=(tehran,)),
        Actor(
            id="medic", name=f"a medic{told}", kind="source", form="unnamed", role=f"medic{told}", evidence=said("d2", 2),
            records=(medic,),
        ),
    )  # fmt: skip
    sunday = When(edtf="2024-01-28", precision="day", as_written=f"on Sunday{told}", basis="relative")
    tower = Place(
        name=f"Tower 22{told}", kind="site", country="JO", acled_precision=1, ucdp_precision=1, latitude=33.3,
        longitude=-38.7, radius_km=5,
    )  # fmt: skip
    attack = Attack(
        type="Bombing/Explosion", weapon=f"drone{told}", weapon_type="Explosives", target=f"the base{told}",
        target_type="Military", claim=Claim(by="northern-brigade", mode="Personal claim"),
    )  # fmt: skip
    shared = {"when": sunday, "where": tower, "attack": attack, "acled_type": "Explosions/Remote violence"}
    strike_records = tuple(
        EventRecord.model_validate(
            {
                **shared, "id": f"{key}:e1", "document": key, "key": "e1", "label": f"Strike on Tower 22{told}",
                "killed": Toll(min=dead, max=dead, as_written=f"{dead}{told}"), "evidence": said(key, 1),
                "initiators": (f"{key}:a1",),
            }
        )
        for key, dead in (("d1", 3), ("d2", 4))
    )  # fmt: skip
    tolls = tuple(
        FieldValue(value=record.model_dump(mode="json")["killed"], records=(record.id,), shown=record.document == "d1")
        for record in strike_records
    )
    strike = Event.model_validate(
        {
            **shared, "id": "2024-01-28-tower-22", "label": f"Strike on Tower 22{told}", "acled_sub_type": "Air/drone strike",
            "initiators": ("northern-brigade",), "targets": ("soldiers-nobody-declared",), "supporters": ("tehran",),
            "killed": Toll(min=3, max=3, as_written=f"3{told}"), "status": "claimed", "certainty": "probable",
            "according_to": ("northern-brigade", "unspecified"), "evidence": said("d1", 1) + said("d2", 1),
            "records": strike_records, "values": {"killed": tolls}, "part_of": "campaign",
        }
    )  # fmt: skip
    talks = Event(
        id="talks", label=f"Talks{told}", plover_type="CONSULT", extent="series", participants=("tehran",), status="planned",
        evidence=said("d1", 2),
        records=(
            EventRecord(id="d1:e2", document="d1", key="e2", label=f"Talks{told}", plover_type="CONSULT", evidence=said("d1", 2)),
        ),
    )  # fmt: skip
    arms = RelationRecord(
        id="d1:r1", document="d1", key="r1", subject="d1:a2", kind="arms", object="d1:a1", evidence=said("d1", 2)
    )
    relation = Relation(
        id="tehran-arms-northern-brigade", subject="tehran", kind="arms", object="northern-brigade", place=f"Syria{told}",
        time="past", according_to=("author",), evidence=said("d1", 2), records=(arms,),
    )  # fmt: skip
    period = When(edtf="2023-10-17/2024-01-29", precision="range", as_written=f"since Oct. 17{told}")
    counted = TallyRecord(
        id="d1:t1", document="d1", key="t1", label=f"strikes{told}", unit=f"strikes{told}", as_written=f"at least the 24th{told}",
        comparator="at_least", min=24, period=period, evidence=said("d1", 3),
    )  # fmt: skip
    tally = Tally(
        id="strikes-since-october", label=f"strikes{told}", unit=f"strikes{told}", as_written=f"at least the 24th{told}",
        comparator="at_least", min=24, actors=("northern-brigade",), where=tower, period=period, contains=(strike.id,),
        evidence=said("d1", 3), records=(counted,),
    )  # fmt: skip
    contradiction = Contradiction(
        id="toll-tower-22", kind="number", about=f"how many died{told}", found_by="rule",
        sides=(
            Side(says=f"three{told}", records=("d1:e1",), evidence=said("d1", 1)),
            Side(says=f"four{told}", records=("d2:e1",), evidence=said("d2", 2)),
        ),
        evidence=said("d1", 1) + said("d2", 2), records=(strike.id,),
    )  # fmt: skip
    return Dossier(
        documents=documents,
        actors=actors,
        events=(talks, strike),
        relations=(relation,),
        tallies=(tally,),
        contradictions=(contradiction,),
        judgements=(
            Judgement(left="d1:a1", right="d2:a1", verdict="same", author="rule", by="names", reason=f"plural{told}"),
        ),
        rejected=(
            Rejected(document="d1", type="event", key="e9", reasons=(f"no such words{told}",), item={"what": told}),
        ),
        notices=(
            Notice(document="d2", kind="instruction", message=f"tries to instruct{told}", evidence=said("d2", 2)),
        ),
    )
