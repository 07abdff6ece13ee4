"""A tiny factory: articles of one made-up sentence an item, with the records that stand in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from summarize.reconcile import Policy, Register, reconcile
from summarize.schemas import (
    Actor,
    ActorRecord,
    Attack,
    ConflictRecord,
    Document,
    Dossier,
    Event,
    EventRecord,
    Evidence,
    Judgement,
    Place,
    Published,
    Records,
    RelationRecord,
    Sentence,
    Side,
    TallyRecord,
    When,
)


class Article:
    """One document under construction. Each item gets a sentence of its own as evidence."""

    def __init__(self, key: str, published: str | None = None) -> None:
        self.key, self._published = key, published
        self._sentences: list[str] = []
        self._items: dict[str, list[Any]] = {
            "actors": [],
            "events": [],
            "relations": [],
            "tallies": [],
            "conflicts": [],
        }

    def _evidence(self, text: str) -> tuple[Evidence, ...]:
        self._sentences.append(text)
        start = sum(len(sentence) + 1 for sentence in self._sentences[:-1])
        number = len(self._sentences)
        return (Evidence(document=self.key, sentence=number, start=start, end=start + len(text), quote=text),)

    def _add(self, what: str, letter: str, make: Callable[..., Any], text: str, **fields: Any) -> str:
        key = f"{letter}{len(self._items[what]) + 1}"
        evidence = self._evidence(text)
        self._items[what].append(make(id=f"{self.key}:{key}", document=self.key, key=key, evidence=evidence, **fields))
        return f"{self.key}:{key}"

    def actor(self, name: str, kind: str = "armed_group", *also: str, **fields: Any) -> str:
        return self._add(
            "actors", "a", ActorRecord, f"{name} is named.", name=name, names=(name, *also), kind=kind, **fields
        )

    def event(self, label: str = "A drone strike", **fields: Any) -> str:
        return self._add("events", "e", EventRecord, f"{label} is told.", label=label, **fields)

    def attack(self, day: str | None, place: str | None, **fields: Any) -> str:
        """An air strike on a day (EDTF) at a town."""
        content: dict[str, Any] = {
            "acled_type": "Explosions/Remote violence",
            "acled_sub_type": "Air/drone strike",
            "attack": Attack(type="Bombing/Explosion"),
            "when": When(edtf=day, precision="day") if day else When(),
            "where": Place(name=place, kind="town") if place else None,
        }
        return self.event(fields.pop("label", f"Drone strike on {place or 'a base'}"), **{**content, **fields})

    def relation(self, subject: str, kind: str, object_: str, **fields: Any) -> str:
        text = f"{subject} {kind} {object_}."
        return self._add("relations", "r", RelationRecord, text, subject=subject, kind=kind, object=object_, **fields)

    def tally(self, words: str, unit: str, **fields: Any) -> str:
        text = f"There were {words} {unit}."
        content = {"label": text, "unit": unit, "as_written": words, "comparator": "exactly", **fields}
        return self._add("tallies", "t", TallyRecord, text, **content)

    def conflict(self, kind: str, *says: str) -> str:
        sides = tuple(Side(says=said, evidence=self._evidence(f"It says: {said}.")) for said in says)
        return self._add("conflicts", "c", ConflictRecord, "It says both.", kind=kind, about=kind, sides=sides)

    def records(self) -> Records:
        text = "\n".join(self._sentences)
        spans, start = [], 0
        for number, sentence in enumerate(self._sentences, start=1):
            spans.append(Sentence(number=number, start=start, end=start + len(sentence)))
            start += len(sentence) + 1
        day = Published(when=When(edtf=self._published), basis="stated") if self._published else None
        document = Document(id=self.key, source=f"{self.key}.txt", text=text, sentences=tuple(spans), published=day)
        return Records.model_validate({"document": document, **self._items})


@pytest.fixture(scope="session")
def shipped() -> Register:
    return Register.shipped()


@pytest.fixture(scope="session")
def empty() -> Register:
    """A register of nothing, for what names alone must do."""
    return Register.of(())


def run(
    *articles: Article,
    register: Register | None = None,
    model: Any = None,
    judgements: Sequence[Judgement] = (),
    policy: Policy | None = None,
) -> Dossier:
    """Reconcile the articles and wait."""
    records = [article.records() for article in articles]
    return asyncio.run(reconcile(records, register=register, model=model, judgements=judgements, policy=policy))


def groups(items: Sequence[Actor] | Sequence[Event]) -> set[frozenset[str]]:
    """The partition of the record ids."""
    return {frozenset(record.id for record in item.records) for item in items}
