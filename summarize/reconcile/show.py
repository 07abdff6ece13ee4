"""What the model is shown of doubtful records: their facts, and a dated sentence or two of each document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from summarize.reconcile.happenings import Happening
from summarize.reconcile.mentions import Mention
from summarize.schemas import Place, Toll

__all__ = ["show_actors", "show_events"]

_DOCUMENTS = 3  # documents shown of records that are already held to be one


def show_actors(mentions: Mapping[str, Mention]) -> Callable[[Sequence[str]], dict[str, Any]]:
    """A function from record ids to what prompts/judge_actors shows of them."""

    def show(ids: Sequence[str]) -> dict[str, Any]:
        members = [mentions[key] for key in ids]
        return {
            "names": _once(name for member in members for name in (member.record.name, *member.record.names)),
            "kind": " or ".join(_once(member.record.kind for member in members)),
            "country": " or ".join(_once(member.record.country for member in members)),
            "role": "; ".join(_once(member.record.role for member in members)),
            "background": _once(name for member in members for name in member.record.background_names),
            "contexts": _contexts(members),
        }

    return show


def show_events(happenings: Mapping[str, Happening]) -> Callable[[Sequence[str]], dict[str, Any]]:
    """A function from record ids to what prompts/judge_events shows of them."""

    def show(ids: Sequence[str]) -> dict[str, Any]:
        members = [happenings[key] for key in ids]
        records = [member.record for member in members]
        return {
            "label": " / ".join(_once(record.label for record in records)),
            "type": " or ".join(
                _once(record.acled_sub_type or record.acled_type or record.plover_type for record in records)
            )
            or "unknown",
            "extent": records[0].extent,
            "status": " or ".join(_once(record.status for record in records)),
            "when": " / ".join(_once(record.when.edtf for record in records)) or "not said",
            "where": " / ".join(_once(_place(record.where) for record in records)) or "not said",
            "by": ", ".join(_once(party.name for member in members for party in member.initiators)) or "not said",
            "to": ", ".join(_once(party.name for member in members for party in member.targets)) or "not said",
            "toll": "; ".join(
                _once(
                    toll
                    for record in records
                    for toll in (_toll("killed", record.killed), _toll("wounded", record.wounded))
                )
            ),
            "contexts": _contexts(members),
        }

    return show


def _contexts(members: Sequence[Mention] | Sequence[Happening]) -> list[dict[str, str]]:
    return [
        {"date": _date(member.published), "text": " … ".join(member.context)}
        for member in members[:_DOCUMENTS]
        if member.context
    ]


def _date(day: date | None) -> str:
    return day.isoformat() if day else "undated"


def _place(place: Place | None) -> str | None:
    return ", ".join(part for part in (place.name, place.admin1, place.country) if part) if place else None


def _toll(what: str, toll: Toll | None) -> str | None:
    return f"{what} {toll.as_written or toll.min}" if toll else None


def _once(values: Iterable[str | None]) -> list[str]:
    """Each value once, on one line: what an article says cannot look like the next record."""
    return list(dict.fromkeys(" ".join(value.split()) for value in values if value))
