"""Tolls: whether what articles of different days say is one number that rose, or numbers that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from summarize.reconcile.happenings import Happening
from summarize.schemas import Toll
from summarize.schemas.events import TollReport

__all__ = ["rising_tolls"]


def rising_tolls(members: Sequence[Happening]) -> dict[str, tuple[TollReport, ...]]:
    """For `killed` and `wounded`, the numbers by day, where no later one is lower and some is higher."""
    found = {what: _steps(members, what) for what in ("killed", "wounded")}
    return {what: steps for what, steps in found.items() if _rises(steps)}


def _steps(members: Sequence[Happening], what: str) -> tuple[TollReport, ...]:
    """What was said, by day and number; articles of unknown day are left out."""
    said: dict[tuple[date, int, int], list[tuple[str, Toll]]] = {}
    for member in members:
        toll: Toll | None = getattr(member.record, what)
        if toll is not None and toll.min is not None and member.published is not None:
            upper = toll.max if toll.max is not None else toll.min
            said.setdefault((member.published, toll.min, upper), []).append((member.id, toll))
    return tuple(
        TollReport(published=day, toll=told[0][1], records=tuple(sorted(key for key, _ in told)))
        for (day, _, _), told in sorted(said.items())
    )


def _rises(steps: Sequence[TollReport]) -> bool:
    lows = [step.toll.min or 0 for step in steps]
    days = [step.published for step in steps]
    return len(set(days)) == len(days) and lows == sorted(lows) and len(set(lows)) > 1
