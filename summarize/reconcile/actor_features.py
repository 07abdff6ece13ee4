"""The features by which two actor mentions of different documents are compared."""

from __future__ import annotations

from itertools import product

from summarize.reconcile.mentions import Mention
from summarize.reconcile.names import Name, NameMatch, compare_names
from summarize.reconcile.persons import PersonMatch, compare_persons, fields_of
from summarize.reconcile.policy import Policy
from summarize.reconcile.score import NOTHING, VETO, Feature, Matcher, Signal
from summarize.schemas.vocabulary import ActorKind

__all__ = [
    "actor_matcher", "country", "hint", "kind", "kinds_agree", "label", "label_scope", "listed_apart", "name", "person",
    "register", "role",
]  # fmt: skip

_NAME_WEIGHTS: dict[NameMatch, float] = {
    "equal": 7,
    "romanised": 5,
    "acronym": 4,
    "core": 3,
    "similar": 3,
    "part": 1,
    "none": -6,
}
_PERSON_WEIGHTS: dict[PersonMatch, float] = {"full": 7, "surname": 0, "conflict": VETO, "none": -8}
# Kinds that reporting uses for the same body. `person`, `population` and `source` agree with themselves only.
_COMPATIBLE: tuple[frozenset[ActorKind], ...] = (
    frozenset({"armed_group", "umbrella", "coalition", "party", "organisation"}),
    frozenset({"organisation", "media"}),
    frozenset({"state", "government"}),
)
_DOUBTFUL: tuple[frozenset[ActorKind], ...] = (
    frozenset({"government", "organisation", "state_force"}),
    frozenset({"umbrella", "coalition", "state_force"}),
)


def actor_matcher(policy: Policy) -> Matcher[Mention]:
    """The declared list of features for actors."""
    labels: Feature[Mention] = label_scope if policy.labels == "same_scope" else label
    features: tuple[Feature[Mention], ...] = (register, name, person, hint, listed_apart, kind, country, role, labels)
    return Matcher("actors", features, identify=lambda mention: mention.id)


def register(left: Mention, right: Mention) -> Signal:
    """Both are the same known body in the alias register, or the same body of state; or they are two different ones."""
    if left.entry is None or right.entry is None:
        return NOTHING
    if left.entry == right.entry:
        return Signal(12, left.entry)
    return Signal(VETO, f"{left.entry} is not {right.entry}")


def name(left: Mention, right: Mention) -> Signal:
    """How the names that the two documents print agree, folded over spellings, romanisations and translations."""
    if left.record.kind == "person" or right.record.kind == "person":
        return NOTHING
    best, pair = _best_names(left.names, right.names)
    if best == "none":
        return NOTHING if _same_entry(left, right) else Signal(_NAME_WEIGHTS[best], "no printed name in common")
    weight = _NAME_WEIGHTS[best] if best != "equal" or all(one.distinctive for one in pair) else 2
    return Signal(weight, f"{best}: {pair[0].written} / {pair[1].written}")


def person(left: Mention, right: Mention) -> Signal:
    """People: surname and given name agree; or the surnames do and the given names cannot; or a surname is bare."""
    if left.record.kind != "person" or right.record.kind != "person":
        return NOTHING
    found: set[PersonMatch] = {compare_persons(one, other) for one, other in product(left.persons, right.persons)}
    order: tuple[PersonMatch, ...] = ("full", "conflict", "surname", "none")
    best = next((match for match in order if match in found), order[-1])
    if best in {"none", "conflict"} and _same_entry(left, right):
        return NOTHING
    return Signal(_PERSON_WEIGHTS[best], best)


def hint(left: Mention, right: Mention) -> Signal:
    """A name known from background, or a former or weak alias, leads from one to the other. It can only make up for
    printed names that do not agree; it never decides."""
    if left.entry is not None and right.entry is not None:
        return NOTHING
    own, other = {each.key for each in left.names}, {each.key for each in right.names}
    hinted, hinting = {each.key for each in left.hints}, {each.key for each in right.hints}
    linked = bool(hinted & other or hinting & own or hinted & hinting)
    entries = ({left.entry} | left.candidates) & ({right.entry} | right.candidates) - {None}
    if not linked and not entries:
        return NOTHING
    agree, _ = _best_names(left.names, right.names)
    if left.record.kind != "person" and agree != "none":
        return NOTHING
    return Signal(6, "background or weak names agree")


