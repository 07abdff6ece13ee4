"""The test corpus's gold, and which record of a reading is which of its rows.

A record is told by what it says and cites, never by what the reconciler made of it, so that the two can be measured
apart. One record at most stands for a row in an article: the best, by a one-to-one matching.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz

from summarize.evaluate.matching import best_matching
from summarize.evaluate.text import fold, similar
from summarize.schemas import ActorRecord, Document, EventRecord, Records
from summarize.schemas.dates import bounds

__all__ = ["CORPUS", "Gold", "Mentions", "map_records", "sentence_of"]

CORPUS = Path(__file__).parents[1] / "tests/corpus"
VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
FAR = 3  # days; the corpus's wrong dates are one day off, a night may be written as either of its days


class Mentions(NamedTuple):
    """Records by (article, row), of incidents and of actors; `unread` are mentions that no record stands for."""

    events: dict[tuple[str, str], EventRecord]
    actors: dict[tuple[str, str], ActorRecord]
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gold:
    """The gold of some articles. `reports` gives, for an article, each incident's anchors; `names` each actor's."""

    articles: frozenset[str]
    incidents: dict[str, dict[str, Any]]
    kinds: dict[str, str]
    reports: dict[str, dict[str, tuple[str, ...]]]
    names: dict[str, dict[str, tuple[str, ...]]]
    incidents_apart: tuple[tuple[str, str], ...]
    actors_apart: tuple[tuple[str, str], ...]
    contradictions: tuple[dict[str, Any], ...]

    @classmethod
    def load(cls, half: str | None = None, folder: Path = CORPUS) -> Gold:
        """The gold of one half (`tune` or `report`), or of all articles."""
        told = yaml.safe_load((folder / "gold.yaml").read_text(encoding="utf-8"))
        chosen = {key: one for key, one in told["articles"].items() if half in (None, one["half"])}
        halves = {half, "both"} if half is None else {half}
        names: dict[str, dict[str, tuple[str, ...]]] = {article: {} for article in chosen}
        for actor in told["actors"]:
            for article in actor["mentions"].keys() & chosen.keys():
                names[article][actor["name"]] = tuple(actor["mentions"][article])
        return cls(
            articles=frozenset(chosen),
            incidents={one["id"]: one for one in told["incidents"]},
            kinds={one["name"]: one["kind"] for one in told["actors"]},
            reports={
                key: {it["incident"]: tuple(it["anchors"]) for it in one["reports"]} for key, one in chosen.items()
            },
            names=names,
            incidents_apart=tuple(
                (first, second)
                for first, second in (
                    one["pair"] for one in told["incidents_apart"] if half is None or one["half"] in halves
                )
            ),
            actors_apart=tuple((first, second) for first, second in (one["pair"] for one in told["actors_apart"])),
            contradictions=tuple(one for one in told["contradictions"] if half in (None, one["half"])),
        )

    def mentions(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """All (article, incident) and all (article, actor)."""
        events = {(article, row) for article, rows in self.reports.items() for row in rows}
        return events, {(article, row) for article, rows in self.names.items() for row in rows}

    def scored(self, row: str) -> bool:
        """Whether a mention that was not read is missed: a ship counts only where a reading makes it an actor."""
        return self.kinds.get(row) != "ship"


def sentence_of(document: Document, anchor: str) -> int | None:
    """The sentence that opens with these words."""
    numbers = (sentence.number for sentence in document.sentences)
    return next((number for number in numbers if document.sentence_text(number).startswith(anchor)), None)


def map_records(records: Iterable[Records], gold: Gold) -> Mentions:
    """Which record stands for which row, article by article."""
    events: dict[tuple[str, str], EventRecord] = {}
    actors: dict[tuple[str, str], ActorRecord] = {}
    for one in records:
        article = one.document.id
        own = _actors(one.actors, gold.names[article], gold.kinds)
        rows = {record.id: row for row, record in own.items()}
        actors |= {(article, row): record for row, record in own.items()}
        events |= {(article, row): record for row, record in _events(one, gold, rows).items()}
    known = gold.mentions()
    unread = (known[0] - events.keys()) | {key for key in known[1] - actors.keys() if gold.scored(key[1])}
    return Mentions(events, actors, tuple(sorted(unread)))


# --- actors ---------------------------------------------------------------------------------------


def _actors(
    records: Sequence[ActorRecord], names: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str]
) -> dict[str, ActorRecord]:
    weights = {
        (row, record.id): weight
        for row, written in names.items()
        for record in records
        if (record.kind == "person") == (kinds[row] == "person")
        and (weight := max(_names_agree(name, record) for name in written)) > 0
    }
    by_id = {record.id: record for record in records}
    return {row: by_id[key] for row, key in best_matching(weights).items()}


def _names_agree(wanted: str, record: ActorRecord) -> float:
    """1 for the record's name, .9 for another of its forms, less for one with words such as "of Iraq" added."""
    want = fold(wanted)
    if fold(record.name) == want:
        return 1.0
    forms = [fold(form) for form in (record.name, *record.names)]
    if want in forms:
        return 0.9
    if record.form != "named" or record.kind == "population":  # "the coalition's soldiers" are not the coalition
        return 0.0
    within = [len(want) / len(form) for form in forms if re.match(rf"{re.escape(want)} (of|in) ", form)]
    if record.kind == "person":  # the gold has a title where the record has it as a role
        within += [len(form) / len(want) for form in forms if want.endswith(f" {form}")]
    return 0.6 * max(within, default=0.0)


