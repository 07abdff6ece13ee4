"""Accounting: how many requests a question took, and how many tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["Usage"]


@dataclass(frozen=True)
class Usage:
    """Requests and tokens, as the provider counted them. Adds up with `+`.

    `input_tokens` and `output_tokens` are of every answer that was used, also of those that came from a recording
    (what the answers cost when they were made); the `replayed_…` fields are the part of them that cost nothing now.
    `reasks` counts the requests that were needed because an answer was not of the form asked for.
    """

    sent: int = 0
    replayed: int = 0
    reasks: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    replayed_input_tokens: int = 0
    replayed_output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def requests(self) -> int:
        """Sent and replayed together."""
        return self.sent + self.replayed
