"""Acts: which of our event types can be what a gold working label says: a protest is never taken for a strike."""

from __future__ import annotations

from summarize.schemas.events import EventRecord

__all__ = ["ACTS", "DOERS", "act_fits", "happened", "is_violent"]

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "ASSAULT"})
_BLAST = _VIOLENT - {"Battles"}
_FIGHT = frozenset({"Battles", "ASSAULT", "COERCE"})
_TALK = frozenset({"CONSULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "CONCEDE", "AGREE"})
_MOVE = frozenset({"MOBILIZE", "RETREAT", "AID", "SUPPORT", "COOPERATE"})
_CHANGE = frozenset({"Strategic developments"})

# Gold act → ACLED event types and PLOVER types of ours that can be it.
ACTS: dict[str, frozenset[str]] = {
    "air_strike": _BLAST,
    "air_strike_series": _BLAST,
    "attack": _VIOLENT,
    "attack_campaign": _VIOLENT,
    "attack_on_base": _VIOLENT,
    "chemical_attack": _BLAST,
    "ied_attack": _BLAST,
    "mortar_attack": _BLAST,
    "incident_series": _VIOLENT,
    "campaign": _VIOLENT | {"MOBILIZE", "COOPERATE", "AID", "SUPPORT"},
    "casualty_report": _VIOLENT | _TALK,
    "offensive": _VIOLENT | _CHANGE | {"MOBILIZE", "PROTEST"},
    "offensive_plan": _VIOLENT | _CHANGE | _MOVE | {"THREATEN"},
    "plan": _VIOLENT | _CHANGE | _MOVE | {"THREATEN", "AGREE"},
    "presence": _VIOLENT | _CHANGE | _MOVE | {"CONSULT"},
    "force_movement": _CHANGE | _MOVE | {"Battles"},
    "retreat": _CHANGE | {"Battles", "RETREAT", "MOBILIZE", "CONCEDE"},
    "territorial_change": _FIGHT | _CHANGE,
    "territorial_change_series": _FIGHT | _CHANGE,
    "displacement": _CHANGE | {"RETREAT", "REQUEST", "AID", "Violence against civilians"},
    "agreement": _CHANGE | {"AGREE", "CONCEDE", "RETREAT", "COOPERATE", "CONSULT"},
    "arms_transfer": _CHANGE | {"AID", "SUPPORT", "COOPERATE", "MOBILIZE"},
    "arms_possession": _CHANGE | {"AID", "SUPPORT", "COOPERATE", "MOBILIZE", "COERCE", "ACCUSE"},
    "material_support_allegation": _CHANGE | {"AID", "SUPPORT", "COOPERATE", "ACCUSE"},
    "threat": _CHANGE | _TALK | {"MOBILIZE"},
    "statement": _CHANGE | _TALK | {"MOBILIZE"},
    "publication": _CHANGE | _TALK,
    "platform_action": _CHANGE | {"COERCE", "SANCTION", "REJECT"},
    "demonstration": frozenset({"Protests", "Riots", "PROTEST", "SUPPORT"}),
    "group_formation": _CHANGE | {"MOBILIZE", "COOPERATE", "AGREE"},
}
# Roles in the gold of those who do it; the others are those it is done to, those who help, and those affected.
DOERS = frozenset(
    "perpetrator claimed_perpetrator side_a taker mover speaker initiator supplier supplier_alleged possessor "
    "participant demonstrators actor author organiser lead".split()
)
_TALKED = frozenset({"threat", "statement", "publication"})


def act_fits(record: EventRecord, act: str) -> int:
    """1 if the record's types can be this act, -1 if they cannot, 0 if the record gives no type."""
    if act in _TALKED and record.attack is not None and happened(record):
        return -1
    given = {one for one in (record.acled_type, record.plover_type) if one is not None}
    if not given:
        return 1 if record.attack is not None and "ASSAULT" in ACTS.get(act, _VIOLENT) else 0
    return 1 if given & ACTS.get(act, frozenset(given)) else -1


def is_violent(record: EventRecord) -> bool:
    """Whether a record is of an act of violence, whatever its status."""
    return record.attack is not None or record.acled_type in _VIOLENT or record.plover_type == "ASSAULT"


def happened(record: EventRecord) -> bool:
    """Whether a record says, on whomever's word, that something happened or is happening."""
    return record.status in ("stated", "reported", "claimed", "alleged")
