"""Which kinds of ours keep the meaning of each of the gold's working labels, and in which direction.

`<kind` means the same said from the other end: the object is our subject. A kind that only weakens a label (a front
told as "affiliated", a job told as "linked") does not keep its meaning and is not listed.
"""

from __future__ import annotations

from summarize.schemas.vocabulary import SYMMETRIC_RELATIONS, RelationKind

__all__ = ["KINDS", "keeps_meaning"]

KINDS: dict[str, tuple[str, ...]] = {
    # help
    "supports": ("supports", "fights_for"),
    "backs": ("supports", "funds"),
    "backs_and_funds": ("supports", "funds"),
    "formerly_supported": ("supports",),
    "unwilling_to_back_militarily": ("supports",),
    "air_support_to": ("supports", "fights_for"),
    "reinforces": ("supports", "fights_for"),
    "fought_for": ("fights_for", "supports"),
    "arms": ("arms",),
    "supplies": ("supports", "arms"),
    "supplies_arms_to": ("arms",),
    "supplied_weapons_to": ("arms",),
    "allied_with": ("allied_with", "cooperates_with"),
    "cooperated_with": ("cooperates_with", "allied_with"),
    "leads_alliance": ("leads", "allied_with"),
    "provides_deniability_for": ("shields", "front_of"),
    "relies_on": ("depends_on",),
    # enmity
    "hostile_to": ("hostile_to",),
    "attacked": ("hostile_to",),
    "shifted_hostility_from": ("hostile_to",),
    "maintains_bases_against": ("hostile_to",),
    "pledged_to_depose": ("hostile_to", "opposes", "threatens"),
    "opposes_autonomy_of": ("opposes", "hostile_to"),
    "clashed_with": ("hostile_to", "opposes", "rival_of"),
    "rival_of": ("rival_of",),
    "threatens": ("threatens",),
    "avoids_conflict_with": ("avoids",),
    "designates_terrorist": ("designates",),
    "labels_terrorist": ("designates",),
    # command and office
    "leads": ("leads",),
    "advisor_to": ("advises", "works_for"),
    "directs_and_supports": ("controls", "leads", "supports", "<proxy_of"),
    "religious_military_authority_over": ("controls", "leads", "<depends_on"),
    "controls_territory": ("controls",),
    "holds_position_in": ("holds_office_in", "member_of"),
    "scholar_at": ("works_for", "member_of"),
    "researcher_at": ("works_for", "member_of"),
    "researcher_for": ("works_for", "member_of"),
    "analyst_at": ("works_for", "member_of"),
    "research_associate_at": ("works_for", "member_of"),
    # belonging and descent
    "part_of": ("part_of", "member_of", "branch_of", "<umbrella_for"),
    "created_as_branch_of": ("branch_of", "part_of", "offshoot_of", "<founded"),
    "affiliate_of": ("affiliated_with", "branch_of"),
    "ties_to": ("linked_to",),
    "intermingled_with": ("linked_to",),
    "same_or_affiliated": ("same_as", "affiliated_with"),
    "umbrella_name_for": ("umbrella_for", "same_as", "<part_of", "<member_of"),
    "clearinghouse_for": ("umbrella_for", "<part_of", "<member_of"),
    "offshoot_or_front_of": ("offshoot_of", "front_of"),
    "has_proxies": ("<proxy_of", "controls"),
    "organized": ("founded", "leads", "controls"),
    "established": ("founded",),
    "recruits_from": ("recruits",),
}


def keeps_meaning(label: str, more: tuple[str, ...], kind: RelationKind) -> tuple[bool, bool]:
    """Whether `kind` keeps a label's meaning read forwards, and read backwards."""
    allowed = (*KINDS[label], *more)
    forwards = kind in allowed
    return forwards, f"<{kind}" in allowed or (forwards and kind in SYMMETRIC_RELATIONS)
