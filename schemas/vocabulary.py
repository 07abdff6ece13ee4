"""The value sets every record uses, each with the codebook it is taken from.

docs/codebook.md explains each choice; the terms here are those codebooks' own.
"""

from __future__ import annotations

from typing import Literal, get_args

# --- actors -------------------------------------------------------------------------------------
# Coarser than ACLED's `inter` codes and finer than FollowTheMoney's schemata, convertible to both.
ActorKind = Literal[
    "state", "government", "state_force", "armed_group", "umbrella", "coalition",
    "party", "organisation", "media", "person", "population", "source",
]  # fmt: skip
# `named`: it has a name of its own; `label`: a category others put on several actors; `unnamed`: nobody names it.
ActorForm = Literal["named", "label", "unnamed"]

# --- events: ACLED codebook ---------------------------------------------------------------------
AcledType = Literal[
    "Battles", "Protests", "Riots", "Explosions/Remote violence", "Violence against civilians",
    "Strategic developments",
]  # fmt: skip
AcledSubType = Literal[
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Excessive force against protesters", "Protest with intervention", "Peaceful protest",
    "Violent demonstration", "Mob violence",
    "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance",
    "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
]  # fmt: skip
ACLED_HIERARCHY: dict[AcledType, tuple[AcledSubType, ...]] = {
    "Battles": get_args(AcledSubType)[0:3],
    "Protests": get_args(AcledSubType)[3:6],
    "Riots": get_args(AcledSubType)[6:8],
    "Explosions/Remote violence": get_args(AcledSubType)[8:14],
    "Violence against civilians": get_args(AcledSubType)[14:17],
    "Strategic developments": get_args(AcledSubType)[17:25],
}
# PLOVER event types (openeventdata/PLOVER manual), for acts without violence.
PloverType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
# UCDP's event_clarity 1 is `single`, 2 (an aggregation the source made) is `series` or `campaign`.
Extent = Literal["single", "series", "campaign"]

# --- attacks: GTD codebook ----------------------------------------------------------------------
GtdAttackType = Literal[
    "Assassination", "Armed Assault", "Bombing/Explosion", "Hijacking", "Hostage Taking (Barricade Incident)",
    "Hostage Taking (Kidnapping)", "Facility/Infrastructure Attack", "Unarmed Assault", "Unknown",
]  # fmt: skip
GtdWeaponType = Literal[
    "Biological", "Chemical", "Radiological", "Nuclear", "Firearms", "Explosives", "Fake Weapons", "Incendiary",
    "Melee", "Vehicle", "Sabotage Equipment", "Other", "Unknown",
]  # fmt: skip
GtdTargetType = Literal[
    "Business", "Government (General)", "Police", "Military", "Airports & Aircraft", "Government (Diplomatic)",
    "Educational Institution", "Food or Water Supply", "Journalists & Media", "Maritime", "NGO", "Other",
    "Private Citizens & Property", "Religious Figures/Institutions", "Telecommunication",
    "Terrorists/Non-State Militia", "Tourists", "Transportation", "Unknown", "Utilities", "Violent Political Party",
]  # fmt: skip
GtdClaimMode = Literal[
    "Letter", "Call (post-incident)", "Call (pre-incident)", "E-mail", "Note left at scene", "Video",
    "Posted to website, blog, etc.", "Personal claim", "Other", "Unknown",
]  # fmt: skip

# --- how sure, and who says so ------------------------------------------------------------------
Status = Literal["stated", "reported", "claimed", "alleged", "denied", "planned", "threatened", "hypothetical"]
# FactBank's CT, PR, PS and U: how sure the source is, polarity apart (`denied` carries that).
Certainty = Literal["certain", "probable", "possible", "unknown"]
AUTHOR, UNSPECIFIED = "author", "unspecified"  # the two values of `according_to` that are no actor

# --- places: kinds that ACLED's geo_precision and UCDP's where_prec can be read off -----------------
PlaceKind = Literal[
    "site", "town", "near", "district", "province", "region", "border", "route", "country", "waters", "online"
]

# --- relations ----------------------------------------------------------------------------------
RelationKind = Literal[
    "supports", "funds", "arms", "trains", "fights_for", "allied_with", "cooperates_with",
    "hostile_to", "opposes", "threatens", "avoids", "rival_of",
    "controls", "leads", "advises", "represents", "holds_office_in", "works_for", "member_of",
    "part_of", "branch_of", "affiliated_with", "linked_to", "front_of", "offshoot_of", "umbrella_for", "proxy_of",
    "founded", "recruits", "successor_of", "same_as", "designates", "depends_on", "shields", "hosts",
]  # fmt: skip
SYMMETRIC_RELATIONS: frozenset[RelationKind] = frozenset(
    {"allied_with", "cooperates_with", "hostile_to", "rival_of", "linked_to", "same_as"}
)
RelationTime = Literal["at_publication", "past", "future", "interval"]

# --- counts -------------------------------------------------------------------------------------
Comparator = Literal["exactly", "at_least", "more_than", "at_most", "less_than", "about", "between"]
