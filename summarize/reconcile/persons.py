"""People's names: titles off, given name and surname compared apart, and the line of work a title or role tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler

from summarize.reconcile.countries import COUNTRY_WORDS
from summarize.reconcile.folding import fold, loosen

__all__ = ["PersonMatch", "compare_persons", "fields_of", "person_words"]

PersonMatch = Literal["full", "surname", "conflict", "none"]

_TITLES = frozenset(
    "mr mrs ms dr prof professor sir lord lady president vice prime minister king queen prince princess sheikh shaykh"
    " sheik sayyid sayyed sayed seyed ayatollah imam mullah haji hajj supreme leader"
    " general gen lt lieutenant maj major"
    " col colonel brig brigadier capt captain cmdr commander chief adm admiral sgt"
    " secretary foreign defense defence sen"
    " senator rep representative gov governor ambassador spokesman spokeswoman spokesperson former ex late then".split()
)
_PARTICLES = frozenset("al el ul bin ibn ben von van der de di the".split())
# A word of a role and the line of work it stands for. Two lines of work speak against one person, the same for it.
_FIELDS = {
    "office": "president minister secretary governor ambassador senator premier king prince ayatollah chancellor leader"
    " dictator adviser advisor official diplomat envoy lawmaker deputy parliamentarian mp",
    "military": "military army general colonel commander major captain lieutenant brigadier admiral officer soldier"
    " chief",
    "research": "researcher analyst scholar fellow professor academic expert lecturer economist historian",
    "press": "journalist reporter correspondent editor columnist broadcaster writer author",
    "spokesperson": "spokesman spokeswoman spokesperson",
}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words.split()}


@lru_cache(maxsize=65536)
def person_words(name: str) -> tuple[str, ...]:
    """The loosened words of a person's name, titles and particles off; the surname last. Empty for a bare title."""
    words = [loosen(word) for word in fold(re.sub(r"\(.*?\)", " ", name)).split() if word not in _PARTICLES]
    kept = tuple(word for word in words if word not in _LOOSE_TITLES)
    return tuple(word for word in kept if word not in _LOOSE_COUNTRIES) if len(kept) < len(words) else kept


# "Syrian President": the country is a title's part, unless nothing else is left (a surname can be Jordan).
_LOOSE_TITLES = frozenset(loosen(word) for word in _TITLES)
_LOOSE_COUNTRIES = frozenset(loosen(word) for word in COUNTRY_WORDS)


def fields_of(role: str | None) -> frozenset[str]:
    """The lines of work that a title or role names."""
    words = fold(role or "").split()
    return frozenset(_FIELD_OF[word] for word in words if word in _FIELD_OF)


def compare_persons(left: tuple[str, ...], right: tuple[str, ...]) -> PersonMatch:
    """`full`: surname and given name agree; `conflict`: surnames agree, given names cannot; `surname`: one is bare."""
    if not left or not right:
        return "none"
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return "surname" if short[0] in {long[-1], long[0]} else "none"
    if set(short) <= set(long):
        return "full"
    if JaroWinkler.similarity(short[-1], long[-1]) < 0.92:
        return "none"
    return "full" if _given_agree(short[0], long[0]) else "conflict"


_INITIALS = str.maketrans("yqeo", "ikiu")  # as loosening has made them inside longer words


def _given_agree(left: str, right: str) -> bool:
    if len(left) == 1 or len(right) == 1:
        return left[0].translate(_INITIALS) == right[0].translate(_INITIALS)
    return JaroWinkler.similarity(left, right) >= 0.9 and left[0] == right[0]
