"""Changes: how a dossier differs from the one before it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from summarize.schemas._base import Model


class FieldChange(Model):
    """A field's shown value before and after."""

    before: Any = None
    after: Any = None


class Changes(Model):
    """What a run with more documents, or with a person's word, made of a dossier. All ids are canonical ones."""

    documents: tuple[str, ...] = Field((), description="Documents that are new.")
    new: tuple[str, ...] = Field((), description="Items that none of the earlier records belongs to.")
    merged: dict[str, tuple[str, ...]] = Field({}, description="For an item, the earlier ids that it has taken in.")
    split: dict[str, tuple[str, ...]] = Field({}, description="For an earlier id, the items its records are in now.")
    gone: tuple[str, ...] = Field((), description="Earlier ids none of whose records is left.")
    changed: dict[str, dict[str, FieldChange]] = Field(
        {}, description="For an item, its fields that show other values."
    )
    ids: dict[str, str] = Field({}, description="Earlier ids that are no longer in use, and the item each leads to.")
