"""Dates as EDTF (ISO 8601-2), kept beside the words they were read from, and the days they can mean.

The `edtf` package says what a single date means. Intervals, sets and last-digit masks are taken apart here: the
package pads an unknown end by ten years, gives infinite floats for open ones and cannot bound `2024-11-2X`.
"""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, field_validator

from summarize.schemas._base import Model

with warnings.catch_warnings():
    # While it builds its grammar, edtf 5.0.2 trips a diagnostic of pyparsing 3.3 and later. Its answers are not
    # touched (tests/extract/test_edtf.py), and `python -W error` could not import this package otherwise.
    warnings.simplefilter("ignore")
    import edtf as _edtf

DatePrecision = Literal["day", "night", "week", "month", "season", "year", "range", "open", "unknown"]
DateBasis = Literal["stated", "relative", "metadata", "inferred"]
Bounds = tuple[date | None, date | None]

_CACHE = 65_536  # distinct expressions; a parse by the package takes 2 to 25 ms, a hit 0.1 µs
_QUALIFIERS = "?~%"
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TENS = re.compile(r"(\d{4})-(\d\d)-([0-3])X", re.ASCII)
_SEASON = re.compile(r"-?\d{4}-(?:2[1-9]|3[0-2])", re.ASCII)
_WINTER = re.compile(r"(\d{4})-(?:24|28|30)", re.ASCII)  # 30: the southern summer, which is as long and as divided
_HALF_MASK = re.compile(r"-(?:\dX|X\d)(?![\dX])")  # edtf prints to stdout and raises AttributeError on `2018-1X`


def check_edtf(value: str) -> str:
    """The same expression, trimmed, if it is EDTF and does not end before it starts, else `ValueError`."""
    value = value.strip()
    bounds(value)
    return value


@lru_cache(maxsize=_CACHE)
def bounds(expression: str | None) -> Bounds:
    """First and last day an expression can mean, both inclusive; None where a side is open or cannot be said.

    `2024-02` is (2024-02-01, 2024-02-29), `2003/..` is (2003-01-01, None), `XXXX-10-29` is (None, None) (see
    `month_and_day`). Qualifiers (`?`, `~`, `%`) do not widen the days. A winter is named by either of its years, so
    that `2018-24` is (2017-12-01, 2019-02-28). Years outside 1 to 9999 are unbounded. `ValueError` for what is not
    EDTF or ends before it starts.
    """
    if expression is None:
        return None, None
    if "/" in expression:
        return _ordered(expression, _sides(expression, expression.split("/")))
    if expression[:1] in ("[", "{") and expression[-1:] == {"[": "]", "{": "}"}[expression[0]]:
        return _members(expression)
    return _point(expression)


def _ordered(expression: str, found: Bounds) -> Bounds:
    first, last = found
    if first and last and first > last:
        raise ValueError(f"{expression!r} ends before it starts")
    return found


def _sides(expression: str, sides: list[str]) -> Bounds:
    """Bounds of `a/b` or `a..b`; an empty side or `..` is open."""
    if len(sides) != 2 or sides in (["", ""], ["", ".."], ["..", ""]):
        raise _refused(expression)
    start, end = (None if side in ("", "..") else _point(side) for side in sides)
    return start[0] if start else None, end[1] if end else None


def _members(expression: str) -> Bounds:
    """Bounds of a set: `[…]` one of its members, `{…}` all of them."""
    spans = [
        _ordered(expression, _sides(expression, member.split(".."))) if ".." in member else _point(member)
        for member in expression[1:-1].split(",")
    ]
    firsts, lasts = [first for first, _ in spans if first], [last for _, last in spans if last]
    return (min(firsts) if len(firsts) == len(spans) else None, max(lasts) if len(lasts) == len(spans) else None)


@lru_cache(maxsize=_CACHE)
def _point(text: str) -> Bounds:
    """Bounds of one date, season or mask, whatever qualifies it."""
    bare = text.rstrip(_QUALIFIERS)
    if len(text) - len(bare) > 1:
        raise _refused(text)
    try:
        if plain := _PLAIN.fullmatch(bare):
            year, month, day = (int(part) if part else None for part in plain.groups())
            if year and (month or 0) <= 12:
                return _days(year, month, day)
        if tens := _TENS.fullmatch(bare):
            return _tens(*(int(part) for part in tens.groups()))
        if winter := _WINTER.fullmatch(bare):
            year = int(winter[1])
            return date(year - 1, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1])
        return _asked(bare)
    except ValueError as error:
        raise _refused(text) from error


