"""Names: taken apart, brought to one key for all their spellings and translations, and compared.

The method is deterministic and language-light: folded words (see `folding`) and a table of the words that armed groups,
armies and institutions are called by in Arabic and English (Kata'ib = Brigades, Jabhat = Front). What is left of a name
without those words is its core. Libraries that do this for sanctions lists need a system ICU; this does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler

from summarize.reconcile.countries import COUNTRIES, COUNTRY_WORDS, take_country
from summarize.reconcile.folding import STOP_WORDS, fold, loosen, unify, without_possessive

__all__ = ["Name", "NameMatch", "compare_names", "is_acronym_of", "parse_names", "without_country"]

NameMatch = Literal["equal", "romanised", "core", "similar", "acronym", "part", "none"]

_LED_IN = re.compile(r"^(?:the\s+)?(?:self-proclaimed|self-styled|so-called)\s+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$")

_LEGAL = frozenset({"inc", "ltd", "llc", "plc", "gmbh", "corp", "sa", "ag", "bv"})

# What bodies are called, in English and romanised Arabic: one word each. Keys are written as people write them.
_TYPE_WORDS = {
    "brigade": "brigade brigades brig kataib katibat katiba battalion battalions liwa saraya",
    "army": "army jaish",
    "front": "front jabhat jabha",
    "supporters": "supporters ansar",
    "soldiers": "soldiers jund",
    "movement": "movement harakat haraka harkat",
    "party": "party hizb",
    "organization": "organization organisation organizations munazzamat group groups network",
    "militia": "militia militias lashkar",
    "force": "force forces quwat",
    "corps": "corps faylaq legion",
    "division": "division firqa",
    "regiment": "regiment",
    "council": "council majlis",
    "union": "union unions ittihad",
    "committee": "committee",
    "coalition": "coalition alliance",
    "center": "center centre markaz",
    "institute": "institute institution",
    "university": "university",
    "ministry": "ministry",
    "department": "department",
    "agency": "agency",
}
# These say little: "the Badr" is the Badr Organization sooner than a brigade is a division.
_FAINT_TYPES = frozenset({"organization", "militia", "movement", "force"})
# Not enough, alone or together, to single out a body.
_FAINT_WORDS = (
    "islamic national free popular people peoples united arab democratic revolutionary armed new general resistance"
    " security defense defence liberation southern northern eastern western south"
    " north east west central international local"
    " state states government regime military army troops soldiers fighters rebels rebel opposition officials militants"
    " shiite shia sunni kurdish jihadist islamist pro anti backed led supported allied region regional special air"
)


_TYPES = {loosen(form): kind for kind, forms in _TYPE_WORDS.items() for form in forms.split()}
_FAINT = frozenset(loosen(word) for word in _FAINT_WORDS.split()) | frozenset(map(loosen, COUNTRY_WORDS))
_NATIONS = {loosen(words[0]): iso.lower() for words, iso in COUNTRIES.items() if len(words) == 1}


@dataclass(frozen=True)
class Name:
    """One name, taken apart. `core` and `types` are loosened words; `written` is the name as it stands in the text.

    `proper`: every word that counts has a capital (or its script has none); `capital`: at least one has. `distinctive`:
    something in it can single out a body: an uncommon word, or a proper name of several words.
    """

    written: str
    folded: str
    core: tuple[str, ...]
    types: frozenset[str]
    numbers: frozenset[str]
    proper: bool
    capital: bool
    distinctive: bool

    @property
    def key(self) -> str:
        """The same for all spellings, translations and orders of words that are taken as one name.

        A country and its adjective are one word: "American-led" is "US-led".
        """
        return " ".join(sorted(_NATIONS.get(word, word) for word in self.core)) + "/" + " ".join(sorted(self.types))

    @property
    def initials(self) -> str:
        """The first letters of the words that count, as an acronym would have them."""
        return "".join(word[0] for word in self.folded.split() if word not in STOP_WORDS)

    @property
    def initials_all(self) -> frozenset[str]:
        """The initials of the words that count, and of all words, joined articles in or out."""
        return _initials(self.written) | {self.initials}

    @property
    def skeleton(self) -> str:
        """The key with the consonants alike that romanisations write in one letter or two."""
        return " ".join(sorted(map(unify, self.core))) + "/" + " ".join(sorted(self.types))

    @property
    def rare(self) -> tuple[str, ...]:
        """The words of the core that are not everybody's."""
        return tuple(word for word in self.core if word not in _FAINT)


