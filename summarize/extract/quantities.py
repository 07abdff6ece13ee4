"""Quantities: from the words of a count to its bounds, and whether a number stands in a text.

English only. Vague words and comparators are read by one table, `data/quantities.yaml`; the words are always kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal

from summarize.extract.numbers import SCALES, Convention, Number, numbers, numbers_in, plainly, table
from summarize.extract.phrases import MONTHS
from summarize.schemas.vocabulary import Comparator

__all__ = ["Convention", "Quantity", "Verdict", "number_stands", "numbers_in", "read_quantity"]

Verdict = Literal["yes", "no", "maybe"]


@dataclass(frozen=True)
class Quantity:
    """A count as its words bound it, both ends inclusive; null is open.

    "More than 50" has min 50 and "fewer than 50" max 50: the comparator says that the end itself is left out.
    "About 50" has 50 at both ends.
    """

    comparator: Comparator
    min: int | None
    max: int | None
    words: str
    convention: Convention | None = None


@cache
def _comparators(part: str) -> tuple[tuple[str, Comparator], ...]:
    """Phrases of a part of the table, longest first, so that "no more than" is not read as "more than"."""
    pairs = [(phrase, comparator) for comparator, phrases in table()[part].items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def number_stands(value: int, text: str) -> Verdict:
    """Whether a number stands in a text: "yes" as such; "maybe" if it can be made of what stands there; else "no".

    It can be made where it is the sum of numbers that stand, what the table gives for a vague word, or, up to 10, no
    more than the things the text lists ("an American and a British soldier" for 2).
    """
    plain = plainly(text)
    if value in numbers_in(text):
        return "yes"
    found = numbers(plain)
    figures = [n.value for n in found if n.vague is None][:8]
    if any(value in (n.value, n.vague.acled, n.vague.usual_max) for n in found if n.vague):
        return "maybe"
    if any(value == sum(some) for size in range(2, len(figures) + 1) for some in combinations(figures, size)):
        return "maybe"
    listed = 1 + len(re.findall(r",|;|\band\b|\balong with\b|\bas well as\b|\bplus\b", plain))
    return "maybe" if (0 < value <= 10 and value <= listed) or (value == 0 and re.search(r"\bno\b", plain)) else "no"


# --- the words of a count ------------------------------------------------------------------------

_MONTH = rf"(?:{'|'.join(MONTHS).lower()}|(?:{'|'.join(name[:3].lower() for name in MONTHS)}|sept)\b\.?)"
_DATE = re.compile(
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d\d)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?![a-z])"
    r"|\b(?:in|since|from|by|until|of|during|between|and) (?:19|20)\d\d\b"
)
_ZERO = re.compile(r"(?:no|none|nobody|zero|nil|no one|no-one)\b(?! (?:fewer|less|more)\b)")
_NOT_ONE = re.compile(  # "a" before one of these is no count of one
    r",|\b(?:and|number|group|series|wave|lot|string|barrage|spate|majority|total|family|crowd|team|unit|squad|platoon"
    r"|host|variety|range|convoy|couple|half|third|quarter|percentage|rate|salvo)\b"
)
_ONE = re.compile(r"(?:an?|another) ")
_PART = re.compile(r"[- ](?:thirds?|quarters?|fifths?|halves|half)\b")
_BETWEEN = re.compile(r" ?(?:-|–|—|to|or|and) ?")


@lru_cache(maxsize=4096)
def read_quantity(words: str) -> Quantity | None:
    """What the words of a count say of it; None where they say no number or more than one that are no range.

    Dates inside the words ("24 strikes since Oct. 17") are passed over.
    """
    plain = _DATE.sub(lambda found: " " * len(found[0]), plainly(words)).strip()
    if _ZERO.match(plain):
        return Quantity("exactly", 0, 0, words)
    found = numbers(plain)
    if len(found) == 2 and (between := _range(plain, *found)):
        return Quantity("between", *between, words)
    if len(found) > 1 or _PART.match(plain, found[0].end if found else 0):
        return None
    if not found:
        return Quantity("exactly", 1, 1, words) if _ONE.match(plain) and not _NOT_ONE.search(plain) else None
    return _bounded(plain, found[0], words)


def _range(plain: str, one: Number, two: Number) -> tuple[int, int] | None:
    """Both ends of "X to Y", "X-Y", "X or Y", "between X and Y"; "two to three thousand" scales both."""
    link = plain[one.end : two.start]
    if not _BETWEEN.fullmatch(link) or one.vague or two.vague:
        return None
    if "and" in link and not plain[: one.start].rstrip().endswith(("between", "from")):
        return None
    low = one.value
    if two.scaled and not one.scaled and low < 100 <= two.value and (scale := _scale_of(two.value)):
        low *= scale
    return (low, two.value) if low < two.value else None


def _scale_of(value: int) -> int:
    return next((scale for scale in sorted(SCALES.values(), reverse=True) if scale >= 100 and value % scale == 0), 0)


def _bounded(plain: str, number: Number, words: str) -> Quantity:
    """One number with the comparator before or behind it."""
    value, vague = number.value, number.vague
    before, after = plain[: number.start].rstrip(" $€£"), plain[number.end :].lstrip()
    comparator = _comparator(before, after)
    low: int | None = value
    high: int | None = value
    if vague:
        comparator = comparator if comparator in ("at_most", "less_than", "more_than") else None
        high = vague.max if vague.max is None else vague.max * (value // vague.min)
        comparator = comparator or ("about" if high else "at_least")
    if comparator in ("at_least", "more_than"):
        high = None
    if comparator in ("at_most", "less_than"):
        low, high = None, (high if not vague or high else vague.usual_max)
    return Quantity(comparator or "exactly", low, high, words, vague)


def _comparator(before: str, after: str) -> Comparator | None:
    for phrase, comparator in _comparators("comparators"):
        if before.endswith(phrase) and not before[: -len(phrase)][-1:].isalpha():
            return comparator
    for phrase, comparator in _comparators("after"):
        if after.startswith(phrase) and not (phrase[-1].isalpha() and after[len(phrase) :][:1].isalpha()):
            return comparator
    return next((c for phrase, c in _comparators("after") if " " in phrase and after.endswith(" " + phrase)), None)
