"""What batches bring: each line an answer to be recorded under its request's key, or a reason why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from summarize.errors import LineFailed, ModelError
from summarize.model.batch_api import Progress
from summarize.model.batch_state import Batch, BatchState
from summarize.model.gate import Gate
from summarize.model.opening import gate_for
from summarize.model.prices import Price, price_of
from summarize.model.recorder import Unanswered
from summarize.model.recordings import Interaction
from summarize.model.replaying import opened_store
from summarize.model.retry import Busy, Delivery, judge
from summarize.model.wire import Body, TokenCounts, is_empty, token_counts

__all__ = ["Collected", "Found"]

A_WRITE = 200  # interactions


@dataclass(frozen=True)
class Collected:
    """`answered` requests were recorded now, in `record`; `failures` name the others; `waiting` are still under way.

    `cost` is what the answers cost at the batch's price, in US dollars; None where the price is not known.
    """

    answered: int
    failures: tuple[LineFailed, ...]
    waiting: int
    tokens: TokenCounts
    cost: Decimal | None
    record: Path | None = None


class Found:
    """What all batches together brought."""

    def __init__(self) -> None:
        self.waiting = self._answered = 0
        self._failures: list[LineFailed] = []
        self._tokens = TokenCounts(0, 0)
        self._cost: Decimal | None = Decimal(0)
        self._record: Path | None = None

    def take(self, state: BatchState, batch: Batch, progress: Progress, lines: Iterable[dict[str, Any]]) -> None:
        """Record what one batch brought."""
        answers = {line.get("custom_id"): line for line in lines}
        before = self._answered, self._tokens
        with opened_store(batch.settings) as store:
            usable = self._usable(state, batch, progress, answers)
            while store is not None and (group := tuple(islice(usable, A_WRITE))):
                store.put(*group)
        answered, tokens = before
        batch.answered = self._answered - answered
        batch.failed = batch.requests - batch.answered
        batch.input_tokens = self._tokens.given - tokens.given
        batch.output_tokens = self._tokens.taken - tokens.taken
        self._record = batch.settings.record
        state.finish(batch)

    def _usable(
        self, state: BatchState, batch: Batch, progress: Progress, answers: Mapping[Any, dict[str, Any]]
    ) -> Iterator[Interaction]:
        """The interactions to be recorded; what has no usable answer is noted among the failures."""
        gate = gate_for(batch.settings)
        price = price_of(batch.settings.name or "", batch.settings.prices)
        for held in state.held(batch):
            request = held.request
            try:
                body = _answer(answers.get(request.key), progress)
                _check(body, held, gate)
            except (Busy, ModelError) as error:
                self._failures.append(LineFailed(f"{held.task} for {held.subject} failed in batch {batch.id}: {error}"))
                continue
            self._answered += 1
            self._pay(token_counts(body), price)
            yield Interaction(request.key, request.path, held.task, held.subject, request.body, 200, body)

    def _pay(self, counts: TokenCounts, price: Price | None) -> None:
        self._tokens = TokenCounts(*(mine + more for mine, more in zip(self._tokens, counts, strict=True)))
        self._cost = None if self._cost is None or price is None else self._cost + price.in_batch().cost(counts)

    def collected(self) -> Collected:
        """All of it."""
        return Collected(
            self._answered, tuple(self._failures), self.waiting, self._tokens, self._cost, record=self._record
        )


def _answer(line: dict[str, Any] | None, progress: Progress) -> Body:
    """The body of a line's answer. Raises `Busy` or a `ModelError` with the reason where there is none."""
    if line is None:
        why = "".join(f"; {reason}" for reason in progress.reasons)
        raise LineFailed(f"the batch ended without an answer to it ({progress.status}{why})")
    response, error = line.get("response"), line.get("error")
    if not isinstance(response, dict) or not isinstance(response.get("body"), dict):
        said = error.get("message") if isinstance(error, dict) else error
        raise LineFailed(str(said or "no reason given"))
    status_code = response.get("status_code")
    content = json.dumps(response["body"]).encode()
    return judge(Delivery(status_code if isinstance(status_code, int) else 200, {}, content))


def _check(body: Body, held: Unanswered, gate: Gate) -> None:
    if is_empty(body):
        raise LineFailed("the model said nothing")
    if not gate.keepable(held.request, body):
        raise LineFailed("the answer was cut off at the limit that the budget put on it")
