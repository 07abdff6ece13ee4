"""The event table: happenings as flat columns, one row a report, as an SQL engine compares them.

It is all that scoring sees of an event. A row depends on its own report and on what its actors and place are, never on
what else is in the batch, so that the same two reports get the same score in any company.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from summarize.reconcile.folding import STOP_WORDS, fold, loosen
from summarize.reconcile.frequencies import frequency
from summarize.reconcile.happenings import Happening, Party
from summarize.reconcile.places import place_words
from summarize.schemas import Attack, Place, Toll

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "NOT_HAPPENED", "arrow_type", "event_table", "table_of", "target_columns", "words_of"]

NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical"})
# What is hit, by kind: the words of GTD's target types and sub-types and their like. What is left is a name.
_KINDS_OF_TARGET = frozenset(
    map(
        loosen,
        "military army police guard security border naval air force forces troop troops soldier soldiers personnel"
        " officer officers unit units patrol convoy checkpoint checkpoints post posts station stations base bases"
        " airbase camp camps outpost outposts barracks headquarters facility facilities position positions site"
        " sites depot depots weapons ammunition tank tanks radar defense government official officials governor"
        " mayor minister ministry judge court politician party elder tribal leader leaders commander commanders"
        " chief head embassy consulate diplomat diplomats market markets shop shops bank mall restaurant hotel"
        " company oil gas field fields refinery pipeline power plant water dam bridge road roads bus buses car cars"
        " vehicle vehicles truck trucks train railway airport aircraft plane helicopter drone drones ship ships"
        " vessel vessels tanker tankers port ports mosque mosques church churches shrine temple school schools"
        " university hospital hospitals clinic aid worker workers ngo charity humanitarian journalist journalists"
        " media radio television tv broadcaster civilian civilians people person residents villagers protesters"
        " demonstrators refugees family families home homes house houses building buildings village town city area"
        " militia militias militant militants fighter fighters rebels group groups terrorist terrorists prison jail"
        " voters election tourists farm farmers us u.s american coalition international local new compound complex"
        " infrastructure state national civil merchant cargo commercial warship destroyer".split(),
    )
)
_FIRM = frozenset({"stated", "relative", "metadata"})
_TEXT, _WORDS = "string", "list<string>"
# name: Arrow type. Days are counted from 1970-01-01, distances are kilometres, coordinates degrees (WGS 84).
COLUMNS: dict[str, str] = {
    "unique_id": "int32",  # the row's rank among the records' ids
    "document": "int32",
    "first_day": "int32",
    "last_day": "int32",
    "firm": "bool",
    "published": "int32",
    "place": _TEXT,  # its own words, sorted
    "place_words": _WORDS,
    "place_kind": _TEXT,
    "holders": _WORDS,  # words of its province
    "country": _TEXT,
    "lat": "double",
    "lon": "double",
    "radius": "double",
    "acled": _TEXT,
    "plover": _TEXT,
    "sub_type": _TEXT,
    "is_attack": "bool",
    "attack_type": _TEXT,
    "weapon": _TEXT,
    "doer": _TEXT,  # the first initiator by id, where all are named
    "doers": _WORDS,
    "doers_firm": "bool",
    "doer_kin": _WORDS,
    "doer_maybe": _WORDS,
    "victims": _WORDS,
    "victims_firm": "bool",
    "victim_kin": _WORDS,
    "others": _WORDS,
    "target": _TEXT,  # what was hit: its own words, sorted
    "target_words": _WORDS,
    "target_name": _TEXT,
    "target_names": _WORDS,  # those of them that are no common word for what is hit
    "killed_min": "int32",
    "killed_max": "int32",
    "wounded_min": "int32",
    "wounded_max": "int32",
    "headline": _WORDS,
    "happened": "bool",
    "extent": _TEXT,
    "tf_place": "double",
    "tf_doer": "double",
}


def event_table(happenings: Sequence[Happening]) -> pa.Table:
    """The table of these happenings, a row each, in the order of their ids."""
    ordered = sorted(happenings, key=lambda one: one.id)
    documents = {key: at for at, key in enumerate(sorted({one.document for one in ordered}))}
    return table_of(_row(one, at, documents[one.document]) for at, one in enumerate(ordered))


def table_of(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """A table of rows in `COLUMNS`; what a row leaves out is null."""
    import pyarrow as pa

    listed = list(rows)
    return pa.table(
        {name: pa.array([row.get(name) for row in listed], type=arrow_type(kind)) for name, kind in COLUMNS.items()}
    )


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a column of `COLUMNS`."""
    import pyarrow as pa

    return {
        "int64": pa.int64(), "int32": pa.int32(), "bool": pa.bool_(), "double": pa.float64(), _TEXT: pa.string(),
        _WORDS: pa.list_(pa.string()),
    }[kind]  # fmt: skip


