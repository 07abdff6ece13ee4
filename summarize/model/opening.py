"""From settings to the gate: brakes, budget and patience as they are asked for."""

from __future__ import annotations

from summarize.errors import ConfigError
from summarize.model.budget import Budget
from summarize.model.gate import Gate
from summarize.model.pace import Bucket, Pace, Slots
from summarize.model.prices import price_of
from summarize.model.providers import limit_name
from summarize.model.retry import Patience
from summarize.model.settings import ModelSettings
from summarize.model.watch import Watch

__all__ = ["budget_for", "gate_for"]


def gate_for(settings: ModelSettings) -> Gate:
    """The gate that these settings describe. Raises `ConfigError` for a budget in money where there is no price."""
    requests, tokens = settings.requests_per_minute, settings.tokens_per_minute
    pace = Pace(Slots(settings.concurrency), Bucket(requests) if requests else None, Bucket(tokens) if tokens else None)
    patience = Patience(settings.attempts, settings.timeout, settings.first_attempts)
    watch = Watch(settings.concurrency)
    return Gate(pace, budget_for(settings), patience, watch, settings.max_output_tokens, limit_name(settings))


def budget_for(settings: ModelSettings, *, batch: bool = False) -> Budget:
    """The budget that these settings set, at the price of single requests or of a batch. Raises as `gate_for`."""
    price = price_of(settings.name or "", settings.prices) if settings.max_cost is not None else None
    if settings.max_cost is not None and price is None:
        raise ConfigError(
            f"The price of {settings.name} is not known, so a budget in money cannot be held. Give its price in a "
            "table of your own (prices), or set a budget in tokens or requests."
        )
    price = price.in_batch() if price and batch else price
    return Budget(settings.max_requests, settings.max_tokens, settings.max_cost, price)
