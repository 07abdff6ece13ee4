"""The recorder: look it up, else send it, then keep it. Cache, resume and offline tests in one mechanism.

It knows JSON bodies and paths, and a callable that sends; which HTTP library sends is the transport's business
(`summarize.model.transport`), where recordings lie is the store's (`summarize.model.recordings`).
"""

from __future__ import annotations

import asyncio

from summarize.errors import AnswerRejected, MissingRecording, ModelRefused
from summarize.model.asking import Asking, current
from summarize.model.difference import difference
from summarize.model.flights import Flights
from summarize.model.recordings import Interaction, RecordStore
from summarize.model.retry import Patience, Send, deliver
from summarize.model.wire import Body, Request, answer_text, is_empty

__all__ = ["Recorder"]

FINAL = frozenset({401, 402, 403, 404})  # these concern every request, so no other one is sent


class Recorder:
    """Answers requests from a store, or by sending them, or both.

    `store` may be None: then nothing is kept. With `may_send` false nothing goes out, and a request that is not in
    the store raises `MissingRecording`. At most `concurrency` requests are under way at once.
    """

    def __init__(self, store: RecordStore | None, *, may_send: bool, patience: Patience, concurrency: int) -> None:
        self._store, self._may_send, self._patience = store, may_send, patience
        self._slots = asyncio.Semaphore(concurrency)
        self._flights: Flights[Body] = Flights()
        self._refused: ModelRefused | None = None

    async def answer(self, request: Request, send: Send) -> Body:
        """The body of the answer: recorded, or of the one reply to this request, or of another's same request.

        Raises what `deliver` raises, `MissingRecording`, and `AnswerRejected` where the model kept silent.
        """
        asking = current.get()
        kept = self._store.get(request.key) if self._store else None
        if kept is not None:
            asking.count(request.key, kept.response, replayed=True)
            return kept.response
        if not self._may_send:
            raise MissingRecording(self._miss(request, asking))
        body, mine = await self._flights.join(request.key, lambda: self._send_and_keep(request, send, asking))
        if not mine:
            asking.count(request.key, body, replayed=True)
        return body

    async def _send_and_keep(self, request: Request, send: Send, asking: Asking) -> Body:
        body = await self._send(request, send, asking)
        while is_empty(body):
            # Silence is a failed call, never kept. The same request goes out again: asking for a correction of
            # nothing would put a turn into the recordings that no replay could reach.
            asking.refuse("the model said nothing")
            if asking.exhausted:
                raise AnswerRejected("")  # `ask` says the rest
            body = await self._send(request, send, asking)
        if self._store is not None and answer_text(body):
            kept = Interaction(request.key, request.path, asking.task, asking.subject, request.body, 200, body)
            await asyncio.to_thread(self._store.put, kept)
        return body

    async def _send(self, request: Request, send: Send, asking: Asking) -> Body:
        async with self._slots:
            if self._refused is not None:
                raise self._refused
            try:
                body = await deliver(send, self._patience)
            except ModelRefused as refused:
                self._refused = refused if refused.status in FINAL else None
                raise
        asking.count(request.key, body, replayed=False)
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
