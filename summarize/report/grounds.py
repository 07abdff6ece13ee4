"""Checks a sentence against the records it cites: every name, number, place and date must stand in them.

What a program can check, and no more: that each of these is there, not that the sentence says of it what the records
say. In doubt it refuses: a refused sentence is asked for again or left out, a wrong one would be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from summarize.extract.countries import country_code
from summarize.extract.numbers import numbers_in
from summarize.extract.phrases import MONTHS as MONTH_NAMES
from summarize.extract.phrases import WEEKDAYS as WEEKDAY_NAMES
from summarize.schemas.dates import bounds, is_exact_day

__all__ = ["Grounds", "Mention", "faults"]

# Words that begin a sentence with a capital and name nothing.
_PLAIN = frozenset(
    """
    a about according after again all also although among an and another any are as at because before being both but by
    during each either even every following for from had has have he her his how however if in is it its just like many
    more most much neither no nobody none nor not nothing of on once one only or other others out over per reportedly
    responsibility several she since so some such than that the their them then there these they this those though three
    through to two under until up upon was were what when where whether which while who whose why with within without
    reports records accounts articles sources figures estimates officials
    """.split()
)
_MONTHS = {form.casefold(): n for n, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
_WEEKDAYS = {name.casefold(): n for n, name in enumerate(WEEKDAY_NAMES)}
_RELATIVE = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|recently|currently"
    r"|(?:last|next|this|past) (?:night|week|weekend|month|year))\b",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)|(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?P<month>{_MONTH})\b\.?(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<y1>\d{{4}}))?|(?P<y2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[’'.\-‐‑&/][^\W_]+)*\.?", re.UNICODE)
_SENTENCE_START = re.compile(r"[.!?:;][”\"’')\]]*\s*$|^[“\"‘'(\[\s]*$")
_APOSTROPHES = re.compile(r"[’'‘ʼʻʿʾ`´]")
_POSSESSIVE = re.compile(r"[’']s?$")


class Mention(NamedTuple):
    """A date as far as it is said."""

    year: int | None
    month: int | None
    day: int | None

    def within(self, other: Mention) -> bool:
        """Whether the other date says all that this one says."""
        return all(mine is None or mine == its for mine, its in zip(self, other, strict=True))


def _key(word: str) -> str:
    """A word for comparison: no case, apostrophes, possessive or final stop; dotted letters together."""
    return (
        _APOSTROPHES.sub("", _POSSESSIVE.sub("", word)).replace(".", "").replace("‑", "-").replace("‐", "-").casefold()
    )


@dataclass(frozen=True)
class Grounds:
    """What records allow a sentence to say.

    `texts` are their words and quotes, `names` those of their actors and places, `numbers` those of their fields,
    `dates` their EDTF expressions, `countries` alpha-2 codes.
    """

    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    dates: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()

    def __add__(self, other: Grounds) -> Grounds:
        return Grounds(
            self.texts + other.texts,
            self.names + other.names,
            self.numbers | other.numbers,
            self.dates + other.dates,
            self.countries | other.countries,
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, folded."""
        return frozenset(_key(word) for text in (*self.texts, *self.names) for word in _WORD.findall(text))

    @cached_property
    def lower(self) -> frozenset[str]:
        """Words that stand somewhere without a capital."""
        return frozenset(_key(word) for text in self.texts for word in _WORD.findall(text) if word[0].islower())

    @cached_property
    def known(self) -> frozenset[tuple[str, ...]]:
        """Names: those of actors and places, and whatever stands in capitals."""
        whole = (tuple(map(_key, _WORD.findall(name))) for name in self.names)
        runs = (run.keys for text in (*self.texts, *self.names) for run in _runs(text, self))
        return frozenset(name for name in (*whole, *runs) if name)

    @cached_property
    def figures(self) -> frozenset[int]:
        """All numbers."""
        return self.numbers.union(*(numbers_in(text) for text in self.texts))

    @cached_property
    def mentions(self) -> frozenset[Mention]:
        """All dates, each as far as it is said."""
        found = {mention for text in self.texts for mention, _ in _dates(text)}
        for expression in self.dates:
            days = [day for day in bounds(expression) if day]
            exact = is_exact_day(expression) or len(expression.split("/")) > 1 or len(expression) > len("2024-01")
            found |= {
                Mention(day.year, day.month if len(expression) > 4 else None, day.day if exact else None)
                for day in days
            }
        return frozenset(found)

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """Days of the week, by name or of an exact day."""
        named = {_WEEKDAYS[word.casefold()] for text in self.texts for word in _WEEKDAY.findall(text)}
        exact = {
            first.weekday() for one in self.dates if is_exact_day(one) and isinstance(first := bounds(one)[0], date)
        }
        return frozenset(named | exact)


