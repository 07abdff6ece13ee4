"""Ordinals in words, written with figures: "the twenty-third" is "the 23rd"."""

from __future__ import annotations

import re

_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_ONES, start=1)}
_VALUES |= {f"{tens[:-1]}ieth": 10 * value for value, tens in enumerate(_TENS, start=2)}
_VALUES |= {
    f"{tens}-{one}": 10 * value + n for value, tens in enumerate(_TENS, 2) for n, one in enumerate(_ONES[:9], 1)
}
_WORD = re.compile(rf"\b({'|'.join(sorted(_VALUES, key=len, reverse=True))})\b", re.IGNORECASE)
_FIGURE = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)


def with_figures(text: str) -> str:
    """The text with ordinal words up to the ninety-ninth as figures."""
    return _WORD.sub(lambda match: _written(_VALUES[match[0].lower()]), text)


def ordinals_in(text: str) -> frozenset[int]:
    """The values of all ordinals of a text, in words or figures."""
    return frozenset(int(match[1]) for match in _FIGURE.finditer(with_figures(text)))


def _written(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"
