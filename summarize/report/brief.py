"""The brief: the dossier in Markdown for a reader in a hurry. Every sentence links to the records it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from summarize.report.citations import Citations, Source
from summarize.report.markdown import quote, text
from summarize.report.narrative import Narrative
from summarize.report.origins import newest, shared_outlets
from summarize.report.phrases import Wording, date
from summarize.schemas import Contradiction, Document, Dossier, Event, Evidence
from summarize.schemas.dates import bounds
from summarize.schemas.tables import names_of
from summarize.schemas.views import Item, by_date, counts

KEY_EVENTS = 10
SENTENCE_LIMIT = 800  # characters of a narrative's sentence
_Deed = tuple[str, Sequence[Source]]
_DIFFERING = ("when", "where", "initiators", "targets", "killed", "wounded", "status")


class _Side:
    """One side of a contradiction as something to cite: its records have evidence of more than this point."""

    def __init__(self, key: str, evidence: tuple[Evidence, ...]) -> None:
        self.id, self.evidence = key, evidence


def _sources(item: Item) -> Sequence[Source]:
    """The records of an item; the item itself where it has none."""
    return (item,) if isinstance(item, Contradiction) else item.records or (item,)


def _weight(event: Event) -> tuple[int, int, bool, bool]:
    """How much an event matters to a reader in a hurry: reports, deaths, being a single attack, having happened."""
    deaths = (event.killed.min or event.killed.max or 0) if event.killed else 0
    happened = event.status not in {"planned", "threatened", "hypothetical"}
    return len({record.document for record in event.records}), deaths, event.is_discrete_attack, happened


def key_events(dossier: Dossier) -> list[Event]:
    """Up to ten events that matter most, in order of date. Ties go to the earlier one, then to the lesser id."""
    ranked = sorted(by_date(dossier.events), key=_weight, reverse=True)  # sorted is stable in reverse too
    return by_date(ranked[:KEY_EVENTS])


def brief(dossier: Dossier, narrative: Narrative | None = None) -> str:
    """The whole brief as Markdown text; with a `narrative` (see `report.narrative`), that comes first."""
    return "\n".join(_Brief(dossier, narrative).lines()) + "\n"


class _Brief:
    """Builds the sections in order; the evidence list comes last because citing numbers its entries."""

    def __init__(self, dossier: Dossier, narrative: Narrative | None) -> None:
        self.dossier, self.narrative = dossier, narrative
        labels = {key: event.label for event in dossier.events for key in (event.id, *(r.id for r in event.records))}
        self.words = Wording(names_of(dossier), labels)
        self.cited = Citations(dossier.documents)

    def lines(self) -> Iterator[str]:
        """All lines. A section without content is left out."""
        yield "# Brief"
        yield from self._counts()
        sections: list[tuple[str, Callable[[], Iterable[str]]]] = [
            ("Summary", self._summary),
            ("What is new", self._news),
            ("Key events", self._key_events),
            ("Disputed", self._disputed),
            ("By time", self._by_time),
            ("Actors and relations", self._actors),
            ("Tallies", self._tallies),
            ("Sources", self._documents),
            ("Evidence", self.cited.listing),
            ("Left out, and noticed", self._left_out),
        ]
        for title, content in sections:
            found = list(content())
            if found:
                yield from ("", f"## {title}", "", *found)

    def _sentence(self, words: str, sources: Iterable[Source]) -> str:
        return f"{words}. {self.cited.of(sources)}"

    def _counts(self) -> Iterator[str]:
        numbers = counts(self.dossier)
        yield from ("", "| " + " | ".join(numbers) + " |", "|" + " ---: |" * len(numbers))
        yield "| " + " | ".join(str(number) for number in numbers.values()) + " |"

    def _summary(self) -> Iterator[str]:
        """The narrative a model wrote, as far as it stood the check; what did not, is said."""
        if self.narrative is None:
            return
        items = {item.id: item for item in self.dossier}
        for said in self.narrative.sentences:
            cited = [source for key in said.cites for source in _sources(items[key])]
            yield f"- {text(said.text, SENTENCE_LIMIT)} {self.cited.of(cited)}"
        if self.narrative.sentences:
            yield from ("", f"Written by {text(self.narrative.by)}, and checked against the records cited.")
        for refused in self.narrative.left_out:
            yield from ("", f"A sentence was left out: {text('; '.join(refused.reasons), SENTENCE_LIMIT)}.")

    def _news(self) -> Iterator[str]:
        """What the articles of the last day are the first to report, and what else they report again."""
        fresh = {document.id for document in newest(self.dossier.documents)}
        told = [(event, {record.document for record in event.records}) for event in self.dossier.events]
        groups = (
            ("First reported", [event for event, documents in told if documents and documents <= fresh]),
            ("Reported again", [event for event, documents in told if documents & fresh and documents - fresh]),
        )
        for word, events in groups:
            for event in by_date(sorted(events, key=_weight, reverse=True)[:KEY_EVENTS]):
                found = [record for record in event.records if record.document in fresh]
                by = ", ".join(self.cited.document(key) for key in dict.fromkeys(record.document for record in found))
                yield "- " + self._sentence(f"{word} by {by}: {self.words.event(event)}", found)
            if len(events) > KEY_EVENTS:
                yield f"- {word}: {len(events) - KEY_EVENTS} more events, which stand below"

    def _key_events(self) -> Iterator[str]:
        for event in key_events(self.dossier):
            yield "- " + self._sentence(f"{self.words.event(event)}{self._reach(event)}", _sources(event))

    def _reach(self, event: Event) -> str:
        """How widely an event is reported, where more than one article does."""
        articles, independent = len({record.document for record in event.records}), event.independent_sources
        by = "one outlet" if event.outlets == 1 else f"{event.outlets} outlets"
        sources = "one source" if independent == 1 else f"{independent} independent sources"
        return f"; in {articles} articles by {by}, from {sources}" if articles > 1 else ""

    def _disputed(self) -> Iterator[str]:
        for contradiction in self.dossier.contradictions:
            yield from self._contradiction(contradiction)

    def _contradiction(self, item: Contradiction) -> Iterator[str]:
        sides = [_Side(f"{item.id}/{number}", side.evidence) for number, side in enumerate(item.sides, start=1)]
        kind = item.kind.replace("_", " ")
        finder = {"model": "the model", "rule": "a rule"}[item.found_by]
        whole: list[Source] = [*sides] or [item]
        yield "- " + self._sentence(f"**{text(item.about)}** ({kind}; found by {finder})", whole)
        for side, source in zip(item.sides, sides, strict=True):
            voices = ", ".join(self.cited.document(key) for key in dict.fromkeys(e.document for e in side.evidence))
            yield "  - " + self._sentence(f"{voices or 'One side'}: {text(side.says)}", [source])

    def _by_time(self) -> Iterator[str]:
        for heading, events in groupby(by_date(self.dossier.events), key=_month):
            yield from (f"### {heading}", "")
            for event in events:
                yield "- " + self._sentence(self.words.event(event), _sources(event))
                yield from self._differing(event)
            yield ""

    def _differing(self, event: Event) -> Iterator[str]:
        """What the reports give differently for one event, value by value."""
        records = {record.id: record for record in event.records}
        for field in _DIFFERING:
            values = event.values.get(field, ())
            if len({repr(each.value) for each in values}) < 2:
                continue
            for each in values:
                shown = " (shown above)" if each.shown else ""
                said = f"Reports differ on *{field}*: {self.words.value(each.value)}{shown}"
                yield "  - " + self._sentence(said, [records[key] for key in each.records if key in records] or [event])

    def _actors(self) -> Iterator[str]:
        """First the actors that do something or stand somehow to others, the busiest first; then the others."""
        busy = self._deeds()
        order = sorted(self.dossier.actors, key=lambda actor: (-len(busy[actor.id]), actor.name.casefold(), actor.id))
        for actor in order:
            if busy[actor.id]:
                yield from (f"### {text(actor.name)}", "")
                yield "- " + self._sentence(self.words.actor(actor), _sources(actor))
                yield from (f"- {self._sentence(words, sources)}" for words, sources in busy[actor.id])
                yield ""
        others = [actor for actor in order if not busy[actor.id]]
        if others:
            yield from ("### Others", "")
            yield from ("- " + self._sentence(self.words.actor(actor), _sources(actor)) for actor in others)

    def _deeds(self) -> defaultdict[str, list[_Deed]]:
        """Every actor's relations and its parts in events, each with what says so."""
        deeds: defaultdict[str, list[_Deed]] = defaultdict(list)
        for relation in self.dossier.relations:
            deeds[relation.subject].append((self.words.relation(relation), _sources(relation)))
        for event in by_date(self.dossier.events):
            told = f"{text(event.label)}, {date(event.when.edtf)}"
            parts = (("Initiator", event.initiators), ("Target", event.targets), ("Supporter", event.supporters))
            for part, ids in parts:
                for actor in dict.fromkeys(ids):
                    deeds[actor].append((f"{part}: {told}", _sources(event)))
        return deeds

    def _tallies(self) -> Iterator[str]:
        for tally in self.dossier.tallies:
            yield "- " + self._sentence(self.words.tally(tally), _sources(tally))

    def _documents(self) -> Iterator[str]:
        if self.dossier.documents:
            yield from ("| | title | outlet | by | published | file |", "| --- | --- | --- | --- | --- | --- |")
        for number, document in enumerate(self.dossier.documents, start=1):
            by = ", ".join(text(credit.name) for credit in document.credits)
            cells = [
                text(document.title or "no title"),
                _outlet(document),
                by,
                _published(document),
                text(document.source),
            ]
            yield f'| <a id="d{number}"></a>D{number} | {" | ".join(cells)} |'
        shared = shared_outlets(self.dossier.documents)
        if shared:
            yield ""
        for outlet, documents in shared:
            by = ", ".join(self.cited.document(document.id) for document in documents)
            yield f"- {by} are by one outlet, {text(outlet)}: they are not independent of each other"

    def _left_out(self) -> Iterator[str]:
        for item in self.dossier.rejected:
            reasons = "; ".join(text(reason) for reason in item.reasons)
            yield f"- {self.cited.document(item.document)}: {item.type} {text(item.key)} was left out: {reasons}"
        for notice in self.dossier.notices:
            words = "; ".join(f"sentence {piece.sentence}: {quote(piece.quote)}" for piece in notice.evidence)
            said = f"{notice.kind}: {text(notice.message, 400)}" + (f" — {words}" if words else "")
            yield f"- {self.cited.document(notice.document)}: {said}"


def _month(event: Event) -> str:
    first, last = bounds(event.when.edtf)
    start = first or last
    return "No date given" if start is None else date(start.strftime("%Y-%m") if event.when.edtf else None)


def _outlet(document: Document) -> str:
    if document.outlet is None:
        return ""
    return text(document.outlet.name) + (" (inferred)" if document.outlet.basis == "inferred" else "")


def _published(document: Document) -> str:
    """The date with where it comes from; an inferred one with its reason."""
    published = document.published
    if published is None:
        return "not known"
    reason = f": {text(published.reason)}" if published.reason else ""
    return f"{date(published.when.edtf)} ({published.basis}{reason})"
