"""Folding: the spellings and romanisations of a word brought to one form, with no table of names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["STOP_WORDS", "fold", "loosen", "slug", "unify", "without_possessive"]

STOP_WORDS = frozenset({"al", "el", "ul", "the", "a", "of", "and", "in", "for", "on", "to", "de", "du", "wa", "wal"})

_APOSTROPHES = "'’‘ʼʻʿʾ`´′ʹ“”\"«»"
_NO_APOSTROPHES = {ord(mark): None for mark in _APOSTROPHES}
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s\b")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_ARTICLE = re.compile(r"\b(?:al|el|ul|an|ar|as|ash|at|az|ad|ed)-(?=[^\W\d_])")


def without_possessive(text: str) -> str:
    """The text with every "'s" off and every other apostrophe dropped."""
    return _POSSESSIVE.sub("", text).translate(_NO_APOSTROPHES)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents, apostrophes, possessives, hyphens and Arabic articles; one blank between words."""
    text = "".join(
        char for char in unicodedata.normalize("NFKD", without_possessive(text)) if not unicodedata.combining(char)
    )
    text = text.translate(_NO_APOSTROPHES).casefold().translate(_LETTERS)
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    text = _ARTICLE.sub("", re.sub(r"[‐‑–—]", "-", text))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def slug(text: str, words: int = 8) -> str:
    """A name as part of an id: folded, at most `words` words, joined by hyphens; `x` for what has no letters."""
    return "-".join(fold(text).split()[:words]) or "x"


_ROMAN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[b-df-hj-np-tv-z])[aou]ll?ah$", "ulah"),  # Hezbollah, Hizballah, Hizbullah
        (r"a[ey]", "ai"),
        (r"e[iy]", "ai"),
        (r"ee", "i"),
        (r"oo|ou", "u"),
        (r"e", "i"),
        (r"o", "u"),
        (r"y", "i"),
        (r"q", "k"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[aiu])h$", ""),
    )
)


@lru_cache(maxsize=65536)
def loosen(word: str) -> str:
    """A folded word with the vowels and doublings that romanisations disagree on made alike. Short words stay."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    for pattern, replacement in _ROMAN:
        word = pattern.sub(replacement, word)
    return word


_CONSONANTS = tuple((re.compile(pair), letter) for pair, letter in (("kh", "h"), ("gh", "g"), ("dh", "z"), ("th", "t")))


def unify(word: str) -> str:
    """A loosened word with the consonants alike for which romanisations have one letter or two (kh / h, dh / z)."""
    for pair, letter in _CONSONANTS:
        word = pair.sub(letter, word)
    return re.sub(r"(.)\1+", r"\1", word)
