"""EDTF expressions as spans of days, and what the rubric asks of two of them."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from summarize.schemas.dates import bounds

__all__ = ["Days", "days", "lies_within", "overlap", "years", "years_named"]

_NO_YEAR = re.compile(r"^XXXX-(\d\d)-(\d\d)[?~%]?$")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=-|$|[?~%/\]},.])")


class Days(NamedTuple):
    """First and last day; null where that side is open."""

    first: dt.date | None
    last: dt.date | None


@cache
def days(expression: str | None) -> Days | None:
    """The days an EDTF expression covers, `?` and `~` apart; null if there is none or it has no year."""
    if expression is None or "XXXX" in expression:
        return None
    return Days(*bounds(expression))


def overlap(left: str | None, right: str | None) -> bool | None:
    """Whether two expressions share a day; null if either cannot be placed."""
    first, second = days(left), days(right)
    if first is None or second is None:
        return None
    return _before(first.first, second.last) and _before(second.first, first.last)


def _before(start: dt.date | None, end: dt.date | None) -> bool:
    return start is None or end is None or start <= end


def lies_within(given: str | None, wanted: str, *, year_optional: bool = False) -> bool:
    """Whether `given` equals `wanted` or lies inside it; with `year_optional` a day without a year may too."""
    outer = days(wanted)
    if given is None or outer is None:
        return False
    bare = _NO_YEAR.match(given)
    if bare:
        return year_optional and _day_within(int(bare[1]), int(bare[2]), outer)
    inner = days(given)
    if inner is None or (inner.first is None) != (outer.first is None) or (inner.last is None) != (outer.last is None):
        return False
    return _before(outer.first, inner.first) and _before(inner.last, outer.last)


def _day_within(month: int, day: int, outer: Days) -> bool:
    if outer.first is None or outer.last is None:
        return False
    length = (outer.last - outer.first).days + 1
    covered = (outer.first + dt.timedelta(days=offset) for offset in range(min(length, 366)))
    return any((one.month, one.day) == (month, day) for one in covered)


def years(expression: str | None) -> Days | None:
    """The span of an expression widened to whole years; null as in `days`."""
    span = days(expression)
    if span is None:
        return None
    first = span.first and span.first.replace(month=1, day=1)
    last = span.last and span.last.replace(month=12, day=31)
    return Days(first, last)


def years_named(expression: str | None) -> frozenset[int]:
    """The years written in an expression."""
    return frozenset(int(year) for year in _YEAR.findall(expression or ""))
