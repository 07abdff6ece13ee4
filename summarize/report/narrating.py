"""Has a model write the summary of a dossier, and keeps of it what its records bear out.

The model is asked once. What the check refuses is asked for again, once; what it refuses then is left out, and said so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field

from summarize.errors import AnswerRejected
from summarize.model import Model, ModelSettings, Question, open_model
from summarize.prompts import render
from summarize.report.brief import key_events
from summarize.report.grounds import Grounds, faults
from summarize.report.narrative import Narrative, Refused, Told
from summarize.report.origins import newest
from summarize.report.phrases import Wording
from summarize.schemas import Actor, Contradiction, Dossier, Event, Place, Relation, Tally, When
from summarize.schemas.display import clip, visible
from summarize.schemas.tables import names_of
from summarize.schemas.views import by_date

__all__ = ["NARRATE", "NarrativeAnswer", "ToldSentence", "narrate", "narrated"]

NARRATE = "narrate.v1"
MOST_SENTENCES = 12
_MOST = {"events": 20, "contradictions": 10, "relations": 15, "tallies": 8}
_QUOTES, _QUOTE = 3, 400  # sentences shown of a record, and their length
Item = Event | Relation | Tally | Contradiction


class ToldSentence(BaseModel):
    """One sentence and the numbers of the records it rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(description="One sentence.")
    cites: list[int] = Field(description="The numbers of the records that it rests on, at least one.")


