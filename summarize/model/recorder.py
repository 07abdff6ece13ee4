"""The recorder: look it up, else send it, then keep it. Cache, resume and offline tests in one mechanism.

It knows JSON bodies and paths, and a callable that sends; which HTTP library sends is the transport's business
(`summarize.model.transport`), where recordings lie is the store's (`summarize.model.recordings`), when and whether a
request may go out is the gate's (`summarize.model.gate`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summarize.errors import AnswerRejected, MissingRecording, ModelRefused, ModelUnavailable
from summarize.model.asking import Asking, current
from summarize.model.difference import difference
from summarize.model.flights import Flights
from summarize.model.gate import Gate, SendBody
from summarize.model.keeping import Keeper
from summarize.model.logs import event
from summarize.model.recordings import Interaction, RecordStore
from summarize.model.retry import Busy, deliver
from summarize.model.tracing import span
from summarize.model.wire import Body, Request, answer_text, is_empty

__all__ = ["Missed", "Recorder", "Unanswered"]

FINAL = frozenset({401, 402, 403, 404})  # these concern every request, so no other one is sent


@dataclass(frozen=True)
class Unanswered:
    """A request that no recording answers, and which task and subject (a document's id) it is for."""

    request: Request
    task: str
    subject: str


Missed = Callable[[Unanswered], None]


class Recorder:
    """Answers requests from a store, or by sending them, or both.

    `store` may be None: then nothing is kept. With `may_send` false nothing goes out, and a request that is not in
    the store raises `MissingRecording`; `missed`, where given, is told of it.
    """

    def __init__(self, store: RecordStore | None, gate: Gate, *, may_send: bool, missed: Missed | None = None) -> None:
        self._store, self._gate, self._may_send, self._missed = store, gate, may_send, missed
        self._keeper = Keeper(store) if store and may_send else None
        self._flights: Flights[Body] = Flights()

    async def answer(self, request: Request, send: SendBody) -> Body:
        """The body of the answer: recorded, or of the one reply to this request, or of another's same request.

        Raises what `deliver` raises, `MissingRecording`, and `AnswerRejected` where the model kept silent.
        """
        asking = current.get()
        kept = self._store.answer(request.key) if self._store else None
        if kept is not None:
            asking.count(request.key, kept, replayed=True)
            return kept
        if self._missed is not None:
            self._missed(Unanswered(request, asking.task, asking.subject))
            raise MissingRecording(f"{asking.task} for {asking.subject} is not recorded.")
        if not self._may_send:
            raise MissingRecording(self._miss(request, asking))
        body, mine = await self._flights.join(request.key, lambda: self._send_and_keep(request, send, asking))
        if not mine:
            asking.count(request.key, body, replayed=True)
        return body

    async def close(self) -> None:
        """Wait for what is being written."""
        if self._keeper is not None:
            await self._keeper.close()

    async def _send_and_keep(self, request: Request, send: SendBody, asking: Asking) -> Body:
        body = await self._send(request, send, asking)
        while is_empty(body):
            # Silence is a failed call, never kept. The same request goes out again: asking for a correction of
            # nothing would put a turn into the recordings that no replay could reach.
            asking.refuse("the model said nothing")
            if asking.exhausted:
                raise AnswerRejected("")  # `ask` says the rest
            body = await self._send(request, send, asking)
        if self._keeper is not None and answer_text(body) and self._gate.keepable(request, body):
            kept = Interaction(request.key, request.path, asking.task, asking.subject, request.body, 200, body)
            await self._keeper.keep(kept)
        return body

    async def _send(self, request: Request, send: SendBody, asking: Asking) -> Body:
        if self._gate.stopped is not None:
            raise self._gate.stopped
        retry = _Retries(self._gate, asking)
        try:
            with span("summarize.send", {"summarize.subject": asking.subject, "url.path": request.path}):
                body = await deliver(lambda: self._gate.attempt(request, send), self._gate.patience, retry.before)
        except ModelRefused as refused:
            self._gate.stopped = refused if refused.status in FINAL else self._gate.stopped
            raise
        except ModelUnavailable as gone:
            if not self._gate.patience.met:  # nobody has ever answered there: no other request fares better
                never = ModelUnavailable(f"{gone} Nothing has answered so far: check --base-url and the network.")
                self._gate.stopped = never
                raise never from gone
            raise
        asking.count(request.key, body, replayed=False)
        self._gate.watch.speed.count()
        return body

    def _miss(self, request: Request, asking: Asking) -> str:
        what = f"No recording answers {asking.task} for {asking.subject} (request {request.key[:12]})."
        near = self._store.nearest(request, asking.task, asking.subject) if self._store else None
        if near is None:
            return f"{what} Nothing is recorded. Record it first: --record instead of --replay, with a model."
        if near.interaction.path != request.path:
            diff = f"the path was {near.interaction.path}, it is {request.path}\n"
        else:
            diff = ""
        diff += difference(near.interaction.request, request.body)
        return f"{what} The nearest is {near.location}; it differs so:\n{diff}"


class _Retries:
    """Takes note of every retry of one request."""

    def __init__(self, gate: Gate, asking: Asking) -> None:
        self._gate, self._asking = gate, asking

    def before(self, fault: Busy, seconds: float) -> None:
        self._asking.retry()
        self._gate.watch.retries += 1
        event(
            "retry",
            task=self._asking.task,
            subject=self._asking.subject,
            fault=fault.kind,
            wait_s=round(seconds, 3),
            at_once=int(self._gate.pace.slots.limit),
        )
