"""What the words of a date say: weekdays, months, days, years, and how they lean on the day of publication.

English only. Every reading is lenient: what is not understood says nothing, so that no good date is refused for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from summarize.extract.ordinals import with_figures

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Order = Literal["day_first", "month_first"]

_MONTH_OF = {form.lower(): n for n, name in enumerate(MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_WEEKDAY_OF = {name[:3].lower(): n for n, name in enumerate(WEEKDAYS)}
_WEEKDAY = re.compile(
    r"\b(?:(?P<full>(?i:mon|tues|wednes|thurs|fri|satur|sun)day)s?|(?P<short>Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun)\b)"
)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<![\d,.$€£])(?:19|20)\d\d(?![\d%]|,\d)")
_TOKEN = re.compile(r"\d+(?::\d+)?(?:st|nd|rd|th)?|[^\W\d_]+|[-–—/,&]")
_LINKS = frozenset({"-", "–", "—", "/", ",", "&", "and", "or", "to", "through", "until", "till"})
_CLOCK = frozenset({"am", "pm", "a", "p", "hours", "hrs", "gmt", "utc", "o"})
_BEFORE_MONTH = frozenset(
    {"in", "of", "last", "this", "next", "early", "late", "mid", "since", "by", "until", "till", "from", "during",
     "before", "after", "between", "and", "to", "through", "-", "–", "—"}
)  # fmt: skip
_AFTER = re.compile(r"\b(?:after|following|since|(?:day|week|month|year)s? later)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:before|prior to|ahead of|preceding|until|till|by|up to|(?:day|week|month|year)s? earlier)\b", re.IGNORECASE
)


class Said(NamedTuple):
    """A calendar date as far as words give it; None for what they leave out."""

    year: int | None
    month: int
    day: int | None


@dataclass(frozen=True)
class Phrase:
    """What one phrase says of a time. A date is the set of ways in which it can be read (03.04.21 has two)."""

    weekdays: tuple[int, ...]
    dates: tuple[tuple[Said, ...], ...]
    years: frozenset[int]
    after: bool
    before: bool

    @property
    def days(self) -> tuple[tuple[Said, ...], ...]:
        """The dates that go to the day."""
        return tuple(ways for ways in self.dates if ways[0].day is not None)


@lru_cache(maxsize=4096)
def parse(words: str, order: Order | None = None) -> Phrase:
    """Read a phrase. `order` settles how numeric dates are written; without it, both orders stand."""
    words = with_figures(words)
    dates: list[tuple[Said, ...]] = [
        (Said(int(m[1]), int(m[2]), int(m[3])),) for m in _ISO.finditer(words) if int(m[2]) <= 12
    ]
    rest = _ISO.sub(" ", words)
    dates += [ways for m in _NUMERIC.finditer(rest) if (ways := _numeric(m, order))]
    rest = _NUMERIC.sub(" ", rest)
    dates += [(said,) for said in _spelled(rest)]
    years = {int(year) for year in _YEAR.findall(rest)} | {w.year for ways in dates for w in ways if w.year}
    weekdays = tuple(dict.fromkeys(_WEEKDAY_OF[m[0][:3].lower()] for m in _WEEKDAY.finditer(words)))
    after, before = bool(_AFTER.search(words)), bool(_BEFORE.search(words))
    return Phrase(weekdays, tuple(dates), frozenset(years), after, before)


@lru_cache(maxsize=512)  # asked several times of each article
def years_in(text: str) -> frozenset[int]:
    """Every year from 1900 to 2099 that stands in a text, also as the last part of a numeric date."""
    found = {int(year) for year in _YEAR.findall(text)} | {int(m[1]) for m in _ISO.finditer(text)}
    return frozenset(found | {_full(m[4]) for m in _NUMERIC.finditer(text)})


@lru_cache(maxsize=512)
def date_order(text: str) -> Order | None:
    """How a text writes dates, if all that show it agree: 30/10/2023 and "29 October", or the other way."""
    day = len(re.findall(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)})\b", text))
    month = len(re.findall(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}\b(?!\d)", text))
    for found in _NUMERIC.finditer(text):
        day, month = day + (int(found[1]) > 12), month + (int(found[3]) > 12)
    return None if bool(day) == bool(month) else "day_first" if day else "month_first"


def _numeric(found: re.Match[str], order: Order | None) -> tuple[Said, ...]:
    one, two, year = int(found[1]), int(found[3]), _full(found[4])
    ways = {"day_first": Said(year, two, one), "month_first": Said(year, one, two)}
    real = {way: said for way, said in ways.items() if 1 <= said.month <= 12 and 1 <= (said.day or 0) <= 31}
    return (real[order],) if order in real else tuple(dict.fromkeys(real.values()))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else (2000 if int(year) < 70 else 1900) + int(year)


def _spelled(text: str) -> Iterator[Said]:
    """Dates with a month's name: "Oct. 27-29, 2023", "29th of October", "late October 2023"."""
    tokens = _TOKEN.findall(text)
    for at, token in enumerate(tokens):
        month = _MONTH_OF.get(token.lower())
        if month is None or not _is_month(tokens, at):
            continue
        days, end = _days_after(tokens, at)
        named: list[int | None] = [*(days or _days_before(tokens, at))]
        year = next((int(t) for t in tokens[end : end + 2] if _YEAR.fullmatch(t)), None) or _only_year(tokens)
        yield from (Said(year, month, day) for day in named or [None])


