"""Numbers in a text: figures, number words, scales, and the vague words of the table.

English only. The table, `data/quantities.yaml`, sets our reading of a vague word beside ACLED's and UCDP's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml


@dataclass(frozen=True)
class Convention:
    """A row of the table: what a vague word is taken for, by us, by ACLED and by UCDP (null: none known)."""

    word: str
    min: int
    max: int | None
    usual_max: int | None
    acled: int | None
    ucdp: int | None


class Number(NamedTuple):
    """A number in a text: `text[start:end]`; the vague word that makes it one, and whether a scale was said."""

    value: int
    start: int
    end: int
    vague: Convention | None = None
    scaled: bool = False


# --- the table -----------------------------------------------------------------------------------


@cache
def table() -> dict[str, Any]:
    """The table as it stands in its file."""
    text = (files("summarize.extract") / "data" / "quantities.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def conventions() -> dict[str, Convention]:
    """The table's vague words by each of their forms."""
    rows = [(row.pop("forms"), Convention(**row)) for row in (dict(row) for row in table()["words"])]
    return {form: convention for forms, convention in rows for form in forms}


# --- numbers in a text ---------------------------------------------------------------------------

_TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_SMALL = {word: n for n, word in enumerate(_TEENS)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEN = {word: n * 10 for n, word in enumerate(_TENS, 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SUFFIX = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?|[^\W\d_]+|[^\w\s]")
_PART_BEFORE, _PART_BEHIND = re.compile(r"[^\W\d_][-_]?$|\d[.:/]$"), re.compile(r"[:/]\d")  # F-16, 10:30, 03/04
_TOO_MUCH = 10**15  # nothing that news counts; a float keeps every whole number below it
_PLAIN = str.maketrans("\u00a0\u202f\u2009\u2010\u2011", "   --")


def numbers_in(text: str) -> frozenset[int]:
    """All whole numbers that stand in a text, as figures or words: 1,200, 2k, 1.2 million, two dozen, a hundred.

    Zero stands where the text says "no one", "none", "nobody" or zero. Vague words (dozens) are no numbers.
    """
    found = {number.value for number in numbers(plainly(text)) if number.vague is None}
    return frozenset(found | ({0} if _NONE.search(plainly(text)) else set()))


_NONE = re.compile(
    r"\b(?:none|nobody|no one|no-one|no (?:deaths|casualties|fatalities|injuries|losses|victims|wounded))\b"
)


@lru_cache(maxsize=4096)
def plainly(text: str) -> str:
    """Lower case, plain spaces and hyphens."""
    return text.translate(_PLAIN).lower()


@lru_cache(maxsize=4096)
def numbers(plain: str) -> tuple[Number, ...]:
    """Every number in a text that `plainly` has made plain, in order."""
    tokens = list(_TOKEN.finditer(plain))
    found, at = [], 0
    while at < len(tokens):
        number, after = (
            _vague(plain, tokens, at) or _figure(plain, tokens, at) or _spelled(tokens, at) or (None, at + 1)
        )
        found += [number] if number else []
        at = after
    return tuple(found)


_Tokens = list[re.Match[str]]
_Step = tuple[Number | None, int]


def _word(tokens: _Tokens, at: int) -> str:
    return tokens[at][0] if 0 <= at < len(tokens) else ""


def _vague(plain: str, tokens: _Tokens, at: int) -> _Step | None:
    """A word of the table at this token, times a scale that follows it ("several hundred")."""
    start = tokens[at].start()
    form = next((f for f in _forms() if plain.startswith(f, start) and not plain[start + len(f) :][:1].isalpha()), None)
    if form is None or _word(tokens, at - 1) in {"as", "how", "too", "so"}:
        return None
    row, after = conventions()[form], at + len(form.split())
    scale = SCALES.get(_word(tokens, after)) if row.min < 10 else None
    end = tokens[after].end() if scale else start + len(form)
    return Number(row.min * (scale or 1), start, end, row, scale is not None), after + (scale is not None)


@cache
def _forms() -> tuple[str, ...]:
    return tuple(sorted(conventions(), key=len, reverse=True))


def _figure(plain: str, tokens: _Tokens, at: int) -> _Step | None:
    """A number in figures with what scales it; a part of a name (F-16, 107mm, 10th) is none, but is stepped over."""
    if not tokens[at][0][0].isdecimal():
        return None
    start, end, value, after = tokens[at].start(), tokens[at].end(), float(tokens[at][0].replace(",", "")), at + 1
    glued = _word(tokens, after) if after < len(tokens) and tokens[after].start() == end else ""
    named = _PART_BEFORE.search(plain[max(start - 2, 0) : start]) or _PART_BEHIND.match(plain, end)
    if named or (glued[:1].isalpha() and glued not in _SUFFIX) or value >= _TOO_MUCH:
        return None, after
    scaled = glued in _SUFFIX
    if scaled:
        value, end, after = value * _SUFFIX[glued], tokens[after].end(), after + 1
    while scale := SCALES.get(_word(tokens, after + (_word(tokens, after) == "-"))):
        after += 1 + (_word(tokens, after) == "-")
        value, end, scaled = value * scale, tokens[after - 1].end(), True
    return (Number(round(value), start, end, None, scaled) if value == round(value) else None), after


def _spelled(tokens: _Tokens, at: int) -> _Step | None:
    """A number in words: "twenty-four", "one hundred and fifty", "half a dozen", "a thousand"."""
    lead, after = _lead(tokens, at)
    if _word(tokens, at - 1) == "no" and _word(tokens, at) == "one":
        return None
    total, current, last, end = 0.0, 0.0, "", -1
    started = {"scale"} if lead else {"scale", ""}  # "a five" is no number, "a hundred" is
    while word := _word(tokens, after):
        if word in {"-", "and"} and last and _joins(word, last, _word(tokens, after + 1)):
            after += 1
            continue
        if word in _SMALL and (last in started or (last == "ten" and 0 < _SMALL[word] < 10)):
            current, last = current + _SMALL[word], "small"
        elif word in _TEN and last in started:
            current, last = current + _TEN[word], "ten"
        elif word in SCALES and SCALES[word] < 1000:
            current, last = (current or lead or 1) * SCALES[word], "scale"
        elif word in SCALES:
            total, current, last = total + (current or lead or 1) * SCALES[word], 0, "scale"
        else:
            break
        end, after = tokens[after].end(), after + 1
    if last:
        return Number(round(total + current), tokens[at].start(), end, None, "scale" in last), after
    return (Number(2, tokens[at].start(), tokens[at].end()), at + 1) if _word(tokens, at) == "both" else None


def _lead(tokens: _Tokens, at: int) -> tuple[float, int]:
    """What may stand before a scale: "a" (once), "half a"."""
    if _word(tokens, at) == "half" and _word(tokens, at + 1) in {"a", "an"}:
        return 0.5, at + 2
    return (1.0, at + 1) if _word(tokens, at) in {"a", "an"} else (0.0, at)


def _joins(word: str, last: str, following: str) -> bool:
    """Whether a hyphen or "and" goes on with the same number: "twenty-four", "a hundred and six"."""
    if word == "-":
        return (last == "ten" and 0 < _SMALL.get(following, 0) < 10) or following in SCALES
    return last == "scale" and (following in _SMALL or following in _TEN)
