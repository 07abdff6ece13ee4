"""The ledger: what each subject's questions took, re-asks and failed ones included, and what that cost."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from summarize.model.atomic import write_atomically
from summarize.model.prices import Price
from summarize.model.usage import Usage

__all__ = ["Ledger"]

SHOWN = ("sent", "replayed", "reasks", "retries", "input_tokens", "output_tokens")
UNKNOWN = "unknown"


class Ledger:
    """Usage by subject (a document's id, a set's id) for one model; `price` None: the cost is not known."""

    def __init__(self, model: str, price: Price | None) -> None:
        self.model, self.price = model, price
        self.total = Usage()
        self._subjects: dict[str, Usage] = {}

    def add(self, subject: str, usage: Usage) -> None:
        """Account for one question."""
        self.total += usage
        known = self._subjects.get(subject)
        self._subjects[subject] = usage if known is None else known + usage

    @property
    def cost(self) -> Decimal | None:
        """US dollars for what was sent now; None where the price is not known."""
        return self._cost(self.total)

    def report(self) -> dict[str, Any]:
        """All of it as JSON: `model`, `price` (US dollars for a million tokens), `total`, and `subjects` by name.

        A cost is what the answers that were sent for now cost, in US dollars; those that came from recordings cost
        nothing. Where the price is not known it says "unknown".
        """
        price = UNKNOWN
        told = None if self.price is None else {"input": str(self.price.input), "output": str(self.price.output)}
        return {
            "model": self.model,
            "currency": "USD",
            "price": told or price,
            "total": self._line(self.total),
            "subjects": {subject: self._line(usage) for subject, usage in sorted(self._subjects.items())},
        }

    def write(self, path: Path) -> None:
        """Write the report to a file (such as `out/usage.json`), whole or not at all. Raises `OSError`."""
        write_atomically(path, json.dumps(self.report(), ensure_ascii=False, indent=1) + "\n")

    def _line(self, usage: Usage) -> dict[str, Any]:
        cost = self._cost(usage)
        line: dict[str, Any] = {name: getattr(usage, name) for name in SHOWN}
        return line | {"cost": UNKNOWN if cost is None else f"{cost:f}"}

    def _cost(self, usage: Usage) -> Decimal | None:
        return None if self.price is None else self.price.cost(usage.paid)
