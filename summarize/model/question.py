"""What goes through the seam: a question, its answer, and the protocol that takes one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from summarize.model.usage import Usage

__all__ = ["Answer", "Model", "Question"]

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Question(Generic[T]):
    """One thing to ask the model.

    `task` is the prompt template's name with its version ("read.v1"); `subject` what it is about (a document id, a
    set id), shown in progress, in errors and in the recording's file name. `messages` are role/content pairs, the
    static part first so that providers' prompt caches hit; they are sent exactly as given, nothing in them is
    expanded. `answer` is the pydantic model of the answer and `context` its validation context.
    """

    task: str
    subject: str
    messages: tuple[dict[str, str], ...]
    answer: type[T]
    context: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A valid answer: `value` is an instance of the question's `answer` type.

    `replayed` is true where no request went out; `recordings` are the keys of the interactions it rests on, in order
    (more than one after a re-ask).
    """

    value: T
    usage: Usage
    replayed: bool
    recordings: tuple[str, ...] = ()


class Model(Protocol):
    """Whatever answers questions. Tests implement it in three lines."""

    async def ask(self, question: Question[T]) -> Answer[T]:
        """The answer, valid for its type. Raises a `ModelError` (see `summarize.errors`) where there is none."""
        ...
