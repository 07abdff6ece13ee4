"""Evidence: the exact words of a document that support a record."""

from __future__ import annotations

from pydantic import Field

from summarize.schemas._base import Model


class Evidence(Model):
    """A quote and where it stands: `document.text[start:end] == quote`, always.

    Offsets count Unicode code points of the document's text, end exclusive; `sentence` counts from 1.
    """

    document: str
    sentence: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str = Field(min_length=1)
