"""The model behind the seam: instructor asks, the recording transport answers or sends."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from instructor.core import AsyncInstructor, IncompleteOutputException, InstructorError, ResponseParsingError
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type

from summarize.errors import AnswerRejected, ModelError, SummarizeError
from summarize.model.asking import Asking, current
from summarize.model.form import Malformed, Parsed, form_of, reasons_of
from summarize.model.gate import Gate
from summarize.model.ledger import Ledger
from summarize.model.logs import event
from summarize.model.opening import gate_for
from summarize.model.prices import price_of
from summarize.model.providers import connect
from summarize.model.question import Answer, Question
from summarize.model.recorder import Recorder
from summarize.model.replaying import as_recorded, opened_store
from summarize.model.settings import ModelSettings
from summarize.model.tracing import span
from summarize.model.transport import RecordingTransport
from summarize.model.usage import Usage
from summarize.model.watch import Seen

__all__ = ["InstructorModel", "open_model"]

T = TypeVar("T", bound=BaseModel)

MALFORMED = (ResponseParsingError, ValidationError, json.JSONDecodeError)
TOO_LONG = "the answer was cut off at the token limit; raise the limit, or ask for less"


class InstructorModel:
    """A `Model` over an instructor client. `ledger` has what each question took so far, failed ones included."""

    def __init__(self, client: AsyncInstructor, settings: ModelSettings, gate: Gate) -> None:
        self._client, self._settings, self._gate = client, settings, gate
        self.ledger = Ledger(settings.name or "", price_of(settings.name or "", settings.prices))
        client.on("parse:error", _note_fault)
        if settings.strict:
            client.on("completion:kwargs", _mark_strict)

    async def ask(self, question: Question[T]) -> Answer[T]:
        """The valid answer to a question, after at most `max_reasks` re-asks.

        Raises `AnswerRejected` (with the raw answer and the reasons) where the last answer is malformed too, and what
        the recorder raises: `MissingRecording`, `ModelRefused`, `ModelUnavailable`.
        """
        asking = Asking(question.task, question.subject, question.context, self._settings.max_reasks)
        token = current.set(asking)
        try:
            with span(
                "summarize.ask", {"summarize.task": question.task, "summarize.subject": question.subject}
            ) as seen:
                value = await self._create(question, asking)
                _mark(seen, asking)
        except (InstructorError, *MALFORMED) as error:
            raise _verdict(error, asking) from error
        finally:
            current.reset(token)
            self.ledger.add(question.subject, asking.usage)
        return Answer(value, asking.usage, asking.usage.sent == 0, tuple(asking.keys))

    @property
    def usage(self) -> Usage:
        """The sum over all questions so far."""
        return self.ledger.total

    def seen(self) -> Seen:
        """How the run looks now: for a progress display."""
        return self._gate.watch.seen(self.ledger.total, self.ledger.cost)

    async def _create(self, question: Question[T], asking: Asking) -> T:
        reasks = AsyncRetrying(stop=lambda _: asking.exhausted, retry=retry_if_exception_type(MALFORMED), reraise=True)
        extra: dict[str, Any] = {}
        if self._settings.temperature is not None:
            extra["temperature"] = self._settings.temperature
        if self._settings.options:
            extra["extra_body"] = self._settings.options
        messages: Any = [dict(message) for message in question.messages]
        form: Any = form_of(question.answer, self._settings.strict)
        parsed: Parsed[T] = await self._client.create(form, messages, reasks, **extra)
        return parsed.value


def _mark(seen: Any, asking: Asking) -> None:
    """Write what the question took into its span, if there is one, and into the log."""
    usage = asking.usage
    if seen is not None:
        seen.set_attribute("gen_ai.usage.input_tokens", usage.input_tokens)
        seen.set_attribute("gen_ai.usage.output_tokens", usage.output_tokens)
    event(
        "answered",
        level=logging.DEBUG,
        task=asking.task,
        subject=asking.subject,
        sent=usage.sent,
        replayed=usage.replayed,
        reasks=usage.reasks,
        retries=usage.retries,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
    )


def _note_fault(error: Exception, **_: Any) -> None:
    """instructor's hook: an answer could not be parsed."""
    if isinstance(error, Malformed):
        current.get().refuse(*error.reasons)
    elif isinstance(error, ValidationError):
        current.get().refuse(*reasons_of(error))
    else:
        current.get().refuse(str(error))


def _mark_strict(*_: Any, **request: Any) -> None:
    """instructor's hook: its `create` has no way to ask for strict structured output, so it is marked here."""
    for tool in request.get("tools") or ():
        if "function" in tool:
            tool["function"]["strict"] = True
    form = request.get("response_format") or {}
    if "json_schema" in form:
        form["json_schema"]["strict"] = True


def _verdict(error: Exception, asking: Asking) -> SummarizeError:
    """What became of the question: our own error from below, or the answer is rejected."""
    below = _ours(error)
    if below is not None and not isinstance(below, AnswerRejected):
        return below
    cause = error.__cause__ or error
    if isinstance(error, IncompleteOutputException):
        reasons: tuple[str, ...] = (TOO_LONG,)
    elif asking.exhausted:
        reasons = asking.faults[-1]
    elif isinstance(cause, AssertionError):  # instructor's word for a refusal in place of an answer
        reasons = (str(cause),)
    elif below is not None:
        reasons = ("the model said nothing",)
    else:
        return ModelError(f"{asking.task} for {asking.subject} failed: {type(cause).__name__}: {cause}")
    listed = "".join(f"\n- {reason}" for reason in reasons)
    return AnswerRejected(
        f"The answer to {asking.task} for {asking.subject} is not of the form asked for, after "
        f"{asking.usage.reasks} re-asks:{listed}",
        document=asking.subject,
        answer=asking.last_answer,
        reasons=reasons,
        usage=asking.usage,
    )


def _ours(error: BaseException | None) -> SummarizeError | None:
    """The first error of this package among the causes: SDK and instructor wrap what the transport raises."""
    while error is not None:
        if isinstance(error, SummarizeError):
            return error
        error = error.__cause__
    return None


@asynccontextmanager
async def open_model(settings: ModelSettings, *, wire: Any = None) -> AsyncIterator[InstructorModel]:
    """A model as the settings say: it answers from recordings, sends and records, or only sends.

    Raises `NoModelError`, `ConfigError` or `RecordingsError` before anything is sent; the latter also where another run
    is writing to the same recordings. `wire` is for tests: a transport of the SDK's HTTP library in place of the
    network.
    """
    settings = as_recorded(settings)
    with opened_store(settings) as store:
        gate = gate_for(settings)
        recorder = Recorder(store, gate, may_send=settings.replay is None)
        client, http = connect(
            settings, lambda carriers, library: RecordingTransport(recorder, carriers, library), wire
        )
        try:
            yield InstructorModel(client, settings, gate)
        finally:
            await http.aclose()
