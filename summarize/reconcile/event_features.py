"""The features by which two events of different documents are compared: the identity policy `acled`.

ACLED holds an event to be what designated actors do in one place on one day, by one type. So two reports are one event
only on positive evidence of both day and place; the rest speaks for or against.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial, update_wrapper

from rapidfuzz import fuzz

from summarize.reconcile.folding import fold
from summarize.reconcile.happenings import Happening, Party, gap_days
from summarize.reconcile.places import compare_places
from summarize.reconcile.policy import Policy
from summarize.reconcile.score import NOTHING, VETO, Feature, Matcher, Signal

__all__ = ["event_matcher"]

_NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical"})
_FIRM = frozenset({"stated", "relative", "metadata"})


def event_matcher(policy: Policy) -> Matcher[Happening]:
    """The declared list of features for events, under the policy's identity."""
    spot: Feature[Happening] = update_wrapper(partial(place, tolerance_km=policy.place_tolerance_km), place)
    wide: Feature[Happening] = update_wrapper(partial(area, tolerance_km=policy.place_tolerance_km), area)
    day: Feature[Happening] = update_wrapper(partial(date, precise_days=policy.precise_days), date)
    features: tuple[Feature[Happening], ...] = (
        day, period, spot, wide, initiators, targets, others, event_type, means, toll, headline, reality, extent,
        retelling,
    )  # fmt: skip
    return Matcher(
        f"events.{policy.identity}", features, identify=lambda event: event.id, needed=frozenset({"date", "place"})
    )


def date(left: Happening, right: Happening, *, precise_days: int) -> Signal:
    """Both dates are exact to a few days and overlap, or they cannot be the same day."""
    note = f"{left.record.when.edtf} / {right.record.when.edtf}"
    gap = gap_days(left, right)
    if gap > 0:
        firm = left.record.when.basis in _FIRM and right.record.when.basis in _FIRM
        return Signal(VETO if firm else -6, note)
    if left.days is None or right.days is None or max(left.days, right.days) > precise_days:
        return NOTHING
    return Signal(5 if left.days == right.days == 1 else 4, note)


def period(left: Happening, right: Happening) -> Signal:
    """Longer periods overlap; this is weak."""
    if left.days is None or right.days is None or gap_days(left, right) > 0 or max(left.days, right.days) <= 3:
        return NOTHING
    return Signal(1, f"{left.record.when.edtf} / {right.record.when.edtf}")


def place(left: Happening, right: Happening, *, tolerance_km: float) -> Signal:
    """Both places are spots, and one and the same by name or coordinates; or they are different places."""
    if left.record.where is None or right.record.where is None:
        return NOTHING
    match = compare_places(left.record.where, right.record.where, tolerance_km=tolerance_km)
    note = f"{left.record.where.name} / {right.record.where.name}"
    return {"same": Signal(4, note), "different": Signal(-14, note)}.get(match, NOTHING)


def area(left: Happening, right: Happening, *, tolerance_km: float) -> Signal:
    """One place is less exact and may hold the other; this is weak."""
    if left.record.where is None or right.record.where is None:
        return NOTHING
    match = compare_places(left.record.where, right.record.where, tolerance_km=tolerance_km)
    return Signal(1, f"{left.record.where.name} / {right.record.where.name}") if match == "within" else NOTHING


def initiators(left: Happening, right: Happening) -> Signal:
    """Who did it agrees or conflicts. A label, an umbrella and its member, and the unknown are neutral. In a battle
    both sides count, since reports differ in who began."""
    if "Battles" in (left.record.acled_type, right.record.acled_type):
        return _parties((*left.initiators, *left.targets), (*right.initiators, *right.targets), 3, -8)
    return _parties(left.initiators, right.initiators, 3, -8)


def targets(left: Happening, right: Happening) -> Signal:
    """To whom it was done agrees or conflicts; bodies of one state are neutral."""
    if "Battles" in (left.record.acled_type, right.record.acled_type):
        return NOTHING
    return _parties(left.targets, right.targets, 2, -3)