def _row(one: Happening, rank: int, document: int) -> dict[str, Any]:
    record = one.record
    return {
        "unique_id": rank,
        "document": document,
        "first_day": _days(one.first),
        "last_day": _days(one.last),
        "firm": record.when.basis in _FIRM,
        "published": _days(one.published),
        "acled": record.acled_type,
        "plover": record.plover_type,
        "sub_type": record.acled_sub_type,
        "is_attack": record.attack is not None,
        "happened": record.status not in NOT_HAPPENED,
        "extent": record.extent,
        "headline": words_of(record.label),
        **_place(record.where),
        **_attack(record.attack, record.where),
        **_roles(one),
        **_toll("killed", record.killed),
        **_toll("wounded", record.wounded),
    }


def _days(day: date | None) -> int | None:
    return (day - date(1970, 1, 1)).days if day else None


def words_of(text: str | None) -> list[str]:
    """The loosened words of a text, sorted, each once, without articles and prepositions."""
    return sorted({loosen(word) for word in fold(text or "").split() if word not in STOP_WORDS})


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    words = sorted(place_words(place))
    province = place_words(Place(name=place.admin1, kind="province")) if place.admin1 else ()
    name = " ".join(words)
    return {
        "place": name,
        "place_words": words,
        "place_kind": place.kind,
        "holders": sorted(province),
        "country": place.country,
        "lat": place.latitude,
        "lon": place.longitude,
        "radius": place.radius_km,
        "tf_place": frequency("place", name),
    }


def _attack(attack: Attack | None, place: Place | None) -> dict[str, Any]:
    """What was hit, without the words that only say again where: a base is no evidence beside its own name."""
    if attack is None:
        return {}
    return {
        "attack_type": None if attack.type == "Unknown" else attack.type,
        "weapon": None if attack.weapon_type == "Unknown" else attack.weapon_type,
        **target_columns(attack.target, place.name if place else None),
    }


def target_columns(target: str | None, place: str | None = None) -> dict[str, Any]:
    """The columns of what was hit. The place's own words are left out: a base is no evidence beside its name."""
    words = sorted(frozenset(words_of(target)) - frozenset(words_of(place)))
    names = [word for word in words if word not in _KINDS_OF_TARGET]
    return {
        "target": " ".join(words) or None,
        "target_words": words or None,
        "target_names": names or None,
        "target_name": " ".join(names) or None,
    }


def _roles(one: Happening) -> dict[str, Any]:
    battle = one.record.acled_type == "Battles"  # reports differ in who began: both sides stand in both roles
    doers = (*one.initiators, *one.targets) if battle else one.initiators
    victims = () if battle else one.targets
    named = sorted(party.id for party in doers if not party.vague)
    lead = named[0] if len(named) == 1 and not battle else None
    return {
        "doer": lead,
        "doers": _ids(doers),
        "doers_firm": all(not party.vague for party in doers),
        "doer_kin": _kin(doers),
        "doer_maybe": sorted({key for party in doers for key in party.maybe}) or None,
        "victims": _ids(victims),
        "victims_firm": all(not party.vague for party in victims),
        "victim_kin": _kin(victims),
        "others": _ids(one.others),
        "tf_doer": frequency("actor", lead.partition(":")[2]) if lead else None,
    }


def _ids(parties: Sequence[Party]) -> list[str] | None:
    return sorted({party.id for party in parties}) or None


def _kin(parties: Sequence[Party]) -> list[str] | None:
    """Themselves, those they are members or umbrellas of, and the state whose bodies they are."""
    return sorted({key for party in parties for key in _close(party)}) or None


def _close(party: Party) -> Iterator[str]:
    yield party.id
    yield from party.kin
    if party.state:
        yield f"state {party.state}"


def _toll(what: str, toll: Toll | None) -> dict[str, Any]:
    return {f"{what}_min": toll.min, f"{what}_max": toll.max} if toll else {}
