"""A written summary of a dossier: its sentences, each with the items it cites, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Narrative", "Refused", "Told"]


@dataclass(frozen=True)
class Told:
    """A sentence that stood the check; `cites` are ids of the dossier's items, at least one."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A sentence that did not, also when asked for again, and why."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Narrative:
    """What was written, by whom (the model's name), and what of it was left out."""

    by: str
    sentences: tuple[Told, ...]
    left_out: tuple[Refused, ...] = ()
