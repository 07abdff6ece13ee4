"""Keeping answers: each is on the disk before it is given on, and those that come together are written together."""

from __future__ import annotations

import asyncio

from summarize.model.recordings import Interaction, RecordStore

__all__ = ["Keeper"]


class Keeper:
    """Writes to a store in a thread, one batch at a time; what comes meanwhile is the next batch."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._pending: list[tuple[Interaction, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, interaction: Interaction) -> None:
        """Return when it is kept. Raises what the store's `put` raises."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append((interaction, kept))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await kept

    async def close(self) -> None:
        """Wait until nothing is being written."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        try:
            while self._pending:
                batch, self._pending = self._pending, []
                error: BaseException | None = None
                try:
                    await asyncio.to_thread(self._store.put, *(interaction for interaction, _ in batch))
                except BaseException as failure:  # noqa: BLE001 - those who wait are told, and raise it
                    error = failure
                for _, kept in batch:
                    if not kept.done():
                        kept.set_result(None) if error is None else kept.set_exception(error)
        finally:
            self._writing = None
