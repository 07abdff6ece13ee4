"""Budgets hold whatever happens: in requests, in tokens, in money."""

from __future__ import annotations

import asyncio
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarize.errors import BudgetReached, ConfigError, ModelUnavailable
from summarize.model import ModelSettings, open_model, price_of
from summarize.model.budget import Budget
from summarize.model.prices import Price
from summarize.model.wire import TokenCounts
from tests.model.conftest import SERVER, Provider, completion, question

DEAR = Price(model="m", input=Decimal("2.50"), cached_input=Decimal("1.25"), output=Decimal(10))


async def spend(budget: Budget, seed: int) -> int:
    """Requests of random size, many at once, some lost, some in error; how many went out."""
    chance, went = random.Random(seed), 0  # noqa: S311

    async def one() -> None:
        nonlocal went
        given, taken = chance.randrange(1, 400), chance.randrange(1, 200)
        reserved = await budget.reserve(given, taken)
        went += 1
        await asyncio.sleep(0)
        end = chance.random()
        if end < 0.1:
            reserved.was_lost()
        elif end < 0.3:
            reserved.cost_nothing()
        elif end < 0.4:
            reserved.took(TokenCounts(0, 0))
        else:
            reserved.took(TokenCounts(chance.randrange(given + 1), chance.randrange(taken + 1)))

    outcomes = await asyncio.gather(*(one() for _ in range(300)), return_exceptions=True)
    assert all(outcome is None or isinstance(outcome, BudgetReached) for outcome in outcomes)
    return went


@pytest.mark.parametrize("most", [1, 2, 7, 50, 200])
@pytest.mark.parametrize("seed", range(3))
def test_never_exceeded(most: int, seed: int) -> None:
    for budget in (
        Budget(max_requests=most),
        Budget(max_tokens=most * 300),
        Budget(max_cost=Decimal(most) / 1000, price=DEAR),
        Budget(most, most * 200, Decimal(most) / 500, DEAR),
    ):
        went = asyncio.run(spend(budget, seed))
        assert budget.spent.requests == went
        assert budget.max_requests is None or budget.spent.requests <= budget.max_requests
        assert budget.max_tokens is None or budget.spent.tokens <= budget.max_tokens
        assert budget.max_cost is None or budget.spent.cost <= budget.max_cost
        assert most < 50 or went > 1


def test_it_waits_for_those_under_way_before_it_gives_up() -> None:
    async def run() -> None:
        budget = Budget(max_tokens=100)
        first = await budget.reserve(50, 50)
        second = asyncio.create_task(budget.reserve(30, 30))
        await asyncio.sleep(0)
        assert not second.done()
        first.took(TokenCounts(10, 5))
        (await second).took(TokenCounts(30, 30))
        with pytest.raises(BudgetReached, match="100 tokens"):
            await budget.reserve(30, 30)
        with pytest.raises(BudgetReached):
            await budget.reserve(1, 1)

    asyncio.run(run())


def ask(provider: Provider, count: int, **settings: Any) -> tuple[int, str]:
    """How many of `count` questions at once were answered, and what the others were told."""

    async def run() -> tuple[int, str]:
        chosen = ModelSettings(**({"name": "m", "base_url": SERVER} | settings))
        async with open_model(chosen, wire=httpx2.MockTransport(provider)) as model:
            outcomes = await asyncio.gather(
                *(model.ask(question(str(number))) for number in range(count)), return_exceptions=True
            )
        failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert all(isinstance(each, BudgetReached) for each in failed)
        return count - len(failed), str(failed[0]) if failed else ""

    return asyncio.run(run())


@pytest.mark.parametrize("most", [0, 1, 3, 20])
def test_requests(provider: Provider, most: int) -> None:
    provider.replies = ['{"killed": 3}']
    answered, told = ask(provider, 10, max_requests=most)
    assert len(provider.requests) == answered == min(most, 10)
    assert bool(told) is (most < 10)
    assert not told or f"{most} requests" in told


def test_every_try_is_a_request(provider: Provider, pauses: list[float]) -> None:
    provider.replies = [httpx2.Response(429, json={})]
    answered, _ = ask(provider, 1, max_requests=4)
    assert (answered, len(provider.requests)) == (0, 4)


