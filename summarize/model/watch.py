"""What a run looks like from outside while it goes on: speed, time left, tokens, money, retries, requests at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from summarize.model.budget import Budget, Spent
from summarize.model.pace import Pace
from summarize.model.usage import Usage

__all__ = ["Seen", "Speed", "Watch"]

WINDOW = 60.0  # s


@dataclass(frozen=True)
class Seen:
    """One look at a run. `cost` is in US dollars, None where the model's price is not known.

    `under_way` of at most `limit` requests are out now; `paused_for` are the seconds for which the provider asked to
    be left alone; `a_minute` is the number of answers in the last minute, or what it would be in a shorter run.
    """

    sent: int
    replayed: int
    retries: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    under_way: int
    limit: int
    paused_for: float
    a_minute: float


class Speed:
    """How many a second, over the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._began = clock, clock()
        self._times: deque[float] = deque(maxlen=10_000)

    def count(self) -> None:
        """One more."""
        self._times.append(self._clock())

    @property
    def a_second(self) -> float:
        """Of the last minute, or of the time since the beginning; 0 before the first."""
        now = self._clock()
        while self._times and self._times[0] < now - WINDOW:
            self._times.popleft()
        full = len(self._times) == self._times.maxlen
        since = now - self._times[0] if full else min(WINDOW, now - self._began)
        return len(self._times) / since if since > 0 else 0.0

    def seconds_for(self, more: int) -> float | None:
        """The time that so many more will take at this speed; None before the first."""
        speed = self.a_second
        return more / speed if speed > 0 else None


class Watch:
    """Follows the brakes and the budget, and is looked at with `seen`."""

    def __init__(self, most: int) -> None:
        self.speed = Speed()
        self.retries = 0
        self._limit, self._under_way, self._paused, self._spent = most, 0, 0.0, Spent()

    def tell(self, pace: Pace, budget: Budget) -> None:
        """Take note of where the brakes stand."""
        self._limit, self._under_way = int(pace.slots.limit), pace.slots.under_way
        self._paused, self._spent = pace.paused_for, budget.spent

    def seen(self, usage: Usage, cost: Decimal | None) -> Seen:
        """How it looks now; `usage` is what all questions took so far."""
        return Seen(
            usage.sent,
            usage.replayed,
            self.retries,
            usage.paid.given,
            usage.paid.taken,
            cost,
            self._under_way,
            self._limit,
            self._paused,
            self.speed.a_second * 60,
        )
