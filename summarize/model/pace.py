"""How fast requests may go: so many at once, so many a minute, and not before the provider said.

Three brakes, and a request goes when none holds it:
- at once: the limit halves when the provider says 429 or 503, and grows again with every answer (AIMD, as TCP does);
- a minute: requests and tokens, from the settings, as token buckets that no minute's window can exceed;
- the provider's own words: `Retry-After`, and the remaining requests and tokens in its rate-limit headers.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from summarize.model.ratelimit import Allowance, allowances

__all__ = ["Bucket", "Pace", "Slots"]

Clock = Callable[[], float]

GROWTH = 4  # the limit grows by this much in the time that as many requests as it allows take
CUT_PAUSE = 1.0  # s; what goes wrong within this time of a cut was under way before it
BURST = 0.1  # share of a minute's allowance that may go at once


class Slots:
    """Requests at once: halved by `cut`, grown by `answered`, never more than `most`."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        self.most, self.limit, self.under_way = most, float(most), 0
        self._clock, self._cut_at = clock, float("-inf")
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Wait for a slot; who came first goes first."""
        if self.under_way < int(self.limit) and not self._waiting:
            self.under_way += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the slot was given in the very moment of the cancelling
                self.give()
            raise

    def give(self) -> None:
        """Give a slot back."""
        self.under_way -= 1
        self._wake()

    def cut(self, began: float) -> bool:
        """Halve the limit: a request that `began` then met a busy provider. One cut for all that were under way."""
        if began <= self._cut_at or self._clock() < self._cut_at + CUT_PAUSE:
            return False
        self._cut_at = self._clock()
        self.limit = max(1.0, self.limit / 2)
        return True

    def answered(self) -> None:
        """Grow the limit a little, because an answer came."""
        if self.limit < self.most:
            self.limit = min(float(self.most), self.limit + GROWTH / self.limit)
            self._wake()

    def _wake(self) -> None:
        while self._waiting and self.under_way < int(self.limit):
            turn = self._waiting.popleft()
            if not turn.done():
                self.under_way += 1
                turn.set_result(None)


class Bucket:
    """At most `a_minute` units in any 60 seconds: a tenth of them at once, the rest evenly."""

    def __init__(self, a_minute: float, clock: Clock = time.monotonic) -> None:
        self._size = max(1.0, a_minute * BURST)
        self._rate = max(a_minute - self._size, a_minute / 60) / 60  # units a second
        self._clock, self._level, self._at = clock, self._size, clock()

    def take(self, units: float) -> float:
        """Take units, on credit if need be; the seconds to wait before using them."""
        now = self._clock()
        self._level = min(self._size, self._level + (now - self._at) * self._rate) - units
        self._at = now
        return max(0.0, -self._level / self._rate)

    def correct(self, units: float) -> None:
        """Take more (or, negative, give back): it turned out to be another number."""
        self._level -= units


@dataclass
class Pace:
    """The three brakes together."""

    slots: Slots
    requests: Bucket | None = None
    tokens: Bucket | None = None
    clock: Clock = time.monotonic

    def __post_init__(self) -> None:
        self._not_before = float("-inf")
        self._allowed: dict[str, Allowance] = {}

    @property
    def paused_for(self) -> float:
        """Seconds until the provider wants to hear from us again; 0 where it did not say."""
        return max(0.0, self._not_before - self.clock())

    async def turn(self, tokens: int) -> float:
        """Wait until a request of about this many tokens may go, and take a slot; the time it went."""
        waits = [bucket.take(units) for bucket, units in ((self.requests, 1), (self.tokens, tokens)) if bucket]
        if waits and max(waits) > 0:
            await asyncio.sleep(max(waits))
        await self.slots.take()
        try:
            while (wait := self._provider_wait(tokens)) > 0:  # noqa: ASYNC110 - the time is known
                await asyncio.sleep(wait)
        except BaseException:
            self.slots.give()
            raise
        self._spend(tokens)
        return self.clock()

    def done(self) -> None:
        """The request that had its turn is over."""
        self.slots.give()

    def heard(self, status: int, headers: Mapping[str, str], began: float, retry_after: float | None) -> bool:
        """Take to heart what a reply says of the pace; True where the limit was cut."""
        self._allowed.update(allowances(headers, self.clock()))
        if status not in (429, 503):
            if status < 400:
                self.slots.answered()
            return False
        if retry_after is not None:
            self._not_before = max(self._not_before, self.clock() + retry_after)
        return self.slots.cut(began)

    def settle(self, expected: int, actual: int) -> None:
        """The request took `actual` tokens, not those expected."""
        if self.tokens:
            self.tokens.correct(actual - expected)

    def _provider_wait(self, tokens: int) -> float:
        now = self.clock()
        needs = {"requests": 1, "tokens": tokens}
        waits = [allowed.wait(needs[kind], now) for kind, allowed in self._allowed.items()]
        return max([self._not_before - now, *waits])

    def _spend(self, tokens: int) -> None:
        for kind, units in (("requests", 1), ("tokens", tokens)):
            if kind in self._allowed:
                self._allowed[kind].spend(units)
