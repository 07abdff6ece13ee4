"""What requests have in common, kept once: long messages and the answer's schema.

A body is taken apart into its own JSON, in which a long part stands as `{"$part": hash}`, and the parts. Put together
it is the same body again. A body that has a key `$part` of its own is kept whole, so that nothing is taken for a mark.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from summarize.model.wire import Body

__all__ = ["Shared"]

LONG = 1_000  # characters, of a system message
MARK, WHOLE = "$part", "$whole"


class Shared:
    """The parts of one store: what is written already, and what is `new` in the transaction under way."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._known: set[str] = set()
        self._pending: dict[str, str] = {}
        self._marks = 0

    def load(self, parts: dict[str, str]) -> None:
        """Parts that the store holds already, by hash."""
        self._texts |= parts
        self._known |= parts.keys()

    @property
    def new(self) -> list[tuple[str, str]]:
        """Hash and JSON of what is to be written."""
        return list(self._pending.items())

    def written(self) -> None:
        """What was new is on the disk."""
        self._known |= self._pending.keys()
        self._texts |= self._pending
        self._pending = {}

    def forget(self) -> None:
        """What was new was not written."""
        self._pending = {}

    def apart(self, body: Body) -> str:
        """The body's JSON with marks in place of its shared parts."""
        self._marks = 0
        marked = {
            key: self._mark(value) if key in ("tools", "response_format") else value for key, value in body.items()
        }
        messages = body.get("messages")
        if isinstance(messages, list):
            marked["messages"] = [self._mark(each) if _is_static(each) else each for each in messages]
        text = _plain(marked)
        # Within a string the quotes would be escaped: this counts keys alone.
        plain = text.count(f'"{MARK}":') == self._marks and WHOLE not in body
        return text if plain else _plain({WHOLE: body})

    def together(self, text: str, missing: Callable[[str], str]) -> Body:
        """The body again; `missing` finds a part that is not known here."""
        body: Body = json.loads(text)
        if WHOLE in body:
            whole: Body = body[WHOLE]
            return whole
        for key in ("tools", "response_format"):
            if key in body:
                body[key] = self._unmark(body[key], missing)
        if isinstance(body.get("messages"), list):
            body["messages"] = [self._unmark(each, missing) for each in body["messages"]]
        return body

    def _mark(self, part: Any) -> Any:
        self._marks += 1
        text = _plain(part)
        name = hashlib.sha256(text.encode()).hexdigest()
        if name not in self._known:
            self._pending[name] = text
        return {MARK: name}

    def _unmark(self, value: Any, missing: Callable[[str], str]) -> Any:
        if not isinstance(value, dict) or MARK not in value:
            return value
        name = value[MARK]
        if name not in self._texts:
            self._texts[name] = missing(name)
        return json.loads(self._texts[name])


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_static(message: Any) -> bool:
    return isinstance(message, dict) and message.get("role") == "system" and len(str(message.get("content"))) > LONG
