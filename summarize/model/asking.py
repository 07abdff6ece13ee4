"""One question under way: what the layers between `ask` and the transport tell each other.

instructor and the SDK stand between the two and pass nothing through, so a context variable carries it. It follows
the task, also into tasks started below.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from summarize.model.usage import Usage
from summarize.model.wire import Body, answer_text, token_counts

__all__ = ["Asking", "current"]


@dataclass
class Asking:
    """What is being asked, and what it has taken so far.

    `faults` holds, for every malformed answer, the reasons why it was not accepted.
    """

    task: str
    subject: str
    context: Mapping[str, Any] | None = None
    max_reasks: int = 0
    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    faults: list[tuple[str, ...]] = field(default_factory=list)
    last_answer: str = ""
    outgoing: tuple[bytes, Body] | None = None  # a request's body as it was written, so that it need not be parsed

    def count(self, key: str, body: Body, *, replayed: bool) -> None:
        """Account for one answer."""
        given, taken, cached = token_counts(body)
        again = 1 if self.usage.requests else 0
        if replayed:
            self.usage += Usage(0, 1, again, given, taken, given, taken)
        else:
            self.usage += Usage(1, 0, again, given, taken, cached_input_tokens=cached)
        self.last_answer = answer_text(body)
        if key not in self.keys:
            self.keys.append(key)

    def retry(self) -> None:
        """Note that a request goes out again."""
        self.usage += Usage(retries=1)

    def refuse(self, *reasons: str) -> None:
        """Note that the last answer was malformed, and why."""
        self.faults.append(reasons)

    @property
    def exhausted(self) -> bool:
        """No re-ask is left."""
        return len(self.faults) > self.max_reasks


current: ContextVar[Asking] = ContextVar("summarize_asking")