def others(left: Happening, right: Happening) -> Signal:
    """Other parties (signatories, speakers, helpers) agree."""
    return _parties(left.others, right.others, 2, 0)


def event_type(left: Happening, right: Happening) -> Signal:
    """ACLED type and sub-type, or the PLOVER type of acts without violence, agree or conflict."""
    one, other = left.record, right.record
    if one.acled_type and other.acled_type:
        if one.acled_type != other.acled_type:
            return Signal(-8, f"{one.acled_type} / {other.acled_type}")
        return Signal(2 if one.acled_sub_type and one.acled_sub_type == other.acled_sub_type else 1, one.acled_type)
    if one.plover_type and other.plover_type:
        return Signal(1 if one.plover_type == other.plover_type else -6, f"{one.plover_type} / {other.plover_type}")
    return (
        Signal(-6, "one is an attack, the other is not") if (one.attack is None) != (other.attack is None) else NOTHING
    )


def means(left: Happening, right: Happening) -> Signal:
    """The kind of attack and of weapon (GTD) agree or conflict."""
    one, other = left.record.attack, right.record.attack
    if one is None or other is None:
        return NOTHING
    pairs = [(one.type, other.type), (one.weapon_type, other.weapon_type)]
    known = [(a, b) for a, b in pairs if a and b and "Unknown" not in (a, b)]
    return Signal(float(sum(1 if a == b else -1 for a, b in known)), "; ".join(f"{a} / {b}" for a, b in known))


def toll(left: Happening, right: Happening) -> Signal:
    """The same number of people were killed or wounded. A different toll says nothing: tolls rise."""
    pairs = ((left.record.killed, right.record.killed), (left.record.wounded, right.record.wounded))
    agree = [a.min for a, b in pairs if a and b and a.min and (a.min, a.max) == (b.min, b.max)]
    return Signal(len(agree), ", ".join(map(str, agree)))


def headline(left: Happening, right: Happening) -> Signal:
    """The two headlines have most of their words in common (rapidfuzz token set ratio of at least 85)."""
    ratio = fuzz.token_set_ratio(fold(left.record.label), fold(right.record.label))
    return Signal(1, f"{left.record.label} / {right.record.label}") if ratio >= 85 else NOTHING


def reality(left: Happening, right: Happening) -> Signal:
    """What is planned, threatened or imagined is never what happened."""
    one, other = left.record.status, right.record.status
    return Signal(VETO, f"{one} / {other}") if (one in _NOT_HAPPENED) != (other in _NOT_HAPPENED) else NOTHING


def extent(left: Happening, right: Happening) -> Signal:
    """A single act is never a series or a campaign."""
    one, other = left.record.extent, right.record.extent
    return Signal(2 * VETO, f"{one} / {other}") if one != other else NOTHING


def retelling(left: Happening, right: Happening) -> Signal:
    """One event has no date, and the articles were published more than two months apart."""
    if (left.first and right.first) or not (left.published and right.published):
        return NOTHING
    gap = abs((left.published - right.published).days)
    return Signal(-6, f"{gap} days between the articles") if gap > 60 else NOTHING


def _parties(left: tuple[Party, ...], right: tuple[Party, ...], agree: float, conflict: float) -> Signal:
    shared = [party.name for party in left if party.id in {other.id for other in right}]
    if shared:
        return Signal(agree, ", ".join(shared))
    firm, against = _firm(left), _firm(right)
    if not firm or not against or len(firm) < len(left) or len(against) < len(right):
        return NOTHING
    if any(_close(one, other) for one in firm for other in against):
        return NOTHING
    return Signal(conflict, f"{_names(firm)} / {_names(against)}")


def _firm(parties: Iterable[Party]) -> list[Party]:
    return [party for party in parties if not party.vague]


def _close(one: Party, other: Party) -> bool:
    return other.id in one.kin or one.id in other.kin or (one.state is not None and one.state == other.state)


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(party.name for party in parties)