class NarrativeAnswer(BaseModel):
    """The sentences in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: list[ToldSentence]


async def narrate(dossier: Dossier, model: Model, *, by: str) -> Narrative | None:
    """A summary in which every sentence cites items of the dossier and says nothing that they do not name.

    `by` names the model for the reader. None where the dossier has nothing to write of. Raises what the model raises.
    """
    shown = list(_chosen(dossier))
    if not shown:
        return None
    view = _View(dossier, shown)
    answer = await model.ask(view.question())
    told = [view.judged(sentence) for sentence in answer.value.sentences[:MOST_SENTENCES]]
    wrong = [place for place, one in enumerate(told) if isinstance(one, Refused)]
    if wrong:
        again = await _again(model, view, [answer.value.sentences[place] for place in wrong], told)
        for place, sentence in zip(wrong, again, strict=False):
            told[place] = view.judged(sentence)
    return Narrative(
        by, tuple(one for one in told if isinstance(one, Told)), tuple(one for one in told if isinstance(one, Refused))
    )


def narrated(dossier: Dossier, settings: ModelSettings) -> Narrative | None:
    """`narrate` with the model that the settings mean, and wait for it. Raises what the model raises."""

    async def write() -> Narrative | None:
        async with open_model(settings) as model:
            return await narrate(dossier, model, by=settings.name or "the model that was recorded")

    return asyncio.run(write())


async def _again(
    model: Model, view: _View, sentences: Sequence[ToldSentence], told: Sequence[Told | Refused]
) -> list[ToldSentence]:
    """The refused sentences, asked for once more; none where the answer cannot be used or gives another number."""
    reasons = [one.reasons for one in told if isinstance(one, Refused)]
    try:
        answer = await model.ask(view.question(list(zip(sentences, reasons, strict=True))))
    except AnswerRejected:
        return []
    found = answer.value.sentences
    return found if len(found) == len(sentences) else []


# --- what is shown --------------------------------------------------------------------------------


def _chosen(dossier: Dossier) -> Iterator[Item]:
    """What matters most: key events, what the newest articles are first to report, disputes, relations, tallies."""
    fresh = {document.id for document in newest(dossier.documents)}
    first = [one for one in by_date(dossier.events) if one.records and {r.document for r in one.records} <= fresh]
    events = {event.id: event for event in (*key_events(dossier), *first)}
    yield from islice(events.values(), _MOST["events"])
    yield from islice(dossier.contradictions, _MOST["contradictions"])
    reported = sorted(dossier.relations, key=lambda one: -len({record.document for record in one.records}))
    yield from islice(reported, _MOST["relations"])
    yield from islice(dossier.tallies, _MOST["tallies"])


class _View:
    """The items as the model sees them, by number, and what each allows to be said."""

    def __init__(self, dossier: Dossier, shown: Sequence[Item]) -> None:
        labels = {event.id: event.label for event in dossier.events}
        self.words = Wording(names_of(dossier), labels, visible)
        self.actors = {actor.id: actor for actor in dossier.actors}
        self.shown = dict(enumerate(shown, start=1))

    def question(self, refused: Sequence[tuple[ToldSentence, tuple[str, ...]]] = ()) -> Question[NarrativeAnswer]:
        """The question; with `refused`, that for these sentences alone."""
        records = [self._record(number, item) for number, item in self.shown.items()]
        again = [
            {"number": n, "text": clip(one.text, 1000), "cites": one.cites, "reasons": "; ".join(reasons)}
            for n, (one, reasons) in enumerate(refused, start=1)
        ]
        fence = sha256(repr(records).encode("utf-8", "replace")).hexdigest()[:10]
        messages = render(NARRATE, records=records, fence=fence, most=MOST_SENTENCES, refused=again)
        subject = "brief, once more" if refused else "brief"
        return Question(task=NARRATE, subject=subject, messages=messages, answer=NarrativeAnswer)

    def _record(self, number: int, item: Item) -> Mapping[str, object]:
        quotes = list(dict.fromkeys(clip(piece.quote, _QUOTE) for piece in item.evidence))[:_QUOTES]
        return {"number": number, "kind": type(item).__name__.lower(), "words": self._words(item), "quotes": quotes}

    def _words(self, item: Item) -> str:
        if isinstance(item, Contradiction):
            return visible(f"{item.about}: " + " / ".join(side.says for side in item.sides))
        if isinstance(item, Event):
            return self.words.event(item).replace("**", "")
        told = self.words.relation(item) if isinstance(item, Relation) else self.words.tally(item)
        return told.replace("**", "")

    def judged(self, sentence: ToldSentence) -> Told | Refused:
        """The sentence with the ids it cites, or why it cannot stand."""
        unknown = [number for number in sentence.cites if number not in self.shown]
        if not sentence.cites or unknown or not sentence.text.strip():
            reason = f"there is no record {unknown[0]}" if unknown else "it cites no record"
            return Refused(sentence.text, (reason,))
        cited = list(dict.fromkeys(sentence.cites))
        reasons = faults(visible(sentence.text), sum((self._grounds(self.shown[n]) for n in cited), Grounds()))
        if reasons:
            return Refused(sentence.text, tuple(dict.fromkeys(reasons)))
        return Told(sentence.text, tuple(self.shown[number].id for number in cited))

    # --- what an item allows to be said -----------------------------------------------------------

    def _grounds(self, item: Item) -> Grounds:
        texts = (self._words(item), *(visible(piece.quote) for piece in item.evidence))
        if isinstance(item, Contradiction):
            return Grounds(texts)
        actors = [self.actors[key] for key in _parties(item) if key in self.actors]
        place, times, numbers = _facts(item)
        return Grounds(
            texts=texts,
            names=(*(visible(name) for actor in actors for name in _names(actor)), *_place_names(place)),
            numbers=frozenset(number for number in numbers if number is not None),
            dates=tuple(time.edtf for time in times if time.edtf),
            countries=frozenset(
                code for code in (*(actor.country for actor in actors), place.country if place else None) if code
            ),
        )


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.names)


def _place_names(place: Place | None) -> tuple[str, ...]:
    return tuple(visible(name) for name in (place.name, place.admin1) if name) if place else ()


def _parties(item: Event | Relation | Tally) -> tuple[str, ...]:
    """Everyone an item speaks of."""
    if isinstance(item, Event):
        claim = (item.attack.claim.by,) if item.attack and item.attack.claim else ()
        return (*item.initiators, *item.targets, *item.supporters, *item.participants, *claim, *item.according_to)
    if isinstance(item, Relation):
        return (item.subject, item.object, *item.according_to)
    return (*item.actors, *item.according_to)


def _facts(item: Event | Relation | Tally) -> tuple[Place | None, tuple[When, ...], tuple[int | None, ...]]:
    """Place, times and numbers of an item's fields, those of all its reports among them."""
    if isinstance(item, Event):
        everything = (item, *item.records)
        tolls = [toll for one in everything for toll in (one.killed, one.wounded) if toll]
        return item.where, tuple(one.when for one in everything), tuple(n for t in tolls for n in (t.min, t.max))
    if isinstance(item, Relation):
        return None, (item.when, *(record.when for record in item.records)), ()
    return item.where, (item.period,), (item.min, item.max)
