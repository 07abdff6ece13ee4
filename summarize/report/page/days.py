"""Days as charts want them: what an EDTF expression can mean, as milliseconds since 1970, and how it is meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from summarize.schemas import When
from summarize.schemas.dates import bounds

DAY = 86_400_000  # milliseconds
_EPOCH = date(1970, 1, 1).toordinal()

# `lasting`: from the one day to the other. `within`: some time between them. An open side runs on.
Meaning = Literal["day", "lasting", "within", "open"]


class Span(NamedTuple):
    """The days a time can mean: milliseconds of the first day's start and of the last day's end; None: open."""

    start: int | None
    end: int | None
    meaning: Meaning

    @property
    def anchor(self) -> int:
        """The side that is known."""
        return self.start if self.start is not None else self.end or 0


def milliseconds(day: date) -> int:
    """Milliseconds from 1970 to the start of a day, as UTC."""
    return (day.toordinal() - _EPOCH) * DAY


def span(when: When) -> Span | None:
    """The days of a time; None where no day is known."""
    first, last = bounds(when.edtf)
    if first is last is None:
        return None
    return Span(milliseconds(first) if first else None, milliseconds(last) + DAY if last else None, _meaning(when))


def _meaning(when: When) -> Meaning:
    first, last = bounds(when.edtf)
    if first is None or last is None:
        return "open"
    if first == last:
        return "day"
    return "lasting" if "/" in (when.edtf or "") else "within"


def extent(spans: Iterable[Span]) -> tuple[int, int]:
    """From the earliest known side to the latest; a day around 1970 where there is none."""
    sides = [side for each in spans for side in (each.start, each.end) if side is not None]
    return (min(sides), max(sides)) if sides else (0, DAY)


def drawn(one: Span, limits: tuple[int, int]) -> tuple[int, int]:
    """Where to draw a span: an open side runs to the limit."""
    low, high = limits
    return (low if one.start is None else one.start), (high if one.end is None else one.end)


def focus(starts: Iterable[int], share: float = 0.8) -> tuple[int, int]:
    """The shortest window that holds `share` of the moments: where most happens, whatever background lies far away."""
    moments = sorted(starts)
    if not moments:
        return 0, DAY
    needed = max(1, round(share * len(moments)))
    windows = zip(moments, moments[needed - 1 :], strict=False)
    return min(windows, key=lambda window: window[1] - window[0])
