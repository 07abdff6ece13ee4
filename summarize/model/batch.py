"""Requests through the provider's Batch API, at half the price: submit, look how it goes, collect.

A batch is another way for the very same requests. What `submit` sends is, line by line, the body that would have been
sent directly, and what `collect` gets is recorded under the very same keys; a plain run afterwards just replays. What
failed or expired is then simply not recorded: it goes into the next batch, or out directly.

instructor has batches of its own. They put the question into another body (a schema and limits of their own making),
whose recordings no direct run could find, so they do not serve here.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from summarize.errors import BudgetReached, ConfigError, ModelRefused, SummarizeError
from summarize.model.batch_api import ENDPOINT, BatchApi, Progress, opened_api
from summarize.model.batch_found import Collected, Found
from summarize.model.batch_state import Batch, BatchState
from summarize.model.locks import locked
from summarize.model.opening import budget_for, gate_for
from summarize.model.providers import limit_name
from summarize.model.recorder import Unanswered
from summarize.model.settings import ModelSettings
from summarize.model.wire import output_limit, with_output_limit

__all__ = ["Batch", "Collected", "Submitted", "collect", "none_waiting", "status", "submit"]

MOST_LINES = 50_000  # OpenAI's bound for one batch
MOST_BYTES = 16_000_000  # of its 200 MB: what is held in memory at once


@dataclass(frozen=True)
class Submitted:
    """`requests` went out in `batches` (ids); `waiting` were under way already and were not sent again.

    `reached` says that the budget had no room for all. `failures` are documents that could not be loaded.
    """

    batches: tuple[str, ...]
    requests: int
    waiting: int
    reached: BudgetReached | None = None
    failures: tuple[SummarizeError, ...] = ()


async def submit(
    unanswered: AsyncGenerator[Unanswered],
    settings: ModelSettings,
    out: Path,
    *,
    most_lines: int = MOST_LINES,
    most_bytes: int = MOST_BYTES,
) -> Submitted:
    """Send requests in batches, as many as the budget has room for, and note them in `out/batches.json`.

    A request that is in a batch under way is not sent again, nor is one that comes twice. Each counts for the budget as
    the most it can take, at the batch's price. What is noted survives a crash at any moment; a batch whose creation
    broke off is looked for, not created again. Raises `ConfigError` where the provider has no Batch API (OpenAI's
    form is spoken), `InUse`, and what the provider raises.
    """
    if settings.record is None:
        raise ConfigError("A batch's answers are kept in recordings: name the place with --record, not --replay.")
    here = {"record": settings.record.absolute(), "prices": settings.prices and settings.prices.absolute()}
    settings = settings.model_copy(update=here)  # collected from wherever
    with locked(out / "batches.json"):
        async with opened_api(settings) as api, aclosing(unanswered) as requests:
            sender = _Sender(api, BatchState(out), settings)
            await sender.confirm()
            packed = _Packed(most_lines, most_bytes)
            async for each in requests:
                if not await sender.admits(each):
                    continue
                if sender.reached is not None:
                    break
                if packed.full(each):
                    await sender.send(packed.taken())
                packed.add(each)
            await sender.send(packed.taken())
    return Submitted(tuple(sender.ids), sender.sent, sender.waiting, sender.reached)


async def status(out: Path) -> list[Batch]:
    """All batches of an output, after a look at those that are not collected yet."""
    with locked(out / "batches.json"):
        state = BatchState(out)
        for batch in state.waiting:
            async with opened_api(batch.settings) as api:
                await _confirmed(api, state, batch)
                _note(state, batch, await api.get(batch.id or ""))
    return state.batches


async def collect(out: Path) -> Collected:
    """Record the answers of all batches that have ended, where the run that submitted them records.

    Can be repeated at any time: what is recorded twice is the same recording. Raises `InUse`, `RecordingsError`, and
    what the provider raises; the batches before are then collected.
    """
    with locked(out / "batches.json"):
        state = BatchState(out)
        found = Found()
        for batch in state.waiting:
            async with opened_api(batch.settings) as api:
                await _confirmed(api, state, batch)
                progress = await api.get(batch.id or "")
                _note(state, batch, progress)
                if progress.ended:
                    lines = [line for file in progress.files for line in await api.lines(file)]
                    found.take(state, batch, progress, lines)
                else:
                    found.waiting += batch.requests
    return found.collected()


def none_waiting(out: Path) -> None:
    """Raise `ConfigError` where answers are under way in batches, so that a direct run would pay for them twice."""
    waiting = BatchState(out).waiting
    if waiting:
        raise ConfigError(
            f"{sum(batch.requests for batch in waiting):,} requests of {out} are under way in {len(waiting)} batches, "
            f"and would be paid for twice. First: summarize batch collect -o {out}. To give those batches up, delete "
            f"{out / 'batches.json'}."
        )


# --- submitting -------------------------------------------------------------------------------------


class _Packed:
    """The requests of the next batch."""

    def __init__(self, most_lines: int, most_bytes: int) -> None:
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._held: list[Unanswered] = []
        self._bytes = 0

    def full(self, each: Unanswered) -> bool:
        """Whether there is no room for this one."""
        over = self._bytes + each.request.size > self._most_bytes or len(self._held) >= self._most_lines
        return bool(self._held) and over

    def add(self, each: Unanswered) -> None:
        self._held.append(each)
        self._bytes += each.request.size

    def taken(self) -> list[Unanswered]:
        """All of them; the next batch begins empty."""
        held, self._held, self._bytes = self._held, [], 0
        return held


class _Sender:
    """Sends batches, within the budget, and notes them."""

    def __init__(self, api: BatchApi, state: BatchState, settings: ModelSettings) -> None:
        self._api, self._state, self._settings = api, state, settings
        self._gate, self._budget = gate_for(settings), budget_for(settings, batch=True)
        self._known: set[str] = set()
        self.ids: list[str] = []
        self.sent = self.waiting = 0
        self.reached: BudgetReached | None = None

    async def confirm(self) -> None:
        """Be sure of what is under way before anything is sent."""
        for batch in self._state.waiting:
            if batch.id is None:
                async with opened_api(batch.settings) as api:
                    await _confirmed(api, self._state, batch)
        self._known = {each.request.key for batch in self._state.waiting for each in self._state.held(batch)}

    async def admits(self, each: Unanswered) -> bool:
        """Whether this request is to be looked at: it is new. `reached` is set where the budget has no room for it."""
        if each.request.key in self._known:
            self.waiting += 1
            return False
        longest = output_limit(each.request.body) or self._settings.max_output_tokens
        try:
            # Nobody waits for a batch's usage: until then, and so for this run, it took the most it can.
            (await self._budget.reserve(each.request.size, longest)).was_lost()
        except BudgetReached:
            self.reached = BudgetReached(
                "The budget has no room for another request in a batch, each counted as the most it can take. Run "
                "again with --batch for the rest, now or when these are collected.",
                spent=self._budget.spent,
            )
        self._known.add(each.request.key)
        return True

    async def send(self, held: list[Unanswered]) -> None:
        """Send one batch. It is noted before it begins, so that no crash loses what may have begun."""
        if not held:
            return
        name = self._state.add(held)
        content = "".join(self._line(each) for each in held).encode()
        file = await self._api.upload(name, content)
        batch = self._state.begun(name, file, len(held), datetime.now(UTC), self._settings)
        await _created(self._api, self._state, batch)
        self.ids.append(batch.id or "")
        self.sent += len(held)

    def _line(self, each: Unanswered) -> str:
        limit = self._settings.max_output_tokens, limit_name(self._settings)
        body = with_output_limit(each.request, *limit) if self._gate.limits(each.request) else each.request.body
        line = {"custom_id": each.request.key, "method": "POST", "url": ENDPOINT, "body": body}
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


async def _created(api: BatchApi, state: BatchState, batch: Batch) -> None:
    try:
        _note(state, batch, await api.create(batch.input_file))
    except (ModelRefused, ConfigError):  # it is certain that there is no such batch
        state.forget(batch)
        raise


async def _confirmed(api: BatchApi, state: BatchState, batch: Batch) -> None:
    """A batch whose creation was never confirmed is looked for among the provider's, else created."""
    if batch.id is None:
        found = await api.find(batch.input_file)
        if found is None:
            await _created(api, state, batch)
        else:
            _note(state, batch, found)


def _note(state: BatchState, batch: Batch, progress: Progress) -> None:
    batch.id, batch.status, batch.done = progress.id, progress.status, progress.done
    state.save()
