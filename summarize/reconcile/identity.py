"""Ids: readable, the same on every run, from what an item says rather than from its place in a list.

An id is `type:slug`. A short hash is added only where two items would share one, to all of those that would, and always
for what belongs to its document alone (labels, the unnamed), so that another document cannot change it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from summarize.reconcile.folding import slug
from summarize.schemas import Event
from summarize.schemas.dates import bounds

__all__ = ["Naming", "assign", "event_slug", "short_hash"]

_MOST_WORDS = 8


class Naming(NamedTuple):
    """What an id is made of: the readable part, what tells apart two of the same, and whether that is always said."""

    slug: str
    detail: str
    always: bool = False


def short_hash(text: str) -> str:
    """Six hexadecimal digits of SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def assign(kind: str, namings: Mapping[str, Naming]) -> dict[str, str]:
    """An id for each key, all different, whatever the order of `namings`.

    Two items of the same slug and the same detail are told apart by their keys.
    """
    slugs = Counter(naming.slug for naming in namings.values() if not naming.always)
    details = Counter((naming.slug, naming.detail) for naming in namings.values())
    return {key: f"{kind}:{_one(key, naming, slugs, details)}" for key, naming in namings.items()}


def _one(key: str, naming: Naming, slugs: Mapping[str, int], details: Mapping[tuple[str, str], int]) -> str:
    if not naming.always and slugs[naming.slug] == 1:
        return naming.slug
    shared = details[naming.slug, naming.detail] > 1
    return f"{naming.slug}-{short_hash(f'{naming.detail} {key}' if shared else naming.detail)}"


def event_slug(event: Event) -> str:
    """Day, place and kind of an event ("2023-10-29-omar-oil-field-attack"); its headline where there is no place."""
    first, last = bounds(event.when.edtf)
    day = _day(event.when.edtf) if first or last else "undated"
    if event.where is None or event.where.kind == "country":
        return f"{day}-{slug(event.label, _MOST_WORDS)}"
    return f"{day}-{slug(event.where.name, 5)}-{_noun(event)}"


def _day(edtf: str | None) -> str:
    return "-".join(part for part in (edtf or "").replace("/", "-to-").replace("..", "open").split("-") if part).strip(
        "~?%"
    )


def _noun(event: Event) -> str:
    if event.attack is not None:
        return "attack" if event.extent == "single" else f"attack-{event.extent}"
    kind = event.acled_sub_type or event.acled_type or event.plover_type
    return slug(kind, 3) if kind and kind != "Other" else slug(event.label, 4)