def test_tokens_as_the_provider_counts_them(provider: Provider) -> None:
    provider.replies = ['{"killed": 3}']  # 7 in, 3 out, while the reservation is of hundreds
    answered, told = ask(provider, 30, max_tokens=2_000, max_output_tokens=300, concurrency=4)
    assert 10 <= answered <= 30
    assert "2,000 tokens" in told or answered == 30


def test_an_answer_is_limited_where_the_budget_needs_it_and_the_recording_is_the_same(
    provider: Provider, recordings: Path
) -> None:
    provider.replies = ['{"killed": 3}']
    ask(provider, 1, record=recordings)
    ask(provider, 1, record=recordings, max_tokens=10_000, max_output_tokens=50)
    assert len(provider.requests) == 1
    ask(provider, 1, max_tokens=10_000, max_output_tokens=50)
    assert [body.get("max_tokens") for body in provider.bodies] == [None, 50]
    ask(provider, 1, max_tokens=10_000, max_output_tokens=50, options={"max_tokens": 9})
    assert provider.bodies[-1]["max_tokens"] == 9


def test_an_answer_cut_off_by_that_limit_is_not_kept(provider: Provider, recordings: Path) -> None:
    provider.replies = [completion('{"killed": 3', finish="length")]
    with pytest.raises(AssertionError):
        ask(provider, 1, record=recordings, max_tokens=10_000, max_output_tokens=50)
    assert not list(recordings.glob("toll*"))


def test_money_needs_a_price(provider: Provider, tmp_path: Path) -> None:
    provider.replies = ['{"killed": 3}']
    with pytest.raises(ConfigError, match="price of m is not known"):
        ask(provider, 1, max_cost="1")
    table = tmp_path / "prices.yaml"
    table.write_text("- {model: m, input: 1000, output: 1000}\n")
    answered, told = ask(provider, 30, max_cost="1.5", prices=table, max_output_tokens=100, concurrency=2)
    assert 20 <= answered < 30 or not told  # a hundredth of a dollar each, about half a dollar reserved
    table.write_text("- {model: m, input: cheap}\n")
    with pytest.raises(ConfigError, match=r"prices\.yaml"):
        ask(provider, 1, max_cost="1", prices=table)


PRICES = [
    ("openai/gpt-4o-mini", TokenCounts(1_000_000, 0), "0.15"),
    ("openai/gpt-4o-mini", TokenCounts(1_000_000, 1_000_000, 1_000_000), "0.675"),
    ("anthropic/claude-sonnet-4-5", TokenCounts(1000, 1000), "0.018"),
    ("ollama/llama3.1", TokenCounts(1000, 1000), "0"),
]


@pytest.mark.parametrize(("model", "counts", "cost"), PRICES)
def test_prices(model: str, counts: TokenCounts, cost: str) -> None:
    price = price_of(model)
    assert price is not None
    assert price.cost(counts) == Decimal(cost)
    assert price.in_batch().cost(counts) == Decimal(cost) / 2


def test_an_unknown_model_has_no_price_and_never_costs_nothing(provider: Provider, tmp_path: Path) -> None:
    assert price_of("openai/gpt-99") is None
    provider.replies = ['{"killed": 3}']

    async def run() -> None:
        async with open_model(ModelSettings(name="m", base_url=SERVER), wire=httpx2.MockTransport(provider)) as model:
            await model.ask(question())
            await model.ask(question("more", subject="b"))
            model.ledger.write(tmp_path / "usage.json")
            assert model.seen().cost is None

    asyncio.run(run())
    told = json.loads((tmp_path / "usage.json").read_text())
    assert (told["price"], told["total"]["cost"]) == ("unknown", "unknown")
    assert told["subjects"]["b"] == {
        "sent": 1, "replayed": 0, "reasks": 0, "retries": 0, "input_tokens": 7, "output_tokens": 3, "cost": "unknown"
    }  # fmt: skip


def test_what_broke_off_counts_as_the_most_it_can_have_taken(provider: Provider, pauses: list[float]) -> None:
    provider.replies = [httpx2.ReadError("reset"), '{"killed": 3}']

    async def run() -> int:
        settings = ModelSettings(name="m", base_url=SERVER, max_tokens=100_000, max_output_tokens=500, attempts=1)
        async with open_model(settings, wire=httpx2.MockTransport(provider)) as model:
            with pytest.raises(ModelUnavailable):
                await model.ask(question())
            return model._gate.budget.spent.tokens

    assert asyncio.run(run()) > 500
