"""What can go wrong with a provider: by chance, or played from a list.

Whether a request meets a fault is decided by a hash of the seed, the request's body and how often that body has come,
so that a run is the same again whatever the order its requests arrive in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

STATUSES = tuple("400 401 402 403 404 408 409 413 422 429 500 502 503 529".split())
BREAKS = ("reset", "half", "stall", "garbage")  # of the connection or of the HTTP body
MALFORMED = ("truncated", "prose", "unknown_key", "silence")  # answers that arrive whole and are no answers
FAULTS = (*STATUSES, *BREAKS, *MALFORMED, "malformed")


@dataclass
class Faults:
    """Shares of requests (0 to 1) that meet each fault; `script` is played first, one a request ("ok": none).

    "malformed" stands for the malformed kinds and "garbage" in equal parts. `retry_after` seconds are sent with 429 and
    503; None sends no header.
    """

    shares: dict[str, float] = field(default_factory=dict)
    script: list[str] = field(default_factory=list)
    retry_after: float | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        unknown = {*self.shares, *self.script} - {*FAULTS, "ok"}
        if unknown or sum(self.shares.values()) > 1:
            raise ValueError(f"unknown faults {sorted(unknown)}, or shares of more than 1 together")

    def pick(self, digest: bytes, times: int) -> str:
        """The fault that the `times`-th request with this body's digest meets; "ok" for none."""
        if self.script:
            return self.script.pop(0)
        draw = hashlib.blake2b(digest + f"{times}/{self.seed}".encode(), digest_size=16).digest()
        chance, kind = int.from_bytes(draw[:8]) / 2**64, draw[8]
        for fault, share in self.shares.items():
            if chance < share:
                kinds = (*MALFORMED, "garbage")
                return kinds[kind % len(kinds)] if fault == "malformed" else fault
            chance -= share
        return "ok"
