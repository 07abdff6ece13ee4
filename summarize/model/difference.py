"""How a request differs from a recorded one, said so that a person sees what changed."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator

from summarize.model.wire import Body

__all__ = ["difference", "likeness"]

WIDTH = 160
SHOWN = 30


def difference(recorded: Body, asked: Body, shown: int = SHOWN) -> str:
    """A unified diff of the two bodies, at most `shown` lines; "" where they are equal.

    Bodies are pretty-printed with sorted keys, and the line breaks inside their strings are real ones.
    """
    lines = list(difflib.unified_diff(_lines(recorded), _lines(asked), "recorded", "asked", n=1, lineterm=""))
    if len(lines) > shown:
        lines = [*lines[:shown], f"… and {len(lines) - shown} lines more"]
    return "\n".join(lines)


def likeness(one: Body, other: Body) -> float:
    """The share of lines that two bodies have in common, 0 to 1, without regard to their order."""
    mine, yours = Counter(_lines(one)), Counter(_lines(other))
    return 2 * (mine & yours).total() / (mine.total() + yours.total())


def _lines(body: Body) -> list[str]:
    pretty = json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1)
    return [piece for line in pretty.replace("\\n", "\n").split("\n") for piece in _wrapped(line)]


def _wrapped(line: str) -> Iterator[str]:
    """A long line in pieces, so that a diff points into it."""
    for start in range(0, max(len(line), 1), WIDTH):
        yield line[start : start + WIDTH]
