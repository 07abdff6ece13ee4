"""Bodies of state: which phrases name a country, its government, a ministry, or its armed forces as a whole.

"The regime", "Damascus" (where it is read as a government) and "the Syrian government" are one body; "Syrian troops",
"the army" and "government forces" another; the country itself a third, and each ministry one of its own. A named unit,
a corps or an agency is none of them: one word that is not in these lists, and the phrase says nothing here. A
ministry's country may be known from the article alone ("the Ministry of Defence"), and whether a reader calls it an
organisation is no difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from summarize.reconcile.countries import CAPITALS, country_name, take_country
from summarize.reconcile.folding import STOP_WORDS, fold, slug
from summarize.schemas.vocabulary import ActorKind

__all__ = ["Body", "body_of"]

_GOVERNMENT = frozenset(
    "government governments regime administration authorities leadership leaders rulers cabinet".split()
)
_FORCES = frozenset("forces force army armies military troops troop soldiers soldier servicemen".split())
_BESIDE_GOVERNMENT = frozenset("central federal national ruling new".split())
_BESIDE_FORCES = frozenset(
    "armed personnel service members national ground government regime state units enemy occupation occupying".split()
)
# What a ministry is of, and the word its name has here.
_FIELDS = {
    **{word: word for word in "interior health information justice finance oil electricity education culture".split()},
    "defence": "defence defense",
    "foreign affairs": "foreign affairs",
    "transport": "transport transportation",
}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words.split()}
_STATE_KINDS: frozenset[ActorKind] = frozenset({"state", "government"})


class Body(NamedTuple):
    """A body of state: a readable id, its name, its kind, its country."""

    id: str
    name: str
    kind: ActorKind
    country: str


def body_of(name: str, kind: ActorKind, country: str | None, rulers: Mapping[str, str]) -> Body | None:
    """The body that a phrase names, if it names one and nothing else.

    `rulers` maps folded surnames to the country of who bears them: "Assad's army". The phrase's country must not
    differ from `country`; where neither is known there is no body.
    """
    words = tuple(word for word in fold(name).split() if word not in STOP_WORDS)
    found, rest = take_country(words, country)
    if found is None and (found := CAPITALS.get(words)):
        return _make(kind, found) if kind in _STATE_KINDS and country in (None, found) else None
    rest, led = _take_ruler(rest, rulers)
    if found is None and country and rest[-1:] and CAPITALS.get(rest[-1:]) == country and len(rest) > 1:
        found, rest = country, rest[:-1]  # "the defence ministry in Moscow"
    where = found or led or country
    if where is None or any(iso not in (None, where) for iso in (found, led, country)):
        return None
    return _by_words(frozenset(rest), kind, where, bare=found is not None and led is None) or _ministry(rest, where)


def _by_words(rest: frozenset[str], kind: ActorKind, where: str, *, bare: bool) -> Body | None:
    if not rest:
        return _make("state", where) if bare and kind in _STATE_KINDS else None
    if kind in {"state_force", "government", "state"} and rest & _FORCES and rest <= _FORCES | _BESIDE_FORCES:
        return _make("state_force", where)
    if kind in _STATE_KINDS and rest & _GOVERNMENT and rest <= _GOVERNMENT | _BESIDE_GOVERNMENT:
        return _make("government", where)
    return None


def _ministry(words: tuple[str, ...], where: str) -> Body | None:
    """The ministry that words name: "ministry" and its one field, in any order."""
    rest = [word for word in words if word != "ministry"]
    fields = {_FIELD_OF.get(word) for word in rest}
    if len(rest) == len(words) or len(fields) != 1 or (field := fields.pop()) is None:
        return None
    name = f"Ministry of {field.title()} of {country_name(where)}"
    return Body(slug(name), name, "government", where)


def _take_ruler(words: tuple[str, ...], rulers: Mapping[str, str]) -> tuple[tuple[str, ...], str | None]:
    for at, word in enumerate(words):
        if word in rulers and len(words) > 1:
            return words[:at] + words[at + 1 :], rulers[word]
    return words, None


def _make(kind: ActorKind, iso: str) -> Body:
    country = country_name(iso)
    prefix = {"state": "", "government": "Government of ", "state_force": "Armed forces of "}[kind]
    return Body(slug(prefix + country), prefix + country, kind, iso)