@lru_cache(maxsize=65536)
def parse_names(written: str) -> tuple[Name, ...]:
    """The name, or both names of "Full Name (FN)". Empty for what has no letter or digit."""
    written = _LED_IN.sub("", written)
    match = _PARENTHESIS.match(written)
    forms = match.groups() if match else (written,)
    return tuple(name for form in forms if (name := _parse(form)) is not None)


def _parse(written: str) -> Name | None:
    folded = fold(written)
    words = [word for word in folded.split() if word not in STOP_WORDS and word not in _LEGAL]
    if not words:
        return None
    short = len(words) == 1 and written.strip().replace(".", "").isupper()  # an acronym has no spelling to loosen
    loose = words if short else [loosen(word) for word in words]
    core = tuple(word for word in loose if word not in _TYPES)
    types = frozenset(_TYPES[word] for word in loose if word in _TYPES)
    numbers = frozenset(word for word in words if word[0].isdigit())
    small = [word[0].islower() for word in _written_words(written)]
    proper = bool(small) and not any(small)
    rare = [word for word in core if word not in _FAINT and word not in numbers]
    distinctive = bool(proper and (rare or len(loose) > 1))
    return Name(written.strip(), folded, core, types, numbers, proper, not all(small), distinctive)


@lru_cache(maxsize=65536)
def without_country(written: str) -> tuple[str, str] | None:
    """The words of "Hezbollah Brigades of Iraq" without the country, and its ISO code.

    None where no country stands in the name, or nothing that singles out a body is left ("Islamic State of Iraq").
    """
    iso, rest = take_country(tuple(word for word in fold(written).split() if word not in STOP_WORDS))
    told = iso is not None and any(loosen(word) not in _FAINT and loosen(word) not in _TYPES for word in rest)
    return (" ".join(rest), iso) if told and iso else None


def _written_words(written: str) -> list[str]:
    return [word for word in re.findall(r"\w+", without_possessive(written)) if word.casefold() not in STOP_WORDS]


def is_acronym_of(short: Name, full: Name) -> bool:
    """Whether `short` is made of the initials of `full` (at least three), articles and prepositions in or out."""
    letters = short.folded.replace(" ", "")
    if not (3 <= len(letters) <= 8 and short.written.replace(".", "").strip().isupper() and len(short.core) <= 1):
        return False
    return len(full.initials) > 1 and letters in full.initials_all


_JOINED_ARTICLE = re.compile(r"\b(al|el|ul)-(?=\w)", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _initials(written: str) -> frozenset[str]:
    """The first letters of all words, with a joined article ("al-Hashd") as a word of its own and as none."""
    apart = fold(_JOINED_ARTICLE.sub(r"\1 ", written))
    return frozenset("".join(word[0] for word in form.split()) for form in (apart, fold(written)))


def compare_names(left: Name, right: Name) -> NameMatch:
    """How two names agree.

    `equal`: same words in any order, spelling or language. `core`: same but for a word such as "movement" or for
    one side leaving out what it is ("Badr" / "Badr Brigade"). `romanised`: two or more uncommon words, the same but
    for consonants that romanisations write in one letter or two ("Dhomi" / "Zomi"). `similar`: word by word nearly the
    same letters.
    `acronym`: one is the other's initials. `part`: all uncommon words of one are in the other.
    """
    if left.key == right.key:
        return "equal"
    if is_acronym_of(left, right) or is_acronym_of(right, left):
        return "acronym"
    if left.numbers != right.numbers or not (left.rare and right.rare):
        return "none"
    if sorted(left.core) == sorted(right.core):
        return "core" if _types_agree(left.types, right.types) else "part"
    if left.skeleton == right.skeleton and len(left.rare) > 1:
        return "romanised"
    if left.types == right.types and _alike(left.core, right.core):
        return "similar"
    small, large = sorted((set(left.rare), set(right.rare)), key=len)
    return "part" if small <= large else "none"


def _types_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    return not left or not right or not ((left ^ right) - _FAINT_TYPES)


def _alike(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether each word has its own counterpart of nearly the same letters (Jaro-Winkler, 1990, at least 0.9)."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for word in left:
        best = max(rest, key=lambda other: (JaroWinkler.similarity(word, other), other))
        if JaroWinkler.similarity(word, best) < 0.9 or (min(len(word), len(best)) < 5 and word != best):
            return False
        rest.remove(best)
    return True