def _is_month(tokens: list[str], at: int) -> bool:
    """Whether "may", "march" or a short form is meant as a month: capital letter, and a date's words around it."""
    token = tokens[at]
    if token.lower() not in {"may", "march", "mar", "jun", "dec", "jan", "sep"}:
        return True
    around = [tokens[at - 1].lower()] if at else []
    number = any(_day_of(t) or _YEAR.fullmatch(t) for t in tokens[max(at - 2, 0) : at] + tokens[at + 1 : at + 3])
    return token[0].isupper() and (number or bool(set(around) & _BEFORE_MONTH) or len(tokens) == 1)


def _day_of(token: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", token)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _days_after(tokens: list[str], at: int) -> tuple[list[int], int]:
    days: list[int] = []
    end = at + 1
    while end < len(tokens):
        step = end + 1 if days and tokens[end] in _LINKS else end
        day = _day_of(tokens[step]) if step < len(tokens) else None
        following = tokens[step + 1].lower() if step + 1 < len(tokens) else ""
        if day is None or (days and step == end) or following in _CLOCK or (days and following in _MONTH_OF):
            break
        days, end = [*days, day], step + 1
    return days, end


def _days_before(tokens: list[str], at: int) -> list[int]:
    days: list[int] = []
    step = at - 1
    while step >= 0 and (tokens[step] in {"of", "the"} or (days and tokens[step] in _LINKS) or _day_of(tokens[step])):
        if day := _day_of(tokens[step]):
            days.insert(0, day)
        step -= 1
    return days


def _only_year(tokens: list[str]) -> int | None:
    years = {int(token) for token in tokens if _YEAR.fullmatch(token)}
    return years.pop() if len(years) == 1 else None


# --- words that lean on the day of publication ---------------------------------------------------

_UNITS = {"day": 1, "night": 1, "week": 7, "month": 31, "year": 366}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "a couple of": 2, "two": 2, "a few": 3, "three": 3, "four": 4, "five": 5} | {
    word: n for n, word in enumerate(("six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 6)
}
_COUNT = rf"(?P<count>\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_AGO = re.compile(rf"\b{_COUNT} (?P<unit>day|week|month|year)s? ago\b", re.IGNORECASE)
_ROLLING = re.compile(
    rf"\b(?:the (?:last|past)|past|recent) (?:{_COUNT} )?(?P<unit>day|week|month|year)s?\b", re.IGNORECASE
)
_CALENDAR = re.compile(r"\b(?P<which>last|this|next|current) (?P<unit>month|year)\b", re.IGNORECASE)
# Days before and after publication within which the words put a time. One day of grace, for time zones and for
# articles that appear the morning after; "this week" reaches both ways; "last weekend" may be the one before last.
_NEAR: tuple[tuple[str, int, int], ...] = (
    (r"day before yesterday", -3, -1),
    (r"day after tomorrow", 1, 3),
    (r"today|tonight|this (?:morning|afternoon|evening)", -1, 1),
    (r"yesterday|last night|overnight", -2, 1),
    (r"tomorrow", -1, 2),
    (r"earlier (?:this|in the) week", -7, 1),
    (r"later (?:this|in the) week", -1, 7),
    (r"(?:last|past) weekend", -10, 1),
    (r"(?:this|the|over the|at the) weekend", -9, 8),
    (r"last week", -14, 1),
    (r"this week", -7, 7),
    (r"next week", -1, 14),
)


@lru_cache(maxsize=4096)
def windows(words: str, first: date, last: date, future: bool = False) -> tuple[tuple[str, date, date], ...]:
    """Where words put a time if the article appeared between `first` and `last`: (the words, first day, last day).

    Empty where they do not lean on the publication, or lean on another event ("two days after the raid").
    """
    phrase = parse(words)
    found = [(m[0], *_around(m, first, last)) for m in _AGO.finditer(words)]
    rest = _AGO.sub(" ", words)
    found += [(m[0], shift(first, -_length(m) * 3 // 2 - 2), shift(last, 1)) for m in _ROLLING.finditer(rest)]
    rest = _ROLLING.sub(" ", rest)
    found += [(m[0], *_calendar(m["which"].lower(), m["unit"].lower(), first, last)) for m in _CALENDAR.finditer(rest)]
    for pattern, low, high in _NEAR:
        if near := re.search(rf"\b(?:{pattern})\b", rest, re.IGNORECASE):
            found.append((near[0], shift(first, low), shift(last, high)))
            rest = rest.replace(near[0], " ")
    if len(phrase.weekdays) == 1 and not (found or phrase.dates or phrase.years or phrase.after or phrase.before):
        found.append((words, *_weekday(words, first, last, future)))
    return tuple(found)


def shift(day: date, days: int) -> date:
    """A day so many days later, or the calendar's last or first where there is none."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _length(found: re.Match[str]) -> int:
    count = (found["count"] or "1").lower()
    return (int(count) if count.isdigit() else _NUMBERS[count]) * _UNITS[found["unit"].lower()]


def _around(found: re.Match[str], first: date, last: date) -> tuple[date, date]:
    """ "Two weeks ago" may be off by a unit either way."""
    length, unit = _length(found), _UNITS[found["unit"].lower()]
    return shift(first, -length - unit), shift(last, -length + unit)


def _calendar(which: str, unit: str, first: date, last: date) -> tuple[date, date]:
    step = {"last": -1, "next": 1}.get(which, 0)
    if unit == "year":
        return date(first.year + step, 1, 1), date(last.year + step, 12, 31)
    return _month(first, step), _month(last, step + 1) - timedelta(days=1)


def _month(day: date, step: int) -> date:
    """The first of the month that lies `step` months from a day's own."""
    months = day.year * 12 + day.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _weekday(words: str, first: date, last: date, future: bool) -> tuple[date, date]:
    """A weekday by its name alone is the last one; "last Thursday" may be the one before."""
    if re.search(r"\b(?:next|coming)\b", words, re.IGNORECASE):
        return shift(first, -1), shift(last, 14)
    far = 14 if re.search(r"\b(?:last|past|previous)\b", words, re.IGNORECASE) else 7
    return shift(first, -far), shift(last, 8 if future else 1)
