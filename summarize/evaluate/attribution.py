"""Attribution: for events the article does not simply state, half a point for the status and half for the source."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.evaluate.actors import ActorMap
from summarize.evaluate.events import EventMap
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import Attribution, GoldEvent
from summarize.evaluate.page import Page
from summarize.evaluate.text import fold
from summarize.schemas.events import EventRecord
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

__all__ = ["attribution_findings"]

_HEDGED = frozenset({"reported", "claimed", "alleged"})
_PLANNED = frozenset({"planned", "threatened", "hypothetical"})
_HEDGES = ("report", "alleg", "claim", "accus", "appear", "believe", "unconfirmed", "say", "said")
_PLANS = ("plan", "intend", "intention", "prepar", "aim", "to begin", "will")


def attribution_findings(page: Page, found: EventMap, actors: ActorMap) -> Iterator[Finding]:
    """Weighted points and, apart, the events in which both halves are typed."""
    records = {record.id: record for record in page.events}
    for event in page.gold.events:
        if event.attribution is None:
            continue
        best = next(iter(found.records_of(event.id)), "")
        record = records.get(found.own.get(event.id, best))
        yield from _judged(page, event, event.attribution, record, actors)


def _judged(
    page: Page, event: GoldEvent, wanted: Attribution, record: EventRecord | None, actors: ActorMap
) -> Iterator[Finding]:
    status = _status(wanted, record) if record else 0.0
    source = _source(page, wanted, record, status, actors) if record else 0.0
    whole = status + source
    why = f"wanted {wanted.status}, of {', '.join(wanted.sources) or 'nobody named'}; {_given(record)}"
    for measure, points in (("attribution", whole), ("attribution_fully_typed", float(whole == 1))):
        yield Finding(
            measure=measure,
            document=page.id,
            verdict="right" if points == 1 else "wrong" if record else "missed",
            num=points,
            den=1,
            gold=event.id,
            label=event.label,
            record=record.id if record else None,
            sentences=tuple(sorted(page.of_pieces(event.evidence))),
            why="" if points == 1 else why,
        )


def _given(record: EventRecord | None) -> str:
    if record is None:
        return "no record"
    return f"given {record.status}, {record.certainty}, according to {', '.join(record.according_to)}"


def _status(wanted: Attribution, record: EventRecord) -> float:
    """0.5 for a typed status (for a hedge also a certainty below certain), 0.25 for one in the label only."""
    if wanted.status == "planned":
        typed = record.status in _PLANNED
    else:
        typed = record.status in _HEDGED or (record.status == "stated" and record.certainty != "certain")
    if typed:
        return 0.5
    label = fold(record.label)
    return 0.25 if any(hint in label for hint in (_PLANS if wanted.status == "planned" else _HEDGES)) else 0.0


def _source(page: Page, wanted: Attribution, record: EventRecord, status: float, actors: ActorMap) -> float:
    """0.5 for a wanted source in a field, 0.25 for one in the label.

    Where the article names none, it follows the status, unless one was invented.
    """
    named = tuple(one for one in record.according_to if one not in (AUTHOR, UNSPECIFIED))
    if not wanted.sources:
        return 0.0 if named else status
    claimed = (record.attack.claim.by,) if record.attack and record.attack.claim else ()
    if actors.gold_of((*named, *claimed)) & set(wanted.sources):
        return 0.5
    label = fold(record.label)
    names = [fold(name) for actor in page.gold.actors if actor.id in wanted.sources for name in actor.names]
    return 0.25 if any(name and name in label for name in names) else 0.0
