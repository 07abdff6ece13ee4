"""Names and words compared by meaning: case, quotes, articles, accents and hyphens apart; places inside places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

__all__ = ["fold", "place_matches", "similar", "spelled_alike", "words"]

_QUOTED = str.maketrans(dict.fromkeys("'’‘ʼ`´“”\"", None))
_POSSESSIVE = re.compile(r"['’]s\b")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b|\s|$|\W)")
_OTHER = re.compile(r"[^0-9a-z]+")
_COMPASS = re.compile(r"\b(south|north) ?(east|west)(ern)?\b")
_ARTICLES = frozenset({"the", "a", "an"})
_EMPTY = _ARTICLES | frozenset(
    "of in on at to by for from with and or as its their his her is are was were be been has have had that this which "
    "who it they".split()
)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without case, accents, quotes, possessives, articles, dots of initials and hyphens."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    plain = _POSSESSIVE.sub("", plain).translate(_QUOTED)
    plain = _INITIALS.sub(r"\1", plain)
    plain = _OTHER.sub(" ", plain).strip()
    plain = _COMPASS.sub(r"\1\2", plain)
    return " ".join(word for word in plain.split() if word not in _ARTICLES)


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The content words of a text, folded, with common endings cut."""
    return frozenset(_stem(word) for word in fold(text).split() if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def similar(left: str, right: str) -> float:
    """The share of the smaller text's content words that the other has too: 0..1."""
    first, second = words(left), words(right)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def spelled_alike(left: str, right: str) -> bool:
    """Whether two folded names differ by a slip of spelling only (at least 94 % of letters in order)."""
    return min(len(left), len(right)) >= 6 and fuzz.ratio(left, right) >= 94


def place_matches(given: str | None, wanted: str) -> bool:
    """Whether a place that is given is the one wanted, or named as lying in it: all words of `wanted` stand in it."""
    if not given:
        return False
    have, need = fold(given).split(), fold(wanted).split()
    return bool(need) and set(need) <= set(have)