# --- events ---------------------------------------------------------------------------------------


def _events(one: Records, gold: Gold, rows: Mapping[str, str]) -> dict[str, EventRecord]:
    reports = {
        row: {number for anchor in anchors if (number := sentence_of(one.document, anchor))}
        for row, anchors in gold.reports[one.document.id].items()
    }
    weights = {
        (row, record.id): weight
        for row, anchored in reports.items()
        for record in one.events
        if (weight := _fits(record, gold.incidents[row], anchored, rows)) > 0
    }
    by_id = {record.id: record for record in one.events}
    return {row: by_id[key] for row, key in best_matching(weights).items()}


def _fits(record: EventRecord, incident: Mapping[str, Any], anchored: set[int], rows: Mapping[str, str]) -> float:
    """How well a record fits an incident; 0 where it cites none of its sentences or says something else happened."""
    cited = {piece.sentence for piece in record.evidence}
    if not cited & anchored or not (record.attack or record.acled_type in VIOLENT):
        return 0.0
    days = _days_between(record.when.edtf, incident["date"])
    sides = _sides(record, incident, rows)
    if (days is not None and days > FAR) or sides < 0:
        return 0.0
    where = record.where.name if record.where else ""
    return (
        len(cited & anchored) / len(cited)
        + len(cited & anchored) / len(anchored)
        + (0.0 if days is None else 1 - days / FAR)
        + fuzz.partial_token_set_ratio(fold(where), fold(incident["place"])) / 100
        + 2 * similar(record.label, incident["label"])
        + sides
        + (record.extent != "campaign")
        + (record.attack is not None)
        + 2 * (record.part_of is None)
    )


def _days_between(one: str | None, other: str) -> int | None:
    """Days from one span to the other, 0 where they meet; None where one is open or not known."""
    (first, last), (start, end) = bounds(one), bounds(other)
    if first is None or last is None or start is None or end is None:
        return None
    return max(0, (start - last).days, (first - end).days)


def _sides(record: EventRecord, incident: Mapping[str, Any], rows: Mapping[str, str]) -> int:
    """How many of the settled parties stand on their side; -1 where a target of the incident is who acts here."""
    by, to = ({rows.get(key) for key in keys} for keys in (record.initiators, record.targets))
    if by & set(incident["targets"]) - set(incident["initiators"]) or to & set(incident["initiators"]):
        return -1
    return bool(by & set(incident["initiators"])) + bool(to & set(incident["targets"]))