def listed_apart(left: Mention, right: Mention) -> Signal:
    """Some document lists these two names side by side as different actors."""
    if _same_entry(left, right):
        return NOTHING
    if _best_names(left.names, right.names)[0] == "equal":
        return NOTHING
    clash = any(each.key in left.apart for each in right.names if each.distinctive)
    return Signal(-10, "one document names both") if clash else NOTHING


def kind(left: Mention, right: Mention) -> Signal:
    """The kinds of actor agree, are used for the same bodies, or cannot be one actor."""
    if left.record.kind == right.record.kind:
        return Signal(1, left.record.kind)
    if kinds_agree(left.record.kind, right.record.kind) or _same_entry(left, right):
        return NOTHING
    both = f"{left.record.kind} / {right.record.kind}"
    if any({left.record.kind, right.record.kind} <= kinds for kinds in _DOUBTFUL):
        return Signal(-3, both)
    return Signal(VETO, both)


def country(left: Mention, right: Mention) -> Signal:
    """Both belong to the same country, or to two different ones."""
    one, other = left.record.country, right.record.country
    if one is None or other is None:
        return NOTHING
    if one == other:
        return Signal(1, one)
    return NOTHING if _same_entry(left, right) else Signal(VETO, f"{one} / {other}")


def role(left: Mention, right: Mention) -> Signal:
    """People: their offices share a word, or stand for different lines of work."""
    if left.record.kind != "person" or right.record.kind != "person" or not (left.record.role and right.record.role):
        return NOTHING
    one, other = fields_of(left.record.role), fields_of(right.record.role)
    shared = set(left.record.role.casefold().split()) & set(right.record.role.casefold().split()) - {
        "of",
        "the",
        "for",
        "a",
        "at",
        "and",
    }
    if one & other:
        return Signal(3 if shared else 1, " ".join(sorted(shared)) or " ".join(sorted(one & other)))
    return Signal(-4, f"{left.record.role} / {right.record.role}") if one and other else NOTHING


def label(left: Mention, right: Mention) -> Signal:
    """A collective label is a category that each document fills in its own way: it is no organisation, and not the same
    set of actors in another document."""
    if left.collective or right.collective:
        return Signal(2 * VETO, "a collective label stays with its document")
    return NOTHING


def label_scope(left: Mention, right: Mention) -> Signal:
    """Two labels are one only where words, kind and country are the same; a label is never an organisation."""
    if left.collective != right.collective:
        return Signal(2 * VETO, "a collective label is no organisation")
    if not left.collective:
        return NOTHING
    words = {each.folded for each in (*left.names, *left.hints)} & {
        each.folded for each in (*right.names, *right.hints)
    }
    agree = words and left.record.kind == right.record.kind and left.record.country is not None
    if agree and left.record.country == right.record.country:
        return Signal(14, "the same label of the same scope")
    return Signal(2 * VETO, "the scope of the labels differs or is not known")


def kinds_agree(one: ActorKind, other: ActorKind) -> bool:
    """Whether reporting uses both kinds for the same body."""
    return one == other or any({one, other} <= kinds for kinds in _COMPATIBLE)


def _same_entry(left: Mention, right: Mention) -> bool:
    return left.entry is not None and left.entry == right.entry


def _best_names(left: tuple[Name, ...], right: tuple[Name, ...]) -> tuple[NameMatch, tuple[Name, ...]]:
    best: tuple[NameMatch, tuple[Name, ...]] = ("none", ())
    for one, other in product(left, right):
        match = compare_names(one, other)
        strong = match == "equal" and one.distinctive and other.distinctive
        if strong:
            return match, (one, other)
        if _NAME_WEIGHTS[match] > _NAME_WEIGHTS[best[0]]:
            best = (match, (one, other))
    return best
