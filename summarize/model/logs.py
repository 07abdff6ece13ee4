"""Structured logs: what happened to which question, with no word of an article, an answer or a key.

An event is a name and a few fields that this package chose: tasks, subjects (document ids), counts, seconds, statuses.
What a provider says in an error is not among them, because it may quote the request; it is in the exception.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

__all__ = ["JsonLines", "event", "logger", "logging_json"]

logger = logging.getLogger("summarize")
logger.addHandler(logging.NullHandler())


def event(name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event, if anybody listens."""
    if logger.isEnabledFor(level):
        logger.log(level, name, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (UTC, ISO 8601), `level`, `event`, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"time": when, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(told | getattr(record, "fields", {}), ensure_ascii=False, default=str)


@contextmanager
def logging_json(stream: TextIO, level: int = logging.INFO) -> Iterator[None]:
    """Write this package's events to a stream, for a while. Other packages' logs, which may quote, stay out."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
