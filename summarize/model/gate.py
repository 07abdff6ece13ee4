"""The gate: every request that goes out passes here, one try at a time.

It waits for its turn (`summarize.model.pace`), reserves room in the budget (`summarize.model.budget`), sends, and
tells both what became of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from summarize.errors import ModelError
from summarize.model.budget import Budget, Reservation
from summarize.model.pace import Pace
from summarize.model.ratelimit import retry_after
from summarize.model.retry import Busy, Delivery, Patience, judge, within
from summarize.model.watch import Watch
from summarize.model.wire import Body, Request, TokenCounts, is_cut_off, output_limit, token_counts, with_output_limit

__all__ = ["Gate", "SendBody"]

# Sends a request, with another body in place of its own where one is given.
SendBody = Callable[[Body | None], Awaitable[Delivery]]

BYTES_A_TOKEN = 4  # for the pace alone, which may be wrong for a while; the budget reckons with 1
SOME = 1_000  # tokens an answer is expected to have before one was seen
NOT_SENT = "no connection"


class Gate:
    """One try of a request. `longest_answer` is the limit put on answers where a budget needs one and none is set.

    Once `stopped` is set, nothing goes out any more, and who waits raises it.
    """

    def __init__(
        self, pace: Pace, budget: Budget, patience: Patience, watch: Watch, longest_answer: int, limit_name: str
    ) -> None:
        self.pace, self.budget, self.patience, self.watch = pace, budget, patience, watch
        self._longest_answer, self._limit_name = longest_answer, limit_name
        self._usual_answer = float(SOME)
        self.stopped: ModelError | None = None

    def limits(self, request: Request) -> bool:
        """Whether a limit is put on this request's answer beside what it says itself; not part of a recording."""
        return self.budget.bounds_tokens and output_limit(request.body) is None

    async def attempt(self, request: Request, send: SendBody) -> Body:
        """The answer's body. Raises `Busy` for what may pass, `BudgetReached`, and what is final."""
        expected = request.size // BYTES_A_TOKEN + round(self._usual_answer)
        began = await self.pace.turn(expected)
        try:
            if self.stopped is not None:
                raise self.stopped
            reserved = await self.budget.reserve(request.size, output_limit(request.body) or self._longest_answer)
            body = await self._send(request, send, reserved, began)
        finally:
            self.pace.done()
            self.watch.tell(self.pace, self.budget)
        counts = token_counts(body)
        self.pace.settle(expected, counts.given + counts.taken)
        self._usual_answer += (counts.taken - self._usual_answer) / 20
        return body

    async def _send(self, request: Request, send: SendBody, reserved: Reservation, began: float) -> Body:
        limited = with_output_limit(request, self._longest_answer, self._limit_name) if self.limits(request) else None
        counts: TokenCounts | None = None
        errored = False
        try:
            delivery = await within(lambda: send(limited), self.patience)
            self.patience.met = True
            errored = delivery.status >= 300
            self.pace.heard(delivery.status, delivery.headers, began, retry_after(delivery.headers))
            body = judge(delivery)
            counts = token_counts(body)
        except Busy as fault:
            errored = errored or fault.kind == NOT_SENT
            raise
        finally:
            if counts is not None:
                reserved.took(counts)
            elif errored:
                reserved.cost_nothing()
            else:
                reserved.was_lost()
        return body

    def keepable(self, request: Request, body: Body) -> bool:
        """Whether an answer may be recorded: not if it was cut off at a limit that the request does not say."""
        return not (is_cut_off(body) and self.limits(request))