class _Run(NamedTuple):
    """Words in capitals that follow each other, and those of them, folded, that may name something."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


def faults(sentence: str, grounds: Grounds) -> list[str]:
    """Why a sentence cannot stand, one reason for each word that has no ground; empty where it can."""
    return [*_date_faults(sentence, grounds), *_number_faults(sentence, grounds), *_name_faults(sentence, grounds)]


# --- dates ----------------------------------------------------------------------------------------


def _dates(text: str) -> Iterator[tuple[Mention, re.Match[str]]]:
    for found in _DATE.finditer(text):
        if found["iso"]:
            parts = [int(part) for part in found["iso"].split("-")]
            yield Mention(parts[0], parts[1], parts[2] if len(parts) > 2 else None), found
        elif found["month"]:
            year, day = found["y1"], found["d1"] or found["d2"]
            if found["month"][0].isupper():  # "may" and "march" are words too
                month = _MONTHS[found["month"].casefold().rstrip(".")]
                yield Mention(int(year) if year else None, month, int(day) if day else None), found
        else:
            yield Mention(int(found["y2"]), None, None), found


def _date_faults(sentence: str, grounds: Grounds) -> Iterator[str]:
    for mention, found in _dates(sentence):
        is_number = found["y2"] and int(found["y2"]) in grounds.figures
        if not is_number and not any(mention.within(other) for other in grounds.mentions):
            yield f"the date “{found[0]}” is not in the records it cites"
    for word in _WEEKDAY.findall(sentence):
        if word[0].isupper() and _WEEKDAYS[word.casefold()] not in grounds.weekdays:
            yield f"“{word}” is not in the records it cites"
    for said in _RELATIVE.finditer(sentence):
        yield f"“{said[0]}” is no date"


# --- numbers --------------------------------------------------------------------------------------


def _number_faults(sentence: str, grounds: Grounds) -> Iterator[str]:
    plain = sentence
    for _, found in _dates(sentence):
        plain = plain.replace(found[0], " " * len(found[0]), 1)
    stated = numbers_in(plain) - {1}  # "one of them" is no count
    for number in sorted(stated - grounds.figures):
        yield f"the number {number} is not in the records it cites"
    for word in _WORD.findall(plain):
        mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)  # 24th, F-16, 107mm
        if mixed and not numbers_in(word) and _key(word) not in grounds.words:
            yield f"“{word}” is not in the records it cites"


# --- names and places -----------------------------------------------------------------------------


def _is_name(word: str) -> bool:
    """A word in capitals, or in a script that has none (there a name looks like any word)."""
    return word[0].isupper() or (word[0].isalpha() and word.upper() == word.lower())


def _runs(text: str, grounds: Grounds | None) -> Iterator[_Run]:
    """Words in capitals that only blanks stand between; months and weekdays are dates, not names."""
    run: list[str] = []
    first, end = False, -1
    for found in _WORD.finditer(text):
        word = found[0]
        named = _is_name(word) and word.casefold().rstrip(".") not in {*_MONTHS, *_WEEKDAYS}
        starts = _SENTENCE_START.search(text[: found.start()]) is not None
        if run and (not named or starts or text[end : found.start()].strip(" \u00a0")):
            yield _run(run, first, grounds)
            run = []
        if named:
            first = starts if not run else first
            run.append(word)
        end = found.end()
    if run:
        yield _run(run, first, grounds)


def _run(words: list[str], first: bool, grounds: Grounds | None) -> _Run:
    """The run without what only the beginning of a sentence capitalises."""
    keys = [_key(word) for word in words]
    if first and (keys[0] in _PLAIN or (grounds is not None and keys[0] in grounds.lower)):
        keys = keys[1:]
    return _Run(tuple(words), tuple(key for key in keys if key))


def _name_faults(sentence: str, grounds: Grounds) -> Iterator[str]:
    for run in _runs(sentence, grounds):
        if run.keys and not _covered(run.keys, grounds):
            yield f"“{' '.join(run.words)}” is not named in the records it cites"


def _covered(keys: tuple[str, ...], grounds: Grounds) -> bool:
    """Whether the words are names of the records, whole ones, one after the other."""
    reached = {0}
    for start in range(len(keys)):
        if start in reached:
            ends = (end for end in range(start + 1, len(keys) + 1) if _allowed(keys[start:end], grounds))
            reached.update(ends)
    return len(keys) in reached


def _allowed(keys: tuple[str, ...], grounds: Grounds) -> bool:
    if keys in grounds.known or (len(keys) == 1 and keys[0] in _PLAIN):
        return True
    code = country_code(" ".join(keys))
    return code is not None and code in grounds.countries
