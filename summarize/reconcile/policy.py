"""The settings of a reconciliation: few and frozen, their defaults meant for 5 articles as for 5 million."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Policy", "Thresholds"]


class Thresholds(BaseModel):
    """Where a score becomes a verdict: at least `same`, at most `different`; what lies between is the grey zone.

    Scores are probabilities, 0..1; `Scored.score` says how they come about. A pair of at most `never` keeps apart
    whatever other pairs say; by default each pair that is judged different does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: float = Field(0.98, gt=0.5, lt=1)
    different: float = Field(0.10, gt=0, lt=0.5)
    never: float = Field(0.10, gt=0, lt=0.5)


class Policy(BaseModel):
    """How records are matched and merged.

    `labels`: collective labels of different documents stay `apart`, or merge where words, kind and country are the
    `same_scope`. `identity` names the event policy: same actors, same days, same place, compatible type (ACLED).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actors: Thresholds = Thresholds()
    events: Thresholds = Thresholds(same=0.98, different=0.3, never=0.0002)
    labels: Literal["apart", "same_scope"] = "apart"
    identity: Literal["acled"] = "acled"
    place_tolerance_km: float = Field(
        5.0, gt=0, description="Two spots nearer than this, beyond their own radius, are one place."
    )
    relation_window_days: int = Field(366, ge=0, description="'Now' in articles at most so far apart is the same time.")
    set_size: int = Field(12, ge=2, le=40, description="Records in one request to the model.")
    block_cap: int = Field(
        50, ge=2, description="Actors of one block compared all with all; beyond it, with their neighbours."
    )
    event_cap: int = Field(200, ge=2, description="The same for events.")
    context_sentences: int = Field(2, ge=0, description="Sentences shown to the model for each record.")
