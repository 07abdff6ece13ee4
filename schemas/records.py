"""What one document yields once its reading has been grounded and normalised."""

from __future__ import annotations

from typing import Any, Literal

from summarize.schemas._base import Model
from summarize.schemas.actors import ActorRecord
from summarize.schemas.contradictions import ConflictRecord
from summarize.schemas.documents import Document
from summarize.schemas.events import EventRecord
from summarize.schemas.evidence import Evidence
from summarize.schemas.relations import RelationRecord
from summarize.schemas.tallies import TallyRecord

ItemType = Literal["document", "actor", "event", "relation", "tally", "conflict"]


class Rejected(Model):
    """An item of a reading that was kept out, why, and what the model had said."""

    document: str
    type: ItemType
    key: str
    reasons: tuple[str, ...]
    item: dict[str, Any] = {}


class Notice(Model):
    """Something a reader of the dossier should know of a document, such as an attempt to instruct the model.

    `document` is empty for what is not one document's: `capped` says which comparisons there were too many of.
    """

    document: str
    kind: Literal["instruction", "boilerplate", "repaired", "failed", "truncated", "capped"]
    message: str
    evidence: tuple[Evidence, ...] = ()


class Tokens(Model):
    """What was sent and answered for a document, in the provider's tokens, and in how many requests."""

    sent: int = 0
    replayed: int = 0
    reasks: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(**{name: getattr(self, name) + getattr(other, name) for name in Tokens.model_fields})


class Records(Model):
    """All records of one document, with what was rejected and what it cost."""

    document: Document
    actors: tuple[ActorRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    tallies: tuple[TallyRecord, ...] = ()
    conflicts: tuple[ConflictRecord, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notices: tuple[Notice, ...] = ()
    tokens: Tokens = Tokens()
