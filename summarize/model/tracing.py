"""OpenTelemetry spans, if the user has it installed and set up; else nothing.

A question is a span `summarize.ask`, each request that goes out for it a span `summarize.send` within. The
attributes are names and counts; no text of an article or an answer is among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

try:
    from opentelemetry import trace
except ImportError:
    _tracer: Any = None
else:
    _tracer = trace.get_tracer("summarize")

__all__ = ["span"]

Attributes = Mapping[str, str | int | float | bool]


def span(name: str, attributes: Attributes) -> AbstractContextManager[Any]:
    """A span for the time of a `with` block; an exception that leaves it is recorded by its type alone."""
    if _tracer is None:
        return nullcontext()
    return _Span(name, attributes)


class _Span:
    """OpenTelemetry's own way would put the exception's message into the trace, and it may quote."""

    def __init__(self, name: str, attributes: Attributes) -> None:
        self._within = _tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        )

    def __enter__(self) -> Any:
        self._span = self._within.__enter__()
        return self._span

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: Any) -> None:
        if kind is not None:
            self._span.set_attribute("error.type", kind.__name__)
            self._span.set_status(trace.StatusCode.ERROR)
        self._within.__exit__(kind, error, at)