def _days(year: int, month: int | None, day: int | None) -> Bounds:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, day or 1), date(year, month, day or monthrange(year, month)[1])


def _tens(year: int, month: int, tens: int) -> Bounds:
    """`2024-11-2X` is the 20th to the 29th; the first ten days have no day 0, the last ten end with the month."""
    return date(year, month, max(1, tens * 10)), date(year, month, min(tens * 10 + 9, monthrange(year, month)[1]))


def _asked(bare: str) -> Bounds:
    """What the `edtf` package says; a year of which nothing is known has no bounds."""
    if _HALF_MASK.search(bare) or not bare:
        raise ValueError(bare)
    try:
        parsed = _edtf.parse_edtf(bare)
    except (_edtf.EDTFParseException, AttributeError, TypeError) as error:
        raise ValueError(bare) from error
    if bare.lstrip("-").startswith("XXXX"):
        return None, None
    return _day(parsed.lower_strict), _day(parsed.upper_strict)


def _day(bound: Callable[[], Any]) -> date | None:
    year, month, day = bound()[:3]
    return date(year, month, day) if 1 <= year <= 9999 else None


def _refused(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is not an EDTF date "
        "(try 2024-03-05, 2024-03, 2024-03-01/2024-03-05, [2024-03-05..2024-03-07], 2024-03-05~)"
    )


def month_and_day(expression: str) -> tuple[int | None, int | None]:
    """Month and day that an expression names, even without a year (`XXXX-10-29`); None for what is left out."""
    found = re.match(r"[?~%]?-?[\dX]{4}[?~%]?(?:-[?~%]?(\d\d)(?:-[?~%]?(\d\d)(?!X))?)?", expression)
    month, day = found.groups() if found else (None, None)
    return (int(month), int(day) if day else None) if month and 1 <= int(month) <= 12 else (None, None)


def is_qualified(expression: str) -> bool:
    """Whether any part is uncertain (`?`), approximate (`~`) or both (`%`)."""
    return any(mark in expression for mark in _QUALIFIERS)


def is_exact_day(expression: str | None) -> bool:
    """Whether it is one day of the calendar, without any doubt about it."""
    first, last = bounds(expression)
    return first is not None and first == last and not is_qualified(expression or "")


@lru_cache(maxsize=_CACHE)
def precision_of(expression: str | None) -> DatePrecision:
    """How exactly a time is known, read off its form.

    An interval of two days that follow each other is a night, one of seven is a week, one that fills a month or year is
    that; a set of alternatives and everything else between two dates is a range.
    """
    first, last = bounds(expression)
    if expression is None or first is last is None:
        return "unknown"
    if first is None or last is None:
        return "open"
    if first == last:
        return "day"
    if _SEASON.fullmatch(expression.rstrip(_QUALIFIERS)):
        return "season"
    if "/" in expression and last - first == timedelta(days=1):
        return "night"
    if "/" in expression and last - first == timedelta(days=6):
        return "week"
    if (first, last) == _days(first.year, first.month, None):
        return "month"
    return "year" if (first, last) == _days(first.year, None, None) else "range"


@lru_cache(maxsize=_CACHE)
def overlaps(one: str | None, two: str | None) -> bool | None:
    """Whether some day lies in both; None where that cannot be said.

    It cannot be said where one of them has no bounds at all, and where they miss each other by no more than the length
    of one that is uncertain or approximate (`2018-04-13~` and `2018-04-14`).
    """
    (first, last), (start, end) = bounds(one), bounds(two)
    if first is last is None or start is end is None:
        return None
    gap = max((start or date.min) - (last or date.max), (first or date.min) - (end or date.max)).days
    if gap <= 0:
        return True
    return None if gap <= max(_slack(one), _slack(two)) else False


def _slack(expression: str | None) -> int:
    """Days by which a qualified expression may be off: its own length. 0 where nothing qualifies it."""
    first, last = bounds(expression)
    if not is_qualified(expression or ""):
        return 0
    return (last - first).days + 1 if first and last else 1


class When(Model):
    """A time: an EDTF expression, its precision, and the words that say it.

    `basis`: `stated` (the words give day, month and year as they are), `relative` (worked out from the
    document's date: "on Thursday"), `metadata`, or `inferred` (an outside or contextual reason, given).
    """

    edtf: str | None = Field(None, description="EDTF (ISO 8601-2) or null where nothing is said.")
    precision: DatePrecision = "unknown"
    as_written: str | None = None
    basis: DateBasis = "stated"
    reason: str | None = None

    @field_validator("edtf")
    @classmethod
    def _is_edtf(cls, value: str | None) -> str | None:
        return None if value is None else check_edtf(value)
