"""Accounting: how many requests a question took, and how many tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields

from summarize.model.wire import TokenCounts

__all__ = ["Usage"]


@dataclass(frozen=True, slots=True)  # one is kept for every document of a run
class Usage:
    """Requests and tokens, as the provider counted them. Adds up with `+`.

    `input_tokens` and `output_tokens` are of every answer that was used, also of those that came from a recording
    (what the answers cost when they were made); the `replayed_…` fields are the part of them that cost nothing now.
    `reasks` counts the requests that were needed because an answer was not of the form asked for, `retries` those that
    went out again because the provider was busy or out of reach. `cached_input_tokens` are the part of the input that
    was sent now and that the provider had cached.
    """

    sent: int = 0
    replayed: int = 0
    reasks: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    replayed_input_tokens: int = 0
    replayed_output_tokens: int = 0
    retries: int = 0
    cached_input_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, name) + getattr(other, name) for name in _NAMES))

    @property
    def requests(self) -> int:
        """Sent and replayed together."""
        return self.sent + self.replayed

    @property
    def paid(self) -> TokenCounts:
        """The tokens of the answers that were sent for now: what they are billed for."""
        given = self.input_tokens - self.replayed_input_tokens
        return TokenCounts(given, self.output_tokens - self.replayed_output_tokens, self.cached_input_tokens)


_NAMES = tuple(f.name for f in fields(Usage))
