"""Reading many documents: a few at a time, each one's records on the disk as soon as they are there.

Memory does not grow with the number of documents: they are taken from an iterator when there is room, and what comes
out is handed on. Documents whose records are kept already are not read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from summarize.errors import BudgetReached, ModelError, ModelRefused
from summarize.extract.kept import KeptRecords
from summarize.extract.reader import read
from summarize.model import Model
from summarize.schemas import PARTS, Document, Part, Records

__all__ = ["Done", "read_many"]

ONE_REQUEST = frozenset({400, 413, 422})  # statuses that are of a request, if the provider has accepted another


@dataclass(frozen=True)
class Done:
    """One document is done: its place in the order given, and its records or why there are none.

    `kept` records are of an earlier run; they are None with no `error` where they were not to be handed out.
    """

    number: int
    document: str
    records: Records | None = None
    error: ModelError | None = None
    kept: bool = False


async def read_many(
    documents: Iterable[Document],
    model: Model,
    *,
    ask: Sequence[Part] = PARTS,
    at_once: int = 16,
    kept: KeptRecords | None = None,
    hand_out_kept: bool = True,
) -> AsyncIterator[Done]:
    """Each document's records as they come, with at most `at_once` documents under way.

    A document that the model does not answer for is `Done` with its error. Raises `ModelRefused` at once, unless it is
    of this one document (too long, say) because others were accepted; and `BudgetReached` after all that was under way
    is done; then no further document is begun.
    """
    flow = _Flow(documents, model, tuple(ask), kept, hand_out_kept)
    workers = [asyncio.create_task(flow.work()) for _ in range(at_once)]
    try:
        async for done in flow.results(at_once):
            yield done
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    if flow.stopped is not None:
        raise flow.stopped


class _Flow:
    """Documents going in, results coming out, and what stops the flow."""

    def __init__(
        self,
        documents: Iterable[Document],
        model: Model,
        ask: tuple[Part, ...],
        kept: KeptRecords | None,
        hand_out: bool,
    ) -> None:
        self._documents = enumerate(documents)
        self._model, self._ask, self._kept, self._hand_out = model, ask, kept, hand_out
        self._results: asyncio.Queue[Done | BaseException | None] = asyncio.Queue(maxsize=1)
        self._answered = False
        self.stopped: BudgetReached | None = None

    async def work(self) -> None:
        """Read documents until there are none left or something stops it; then say so with None or the error."""
        try:
            while self.stopped is None and (next_one := next(self._documents, None)) is not None:
                await self._results.put(await self._one(*next_one))
        except BudgetReached as reached:
            self.stopped = reached
        except Exception as error:  # noqa: BLE001 - raised to whoever reads the results
            await self._results.put(error)
        await self._results.put(None)

    async def results(self, workers: int) -> AsyncIterator[Done]:
        """What comes out, until every worker is through. Raises what stopped one of them."""
        while workers:
            result = await self._results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                workers -= 1
            else:
                yield result

    async def _one(self, number: int, document: Document) -> Done:
        name = None
        if self._kept is not None:
            name = self._kept.fingerprint(document, self._ask)
            if not self._hand_out and self._kept.has(name):
                return Done(number, document.id, kept=True)
            if (records := self._kept.get(name)) is not None:
                return Done(number, document.id, records, kept=True)
        try:
            records = await read(document, self._model, ask=self._ask)
        except ModelRefused as refused:
            if not (self._answered and refused.status in ONE_REQUEST):
                raise
            return Done(number, document.id, error=refused)
        except ModelError as error:
            return Done(number, document.id, error=error)
        self._answered = True
        if self._kept is not None and name is not None:
            self._kept.put(name, records)
        return Done(number, document.id, records)
