"""Ways to look at a dossier: walk it, find in it, show it. Pure functions; `Dossier` offers them as methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from summarize.schemas.actors import Actor, ActorRecord
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.dates import bounds
from summarize.schemas.display import clip
from summarize.schemas.documents import Document
from summarize.schemas.events import Event, EventRecord
from summarize.schemas.relations import Relation, RelationRecord
from summarize.schemas.tables import names_of
from summarize.schemas.tallies import Tally, TallyRecord

if TYPE_CHECKING:
    from summarize.schemas.dossier import Dossier

Item = Actor | Event | Relation | Tally | Contradiction
Record = ActorRecord | EventRecord | RelationRecord | TallyRecord
SHOWN = 20  # events listed where a dossier is merely printed


def chronological(expression: str | None) -> tuple[date, date]:
    """A sort key of EDTF: by first possible day, then by last; what has no first day comes last."""
    first, last = bounds(expression)
    return first or date.max, last or date.max


def by_date(events: Iterable[Event]) -> list[Event]:
    """Events in order of their first possible day, then their last; undated ones last."""
    return sorted(events, key=lambda event: (*chronological(event.when.edtf), event.id))


def items(dossier: Dossier) -> Iterator[Item]:
    """Actors, events by date, relations, tallies, contradictions."""
    return chain(dossier.actors, by_date(dossier.events), dossier.relations, dossier.tallies, dossier.contradictions)


def _everything(dossier: Dossier) -> Iterator[tuple[str, Document | Item | Record]]:
    for thing in chain(dossier.documents, items(dossier)):
        yield thing.id, thing
    holders: list[Actor | Event | Relation | Tally] = [
        *dossier.actors, *dossier.events, *dossier.relations, *dossier.tallies
    ]  # fmt: skip
    for holder in holders:
        for record in holder.records:
            yield record.id, record


def find(dossier: Dossier, key: str) -> Document | Item | Record:
    """What has this id; canonical items before records. `LookupError` names the nearest ids."""
    known: dict[str, Document | Item | Record] = {}
    for name, thing in _everything(dossier):
        if name == key:
            return thing
        known[name] = thing
    near = get_close_matches(key, known, n=3)
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    raise LookupError(f"nothing in this dossier has the id {key!r}{hint}")


def counts(dossier: Dossier) -> dict[str, int]:
    """How many there are of each, the attacks being events too."""
    return {
        "documents": len(dossier.documents),
        "actors": len(dossier.actors),
        "events": len(dossier.events),
        "attacks": len(dossier.attacks),
        "relations": len(dossier.relations),
        "tallies": len(dossier.tallies),
        "contradictions": len(dossier.contradictions),
    }


def headline(dossier: Dossier) -> str:
    """`Dossier(5 documents, 84 actors, …)`."""
    return f"Dossier({', '.join(f'{number} {name}' for name, number in counts(dossier).items())})"


def _cells(event: Event, names: dict[str, str]) -> list[str]:
    """Date, label, who, whom, where, number of reports: short and fit to show."""
    who = ", ".join(names.get(key, key) for key in event.initiators)
    whom = ", ".join(names.get(key, key) for key in event.targets)
    where = event.where.name if event.where else ""
    when, reports = event.when.edtf or "no date", str(len(event.records))
    return [clip(text, 60) for text in (when, event.label, who, whom, where, reports)]


def listing(dossier: Dossier) -> str:
    """The headline and the first events by date, a line each: what `print` and a terminal show."""
    names = names_of(dossier)
    lines = [headline(dossier)]
    for event in by_date(dossier.events)[:SHOWN]:
        when, label, who, whom, where, _ = _cells(event, names)
        acted = " → ".join(part for part in (who, whom) if part)
        lines.append(f"  {when:<12} " + " · ".join(part for part in (label, acted, where) if part))
    rest = len(dossier.events) - SHOWN
    return "\n".join([*lines, f"  … and {rest} more events"] if rest > 0 else lines)


def page(dossier: Dossier) -> str:
    """An HTML fragment for notebooks: the counts and the first events. Everything from documents is escaped text."""
    names = names_of(dossier)
    tally = "".join(f"<td><b>{number}</b> {name}</td>" for name, number in counts(dossier).items())
    head = "".join(f"<th>{name}</th>" for name in ("date", "event", "by", "against", "where", "reports"))
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in _cells(event, names)) + "</tr>"
        for event in by_date(dossier.events)[:SHOWN]
    )
    rest = len(dossier.events) - SHOWN
    more = f"<p>… and {rest} more events</p>" if rest > 0 else ""
    return (
        f"<div><table><tr>{tally}</tr></table>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )
