"""The form of an answer as instructor is handed it: its schema built once, its parsing ours.

instructor takes a pydantic class and, on every call, derives a subclass of it and writes its JSON Schema anew. A
class that already derives from instructor's own `ResponseSchema` it takes as it is, so each answer type gets one
such class, made once. The class has no fields: it hands out the finished schema, and parses into the answer type
itself. That also keeps three things ours:

- the validation context: given to instructor, it would be expanded into the messages as a Jinja template, and an
  article with `{{` in it would be executed;
- the reasons that go back to the model: short, and the same in every version of pydantic, since a re-ask's text is
  part of its recording's key;
- the value: a plain instance of the answer type that does not hold on to the raw response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from instructor import ResponseSchema
from instructor.core import ResponseParsingError
from pydantic import BaseModel, ValidationError

from summarize.model.asking import current
from summarize.model.schema import Schema, cached_schema

__all__ = ["Malformed", "Parsed", "form_of", "reasons_of"]

T = TypeVar("T", bound=BaseModel)

MAX_REASONS = 40
SHOWN = 80
FENCED = re.compile(r"\s*```\w*\s*(.*?)\s*```\s*", re.DOTALL)


class Malformed(ResponseParsingError):
    """An answer that is not of its form; instructor asks again with this message."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(f"- {reason}" for reason in reasons))


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A valid answer on its way out. No pydantic model, so instructor attaches nothing to it."""

    value: T


@lru_cache(maxsize=128)
def form_of(answer: type[BaseModel], strict: bool) -> type[ResponseSchema]:
    """The class to hand to instructor for this answer type; made once."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", answer.__name__).strip("_")[:64]
    schema: Schema = {"title": name, **cached_schema(answer, strict)}

    class Form(ResponseSchema):
        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> Schema:
            return dict(schema)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Any:
            try:
                return Parsed(answer.model_validate_json(_unfenced(json_data), context=_context()))
            except ValidationError as error:
                raise Malformed(reasons_of(error)) from error

        @classmethod
        def model_validate(cls, obj: Any, **_: Any) -> Any:
            try:
                return Parsed(answer.model_validate(obj, context=_context()))
            except ValidationError as error:
                raise Malformed(reasons_of(error)) from error

    Form.__name__ = Form.__qualname__ = name
    Form.__doc__ = answer.__doc__
    return Form


def _unfenced(said: str | bytes | bytearray) -> str | bytes | bytearray:
    """The answer without the code block that models put it in where their server enforces no form."""
    found = FENCED.fullmatch(said) if isinstance(said, str) and "```" in said[:80] else None
    return found[1] if found else said


def _context() -> Any:
    return current.get().context


def reasons_of(error: ValidationError) -> tuple[str, ...]:
    """What is wrong and where, one line each: `events.2.when.edtf: … (given: 'x')`. At most 40."""
    lines = tuple(_lines(error))
    if len(lines) > MAX_REASONS:
        return (*lines[:MAX_REASONS], f"and {len(lines) - MAX_REASONS} more like these")
    return lines


def _lines(error: ValidationError) -> Iterator[str]:
    for item in error.errors(include_url=False, include_context=False):
        where = ".".join(str(part) for part in item["loc"])
        given = item["input"]
        shown = f" (given: {_short(repr(given))})" if where and isinstance(given, str | int | float | bool) else ""
        yield f"{where}: {item['msg']}{shown}" if where else item["msg"]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
