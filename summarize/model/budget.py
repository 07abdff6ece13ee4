"""A hard budget: reserved before a request goes out, settled when it is known what it took.

A request is let go only if the budget holds even should it take the most it can: every byte of it one token, and an
answer as long as its limit. So no order of events, and no number of requests at once, can break the budget.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal

from summarize.errors import BudgetReached
from summarize.model.prices import Price
from summarize.model.wire import TokenCounts

__all__ = ["Budget", "Reservation", "Spent"]

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Spent:
    """Requests that went out (every try is one), tokens in and out, and US dollars."""

    requests: int = 0
    tokens: int = 0
    cost: Decimal = NOTHING

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.requests + other.requests, self.tokens + other.tokens, self.cost + other.cost)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.requests - other.requests, self.tokens - other.tokens, self.cost - other.cost)


@dataclass
class Budget:
    """What a run may take at most; None is no limit. `price` is needed for `max_cost` alone."""

    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: Decimal | None = None
    price: Price | None = None
    spent: Spent = field(default_factory=Spent)

    def __post_init__(self) -> None:
        self._reserved = Spent()
        self._under_way = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._reached: str | None = None

    @property
    def bounds_tokens(self) -> bool:
        """Whether an answer's length must be limited for the budget to hold."""
        return self.max_tokens is not None or self.max_cost is not None

    async def reserve(self, given: int, taken: int) -> Reservation:
        """Room for one request of at most these tokens in and out.

        Where there is room only if those under way turn out smaller, it waits for them. Raises `BudgetReached` where
        there is none, and from then on always, so that a run ends in order.
        """
        most = Spent(1, given + taken, self._cost(TokenCounts(given, taken)))
        while (lacking := self._lacking(self.spent + self._reserved + most)) is not None and self._reached is None:
            if not self._under_way:
                self._reached = self._words(lacking)
                self._wake()
                break
            settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(settled)
            await settled
        if self._reached is not None:
            raise BudgetReached(self._reached, spent=self.spent)
        self._reserved += most
        self._under_way += 1
        return Reservation(self, most)

    def settle(self, reserved: Spent, taken: Spent) -> None:
        """Exchange a reservation for what was taken."""
        self._under_way -= 1
        self._reserved -= reserved
        self.spent += taken
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for settled in waiting:
            if not settled.done():
                settled.set_result(None)

    def cost(self, counts: TokenCounts) -> Decimal:
        """What so many tokens cost, in US dollars; 0 where no budget in money is set."""
        return self.price.cost(counts) if self.price else NOTHING

    def _cost(self, counts: TokenCounts) -> Decimal:
        return self.price.most(counts) if self.price else NOTHING

    def _lacking(self, total: Spent) -> str | None:
        if self.max_requests is not None and total.requests > self.max_requests:
            return f"{self.max_requests:,} requests"
        if self.max_tokens is not None and total.tokens > self.max_tokens:
            return f"{self.max_tokens:,} tokens"
        if self.max_cost is not None and total.cost > self.max_cost:
            return f"{self.max_cost:f} US dollars"
        return None

    def _words(self, lacking: str) -> str:
        cost = f", {self.spent.cost:.4f} US dollars" if self.price else ""
        return (
            f"The budget of {lacking} has no room for another request: {self.spent.requests:,} requests, "
            f"{self.spent.tokens:,} tokens{cost} were spent. What is answered is kept; run again with a larger budget."
        )


@dataclass
class Reservation:
    """Room in a budget for one request, until it is settled in one of three ways."""

    budget: Budget
    most: Spent

    def took(self, counts: TokenCounts) -> None:
        """It was answered and took these tokens; where the provider counted none, it is taken to be the most."""
        if counts.given or counts.taken:
            taken = Spent(1, counts.given + counts.taken, self.budget.cost(counts))
        else:
            taken = self.most
        self.budget.settle(self.most, taken)

    def cost_nothing(self) -> None:
        """It never arrived, or the provider answered with an error: only the request counts."""
        self.budget.settle(self.most, Spent(1))

    def was_lost(self) -> None:
        """It broke off on the way: the provider may charge for it, so it counts as the most it can have taken."""
        self.budget.settle(self.most, self.most)
