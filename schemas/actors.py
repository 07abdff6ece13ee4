"""Actors: who does things, who is done to, and who says so."""

from __future__ import annotations

from pydantic import Field

from summarize.schemas._base import Model
from summarize.schemas.cards import card
from summarize.schemas.evidence import Evidence
from summarize.schemas.vocabulary import ActorForm, ActorKind


class ActorContent(Model):
    """What is known of an actor, whether from one document or from many."""

    name: str
    names: tuple[str, ...] = Field((), description="All forms as written, the name included.")
    kind: ActorKind
    form: ActorForm = "named"
    country: str | None = Field(None, description="ISO 3166-1 alpha-2 of the state it belongs to or comes from.")
    role: str | None = Field(None, description="A person's title or office, as written.")
    background_names: tuple[str, ...] = Field(
        (), description="Names the model knows the same body by. They propose matches; they are never evidence."
    )


class ActorRecord(ActorContent):
    """An actor as one document has it. `id` is `document:key`."""

    id: str
    document: str
    key: str
    evidence: tuple[Evidence, ...]


class Actor(ActorContent):
    """One actor after reconciliation, with every record that was found to be it."""

    id: str
    evidence: tuple[Evidence, ...]
    records: tuple[ActorRecord, ...]

    def _repr_html_(self) -> str:
        return card(self, self.name)
