"""Dates as EDTF (ISO 8601-2), kept beside the words they were read from."""

from __future__ import annotations

from typing import Literal

import edtf
from pydantic import Field, field_validator

from summarize.schemas._base import Model

DatePrecision = Literal["day", "night", "week", "month", "season", "year", "range", "open", "unknown"]
DateBasis = Literal["stated", "relative", "metadata", "inferred"]


def check_edtf(value: str) -> str:
    """The same string if it is EDTF, else `ValueError`. Parsed by the `edtf` package."""
    try:
        edtf.parse_edtf(value)
    except edtf.EDTFParseException as error:
        raise ValueError(f"{value!r} is not an EDTF date (try 2024-03-05, 2024-03, 2024-03-01/2024-03-05, 2024-03-05~)") from error
    return value


class When(Model):
    """A time: an EDTF expression, its precision, and the words that say it.

    `basis`: `stated` (the words give day, month and year as they are), `relative` (worked out from the
    document's date: "on Thursday"), `metadata`, or `inferred` (an outside or contextual reason, given).
    """

    edtf: str | None = Field(None, description="EDTF (ISO 8601-2) or null where nothing is said.")
    precision: DatePrecision = "unknown"
    as_written: str | None = None
    basis: DateBasis = "stated"
    reason: str | None = None

    @field_validator("edtf")
    @classmethod
    def _is_edtf(cls, value: str | None) -> str | None:
        return None if value is None else check_edtf(value)
