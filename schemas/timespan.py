"""The days an EDTF expression can mean, under the name they first had; `summarize.schemas.dates` is their home."""

from __future__ import annotations

from summarize.schemas.dates import bounds

__all__ = ["bounds"]
